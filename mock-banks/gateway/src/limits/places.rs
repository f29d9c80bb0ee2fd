//! How many requests of each app are under way: so many and no more, or one app could keep every thread of a bank busy.

use std::sync::Arc;

use moa_kernel::{ClientId, Timestamp};

use crate::bounded::{Bounded, Fades};

const APPS_MAX: usize = 16_384;

/// The requests under way, by app.
#[derive(Debug)]
pub(super) struct Places(Bounded<ClientId, UnderWay>);

#[derive(Debug, Default)]
struct UnderWay(u32);

impl Fades for UnderWay {
    fn is_over(&self, _: Timestamp) -> bool {
        self.0 == 0
    }

    fn weight(&self) -> u32 {
        self.0
    }
}

impl Default for Places {
    fn default() -> Self {
        Self(Bounded::new(APPS_MAX))
    }
}

/// One request's place, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    app: ClientId,
}

impl Places {
    /// A place for one more request of this app, if it has not too many.
    pub(super) fn take(self: &Arc<Self>, app: &ClientId, most: u32) -> Option<Place> {
        // Time plays no part: a place is over when it is given back.
        let taken = self.0.with(app.clone(), Timestamp::MIN, |under_way| {
            let free = under_way.0 < most;
            under_way.0 += u32::from(free);
            free
        });
        taken.then(|| Place { places: Arc::clone(self), app: app.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.0.settle(&self.app, Timestamp::MIN, |under_way| under_way.0 = under_way.0.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_has_so_many_places_and_gets_them_back() {
        let places = Arc::new(Places::default());
        let (one, other) = (ClientId::new("one").unwrap(), ClientId::new("other").unwrap());
        let held: Vec<Place> = (0..2).map(|_| places.take(&one, 2).unwrap()).collect();
        assert!(places.take(&one, 2).is_none());
        assert!(places.take(&other, 2).is_some(), "nobody pays for another app");
        drop(held);
        assert_eq!(places.0.len(), 0, "who has gone is forgotten");
        assert!(places.take(&one, 2).is_some());
    }
}

//! Counts what apps ask, each app at each API for itself.

use std::sync::Arc;

use moa_kernel::{ClientId, Timestamp};

use super::places::Places;
use super::{LimitFacts, Meter, Place, Plans};
use crate::bounded::Bounded;

/// More apps and APIs than this are not told apart for long: the quietest are forgotten first.
const METERS_MAX: usize = 16_384;

/// The counters of one gateway.
#[derive(Debug)]
pub struct Counters {
    plans: Arc<Plans>,
    meters: Bounded<(ClientId, String), Meter>,
    places: Arc<Places>,
}

impl Counters {
    /// Counters that start at nothing.
    #[must_use]
    pub fn new(plans: Arc<Plans>) -> Self {
        Self { plans, meters: Bounded::new(METERS_MAX), places: Arc::default() }
    }

    /// Counts one request of an app at an API, and says how the app stands. The place is the request's own as long as it is
    /// held.
    pub fn count(&self, app: &ClientId, api: &str, now: Timestamp) -> (LimitFacts, Option<Place>) {
        let (plan, blocked) = self.plans.of(app);
        let place = self.places.take(app, plan.at_once);
        let (quota, spike) = self.meters.with((app.clone(), api.to_owned()), now, |meter| meter.take(&plan, now));
        (LimitFacts { plan, blocked, quota, spike, has_place: place.is_some() }, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(id: &str) -> ClientId {
        ClientId::new(id).unwrap()
    }

    #[test]
    fn nobody_pays_for_another_app_or_another_api() {
        let plans = Arc::new(Plans::default());
        let counters = Counters::new(Arc::clone(&plans));
        plans.assign(&app("small"), "sandbox-small").unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let asks = |id: &str, api: &str| counters.count(&app(id), api, now).0.spike.within;
        for _ in 0..10 {
            assert!(asks("small", "uk-ais/4"));
        }
        assert!(!asks("small", "uk-ais/4"));
        assert!(asks("small", "spending/1"));
        assert!(asks("large", "uk-ais/4"));
    }

    #[test]
    fn a_change_of_plan_holds_for_the_next_request() {
        let plans = Arc::new(Plans::default());
        let counters = Counters::new(Arc::clone(&plans));
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(counters.count(&app("a"), "x", now).0.plan.name, "standard");
        plans.assign(&app("a"), "sandbox-small").unwrap();
        plans.block(&app("a"));
        let (facts, _) = counters.count(&app("a"), "x", now);
        assert_eq!((facts.plan.name.as_str(), facts.blocked), ("sandbox-small", true));
    }
}

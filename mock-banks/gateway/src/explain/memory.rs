//! The last explanations of each app, and of those whom nobody knew.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_kernel::ClientId;

use super::Explanation;

/// So many of each app are kept; the oldest go first.
pub const PER_APP_MAX: usize = 256;
/// So many answers of one app are told of one id: an app that sends one id with everything is told no book.
const PER_ID_MAX: usize = 16;
/// So many apps; the one that asked longest ago is forgotten first.
const APPS_MAX: usize = 128;

/// The last explanations of one gateway.
#[derive(Debug, Default)]
pub struct Explanations(Mutex<HashMap<Option<ClientId>, Last>>);

#[derive(Debug, Default)]
struct Last {
    rows: VecDeque<Arc<Explanation>>,
}

impl Explanations {
    /// Keeps an explanation.
    pub fn keep(&self, explanation: Explanation) {
        let app = explanation.app.clone();
        let mut apps = self.lock();
        if apps.len() >= APPS_MAX && !apps.contains_key(&app) {
            forget_quietest(&mut apps);
        }
        let rows = &mut apps.entry(app).or_default().rows;
        if rows.len() >= PER_APP_MAX {
            rows.pop_front();
        }
        rows.push_back(Arc::new(explanation));
    }

    /// What became of an app's requests of this id, the newest of them, the oldest first: whoever asks again with a nonce wants to see why the
    /// first time was not enough. Another app's are not there.
    #[must_use]
    pub fn of_app(&self, app: &ClientId, interaction: &str) -> Vec<Arc<Explanation>> {
        let apps = self.lock();
        let own = apps.get(&Some(app.clone()));
        newest(own.into_iter().flat_map(|last| &last.rows).filter(|row| row.is_of(interaction)).cloned().collect())
    }

    /// For the operator: what is known under an id, whoever's it was, the oldest first. Each app's are cut by themselves, and of
    /// many those that passed go before those that were refused: no app hides another's behind its own, nor an offence behind
    /// what does no harm.
    #[must_use]
    pub fn of_interaction(&self, interaction: &str) -> Vec<Arc<Explanation>> {
        let apps = self.lock();
        let of = |last: &Last| last.rows.iter().filter(|row| row.is_of(interaction)).cloned().collect();
        let mut found: Vec<_> = apps.values().flat_map(|last| gravest(of(last))).collect();
        found.sort_by_key(|row| row.at);
        found
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Option<ClientId>, Last>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The end of a list, as much as is told at once.
fn newest(mut found: Vec<Arc<Explanation>>) -> Vec<Arc<Explanation>> {
    found.split_off(found.len().saturating_sub(PER_ID_MAX))
}

/// As much as is told at once: the oldest that passed are left out first, and only then the oldest that were refused.
fn gravest(mut found: Vec<Arc<Explanation>>) -> Vec<Arc<Explanation>> {
    let mut surplus = found.len().saturating_sub(PER_ID_MAX);
    found.retain(|row| {
        let left_out = surplus > 0 && row.refused.is_none();
        surplus -= usize::from(left_out);
        !left_out
    });
    newest(found)
}

fn forget_quietest(apps: &mut HashMap<Option<ClientId>, Last>) {
    let last_heard = |last: &Last| last.rows.back().map(|row| row.at);
    let quietest = apps.iter().min_by_key(|(_, last)| last_heard(last)).map(|(app, _)| app.clone());
    if let Some(app) = quietest {
        apps.remove(&app);
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::Timestamp;

    use super::*;
    use crate::explain::Refused;

    fn row(app: Option<&str>, interaction: &str, second: i64) -> Explanation {
        Explanation {
            interaction: interaction.to_owned(),
            at: Timestamp::from_second(second).unwrap(),
            app: app.map(|id| ClientId::new(id).unwrap()),
            method: "GET".to_owned(),
            api: None,
            version: None,
            operation: None,
            path: None,
            generation: 1,
            rules: Vec::new(),
            refused: None,
            commands: Vec::new(),
            status: 404,
            facts_micros: 0,
            took_micros: 1,
        }
    }

    fn refused(app: Option<&str>, interaction: &str, second: i64) -> Explanation {
        let why = Refused { rule: "proof", why: "it is another's", clause: "a standard, §1", change: None };
        Explanation { refused: Some(why), ..row(app, interaction, second) }
    }

    fn seconds(found: &[Arc<Explanation>]) -> Vec<i64> {
        found.iter().map(|row| row.at.as_second()).collect()
    }

    #[test]
    fn an_app_finds_its_own_and_nobody_elses() {
        let (one, other) = (ClientId::new("one").unwrap(), ClientId::new("other").unwrap());
        let kept = Explanations::default();
        kept.keep(row(Some("one"), "aa", 1));
        kept.keep(row(Some("other"), "aa", 2));
        kept.keep(row(None, "bb", 3));
        kept.keep(row(Some("one"), "aA", 3));
        assert_eq!(seconds(&kept.of_app(&one, "AA")), [1, 3]);
        assert_eq!((seconds(&kept.of_app(&other, "bb")), seconds(&kept.of_app(&one, "cc"))), (vec![], vec![]));
        assert_eq!(seconds(&kept.of_interaction("aa")), [1, 2, 3]);
    }

    #[test]
    fn of_an_id_that_is_used_for_everything_the_newest_are_told() {
        let (one, kept) = (ClientId::new("one").unwrap(), Explanations::default());
        for second in 0..40 {
            kept.keep(row(Some(["one", "other"][usize::from(second % 2 == 1)]), "aa", second));
        }
        assert_eq!(seconds(&kept.of_interaction("aa")), (8..40).collect::<Vec<_>>());
        assert_eq!(seconds(&kept.of_app(&one, "aa")), (8..40).step_by(2).collect::<Vec<_>>());
    }

    #[test]
    fn no_app_pushes_an_offence_out_of_an_operators_sight_with_what_does_no_harm() {
        let kept = Explanations::default();
        kept.keep(refused(Some("victim"), "aa", 0));
        for second in [1, 3] {
            kept.keep(row(Some("flood"), "aa", second));
            kept.keep(refused(Some("flood"), "aa", second + 1));
        }
        for second in 5..45 {
            kept.keep(row(Some("flood"), "aa", second));
        }
        let told = [0, 2, 4].into_iter().chain(31..45);
        assert_eq!(seconds(&kept.of_interaction("aa")), told.collect::<Vec<_>>());
        // Refusals alone are cut like anything else, the oldest first, and nothing that passed is in their place.
        for second in 45..65 {
            kept.keep(refused(Some("flood"), "aa", second));
        }
        assert_eq!(seconds(&kept.of_interaction("aa")), [0].into_iter().chain(49..65).collect::<Vec<_>>());
        let flood = ClientId::new("flood").unwrap();
        assert_eq!(seconds(&kept.of_app(&flood, "aa")), (49..65).collect::<Vec<_>>());
    }

    #[test]
    fn a_busy_app_pushes_out_its_own_past_alone() {
        let kept = Explanations::default();
        kept.keep(row(Some("quiet"), "q", 0));
        for n in 0..1_000 {
            kept.keep(row(Some("busy"), &n.to_string(), n));
        }
        let busy = ClientId::new("busy").unwrap();
        assert_eq!(kept.lock()[&Some(busy.clone())].rows.len(), PER_APP_MAX);
        assert_eq!((seconds(&kept.of_app(&busy, "0")), seconds(&kept.of_app(&busy, "999"))), (vec![], vec![999]));
        assert_eq!(seconds(&kept.of_app(&ClientId::new("quiet").unwrap(), "q")), [0]);
        for n in 0..500 {
            kept.keep(row(Some(&format!("app-{n}")), "x", 2_000 + n));
        }
        assert_eq!(kept.lock().len(), APPS_MAX);
        assert_eq!(seconds(&kept.of_app(&ClientId::new("app-499").unwrap(), "x")), [2_499]);
    }
}

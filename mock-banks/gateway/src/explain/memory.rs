//! The last explanations of each app, and of those whom nobody knew.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_kernel::ClientId;

use super::Explanation;

/// So many of each app; the oldest go first.
const PER_APP_MAX: usize = 256;
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

    /// What became of an app's request: the newest of this id. Another app's is not there.
    #[must_use]
    pub fn find(&self, app: &ClientId, interaction: &str) -> Option<Arc<Explanation>> {
        let apps = self.lock();
        let rows = &apps.get(&Some(app.clone()))?.rows;
        rows.iter().rev().find(|row| row.interaction.eq_ignore_ascii_case(interaction)).cloned()
    }

    /// For the operator: whatever is known under an id, whoever's it was, newest first.
    #[must_use]
    pub fn of_interaction(&self, interaction: &str) -> Vec<Arc<Explanation>> {
        let apps = self.lock();
        let rows = apps.values().flat_map(|last| &last.rows);
        let mut found: Vec<_> = rows.filter(|row| row.interaction.eq_ignore_ascii_case(interaction)).cloned().collect();
        found.sort_by_key(|row| std::cmp::Reverse(row.at));
        found
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Option<ClientId>, Last>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
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

    #[test]
    fn an_app_finds_its_own_and_nobody_elses() {
        let (one, other) = (ClientId::new("one").unwrap(), ClientId::new("other").unwrap());
        let kept = Explanations::default();
        kept.keep(row(Some("one"), "aa", 1));
        kept.keep(row(Some("other"), "aa", 2));
        kept.keep(row(None, "bb", 3));
        assert_eq!(kept.find(&one, "AA").unwrap().at, Timestamp::from_second(1).unwrap());
        assert_eq!((kept.find(&other, "bb"), kept.find(&one, "cc")), (None, None));
        let seen: Vec<_> = kept.of_interaction("aa").iter().map(|row| row.at.as_second()).collect();
        assert_eq!(seen, [2, 1]);
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
        assert!(kept.find(&busy, "0").is_none() && kept.find(&busy, "999").is_some());
        assert!(kept.find(&ClientId::new("quiet").unwrap(), "q").is_some());
        for n in 0..500 {
            kept.keep(row(Some(&format!("app-{n}")), "x", 2_000 + n));
        }
        assert_eq!(kept.lock().len(), APPS_MAX);
        assert!(kept.find(&ClientId::new("app-499").unwrap(), "x").is_some());
    }
}

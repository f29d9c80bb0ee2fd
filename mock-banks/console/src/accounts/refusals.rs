//! Passwords that were wrong, in the world's audit log. Not each of them, or a stranger could fill a log from which nothing is
//! ever taken: of each account, and of all names that are none together, the first in an hour is written down, and then the
//! 5th, the 50th, the 500th …, each with how many there were. What a session tries as the present password of its account is
//! counted apart: a stranger who keeps failing at the door must not hide the thief who is in. After five in a row a name has to wait (`throttle`), and a try
//! that comes too early is not looked at and not counted.
//!
//! What was typed is never written down, neither the password nor a name that nobody has: people type one for the other.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::SignedDuration;
use moa_bank_core::audit::NewRecord;
use moa_kernel::Timestamp;
use serde_json::json;

use super::{AccountError, AccountName, Accounts, Session, rows, subject};

/// Counted together for so long.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// After the first, the next count that is written down; then each that is ten times as many.
const NEXT_NOTED: u32 = 5;
/// Who was tried where there is no such account. No account is called so: the names of theirs come after `account/`.
const NOBODY: &str = "unknown";
/// The action of a log-in that was refused.
const LOG_IN: &str = "session.refuse";
/// The action of a change of password that was refused for the present one.
const CHANGE: &str = "account.refuse-password";

/// The refusals of the last hour by their action, of each account and of all that are none.
#[derive(Debug, Default)]
pub(super) struct Refusals(Mutex<HashMap<(&'static str, Option<AccountName>), Tally>>);

#[derive(Debug)]
struct Tally {
    since: Timestamp,
    count: u32,
}

impl Refusals {
    /// Counts one more, and says how many there were if that is to be written down.
    fn count(&self, action: &'static str, account: Option<&AccountName>, now: Timestamp) -> Option<u32> {
        let mut tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // An account that was taken away leaves nothing here for longer than its hour.
        tallies.retain(|_, tally| {
            !now.duration_since(tally.since).is_negative() && now.duration_since(tally.since) < WINDOW
        });
        let tally = tallies.entry((action, account.cloned())).or_insert(Tally { since: now, count: 0 });
        tally.count = tally.count.saturating_add(1);
        is_noted(tally.count).then_some(tally.count)
    }
}

/// 1, 5, 50, 500 …
fn is_noted(count: u32) -> bool {
    let mut step = NEXT_NOTED;
    while step < count {
        let Some(next) = step.checked_mul(10) else { return false };
        step = next;
    }
    count == 1 || count == step
}

impl Accounts {
    /// Notes that a password was wrong. Call it when the answer is on its way: the first of an account is written down and
    /// one more for no account may not be, and nobody is to learn from the time it takes which of them it was.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn note_refusal(&self, name: &str, from: Option<IpAddr>) -> Result<(), AccountError> {
        let account = match AccountName::new(name) {
            Ok(name) => self.inside.database.read(|connection| rows::find_account(connection, &name))?,
            Err(_) => None,
        };
        let account = account.map(|found| found.account.name);
        // Who it was nobody knows: that is why they were refused.
        self.note(LOG_IN, "stranger", account.as_ref(), from)
    }

    /// Notes that somebody in a session did not know the present password of its account.
    pub(super) fn note_wrong_present(&self, session: &Session, from: Option<IpAddr>) -> Result<(), AccountError> {
        self.note(CHANGE, &session.actor(), Some(&session.name), from)
    }

    fn note(
        &self,
        action: &'static str,
        by: &str,
        account: Option<&AccountName>,
        from: Option<IpAddr>,
    ) -> Result<(), AccountError> {
        let Some(count) = self.inside.refusals.count(action, account, self.now()) else { return Ok(()) };
        let whom = account.map_or_else(|| NOBODY.to_owned(), subject);
        let from = from.map(|address| address.to_canonical().to_string());
        let record = NewRecord::new(by, action, whom).facts(json!({ "count": count, "from": from }));
        self.change(|transaction| Ok(self.write_down(transaction, record)?))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use moa_bank_core::audit::Audit;
    use moa_bank_core::state::Database;
    use moa_kernel::{FrozenClock, SeededEntropy};

    use super::*;

    struct World {
        accounts: Accounts,
        clock: Arc<FrozenClock>,
    }

    impl World {
        fn new() -> Self {
            let clock = Arc::new(FrozenClock::at("2026-11-24T09:00:00Z".parse().unwrap()));
            let database = Database::in_memory().unwrap();
            let entropy = Arc::new(SeededEntropy::new(7));
            let (accounts, _) = Accounts::open(database, clock.clone(), entropy, None).unwrap();
            Self { accounts, clock }
        }

        fn fails(&self, name: &str, times: u32) {
            for _ in 0..times {
                self.accounts.note_refusal(name, Some("192.0.2.7".parse().unwrap())).unwrap();
            }
        }

        /// Whom the records name, and how often they say it was.
        fn noted(&self) -> Vec<(String, u64)> {
            let log = Audit::of_world(&self.accounts.inside.database, &*self.accounts.inside.clock);
            let records = log.page(0, 1000).unwrap();
            let told = records.into_iter().filter(|record| record.action == "session.refuse").map(|record| {
                assert_eq!((record.actor.as_str(), &record.facts["from"]), ("stranger", &json!("192.0.2.7")));
                (record.subject, record.facts["count"].as_u64().unwrap())
            });
            told.collect()
        }
    }

    fn noted<const N: usize>(records: [(&str, u64); N]) -> Vec<(String, u64)> {
        records.map(|(whom, count)| (whom.to_owned(), count)).into()
    }

    #[test]
    fn a_flood_is_a_handful_of_records_and_the_chain_holds() {
        let world = World::new();
        world.fails("admin", 4_999);
        assert_eq!(
            world.noted(),
            noted([("account/admin", 1), ("account/admin", 5), ("account/admin", 50), ("account/admin", 500)])
        );
        let log = Audit::of_world(&world.accounts.inside.database, &*world.accounts.inside.clock);
        assert_eq!(log.verify().unwrap().records, 5);
    }

    #[test]
    fn names_that_nobody_has_are_one_and_are_not_written_down() {
        let world = World::new();
        for n in 0..49 {
            world.fails(&format!("secret-{n}"), 1);
        }
        world.fails("correct horse battery", 1);
        // One who is called so is somebody else than nobody.
        world.accounts.add(&AccountName::new("unknown").unwrap(), crate::roles::Role::Auditor, "admin:admin").unwrap();
        world.fails("unknown", 1);
        assert_eq!(world.noted(), noted([("unknown", 1), ("unknown", 5), ("unknown", 50), ("account/unknown", 1)]));
    }

    #[test]
    fn a_session_that_guesses_is_counted_apart_from_strangers_at_the_door() {
        let world = World::new();
        world.fails("admin", 7);
        let name = AccountName::new("admin").unwrap();
        let session = Session {
            name,
            role: crate::roles::Role::Admin,
            purpose: crate::accounts::Purpose::Everything,
            expires_at: world.accounts.now(),
        };
        for _ in 0..49 {
            world.accounts.note_wrong_present(&session, None).unwrap();
        }
        let log = Audit::of_world(&world.accounts.inside.database, &*world.accounts.inside.clock);
        let records = log.page(0, 1000).unwrap().into_iter().filter(|record| record.action == CHANGE);
        let told: Vec<_> = records.map(|record| (record.actor, record.subject, record.facts)).collect();
        let one = |count: u32| {
            ("admin:admin".to_owned(), "account/admin".to_owned(), json!({ "count": count, "from": null }))
        };
        assert_eq!(told, [one(1), one(5)]);
        assert_eq!(world.noted(), noted([("account/admin", 1), ("account/admin", 5)]));
    }

    #[test]
    fn another_hour_and_a_clock_set_back_begin_anew() {
        let world = World::new();
        world.fails("admin", 2);
        world.clock.advance(WINDOW);
        world.fails("admin", 2);
        world.clock.advance(-WINDOW);
        world.fails("admin", 2);
        assert_eq!(world.noted(), noted([("account/admin", 1); 3]));
    }
}

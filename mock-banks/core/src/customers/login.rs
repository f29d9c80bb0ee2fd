//! One try to log in, from the typed words to an outcome.
//!
//! The order is what makes it safe: look at the wait first (a locked login is not even hashed, right or wrong), count the
//! try as a failure in the same transaction, then spend the same work on known and unknown logins; a right password takes
//! the failure back. So of a hundred guesses at once each was counted before it was judged, in this process or another.
//! Tries for one login also stand in a queue, so that an owner's own two tabs are not counted against each other. Failures
//! of unknown logins are counted too: a wait says nothing about who banks here.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use moa_kernel::{CustomerId, Entropy, SecretString, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::lockout::{self, Failures};
use super::{Place, credentials, failures};
use crate::Bank;
use crate::state::{StateError, from_text};

/// The longest login that is looked up.
pub(crate) const LOGIN_CHARS_MAX: usize = 100;

/// What came of a try to log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginOutcome {
    /// The password belongs to this customer.
    Ok(CustomerId),
    /// It does not, or there is no such customer: nobody can tell which.
    Wrong,
    /// Too many failures: the password was not looked at. Try again at this moment.
    LockedUntil(Timestamp),
}

/// Queues for tries: one login always stands in the same one. Which one it is depends on a seed, so that nobody can pick
/// logins that stand in another's queue.
#[derive(Debug)]
pub(crate) struct LoginGates {
    seed: [u8; 16],
    queues: [Mutex<()>; 16],
}

impl LoginGates {
    pub(crate) fn new(entropy: &dyn Entropy) -> Self {
        let mut seed = [0; 16];
        entropy.fill(&mut seed);
        Self { seed, queues: Default::default() }
    }

    fn place(&self, login: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        (self.seed, login).hash(&mut hasher);
        usize::try_from(hasher.finish() % self.queues.len() as u64).unwrap_or(0)
    }

    fn of(&self, login: &str) -> Option<&Mutex<()>> {
        self.queues.get(self.place(login))
    }
}

pub(super) fn verify(
    bank: &Bank,
    login: &str,
    password: &SecretString,
    place: &Place,
) -> Result<LoginOutcome, StateError> {
    let login: String = login.trim().chars().take(LOGIN_CHARS_MAX).collect();
    let gate = bank.gates().of(&login);
    let _my_turn = gate.map(|gate| gate.lock().unwrap_or_else(PoisonError::into_inner));
    let now = bank.now();
    if let Some(until) = bank.database().write(|transaction| count(transaction, bank, &login, place, now))? {
        return Ok(LoginOutcome::LockedUntil(until));
    }
    let known = bank.database().read(|connection| known(connection, bank, &login))?;
    let right = credentials::matches(password, known.as_ref().map(|known| known.hash.as_str()));
    match known.filter(|_| right) {
        Some(known) => {
            bank.database().write(|transaction| failures::forget(transaction, bank, &login, place))?;
            Ok(LoginOutcome::Ok(known.id))
        }
        None => Ok(LoginOutcome::Wrong),
    }
}

/// Counts one try as a failure, unless the login has to wait: then says until when.
fn count(
    connection: &Connection,
    bank: &Bank,
    login: &str,
    place: &Place,
    now: Timestamp,
) -> Result<Option<Timestamp>, StateError> {
    let here = (place.to_text(), lockout::AT_ONE_PLACE);
    let anywhere = (failures::ANYWHERE.to_owned(), lockout::ANYWHERE);
    let counted: Vec<_> = std::iter::once(here).chain((!place.is_known()).then_some(anywhere)).collect();
    let mut before = Vec::new();
    for (at, waits) in &counted {
        let found = failures::find(connection, bank, login, at)?;
        if let Some(until) = found.and_then(|found| found.locked_until(*waits, now)) {
            return Ok(Some(until));
        }
        before.push(found);
    }
    for ((at, _), before) in counted.iter().zip(before) {
        failures::keep(connection, bank, login, at, Failures::one_more(before, now))?;
    }
    failures::prune(connection, bank, login, now)?;
    Ok(None)
}

pub(super) fn find(bank: &Bank, login: &str) -> Result<Option<CustomerId>, StateError> {
    bank.database().read(|connection| Ok(known(connection, bank, login)?.map(|known| known.id)))
}

struct Known {
    id: CustomerId,
    hash: String,
}

fn known(connection: &Connection, bank: &Bank, login: &str) -> Result<Option<Known>, StateError> {
    let found: Option<(String, String)> = connection
        .prepare_cached("SELECT id, password_hash FROM core_customers WHERE bank = ?1 AND login = ?2")?
        .query_row((bank.id().as_str(), login), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(id, hash)| Ok(Known { id: from_text("customer id", &id)?, hash })).transpose()
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;

    #[test]
    fn who_stands_behind_whom_is_different_in_every_bank() {
        let places = |seed: u64| {
            let gates = LoginGates::new(&SeededEntropy::new(seed));
            (0..20).map(|n| gates.place(&format!("login-{n}"))).collect::<Vec<_>>()
        };
        assert_eq!(places(1), places(1));
        assert_ne!(places(1), places(2));
    }
}

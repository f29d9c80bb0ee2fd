//! Arrangements in and out of their table: JSON, beside the kind and the id.

use moa_kernel::AccountId;
use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Beneficiary, DirectDebit, ScheduledPayment, StandingOrder};
use crate::Bank;
use crate::state::{StateError, from_json, to_json};

/// A kind of arrangement, as the table knows it.
pub(crate) trait Kept: Serialize + DeserializeOwned {
    /// The word in the column `kind`.
    const KIND: &'static str;

    /// The id within account and kind.
    fn id(&self) -> &str;
}

macro_rules! kept {
    ($kind:ident, $word:literal) => {
        impl Kept for $kind {
            const KIND: &'static str = $word;
            fn id(&self) -> &str {
                &self.id
            }
        }
    };
}

kept!(Beneficiary, "beneficiary");
kept!(DirectDebit, "direct debit");
kept!(StandingOrder, "standing order");
kept!(ScheduledPayment, "scheduled payment");

/// Keeps an arrangement; the one of the same id gives way.
pub(crate) fn keep<T: Kept>(c: &Connection, bank: &Bank, account: &AccountId, one: &T) -> Result<(), StateError> {
    c.prepare_cached(
        "INSERT OR REPLACE INTO core_arrangements (bank, account, kind, id, facts) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((bank.id().as_str(), account.as_str(), T::KIND, one.id(), to_json(T::KIND, one)?))?;
    Ok(())
}

pub(super) fn list<T: Kept>(bank: &Bank, account: &AccountId) -> Result<Vec<T>, StateError> {
    bank.database().read(|connection| {
        let mut statement = connection.prepare_cached(
            "SELECT facts FROM core_arrangements WHERE bank = ?1 AND account = ?2 AND kind = ?3 ORDER BY seq",
        )?;
        let rows =
            statement.query_map((bank.id().as_str(), account.as_str(), T::KIND), |row| row.get::<_, String>(0))?;
        rows.map(|facts| from_json(T::KIND, &facts?)).collect()
    })
}

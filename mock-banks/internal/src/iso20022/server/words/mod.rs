//! The ledger's facts in the standard's words.

mod accounts;
mod arrangements;
mod entries;

pub(super) use accounts::{balances, beyond_the_standard, by_id, relation, whole};
pub(super) use arrangements::{beneficiaries, direct_debits, scheduled_payments, standing_orders};
pub(super) use entries::entry;

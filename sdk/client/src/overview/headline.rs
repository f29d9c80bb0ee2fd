//! Which of an account's balances counts.
//!
//! Booked before available: what is booked is the customer's, while an available figure has pending payments taken out
//! and, at many banks, an overdraft put in. Of the booked ones the interim balance comes first, because it is from today
//! where a closing balance is from last night. Only when a bank gives no booked figure does an available one count, and
//! only the part that is the customer's own. Forecasts (`FWAV`, `XPCD`), `INFO` and kinds we do not know never count. A card or loan that is owed has a negative balance and counts like any other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use moa_kernel::{Currency, Money};

use super::{Headline, Unknown};
use crate::model::{Balance, BalanceKind, Sourced};

/// The kinds that can count, the best first.
const PREFERENCE: [BalanceKind; 6] = [
    BalanceKind::InterimBooked,
    BalanceKind::ClosingBooked,
    BalanceKind::InterimAvailable,
    BalanceKind::ClosingAvailable,
    BalanceKind::OpeningBooked,
    BalanceKind::PreviouslyClosedBooked,
];

/// The balance that counts, one per currency, in the order of the currencies' codes.
///
/// Of two balances of one kind the later one counts.
///
/// # Errors
/// Why none counts.
pub fn choose_headline(balances: &[Sourced<Balance>]) -> Result<Vec<Headline>, Unknown> {
    if balances.is_empty() {
        return Err(Unknown::NoBalance);
    }
    let mut best: BTreeMap<Currency, (&Sourced<Balance>, Money, Rank<'_>)> = BTreeMap::new();
    for balance in balances {
        let (Some(rank), Some(own)) = (rank(balance), balance.value.own_money()) else { continue };
        let currency = own.currency;
        if best.get(&currency).is_none_or(|(_, _, known)| rank < *known) {
            best.insert(currency, (balance, own, rank));
        }
    }
    if best.is_empty() {
        return Err(Unknown::NotOwnMoney);
    }
    Ok(best.into_values().map(|(balance, own, _)| headline(balance, own)).collect())
}

type Rank<'a> = (usize, Reverse<Option<&'a crate::model::BankTime>>);

fn rank(balance: &Sourced<Balance>) -> Option<Rank<'_>> {
    let place = PREFERENCE.iter().position(|kind| *kind == balance.value.kind)?;
    Some((place, Reverse(balance.value.as_of.as_ref())))
}

fn headline(balance: &Sourced<Balance>, own: Money) -> Headline {
    Headline {
        amount: own,
        kind: balance.value.kind.clone(),
        as_of: balance.value.as_of.clone(),
        fetched_at: balance.provenance.fetched_at,
        credit_taken_out: balance.value.includes_credit(),
    }
}

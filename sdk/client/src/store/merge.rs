//! How a short list meets what is stored of it. Pure, and the same for every store.

use super::{Detail, Listing, Tally};
use crate::model::{Balance, Sourced};

/// Something in a list that can be recognised when it comes again.
pub trait Listed: PartialEq {
    /// Whether both are the same thing, perhaps saying something else now.
    fn is_same_thing(&self, other: &Self) -> bool;
}

impl Listed for Balance {
    fn is_same_thing(&self, other: &Self) -> bool {
        self.kind == other.kind && self.amount.currency == other.amount.currency
    }
}

impl Listed for Detail {
    /// By the bank's id where both have one; otherwise only what says exactly the same is the same.
    fn is_same_thing(&self, other: &Self) -> bool {
        match (self.bank_id(), other.bank_id()) {
            (Some(one), Some(two)) => self.kind() == other.kind() && one == two,
            _ => self == other,
        }
    }
}

/// Whether a record that came again says the same: the same meaning and the same text.
#[must_use]
pub fn is_same_record<T: PartialEq>(known: &Sourced<T>, fresh: &Sourced<T>) -> bool {
    known.value == fresh.value && known.original == fresh.original
}

/// The list after a fetch, and what that changed.
///
/// A complete list takes the place of the old one. An incomplete list adds and changes, and what it does not mention
/// stays: it may be in the row that could not be read.
pub fn merge_list<T: Listed>(known: Vec<Sourced<T>>, fresh: Listing<T>) -> (Vec<Sourced<T>>, Tally) {
    let mut tally = Tally::default();
    let mut rest = known;
    let mut merged = Vec::with_capacity(fresh.rows.len());
    for row in fresh.rows {
        match rest.iter().position(|old| old.value.is_same_thing(&row.value)) {
            None => tally.added += 1,
            Some(place) if is_same_record(&rest.remove(place), &row) => tally.unchanged += 1,
            Some(_) => tally.changed += 1,
        }
        merged.push(row);
    }
    if fresh.complete {
        tally.removed += rest.len() as u64;
    } else {
        merged.append(&mut rest);
    }
    (merged, tally)
}

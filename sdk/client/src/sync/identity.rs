//! What a transaction is called: the hard part of fetching the same days twice.
//!
//! UK banks may leave the id out, and some repeat one. So the name is made of what the
//! record says and will say again. With an id: the id, the amount and the booking day; an id that comes back with another
//! amount or on another day is another version, and [`Store::close_window`](crate::store::Store::close_window) lets the
//! old version go once the bank has shown that it no longer has it. Without an id: the day, the amount, the words, the
//! reference and the other side, and, among records that are equal in all of these, their count within the window. A day
//! lies whole in a window or not at all, so windows give the same counts in any order. The status has no part in it: a
//! pending record that is booked unchanged keeps its name.

use std::collections::HashMap;

use moa_kernel::Decimal;

use crate::model::{AccountRef, Sourced, Transaction};
use crate::store::{KeyedTransaction, TransactionKey};

/// Gives names within one window of one account.
#[derive(Debug)]
pub struct Namer {
    account: AccountRef,
    given: HashMap<String, u32>,
}

impl Namer {
    /// For a window of an account.
    #[must_use]
    pub fn new(account: AccountRef) -> Self {
        Self { account, given: HashMap::new() }
    }

    /// Names a transaction. Every one of the window has to pass here once, settled ones before provisional ones: the
    /// count among equals should not depend on what may still vanish.
    pub fn name(&mut self, sourced: Sourced<Transaction>) -> KeyedTransaction {
        let transaction = &sourced.value;
        let natural = match &transaction.id {
            Some(id) => parts(&["id", id.as_str(), &amount(transaction), &day(transaction)]),
            None => {
                let fingerprint = fingerprint(transaction);
                let ordinal = self.given.entry(fingerprint.clone()).or_insert(0);
                let natural = parts(&[&fingerprint, &ordinal.to_string()]);
                *ordinal += 1;
                natural
            }
        };
        let scoped = parts(&[self.account.link.as_str(), self.account.account.as_str(), &natural]);
        KeyedTransaction {
            key: TransactionKey::new(moa_security::digest::sha256_base64url(scoped.as_bytes())),
            sourced,
        }
    }
}

/// What two records without ids have to share to be equal.
fn fingerprint(transaction: &Transaction) -> String {
    let other = transaction.counterparty.as_ref();
    parts(&[
        "natural",
        &day(transaction),
        &amount(transaction),
        transaction.description.as_deref().unwrap_or_default(),
        transaction.reference.as_deref().unwrap_or_default(),
        transaction.merchant.as_ref().and_then(|merchant| merchant.name.as_deref()).unwrap_or_default(),
        other.and_then(|other| other.name.as_deref()).unwrap_or_default(),
        other.and_then(|other| other.account.as_ref()).map(|number| number.number.as_str()).unwrap_or_default(),
    ])
}

/// `1.5` and `1.50` are the same amount.
fn amount(transaction: &Transaction) -> String {
    let amount: Decimal = transaction.amount.amount.normalize();
    format!("{amount} {}", transaction.amount.currency)
}

fn day(transaction: &Transaction) -> String {
    transaction.day().map(|day| day.to_string()).unwrap_or_default()
}

/// Joins texts so that no two different lists give the same text.
fn parts(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("{}:{text}", text.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract::samples::{booked, key, link, pending, sourced, with_id};

    fn names(rows: Vec<Transaction>) -> Vec<TransactionKey> {
        let link = link("one");
        let mut namer = Namer::new(key(&link, "a"));
        rows.into_iter().map(|row| namer.name(sourced(&link, row)).key).collect()
    }

    #[test]
    fn equals_without_an_id_are_counted_and_keep_their_names() {
        let coffee = || booked("a", "2026-11-02", -350, "COFFEE");
        let first = names(vec![coffee(), coffee(), booked("a", "2026-11-02", -351, "COFFEE")]);
        assert_eq!(first, names(vec![coffee(), coffee(), booked("a", "2026-11-02", -351, "COFFEE")]));
        assert_eq!(first.iter().collect::<std::collections::HashSet<_>>().len(), 3);
    }

    #[test]
    fn a_repeated_record_with_an_id_has_one_name_and_a_repeated_id_has_two() {
        let cafe = with_id("t1", booked("a", "2026-11-02", -350, "CAFE"));
        let other = with_id("t1", booked("a", "2026-11-03", -350, "CAFE"));
        let names = names(vec![cafe.clone(), cafe, other]);
        assert_eq!(names[0], names[1]);
        assert_ne!(names[0], names[2]);
    }

    #[test]
    fn the_words_of_a_record_with_an_id_and_its_status_have_no_part_in_its_name() {
        let held = with_id("t1", pending("a", "2026-11-02", -350, "HOLD"));
        let settled = with_id("t1", booked("a", "2026-11-02", -350, "CAFE"));
        assert_eq!(names(vec![held]), names(vec![settled]));
    }

    #[test]
    fn no_two_texts_run_together() {
        assert_ne!(parts(&["ab", "c"]), parts(&["a", "bc"]));
        assert_ne!(names(vec![booked("a", "2026-11-02", 1, "1:x")]), names(vec![booked("a", "2026-11-02", 11, ":x")]));
    }
}

//! Pages: each transaction once, none forgotten, whatever the window, the size and the hour.

use moa_bank_core::ledger::{Directions, TransactionQuery, Window};
use moa_kernel::Timestamp;
use proptest::prelude::*;

use crate::world::{World, pages};

fn day(offset: i64) -> Timestamp {
    let start: Timestamp = "2026-04-14T00:00:00Z".parse().unwrap();
    start.checked_add(jiff::SignedDuration::from_hours(24 * offset)).unwrap()
}

#[test]
fn every_window_pages_exactly_once() {
    let world = World::lived("thames", 3);
    let account = world.accounts("mina").remove(0);
    let all = world.everything_of(&account);
    let strategy = (0_i64..95, 0_i64..95, 1_u32..60, 0_u8..3);
    proptest!(ProptestConfig::with_cases(60), |((from, to, limit, way) in strategy)| {
        let window = Window { from: Some(day(from)), to: Some(day(to)) };
        let directions = [Directions::Both, Directions::In, Directions::Out][usize::from(way)];
        let query = TransactionQuery::of(account.id.clone()).within(window).going(directions).limit(limit);
        let expected: Vec<_> = all
            .iter()
            .filter(|one| day(from) <= one.booked_at && one.booked_at <= day(to))
            .filter(|one| match directions {
                Directions::Both => true,
                Directions::In => !one.amount.is_negative(),
                Directions::Out => one.amount.is_negative(),
            })
            .cloned()
            .collect();
        prop_assert_eq!(world.bank.ledger().count(&query).unwrap(), expected.len() as u64);
        prop_assert_eq!(pages(&world.bank, query), expected);
    });
}

#[test]
fn what_is_booked_while_somebody_pages_does_not_disturb_them() {
    use moa_bank_core::ledger::{EntryDraft, Internal, Kind, Minor, Particulars};
    let world = World::lived("thames", 1);
    let account = world.accounts("mina").remove(0);
    let before = world.everything_of(&account);
    let mut query = TransactionQuery::of(account.id.clone()).limit(7);
    let first = world.bank.ledger().transactions(&query).unwrap();
    let now = world.bank.now();
    let particulars = Particulars {
        text: "BANK GIRO CREDIT".into(),
        kind: Kind::Salary,
        reference: None,
        merchant: None,
        counterparty: None,
        exchange: None,
    };
    let draft = EntryDraft::new(now, now).line(&account.id, Minor::new(5, account.currencies[0]), particulars);
    world.bank.ledger().post(&[draft.balanced_by(Internal::Employers).unwrap()]).unwrap();
    query.after = first.next;
    let seen: Vec<_> = first.transactions.into_iter().chain(pages(&world.bank, query)).collect();
    assert_eq!(seen, before);
}

#[test]
fn a_page_is_never_larger_than_a_thousand_and_an_empty_window_is_empty() {
    let world = World::lived("thames", 1);
    let account = world.accounts("mina").remove(0).id;
    let everything = TransactionQuery::of(account.clone()).limit(u32::MAX);
    assert!(world.bank.ledger().transactions(&everything).unwrap().next.is_none());
    let reversed = Window { from: Some(day(50)), to: Some(day(10)) };
    let nothing = world.bank.ledger().transactions(&TransactionQuery::of(account).within(reversed)).unwrap();
    assert_eq!((nothing.transactions.len(), nothing.next), (0, None));
}

#[test]
fn the_span_is_from_the_first_to_the_last() {
    let world = World::lived("thames", 2);
    let account = world.accounts("mina").remove(0);
    let all = world.everything_of(&account);
    let span = world.bank.ledger().span(&account.id).unwrap();
    assert_eq!(span.to, all.first().map(|one| one.booked_at));
    assert_eq!(span.from, all.last().map(|one| one.booked_at));
}

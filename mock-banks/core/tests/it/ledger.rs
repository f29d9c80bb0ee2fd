//! The books: what is booked stays, sums to zero, and is refused when it would not.

use moa_bank_core::ledger::{
    BalanceKind, EntryDraft, Hold, Internal, Kind, LedgerError, Minor, Particulars, Status, TransactionQuery,
};
use moa_bank_core::state::{Database, StateError};
use moa_kernel::{AccountId, Currency, Money, Timestamp};

use crate::world::{World, spec};

fn pounds(minor: i64) -> Minor {
    Minor::new(minor, Currency::GBP)
}

fn particulars(text: &str) -> Particulars {
    let text = text.to_owned();
    Particulars { text, kind: Kind::CardPayment, reference: None, merchant: None, counterparty: None, exchange: None }
}

fn coffee(world: &World, account: &AccountId, amount: Minor, at: Timestamp) -> Result<(), LedgerError> {
    let draft = EntryDraft::new(at, at).line(account, amount, particulars("COFFEE"));
    world.bank.ledger().post(&[draft.balanced_by(Internal::Merchants)?])
}

fn everyday(world: &World) -> AccountId {
    world.accounts("mina").into_iter().next().unwrap().id
}

fn hold(account: &AccountId, now: Timestamp) -> Hold {
    let amount = pounds(-500);
    Hold { account: account.clone(), amount, placed_at: now, expected_at: now, particulars: particulars("HOLD") }
}

#[test]
fn a_booking_moves_the_balance_and_a_hold_only_what_is_available() {
    let world = World::new("thames");
    let (account, now) = (everyday(&world), world.bank.now());
    coffee(&world, &account, pounds(-350), now).unwrap();
    let id = world.bank.ledger().hold(&hold(&account, now)).unwrap();
    let told = |kind| {
        let balances = world.bank.ledger().balances(&account).unwrap();
        balances.into_iter().find(|balance| balance.kind == kind).unwrap().amount
    };
    assert_eq!(told(BalanceKind::InterimBooked), pounds(-350).money());
    assert_eq!(told(BalanceKind::InterimAvailable), pounds(-850).money());
    world.bank.ledger().release(&account, &id).unwrap();
    assert_eq!(told(BalanceKind::InterimAvailable), pounds(-350).money());
    assert!(matches!(world.bank.ledger().release(&account, &id), Err(LedgerError::NotPending)));
    world.bank.ledger().audit().unwrap();
}

#[test]
fn the_books_refuse_what_would_break_them() {
    let world = World::new("thames");
    let (account, now) = (everyday(&world), world.bank.now());
    let earlier: Timestamp = "2026-07-14T07:00:00Z".parse().unwrap();
    coffee(&world, &account, pounds(-350), now).unwrap();
    assert!(matches!(coffee(&world, &account, pounds(-1), earlier), Err(LedgerError::OutOfOrder(_))));
    let euros = Minor::new(-1, Currency::EUR);
    assert!(matches!(coffee(&world, &account, euros, now), Err(LedgerError::WrongCurrency(..))));
    assert!(matches!(coffee(&world, &account, pounds(i64::MIN + 1), now), Err(LedgerError::Overflow)));
    let stranger = AccountId::new("nobodys").unwrap();
    assert!(matches!(coffee(&world, &stranger, pounds(-1), now), Err(LedgerError::UnknownAccount(_))));
    let the_banks_own = AccountId::new(Internal::Cash.name()).unwrap();
    assert!(matches!(coffee(&world, &the_banks_own, pounds(-1), now), Err(LedgerError::UnknownAccount(_))));
    assert_eq!(world.bank.ledger().booked(&account).unwrap(), [pounds(-350).money()]);
    assert_eq!(world.bank.ledger().audit().unwrap().entries, 1);
}

#[test]
fn several_entries_are_booked_together_or_not_at_all() {
    let world = World::new("thames");
    let (account, now) = (everyday(&world), world.bank.now());
    let entry = |amount: Minor| {
        let draft = EntryDraft::new(now, now).line(&account, amount, particulars("ROUND"));
        draft.balanced_by(Internal::Cash).unwrap()
    };
    let half_wrong = [entry(pounds(-100)), entry(Minor::new(-100, Currency::EUR))];
    assert!(world.bank.ledger().post(&half_wrong).is_err());
    assert_eq!(world.bank.ledger().audit().unwrap().entries, 0);
}

#[test]
fn history_cannot_be_rewritten_even_by_hand() {
    let world = World::lived("thames", 1);
    for vandal in [
        "DELETE FROM core_entries",
        "UPDATE core_entries SET booked_at = 0",
        "DELETE FROM core_postings",
        "UPDATE core_postings SET minor = 1",
        "DELETE FROM core_transactions WHERE entry IS NOT NULL",
        "UPDATE core_transactions SET minor = 1",
    ] {
        let refused = world.bank.database().write(|t| Ok::<_, StateError>(t.execute(vandal, [])?));
        assert!(refused.is_err(), "{vandal}");
    }
    world.bank.ledger().audit().unwrap();
}

#[test]
fn an_account_is_found_at_its_own_bank_only() {
    let database = Database::in_memory().unwrap();
    let thames = World::of(spec("thames"), database.clone());
    let rheinbank = World::of(spec("rheinbank"), database);
    let account = everyday(&thames);
    assert!(thames.bank.ledger().find_account(&account).unwrap().is_some());
    assert!(rheinbank.bank.ledger().find_account(&account).unwrap().is_none());
    let query = TransactionQuery::of(account);
    assert!(matches!(rheinbank.bank.ledger().transactions(&query), Err(LedgerError::UnknownAccount(_))));
}

#[test]
fn a_credit_line_shows_as_the_bank_shows_it() {
    let available = |id: &str, kind: BalanceKind| {
        let world = World::new(id);
        let balances = world.bank.ledger().balances(&everyday(&world)).unwrap();
        balances.into_iter().find(|balance| balance.kind == kind).unwrap()
    };
    let thames = available("thames", BalanceKind::InterimAvailable);
    assert_eq!(thames.amount, Money::zero(Currency::GBP));
    assert!(!thames.credit_lines[0].included);
    let rheinbank = available("rheinbank", BalanceKind::InterimAvailable);
    assert_eq!(rheinbank.amount, Money::from_minor(100_000, Currency::EUR));
    assert!(rheinbank.credit_lines[0].included);
    assert!(available("rheinbank", BalanceKind::InterimBooked).credit_lines.is_empty());
    assert!(available("clydebank", BalanceKind::ClosingAvailable).credit_lines.is_empty());
}

#[test]
fn yesterdays_close_does_not_see_today() {
    let world = World::lived("clydebank", 2);
    let account = everyday(&world);
    let closing = |world: &World| world.bank.ledger().balances(&account).unwrap()[0].amount;
    let before = closing(&world);
    assert_eq!(before, world.bank.ledger().booked(&account).unwrap()[0]);
    coffee(&world, &account, pounds(-350), world.bank.now()).unwrap();
    assert_eq!(closing(&world), before);
    world.later(24 * 3600);
    assert_eq!(closing(&world), before.checked_add(pounds(-350).money()).unwrap());
}

#[test]
fn a_pending_item_has_no_balance_after_it() {
    let world = World::lived("rheinbank", 1);
    let account = world.accounts("mina").remove(0);
    let (pending, booked): (Vec<_>, Vec<_>) =
        world.everything_of(&account).into_iter().partition(|one| one.status == Status::Pending);
    assert!((2..=3).contains(&pending.len()));
    assert!(pending.iter().all(|one| one.balance_after.is_none() && one.booked_at > world.bank.now()));
    assert!(booked.iter().all(|one| one.balance_after.is_some() && one.booked_at < world.bank.now()));
}

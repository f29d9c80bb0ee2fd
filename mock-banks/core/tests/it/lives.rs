//! Lives: balanced for every seed, the same for the same seed, told once, and as busy as they are asked to be.

use std::collections::BTreeMap;

use moa_bank_core::arrangements::ArrangementStatus;
use moa_bank_core::ledger::{AccountKind, Kind, Status, Transaction};
use moa_bank_core::life::{self, History, LifeError};
use moa_bank_core::state::Database;
use moa_kernel::{Currency, Decimal, Money};
use proptest::prelude::*;

use crate::world::{World, spec};

const BANKS: [&str; 3] = ["thames", "clydebank", "rheinbank"];

fn everything(world: &World) -> Vec<Transaction> {
    let accounts = ["mina", "jun"].into_iter().flat_map(|login| world.accounts(login));
    accounts.flat_map(|account| world.everything_of(&account)).collect()
}

#[test]
fn every_seed_gives_balanced_books() {
    proptest!(ProptestConfig::with_cases(8), |(seed in any::<u64>(), which in 0_usize..3, months in 0_u32..5)| {
        let mut spec = spec(BANKS[which]);
        spec.seed = seed;
        let world = World::of(spec, Database::in_memory().unwrap());
        life::settle(&world.bank, History { months, transactions: None }).unwrap();
        prop_assert!(world.bank.ledger().trial_balance().unwrap().is_zero());
        world.bank.ledger().audit().unwrap();
    });
}

#[test]
fn a_balance_is_the_sum_of_its_transactions_in_every_currency() {
    for id in BANKS {
        let world = World::lived(id, 6);
        for account in ["mina", "jun"].into_iter().flat_map(|login| world.accounts(login)) {
            let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
            for one in world.everything_of(&account).iter().rev().filter(|one| one.status == Status::Booked) {
                let sum = sums.entry(one.amount.currency).or_insert(Money::zero(one.amount.currency));
                *sum = sum.checked_add(one.amount).unwrap();
                assert_eq!(one.balance_after, Some(*sum), "{id} {}", one.id);
            }
            for booked in world.bank.ledger().booked(&account.id).unwrap() {
                assert_eq!(sums.remove(&booked.currency).unwrap_or(Money::zero(booked.currency)), booked);
            }
            assert!(sums.is_empty());
        }
    }
}

#[test]
fn the_same_seed_on_the_same_day_is_the_same_life() {
    let told = everything(&World::lived("rheinbank", 4));
    assert_eq!(told, everything(&World::lived("rheinbank", 4)));
    let mut other = spec("rheinbank");
    other.seed += 1;
    let world = World::of(other, Database::in_memory().unwrap());
    life::settle(&world.bank, History { months: 4, transactions: None }).unwrap();
    assert_ne!(told, everything(&world));
}

#[test]
fn neighbours_in_one_file_do_not_change_each_others_lives() {
    let alone = everything(&World::lived("clydebank", 2));
    let database = Database::in_memory().unwrap();
    let history = History { months: 2, transactions: None };
    life::settle(&World::of(spec("thames"), database.clone()).bank, history).unwrap();
    let together = World::of(spec("clydebank"), database);
    life::settle(&together.bank, history).unwrap();
    assert_eq!(alone, everything(&together));
}

#[test]
fn a_restart_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("world.db");
    let history = History { months: 3, transactions: Some(500) };
    let open = || World::of(spec("thames"), Database::open_file(&path).unwrap());
    let first = open();
    life::settle(&first.bank, history).unwrap();
    let (before, audit) = (everything(&first), first.bank.ledger().audit().unwrap());
    drop(first);
    let second = open();
    second.later(3 * 24 * 3600);
    life::settle(&second.bank, history).unwrap();
    assert_eq!(everything(&second), before);
    assert_eq!(second.bank.ledger().audit().unwrap(), audit);
}

#[test]
fn a_life_has_everything_a_life_has() {
    let world = World::lived("thames", 24);
    let all = everything(&world);
    let many = |kind: Kind| all.iter().filter(|one| one.particulars.kind == kind).count();
    assert_eq!(many(Kind::Salary), 48);
    for kind in [
        Kind::CardPayment,
        Kind::CardPaymentAbroad,
        Kind::CardRefund,
        Kind::CashWithdrawal,
        Kind::DirectDebit,
        Kind::StandingOrder,
        Kind::TransferIn,
        Kind::TransferOut,
        Kind::OwnTransferIn,
        Kind::OwnTransferOut,
        Kind::InterestPaid,
        Kind::Fee,
    ] {
        assert!(many(kind) >= 3, "{kind:?}: {}", many(kind));
    }
    assert!(all.iter().any(|one| one.status == Status::Pending));
    assert!(all.iter().all(|one| (1..=500).contains(&one.particulars.text.len())));
}

#[test]
fn nobody_goes_under() {
    for id in BANKS {
        let world = World::lived(id, 24);
        for account in ["mina", "jun"].into_iter().flat_map(|login| world.accounts(login)) {
            let limit = account.credit_line.map_or(Decimal::ZERO, |line| line.amount);
            let slack = if account.kind == AccountKind::Card { Decimal::ZERO } else { Decimal::from(600) };
            for one in world.everything_of(&account) {
                if let Some(balance) = one.balance_after {
                    assert!(balance.amount >= -(limit + slack), "{id} {} {balance}", account.description);
                }
            }
        }
    }
}

#[test]
fn a_foreign_payment_can_be_reckoned_back() {
    let world = World::lived("thames", 24);
    let abroad: Vec<_> = everything(&world).into_iter().filter(|one| one.particulars.exchange.is_some()).collect();
    assert!(!abroad.is_empty());
    for one in abroad {
        let exchange = one.particulars.exchange.unwrap();
        let reckoned = exchange.instructed.amount * exchange.rate;
        assert!((reckoned - one.amount.amount.abs()).abs() <= Decimal::new(5, 3), "{}", one.id);
        assert_eq!(exchange.target, one.amount.currency);
        assert_ne!(exchange.instructed.currency, one.amount.currency);
    }
}

#[test]
fn an_account_of_several_currencies_holds_several() {
    let world = World::lived("rheinbank", 12);
    let accounts = world.accounts("mina");
    let several = accounts.iter().find(|account| account.currency().is_none()).unwrap();
    let booked = world.bank.ledger().booked(&several.id).unwrap();
    assert_eq!(booked.len(), 3);
    assert!(booked.iter().filter(|money| !money.amount.is_zero()).count() >= 2, "{booked:?}");
}

#[test]
fn the_busiest_account_is_as_busy_as_asked() {
    let world = World::new("thames");
    life::settle(&world.bank, History { months: 24, transactions: Some(100_000) }).unwrap();
    let main = world.accounts("mina").remove(0);
    let booked = world.everything_of(&main).into_iter().filter(|one| one.status == Status::Booked).count();
    assert_eq!(booked, 100_000);
    world.bank.ledger().audit().unwrap();
}

#[test]
fn too_much_is_refused_before_it_is_begun() {
    let world = World::new("thames");
    for history in [History { months: 601, transactions: None }, History { months: 1, transactions: Some(u32::MAX) }] {
        assert!(matches!(life::settle(&world.bank, history), Err(LifeError::TooMuch)));
    }
    assert_eq!(world.bank.ledger().audit().unwrap().entries, 0);
}

#[test]
fn promises_agree_with_what_was_paid() {
    let world = World::lived("thames", 6);
    let main = world.accounts("mina").remove(0);
    let arrangements = world.bank.arrangements();
    let paid = world.everything_of(&main);
    let debits = arrangements.direct_debits(&main.id).unwrap();
    assert!(debits.len() >= 5);
    for debit in debits {
        let last = paid.iter().find(|one| {
            let payee = one.particulars.counterparty.as_ref().map(|other| other.name.as_str());
            one.particulars.kind == Kind::DirectDebit && payee == Some(debit.name.as_str())
        });
        let (last, previous) = (last.unwrap(), debit.previous.unwrap());
        assert_eq!((last.booked_at, last.amount.negated()), (previous.at, previous.amount));
        assert_eq!(debit.status, ArrangementStatus::Active);
    }
    let orders = arrangements.standing_orders(&main.id).unwrap();
    assert!(
        orders.iter().all(|order| order.next.as_ref().is_some_and(|next| next.at > order.last.as_ref().unwrap().at))
    );
    assert_eq!(arrangements.beneficiaries(&main.id).unwrap().len(), 3);
    assert_eq!(arrangements.scheduled_payments(&main.id).unwrap().len(), 1);
    let savings = world.accounts("mina").remove(1);
    assert!(arrangements.direct_debits(&savings.id).unwrap().is_empty());
}

//! Moving money on a customer's word: however often and however fast it is asked for, it is booked once.

use std::collections::BTreeSet;

use moa_bank_core::ledger::{AccountNumber, BalanceKind, Transfer, TransferError, TransferOrder, TransferRefusal};
use moa_bank_core::life::{self, History};
use moa_bank_core::state::Database;
use moa_kernel::{Currency, Money};

use crate::world::{World, spec};

const AT_ONCE: usize = 20;

/// A bank in a file, as the platform has it: its readers are beside its writer.
fn in_a_file(folder: &tempfile::TempDir) -> World {
    let world = World::of(spec("thames"), Database::open_file(&folder.path().join("world.db")).unwrap());
    life::settle(&world.bank, History { months: 1, transactions: None }).unwrap();
    world
}

fn rent(world: &World) -> TransferOrder {
    TransferOrder {
        customer: world.customer("mina"),
        from: world.accounts("mina")[0].id.clone(),
        payee: "Marlow Lettings".to_owned(),
        number: AccountNumber::SortCode { sort_code: "200415".to_owned(), number: "31926819".to_owned() },
        amount: Money::from_minor(1_234, Currency::GBP),
        end_to_end_id: "RENT-11".to_owned(),
        reference: None,
    }
}

/// How many entries the books have, and what is left on the payer's account.
fn books(world: &World, order: &TransferOrder) -> (u64, Money) {
    let balances = world.bank.ledger().balances(&order.from).unwrap();
    let booked = balances.into_iter().find(|balance| balance.kind == BalanceKind::InterimBooked).unwrap();
    (world.bank.ledger().audit().unwrap().entries, booked.amount)
}

#[test]
fn the_same_order_many_times_at_once_is_booked_once() {
    let folder = tempfile::tempdir().unwrap();
    let world = in_a_file(&folder);
    let order = rent(&world);
    let before = books(&world, &order);
    let made: Vec<Transfer> = std::thread::scope(|scope| {
        let tries: Vec<_> =
            (0..AT_ONCE).map(|_| scope.spawn(|| world.bank.ledger().transfer(&order).unwrap())).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let transactions: BTreeSet<_> = made.iter().map(|transfer| transfer.transaction.to_string()).collect();
    assert_eq!((made.len(), transactions.len()), (AT_ONCE, 1), "all are told of the one booking");
    let after = books(&world, &order);
    assert_eq!((after.0, &after.1), (before.0 + 1, &before.1.checked_add(order.amount.negated()).unwrap()));

    // A day later, and with more money in it, it is the same order or none.
    world.later(86_400);
    assert_eq!(world.bank.ledger().transfer(&order).unwrap(), made[0]);
    let more = TransferOrder { amount: Money::from_minor(9_999, Currency::GBP), ..order.clone() };
    assert!(matches!(world.bank.ledger().transfer(&more), Err(TransferError::Refused(TransferRefusal::IdUsedBefore))));
    assert_eq!(books(&world, &order), after);
}

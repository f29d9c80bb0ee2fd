//! What is told again, and what is read anew.

use moa_bank_core::ledger::{Hold, Kind, Minor, Particulars};
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::{Database, StateError};
use moa_kernel::{AccountId, Currency, CustomerId, FrozenClock, SeededEntropy};

use super::super::LedgerCore;
use super::*;
use crate::port::{
    AccountsQuestion, CoreBanking as _, Directions, Journal, TransactionPage, TransactionStatus, TransactionsQuestion,
    Window,
};

struct Stage {
    bank: Bank,
    clock: Arc<FrozenClock>,
    core: LedgerCore,
    customer: CustomerId,
    account: AccountId,
}

impl Stage {
    fn set() -> Self {
        let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()));
        let spec = BankSpec::parse("thames.toml", include_str!("../../../../../server/banks/thames.toml")).unwrap();
        let database = Database::in_memory().unwrap();
        let bank = Bank::open(spec, database, Arc::clone(&clock) as _, Arc::new(SeededEntropy::new(1))).unwrap();
        life::settle(&bank, History { months: 1, transactions: None }).unwrap();
        let customer = bank.customers().find_customer("mina").unwrap().unwrap();
        let account = bank.ledger().accounts_of(&customer).unwrap().remove(0).id;
        Self { core: LedgerCore::new(bank.clone()), bank, clock, customer, account }
    }

    async fn page(&self) -> TransactionPage {
        let question = CoreQuestion::Transactions(TransactionsQuestion {
            customer: self.customer.clone(),
            account: self.account.clone(),
            window: Window::default(),
            directions: Directions::Both,
            after: None,
            limit: 100,
        });
        let answer = self.core.answer(question, &Journal::new()).await.unwrap();
        let CoreAnswer::Transactions(page) = answer else { panic!("{answer:?}") };
        page
    }

    async fn balances(&self) -> CoreAnswer {
        let (customer, accounts) = (self.customer.clone(), vec![self.account.clone()]);
        let question = CoreQuestion::Balances(AccountsQuestion { customer, accounts });
        self.core.answer(question, &Journal::new()).await.unwrap()
    }

    fn write_something(&self) {
        self.bank.database().write(|_| Ok::<_, StateError>(())).unwrap();
    }

    fn hold(&self) -> Hold {
        let at = self.bank.now();
        let (reference, merchant, counterparty, exchange) = (None, None, None, None);
        let text = "HELD".to_owned();
        let particulars = Particulars { text, kind: Kind::CardPayment, reference, merchant, counterparty, exchange };
        let amount = Minor::new(-500, Currency::GBP);
        Hold { account: self.account.clone(), amount, placed_at: at, expected_at: at, particulars }
    }
}

fn booked(page: &TransactionPage) -> Vec<&Shared<TransactionRecord>> {
    page.rows.iter().filter(|row| row.status == TransactionStatus::Booked).collect()
}

#[tokio::test]
async fn what_is_booked_is_read_once_and_told_again_after_a_write() {
    let stage = Stage::set();
    let before = stage.page().await;
    stage.write_something();
    let after = stage.page().await;
    assert!(!booked(&before).is_empty());
    assert_eq!(before, after);
    for (one, other) in booked(&before).into_iter().zip(booked(&after)) {
        assert!(one.is_copy_of(other), "read again: {one:?}");
    }
}

#[tokio::test]
async fn a_pending_row_is_told_as_it_is_now_and_never_kept() {
    let stage = Stage::set();
    let without = stage.page().await;
    let id = stage.bank.ledger().hold(&stage.hold()).unwrap();
    let with = stage.page().await;
    assert_eq!(with.total, without.total + 1);
    assert_eq!(stage.core.memory.rows.lock().len(), booked(&with).len(), "only what is booked");
    stage.bank.ledger().release(&stage.account, &id).unwrap();
    assert_eq!(stage.page().await, without, "it is gone again");
}

#[tokio::test]
async fn an_answer_holds_until_the_next_write_and_a_balance_no_longer_than_its_moment() {
    let stage = Stage::set();
    let (page, balances) = (stage.page().await, stage.balances().await);
    stage.clock.set("2026-11-24T09:00:00Z".parse().unwrap());
    assert_eq!(stage.page().await, page);
    assert_ne!(stage.balances().await, balances, "a day has ended");
    stage.bank.ledger().hold(&stage.hold()).unwrap();
    assert_ne!(stage.page().await, page);
}

#[tokio::test]
async fn the_rows_have_an_end() {
    let (rows, page) = (Rows::default(), Stage::set().page().await);
    for n in 0..=ROWS_MAX {
        rows.keep(format!("{n}.{n}").parse().unwrap(), &page.rows[0]);
    }
    assert!((1..=ROWS_MAX).contains(&rows.lock().len()));
}

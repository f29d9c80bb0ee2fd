//! A small world for the tests: one bank, a clock that stands still, seeded luck.

use std::sync::Arc;

use jiff::SignedDuration;
use moa_bank_core::Bank;
use moa_bank_core::ledger::{Account, Transaction, TransactionQuery};
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_kernel::{CustomerId, FrozenClock, SeededEntropy, Timestamp};

/// A morning on which nothing special happens.
pub(crate) const MORNING: &str = "2026-07-14T07:42:00Z";

/// A bank and the clock that it looks at.
pub(crate) struct World {
    pub(crate) bank: Bank,
    pub(crate) clock: Arc<FrozenClock>,
}

/// One of the banks that the server ships.
pub(crate) fn spec(id: &str) -> BankSpec {
    let path = format!("{}/../server/banks/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    BankSpec::load(path.as_ref()).unwrap()
}

impl World {
    pub(crate) fn of(spec: BankSpec, database: Database) -> Self {
        let clock = Arc::new(FrozenClock::at(MORNING.parse().unwrap()));
        let bank = Bank::open(spec, database, Arc::clone(&clock) as _, Arc::new(SeededEntropy::new(1))).unwrap();
        Self { bank, clock }
    }

    /// A shipped bank in memory, nobody's life told yet.
    pub(crate) fn new(id: &str) -> Self {
        Self::of(spec(id), Database::in_memory().unwrap())
    }

    /// A shipped bank in memory, with so many months behind it.
    pub(crate) fn lived(id: &str, months: u32) -> Self {
        let world = Self::new(id);
        life::settle(&world.bank, History { months, transactions: None }).unwrap();
        world
    }

    pub(crate) fn customer(&self, login: &str) -> CustomerId {
        self.bank.customers().find_customer(login).unwrap().unwrap()
    }

    pub(crate) fn accounts(&self, login: &str) -> Vec<Account> {
        self.bank.ledger().accounts_of(&self.customer(login)).unwrap()
    }

    pub(crate) fn everything_of(&self, account: &Account) -> Vec<Transaction> {
        pages(&self.bank, TransactionQuery::of(account.id.clone()).limit(1000))
    }

    pub(crate) fn later(&self, seconds: i64) -> Timestamp {
        self.clock.advance(SignedDuration::from_secs(seconds));
        self.bank.now()
    }
}

/// All pages of a query, one after the other.
pub(crate) fn pages(bank: &Bank, mut query: TransactionQuery) -> Vec<Transaction> {
    let mut all = Vec::new();
    loop {
        let page = bank.ledger().transactions(&query).unwrap();
        all.extend(page.transactions);
        match page.next {
            Some(next) => query.after = Some(next),
            None => return all,
        }
    }
}

//! Made-up records for tests: as short as they can be said.

use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::{AccountId, BankId, ConsentId, Currency, LinkId, Money, TransactionId};

use crate::link::{Link, LinkState};
use crate::model::{
    Account, AccountKind, AccountRef, Balance, BalanceKind, BankTime, Original, Provenance, Sourced, Transaction,
    TransactionStatus,
};
use crate::standards::Window;
use crate::store::{ClosedWindow, KeyedTransaction, Listing, Seen, Store, Tally, TransactionPage, TransactionQuery};
use crate::sync::identity::Namer;

/// The moment every sample was fetched.
pub fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn link(name: &str) -> Link {
    Link {
        id: LinkId::new(name).unwrap(),
        bank: BankId::new(format!("bank-of-{name}")).unwrap(),
        consent: ConsentId::new(format!("consent-of-{name}")).unwrap(),
        state: LinkState::Active,
        linked_at: noon(),
        expires_at: None,
    }
}

pub fn key(link: &Link, account: &str) -> AccountRef {
    AccountRef::new(link.id.clone(), AccountId::new(account).unwrap())
}

pub fn sourced<T: std::fmt::Debug>(link: &Link, value: T) -> Sourced<T> {
    let provenance = Provenance {
        link: link.id.clone(),
        bank: link.bank.clone(),
        consent: link.consent.clone(),
        standard: "uk/v4.0".to_owned(),
        fetched_at: noon(),
    };
    let original = Original::new(format!("{{\"said\":{:?}}}", format!("{value:?}")));
    Sourced { value, provenance, original }
}

pub fn complete<T>(rows: Vec<Sourced<T>>) -> Listing<T> {
    Listing { rows, complete: true }
}

pub fn account(name: &str) -> Account {
    Account {
        id: AccountId::new(name).unwrap(),
        currency: Some(Currency::GBP),
        kind: Some(AccountKind::Current),
        category: None,
        status: None,
        description: None,
        nickname: Some(format!("Account {name}")),
        numbers: Vec::new(),
        servicer: None,
        opened: None,
        matures: None,
    }
}

pub fn balance(account: &str, kind: BalanceKind, amount: Money) -> Balance {
    Balance {
        account: AccountId::new(account).unwrap(),
        kind,
        amount,
        as_of: Some(BankTime::new("2026-11-23T08:00:00+00:00").unwrap()),
        credit_lines: Vec::new(),
        local_amount: None,
    }
}

pub fn pounds(minor: i64) -> Money {
    Money::from_minor(minor, Currency::GBP)
}

/// A booked transaction without an id.
pub fn booked(account: &str, day: &str, minor: i64, words: &str) -> Transaction {
    Transaction {
        account: AccountId::new(account).unwrap(),
        id: None,
        reference: None,
        amount: pounds(minor),
        status: TransactionStatus::Booked,
        mutability: None,
        booked: Some(BankTime::new(format!("{day}T00:00:00+00:00")).unwrap()),
        valued: None,
        description: Some(words.to_owned()),
        merchant: None,
        counterparty: None,
        exchange: None,
        charge: None,
        code: None,
        proprietary_code: None,
        balance_after: None,
        card: None,
        purpose: None,
    }
}

pub fn pending(account: &str, day: &str, minor: i64, words: &str) -> Transaction {
    Transaction { status: TransactionStatus::Pending, ..booked(account, day, minor, words) }
}

pub fn with_id(id: &str, transaction: Transaction) -> Transaction {
    Transaction { id: Some(TransactionId::new(id).unwrap()), ..transaction }
}

/// What the sync makes of a window: final rows as a page, the others held back for its end.
pub fn window(link: &Link, account: &str, window: Window, rows: Vec<Transaction>) -> (TransactionPage, ClosedWindow) {
    let account = key(link, account);
    let mut namer = Namer::new(account.clone());
    let mut seen = Seen::default();
    let (provisional, settled): (Vec<_>, Vec<_>) = rows.into_iter().partition(Transaction::is_provisional);
    let mut name = |rows: Vec<Transaction>| -> Vec<KeyedTransaction> {
        let named: Vec<_> = rows.into_iter().map(|row| namer.name(sourced(link, row))).collect();
        named.iter().for_each(|keyed| seen.note(keyed));
        named
    };
    let rows = name(settled);
    let provisional = name(provisional);
    let read_on = window.to.unwrap_or_else(|| day("2026-11-23"));
    let page = TransactionPage { account: account.clone(), rows };
    (page, ClosedWindow { account, window, read_on, provisional, keep_unseen: false, seen })
}

/// Everything an account has, in one window without ends.
pub async fn put_all(store: &dyn Store, link: &Link, account: &str, rows: Vec<Transaction>) -> Tally {
    put_window(store, link, account, Window::default(), rows).await
}

pub async fn put_window(store: &dyn Store, link: &Link, account: &str, days: Window, rows: Vec<Transaction>) -> Tally {
    let (page, closed) = window(link, account, days, rows);
    let mut tally = store.put_page(page).await.unwrap();
    tally += store.close_window(closed).await.unwrap();
    tally
}

/// A link that is kept already.
pub async fn linked(store: &dyn Store, name: &str) -> Link {
    let link = link(name);
    store.put_link(&link).await.unwrap();
    link
}

pub fn everything() -> TransactionQuery {
    TransactionQuery { limit: 1_000, ..TransactionQuery::default() }
}

/// Day, amount and words of every transaction, newest first.
pub async fn lines(store: &dyn Store, query: &TransactionQuery) -> Vec<String> {
    let window = store.list_transactions(query).await.unwrap();
    window
        .rows
        .iter()
        .map(|row| {
            let transaction = &row.transaction;
            let words = transaction.description.as_deref().unwrap_or_default();
            format!("{} {} {words}", transaction.day().unwrap(), transaction.amount.amount)
        })
        .collect()
}

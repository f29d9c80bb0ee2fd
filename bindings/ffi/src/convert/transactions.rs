//! Transactions: what moved, and how to ask for it.

use std::time::SystemTime;

use moa_kernel::{AccountId, LinkId};
use moa_sdk::model::{AccountRef, Provenance, Transaction};
use moa_sdk::store::{
    Direction, Month, StatusFilter, TransactionQuery, TransactionRow, TransactionSort, TransactionWindow,
};
use moa_sdk::transactions::TransactionsPage;
use moa_sdk::{Error, ErrorKind};

use super::{FfiBankTime, FfiDay, FfiMoney};

/// Money that moved, is about to, or was refused.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiTransaction {
    /// The store's name for it. Absent on what comes straight from a bank.
    pub key: Option<String>,
    /// The link it came through.
    pub link: String,
    /// Its bank.
    pub bank: String,
    /// Its account.
    pub account: String,
    /// The bank's name for it. Often absent, and not unique at every bank.
    pub id: Option<String>,
    /// How much, negative when it leaves the account.
    pub amount: FfiMoney,
    /// How far it has come (ISO 20022 entry status).
    pub status: String,
    /// Whether a later sync may bring it back changed.
    pub provisional: bool,
    /// The day it counts on.
    pub day: Option<FfiDay>,
    /// When it was booked. Of a pending transaction it is the bank's forecast.
    pub booked: Option<FfiBankTime>,
    /// When it counts for interest.
    pub valued: Option<FfiBankTime>,
    /// What to call it: the shop, else the other side, else the statement's words.
    pub title: Option<String>,
    /// What the statement says.
    pub description: Option<String>,
    /// The shop.
    pub merchant: Option<String>,
    /// What the shop sells (ISO 18245).
    pub merchant_category: Option<String>,
    /// The name of the other side.
    pub counterparty: Option<String>,
    /// A reference of the bank or the payer.
    pub reference: Option<String>,
    /// What it was for (ISO 20022 purpose).
    pub purpose: Option<String>,
    /// What the bank took for it.
    pub charge: Option<FfiMoney>,
    /// What was asked for in another currency, unsigned, as the bank states it.
    pub instructed: Option<FfiMoney>,
    /// The balance after it.
    pub balance_after: Option<FfiMoney>,
    /// When the bank was asked.
    pub fetched_at: SystemTime,
}

impl FfiTransaction {
    /// A transaction with its source, and the store's name when it has one.
    #[must_use]
    pub fn new(transaction: &Transaction, provenance: &Provenance, key: Option<String>) -> Self {
        Self {
            key,
            link: provenance.link.to_string(),
            bank: provenance.bank.to_string(),
            account: transaction.account.to_string(),
            id: transaction.id.as_ref().map(ToString::to_string),
            amount: transaction.amount.into(),
            status: transaction.status.to_string(),
            provisional: transaction.is_provisional(),
            day: transaction.day().map(FfiDay),
            booked: transaction.booked.as_ref().map(FfiBankTime::from),
            valued: transaction.valued.as_ref().map(FfiBankTime::from),
            title: transaction.title().map(str::to_owned),
            description: transaction.description.clone(),
            merchant: transaction.merchant.as_ref().and_then(|merchant| merchant.name.clone()),
            merchant_category: transaction.merchant.as_ref().and_then(|merchant| merchant.category_code.clone()),
            counterparty: transaction.counterparty.as_ref().and_then(|other| other.name.clone()),
            reference: transaction.reference.clone(),
            purpose: transaction.purpose.clone(),
            charge: transaction.charge.map(FfiMoney::from),
            instructed: transaction.exchange.as_ref().and_then(|exchange| exchange.instructed).map(FfiMoney::from),
            balance_after: transaction.balance_after.as_ref().map(|balance| balance.amount.into()),
            fetched_at: provenance.fetched_at.into(),
        }
    }
}

impl From<TransactionRow> for FfiTransaction {
    fn from(row: TransactionRow) -> Self {
        Self::new(&row.transaction, &row.provenance, Some(row.key.to_string()))
    }
}

/// A transaction with the bank's own text.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiOriginalTransaction {
    /// The transaction.
    pub transaction: FfiTransaction,
    /// Its JSON, byte for byte as the bank sent it.
    pub original: String,
}

/// A page straight from a bank.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiTransactionsPage {
    /// Its number, from 1.
    pub number: u32,
    /// How many there are, when the bank says so.
    pub of: Option<u32>,
    /// What could be read, in the bank's order.
    pub transactions: Vec<FfiTransaction>,
    /// How many rows could not.
    pub skipped: u64,
}

impl From<TransactionsPage> for FfiTransactionsPage {
    fn from(page: TransactionsPage) -> Self {
        let read = page.transactions.iter();
        Self {
            number: page.number,
            of: page.of,
            transactions: read.map(|row| FfiTransaction::new(&row.value, &row.provenance, None)).collect(),
            skipped: page.skipped.len() as u64,
        }
    }
}

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FfiDirection {
    /// To the account.
    MoneyIn,
    /// From the account.
    MoneyOut,
}

/// In the books, or still on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FfiStatusFilter {
    /// In the books.
    Booked,
    /// Pending, or to be booked on a later day.
    Pending,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FfiSort {
    /// Pending first, then the newest day first.
    NewestFirst,
    /// The oldest day first, pending last.
    OldestFirst,
    /// The largest amount first.
    LargestFirst,
}

/// Which of the stored transactions, and which part of their list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiTransactionQuery {
    /// Only of this link.
    pub link: Option<String>,
    /// Only of this account of that link.
    pub account: Option<String>,
    /// Words that must all occur.
    pub search: Option<String>,
    /// Only money in, or only money out.
    pub direction: Option<FfiDirection>,
    /// Only booked, or only pending.
    pub status: Option<FfiStatusFilter>,
    /// The first day.
    pub first_day: Option<FfiDay>,
    /// The last day, included.
    pub last_day: Option<FfiDay>,
    /// The order.
    pub sort: FfiSort,
    /// How many rows to leave out at the beginning.
    pub offset: u64,
    /// How many rows to give.
    pub limit: u32,
}

impl TryFrom<FfiTransactionQuery> for TransactionQuery {
    type Error = Error;

    fn try_from(query: FfiTransactionQuery) -> Result<Self, Error> {
        let link =
            query.link.map(|link| LinkId::new(link).map_err(|_| Error::new(ErrorKind::UnknownLink))).transpose()?;
        let account = query.account.map(account_id).transpose()?;
        let account = match (&link, account) {
            (_, None) => None,
            (Some(link), Some(account)) => Some(AccountRef::new(link.clone(), account)),
            // An account's id says nothing without its link.
            (None, Some(_)) => return Err(Error::new(ErrorKind::Misconfigured)),
        };
        Ok(Self {
            account,
            link,
            search: query.search,
            direction: query.direction.map(|direction| match direction {
                FfiDirection::MoneyIn => Direction::In,
                FfiDirection::MoneyOut => Direction::Out,
            }),
            status: query.status.map(|status| match status {
                FfiStatusFilter::Booked => StatusFilter::Booked,
                FfiStatusFilter::Pending => StatusFilter::Pending,
            }),
            from: query.first_day.map(|day| day.0),
            to: query.last_day.map(|day| day.0),
            sort: match query.sort {
                FfiSort::NewestFirst => TransactionSort::NewestFirst,
                FfiSort::OldestFirst => TransactionSort::OldestFirst,
                FfiSort::LargestFirst => TransactionSort::LargestFirst,
            },
            offset: query.offset,
            limit: query.limit,
        })
    }
}

/// An account's id, as the host names it.
pub(crate) fn account_id(text: String) -> Result<AccountId, Error> {
    AccountId::new(text).map_err(|error| Error::new(ErrorKind::Misconfigured).caused_by(error))
}

/// Some rows of a long list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiTransactionWindow {
    /// How many rows the whole list has.
    pub total: u64,
    /// The rows that were asked for.
    pub rows: Vec<FfiTransaction>,
}

impl From<TransactionWindow> for FfiTransactionWindow {
    fn from(window: TransactionWindow) -> Self {
        Self { total: window.total, rows: window.rows.into_iter().map(FfiTransaction::from).collect() }
    }
}

/// One month of a list, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiMonth {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// How many rows of the list are in it.
    pub count: u64,
    /// Booked money in.
    pub money_in: FfiMoney,
    /// Booked money out, negative or zero.
    pub money_out: FfiMoney,
}

impl From<Month> for FfiMonth {
    fn from(month: Month) -> Self {
        Self {
            year: month.year,
            month: month.month,
            count: month.count,
            money_in: month.money_in.into(),
            money_out: month.money_out.into(),
        }
    }
}

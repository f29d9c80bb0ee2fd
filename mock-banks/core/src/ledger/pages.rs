//! Pages of transactions. A page starts right after the cursor in the order (time, row), which never changes for what is
//! booked: that is why following the cursors neither skips nor repeats.
//!
//! A [`Statement`] is a page and what stands around it, from one look at the books. Whoever keeps rows lends a [`Shelf`]: what
//! is on it is not read again, because what is booked is never rewritten.

use moa_kernel::{AccountId, Money, Timestamp};
use rusqlite::{Connection, Row};

use super::rows::{self, Kept};
use super::{Account, Cursor, Directions, LedgerError, Status, Transaction, TransactionPage, TransactionQuery, Window};
use crate::Bank;
use crate::state::{StateError, from_json, from_micros, from_text};

/// The most transactions one page has.
const LIMIT_MAX: u32 = 1000;

const MATCHING: &str =
    "FROM core_transactions WHERE account = ?1 AND booked_at BETWEEN ?2 AND ?3 AND minor BETWEEN ?4 AND ?5";

/// Where rows stand that were read before.
pub trait Shelf<T> {
    /// The row of a booked transaction, if it was read before.
    fn find(&self, place: Cursor) -> Option<T>;
    /// Makes a row of a transaction that was read now. Only what is booked may be kept: all else can change or go.
    fn make(&self, place: Cursor, transaction: Transaction) -> T;
}

/// A page of an account's history and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<T> {
    /// Whose history.
    pub account: Account,
    /// The page, newest first.
    pub rows: Vec<T>,
    /// Where the next page starts; `None` when this is the last.
    pub next: Option<Cursor>,
    /// How many transactions the query has on all its pages, wherever this one stands.
    pub total: u64,
    /// From the first to the last booking of the account: an open window when there is none.
    pub span: Window,
}

/// Nothing was read before.
struct Bare;

impl Shelf<(Cursor, Transaction)> for Bare {
    fn find(&self, _: Cursor) -> Option<(Cursor, Transaction)> {
        None
    }
    fn make(&self, place: Cursor, transaction: Transaction) -> (Cursor, Transaction) {
        (place, transaction)
    }
}

pub(super) fn statement<T>(
    bank: &Bank,
    query: &TransactionQuery,
    shelf: &impl Shelf<T>,
) -> Result<Statement<T>, LedgerError> {
    bank.database().read(|connection| {
        // One look: what is booked between two questions is in neither.
        let books = connection.unchecked_transaction()?;
        let kept = rows::load(&books, bank, &query.account)?;
        let (rows, next) = page_of(&books, &kept, query, shelf)?;
        let whole = TransactionQuery { after: None, ..query.clone() };
        let (total, span) = (count_of(&books, &kept, &whole)?, span_of(&books, &kept)?);
        Ok(Statement { account: kept.account, rows, next, total, span })
    })
}

pub(super) fn page(bank: &Bank, query: &TransactionQuery) -> Result<TransactionPage, LedgerError> {
    bank.database().read(|connection| {
        let kept = rows::load(connection, bank, &query.account)?;
        let (found, next) = page_of(connection, &kept, query, &Bare)?;
        let (places, transactions) = found.into_iter().unzip();
        Ok(TransactionPage { transactions, places, next })
    })
}

pub(super) fn count(bank: &Bank, query: &TransactionQuery) -> Result<u64, LedgerError> {
    bank.database().read(|connection| count_of(connection, &rows::load(connection, bank, &query.account)?, query))
}

pub(super) fn span(bank: &Bank, account: &AccountId) -> Result<Window, LedgerError> {
    bank.database().read(|connection| span_of(connection, &rows::load(connection, bank, account)?))
}

fn page_of<T>(
    connection: &Connection,
    kept: &Kept,
    query: &TransactionQuery,
    shelf: &impl Shelf<T>,
) -> Result<(Vec<T>, Option<Cursor>), LedgerError> {
    let limit = query.limit.clamp(1, LIMIT_MAX);
    // One more than asked for tells whether there is a next page.
    let mut found = select(connection, kept, query, limit.saturating_add(1), shelf)?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = if more { found.last().map(|(cursor, _)| *cursor) } else { None };
    Ok((found.into_iter().map(|(_, row)| row).collect(), next))
}

fn count_of(connection: &Connection, kept: &Kept, query: &TransactionQuery) -> Result<u64, LedgerError> {
    let (from, to) = bounds(query.window);
    let (least, most) = amounts(query.directions);
    let after = query.after.unwrap_or(Cursor::NEWEST);
    let count: i64 = connection
        .prepare_cached(&format!("SELECT COUNT(*) {MATCHING} AND (booked_at, seq) < (?6, ?7)"))?
        .query_row((kept.seq, from, to.min(after.booked_at), least, most, after.booked_at, after.seq), |row| {
            row.get(0)
        })?;
    u64::try_from(count).map_err(|_| LedgerError::Overflow)
}

fn span_of(connection: &Connection, kept: &Kept) -> Result<Window, LedgerError> {
    // Two questions, because SQLite answers one MIN or one MAX from the index, but not both at once.
    let end = |which: &str| -> Result<Option<Timestamp>, LedgerError> {
        let micros: Option<i64> = connection
            .prepare_cached(&format!("SELECT {which}(booked_at) FROM core_transactions WHERE account = ?1"))?
            .query_row([kept.seq], |row| row.get(0))?;
        Ok(micros.map(from_micros).transpose()?)
    };
    Ok(Window { from: end("MIN")?, to: end("MAX")? })
}

fn select<T>(
    connection: &Connection,
    kept: &Kept,
    query: &TransactionQuery,
    limit: u32,
    shelf: &impl Shelf<T>,
) -> Result<Vec<(Cursor, T)>, LedgerError> {
    let (from, to) = bounds(query.window);
    let (least, most) = amounts(query.directions);
    let after = query.after.unwrap_or(Cursor::NEWEST);
    // SQLite enters the index by the window alone: without this, a late page walks past all the earlier ones.
    let to = to.min(after.booked_at);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT seq, id, entry, booked_at, value_at, currency, minor, balance_after, particulars {MATCHING}
         AND (booked_at, seq) < (?6, ?7) ORDER BY booked_at DESC, seq DESC LIMIT ?8"
    ))?;
    let mut rows = statement.query((kept.seq, from, to, least, most, after.booked_at, after.seq, limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(look(&kept.account.id, row, shelf)?);
    }
    Ok(found)
}

/// A row from the shelf, or from the books: SQLite brings what is not asked for nowhere.
fn look<T>(account: &AccountId, row: &Row<'_>, shelf: &impl Shelf<T>) -> Result<(Cursor, T), StateError> {
    let place = Cursor { booked_at: row.get("booked_at")?, seq: row.get("seq")? };
    let booked = row.get::<_, Option<i64>>("entry")?.is_some();
    let known = if booked { shelf.find(place) } else { None };
    match known {
        Some(known) => Ok((place, known)),
        None => Ok((place, shelf.make(place, read(account, row)?))),
    }
}

fn read(account: &AccountId, row: &Row<'_>) -> Result<Transaction, StateError> {
    let currency = from_text("currency", &row.get::<_, String>("currency")?)?;
    let entry: Option<i64> = row.get("entry")?;
    let balance_after: Option<i64> = row.get("balance_after")?;
    Ok(Transaction {
        id: from_text("transaction id", &row.get::<_, String>("id")?)?,
        account: account.clone(),
        status: if entry.is_some() { Status::Booked } else { Status::Pending },
        amount: Money::from_minor(row.get("minor")?, currency),
        booked_at: from_micros(row.get("booked_at")?)?,
        value_at: from_micros(row.get("value_at")?)?,
        balance_after: balance_after.map(|minor| Money::from_minor(minor, currency)),
        particulars: from_json("transaction", &row.get::<_, String>("particulars")?)?,
    })
}

fn bounds(window: Window) -> (i64, i64) {
    let micros = |end: Option<Timestamp>, open: i64| end.map_or(open, Timestamp::as_microsecond);
    (micros(window.from, i64::MIN), micros(window.to, i64::MAX))
}

/// From the least to the most minor units; nobody books zero.
const fn amounts(directions: Directions) -> (i64, i64) {
    match directions {
        Directions::Both => (i64::MIN, i64::MAX),
        Directions::In => (1, i64::MAX),
        Directions::Out => (i64::MIN, -1),
    }
}

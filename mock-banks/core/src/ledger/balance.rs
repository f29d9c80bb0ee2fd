//! Balances: the few sums that a bank tells about an account, each with its kind and its moment.

use jiff::tz::TimeZone;
use moa_kernel::{AccountId, Currency, Money, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};
use serde::Deserialize;

use super::rows::{self, Kept};
use super::{AccountKind, LedgerError, Minor};
use crate::Bank;
use crate::spec::CreditLineShown;

/// A sum that the bank tells about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// What sort of sum.
    pub kind: BalanceKind,
    /// How much, signed from the customer's view: what is owed is negative.
    pub amount: Money,
    /// When it was so.
    pub at: Timestamp,
    /// The credit lines told with it.
    pub credit_lines: Vec<CreditLine>,
}

/// What sort of sum a balance is (ISO 20022 `ExternalBalanceType1Code`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum BalanceKind {
    /// Booked up to this moment.
    #[serde(rename = "ITBD")]
    InterimBooked,
    /// At the customer's disposal at this moment.
    #[serde(rename = "ITAV")]
    InterimAvailable,
    /// Booked at the end of the last finished day.
    #[serde(rename = "CLBD")]
    ClosingBooked,
    /// At the customer's disposal at the end of the last finished day.
    #[serde(rename = "CLAV")]
    ClosingAvailable,
    /// Booked when this day began.
    #[serde(rename = "OPBD")]
    OpeningBooked,
    /// What will be booked when everything pending is.
    #[serde(rename = "XPCD")]
    Expected,
}

/// How far an account may go below nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditLine {
    /// Whether the balance's amount contains it already.
    pub included: bool,
    /// What sort of line.
    pub kind: CreditLineKind,
    /// How far.
    pub amount: Money,
}

/// What sort of credit line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditLineKind {
    /// An overdraft that the bank agreed to.
    PreAgreed,
    /// A card's limit.
    Credit,
}

impl BalanceKind {
    /// The ISO 20022 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InterimBooked => "ITBD",
            Self::InterimAvailable => "ITAV",
            Self::ClosingBooked => "CLBD",
            Self::ClosingAvailable => "CLAV",
            Self::OpeningBooked => "OPBD",
            Self::Expected => "XPCD",
        }
    }

    const fn is_available(self) -> bool {
        matches!(self, Self::InterimAvailable | Self::ClosingAvailable)
    }
}

/// The sums of one currency of an account, in minor units.
struct Sums {
    booked: i64,
    closing: i64,
    held: i64,
    held_at_closing: i64,
}

pub(super) fn booked(bank: &Bank, account: &AccountId) -> Result<Vec<Money>, LedgerError> {
    bank.database().read(|connection| {
        let kept = rows::load(connection, bank, account)?;
        let sums = kept
            .account
            .currencies
            .iter()
            .map(|currency| Ok(Minor::new(booked_now(connection, &kept, *currency)?, *currency).money()));
        sums.collect()
    })
}

pub(super) fn told(bank: &Bank, account: &AccountId) -> Result<Vec<Balance>, LedgerError> {
    let now = bank.now();
    let day_began = day_began(now);
    bank.database().read(|connection| {
        let kept = rows::load(connection, bank, account)?;
        let mut balances = Vec::new();
        for currency in &kept.account.currencies {
            let sums = sums(connection, &kept, *currency, day_began)?;
            for kind in &bank.spec().temper.balances {
                balances.push(balance(bank, &kept, *currency, *kind, &sums, now)?);
            }
        }
        Ok(balances)
    })
}

fn balance(
    bank: &Bank,
    kept: &Kept,
    currency: Currency,
    kind: BalanceKind,
    sums: &Sums,
    now: Timestamp,
) -> Result<Balance, LedgerError> {
    let (one, other, at) = match kind {
        BalanceKind::InterimBooked => (sums.booked, 0, now),
        BalanceKind::InterimAvailable | BalanceKind::Expected => (sums.booked, sums.held, now),
        BalanceKind::ClosingBooked | BalanceKind::OpeningBooked => (sums.closing, 0, day_began(now)),
        BalanceKind::ClosingAvailable => (sums.closing, sums.held_at_closing, day_began(now)),
    };
    let credit_line = credit_line(bank, kept, currency).filter(|_| kind.is_available());
    let mut amount = Minor::new(one.checked_add(other).ok_or(LedgerError::Overflow)?, currency).money();
    if let Some(line) = credit_line.as_ref().filter(|line| line.included) {
        amount = amount.checked_add(line.amount)?;
    }
    Ok(Balance { kind, amount, at, credit_lines: credit_line.into_iter().collect() })
}

fn credit_line(bank: &Bank, kept: &Kept, currency: Currency) -> Option<CreditLine> {
    let amount = kept.account.credit_line.filter(|line| line.currency == currency)?;
    let included = match bank.spec().temper.credit_line {
        CreditLineShown::Included => true,
        CreditLineShown::Beside => false,
        CreditLineShown::LeftOut => return None,
    };
    let kind = match kept.account.kind {
        AccountKind::Card => CreditLineKind::Credit,
        AccountKind::Current | AccountKind::Savings => CreditLineKind::PreAgreed,
    };
    Some(CreditLine { included, kind, amount })
}

fn sums(c: &Connection, kept: &Kept, currency: Currency, day_began: Timestamp) -> Result<Sums, LedgerError> {
    let day_began = day_began.as_microsecond();
    let closing: Option<i64> = c
        .prepare_cached(
            "SELECT balance_after FROM core_transactions
             WHERE account = ?1 AND currency = ?2 AND booked_at < ?3 AND entry IS NOT NULL
             ORDER BY booked_at DESC, seq DESC LIMIT 1",
        )?
        .query_row((kept.seq, currency.code(), day_began), |row| row.get(0))
        .optional()?;
    let (held, held_at_closing) = c
        .prepare_cached(
            "SELECT COALESCE(SUM(minor), 0), COALESCE(SUM(minor) FILTER (WHERE value_at < ?3), 0)
             FROM core_transactions WHERE account = ?1 AND currency = ?2 AND entry IS NULL",
        )?
        .query_row((kept.seq, currency.code(), day_began), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let booked = booked_now(c, kept, currency)?;
    Ok(Sums { booked, closing: closing.unwrap_or(0), held, held_at_closing })
}

fn booked_now(connection: &Connection, kept: &Kept, currency: Currency) -> Result<i64, LedgerError> {
    let booked: Option<i64> = connection
        .prepare_cached("SELECT booked FROM core_balances WHERE account = ?1 AND currency = ?2")?
        .query_row((kept.seq, currency.code()), |row| row.get(0))
        .optional()?;
    Ok(booked.unwrap_or(0))
}

/// When the day of an instant began. The mock banks' days are UTC days.
fn day_began(now: Timestamp) -> Timestamp {
    now.to_zoned(TimeZone::UTC).start_of_day().map_or(now, |day| day.timestamp())
}

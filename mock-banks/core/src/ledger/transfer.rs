//! Moving a customer's money on their word: checked, booked once, and told the same however often it is asked for.
//!
//! The payer gives each transfer a name of its own, the end-to-end id. The account remembers it with everything that was
//! ordered, in the same database transaction that books the money: whoever does not know whether an order arrived sends it
//! again and learns what became of it. The same id with another order is refused.

use moa_kernel::{AccountId, CustomerId, Money, Timestamp, TransactionId};
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::{Deserialize, Serialize};

use super::{
    Account, AccountNumber, Book, Counterparty, EntryDraft, Internal, Kind, LedgerError, Minor, Particulars, rows,
};
use crate::Bank;
use crate::state::{StateError, from_json, from_micros, from_text, to_json};

/// The longest end-to-end id (ISO 20022 `Max35Text`).
const ID_CHARS_MAX: usize = 35;
/// The longest name and the longest reference (ISO 20022 `Max140Text`).
const TEXT_CHARS_MAX: usize = 140;

/// The table of this area.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE core_transfers (
        bank TEXT NOT NULL,
        account TEXT NOT NULL,
        end_to_end_id TEXT NOT NULL,
        ordered TEXT NOT NULL,
        transaction_id TEXT NOT NULL,
        booked_at INTEGER NOT NULL,
        PRIMARY KEY (bank, account, end_to_end_id)
    ) STRICT, WITHOUT ROWID;
";

/// What a customer orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferOrder {
    /// Who orders it.
    pub customer: CustomerId,
    /// From which account of theirs.
    pub from: AccountId,
    /// The payee's name.
    pub payee: String,
    /// The payee's account, here or at another bank.
    pub number: AccountNumber,
    /// How much, more than nothing.
    pub amount: Money,
    /// The payer's own name for it.
    pub end_to_end_id: String,
    /// What it is for.
    pub reference: Option<String>,
}

/// A transfer that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// The payer's own name for it.
    pub end_to_end_id: String,
    /// The payer's side of it.
    pub transaction: TransactionId,
    /// When it was booked.
    pub at: Timestamp,
}

/// Why a transfer is not made. Nothing was booked then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransferRefusal {
    /// There is less on the account than the amount, credit line included.
    #[error("there is not enough on the account")]
    InsufficientFunds,
    /// The account does not hold the currency.
    #[error("the account does not hold the currency")]
    WrongCurrency,
    /// The amount is nothing, less than nothing, or finer than the currency's smallest coin.
    #[error("the amount cannot be paid")]
    BadAmount,
    /// The payee's account is the payer's own one, or at this bank and does not hold the currency.
    #[error("the payee's account cannot take it")]
    BadPayee,
    /// The id, the name or the reference is empty or too long.
    #[error("a text is empty or too long")]
    BadText,
    /// The end-to-end id was used before, for another transfer.
    #[error("the end-to-end id was used for another transfer")]
    IdUsedBefore,
}

/// Why a transfer is not made, or not known to be made.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The order itself.
    #[error(transparent)]
    Refused(#[from] TransferRefusal),
    /// The books.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<StateError> for TransferError {
    fn from(error: StateError) -> Self {
        Self::Ledger(error.into())
    }
}

pub(super) fn make(bank: &Bank, order: &TransferOrder) -> Result<Transfer, TransferError> {
    check_texts(order)?;
    bank.database().write(|transaction| {
        let payer = own(transaction, bank, order)?;
        if let Some(made) = made_before(transaction, bank, order)? {
            return made.map_err(Into::into);
        }
        let amount = payable(order, &payer)?;
        if available(transaction, &payer, amount)? < amount.minor {
            return Err(TransferRefusal::InsufficientFunds.into());
        }
        let payee = here(transaction, bank, &order.number)?;
        if payee.as_ref().is_some_and(|payee| payee.id == payer.account.id || !payee.holds(amount.currency)) {
            return Err(TransferRefusal::BadPayee.into());
        }
        let (at, id) = book(transaction, bank, order, &payer.account, payee.as_ref(), amount)?;
        remember(transaction, bank, order, &id, at)?;
        Ok(Transfer { end_to_end_id: order.end_to_end_id.clone(), transaction: id, at })
    })
}

fn check_texts(order: &TransferOrder) -> Result<(), TransferRefusal> {
    let fits = |text: &str, chars_max: usize| !text.trim().is_empty() && text.chars().count() <= chars_max;
    let reference = order.reference.as_deref().is_none_or(|text| fits(text, TEXT_CHARS_MAX));
    if fits(&order.end_to_end_id, ID_CHARS_MAX) && fits(&order.payee, TEXT_CHARS_MAX) && reference {
        Ok(())
    } else {
        Err(TransferRefusal::BadText)
    }
}

/// The payer's account. Somebody else's is not there.
fn own(c: &Connection, bank: &Bank, order: &TransferOrder) -> Result<rows::Kept, TransferError> {
    let kept = rows::load(c, bank, &order.from)?;
    if kept.account.customer == order.customer {
        Ok(kept)
    } else {
        Err(LedgerError::UnknownAccount(order.from.clone()).into())
    }
}

/// What became of an order of this id, if there was one.
fn made_before(
    c: &Connection,
    bank: &Bank,
    order: &TransferOrder,
) -> Result<Option<Result<Transfer, TransferRefusal>>, TransferError> {
    let found: Option<(String, String, i64)> = c
        .prepare_cached(
            "SELECT ordered, transaction_id, booked_at FROM core_transfers
             WHERE bank = ?1 AND account = ?2 AND end_to_end_id = ?3",
        )
        .and_then(|mut statement| {
            let key = (bank.id().as_str(), order.from.as_str(), &order.end_to_end_id);
            statement.query_row(key, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
        })
        .map_err(StateError::from)?;
    let Some((ordered, id, booked_at)) = found else { return Ok(None) };
    if from_json::<TransferOrder>("transfer", &ordered)? != *order {
        return Ok(Some(Err(TransferRefusal::IdUsedBefore)));
    }
    let transaction = from_text("transaction id", &id)?;
    let end_to_end_id = order.end_to_end_id.clone();
    Ok(Some(Ok(Transfer { end_to_end_id, transaction, at: from_micros(booked_at)? })))
}

fn payable(order: &TransferOrder, payer: &rows::Kept) -> Result<Minor, TransferRefusal> {
    if !payer.account.holds(order.amount.currency) {
        return Err(TransferRefusal::WrongCurrency);
    }
    let amount = Minor::try_from(order.amount).map_err(|_| TransferRefusal::BadAmount)?;
    if amount.minor > 0 { Ok(amount) } else { Err(TransferRefusal::BadAmount) }
}

/// What the payer may spend: booked, less what is held, and as far below nothing as was agreed.
fn available(c: &Connection, payer: &rows::Kept, amount: Minor) -> Result<i64, TransferError> {
    let key = (payer.seq, amount.currency.code());
    let sum = |question: &str| -> Result<i64, StateError> {
        Ok(c.prepare_cached(question)?.query_row(key, |row| row.get(0))?)
    };
    let booked = sum("SELECT COALESCE(SUM(booked), 0) FROM core_balances WHERE account = ?1 AND currency = ?2")?;
    let held = sum("SELECT COALESCE(SUM(minor), 0) FROM core_transactions
         WHERE account = ?1 AND currency = ?2 AND entry IS NULL AND minor < 0")?;
    let line = payer.account.credit_line.filter(|line| line.currency == amount.currency);
    let line = line.map(Minor::try_from).transpose().map_err(LedgerError::from)?.map_or(0, |line| line.minor);
    Ok(booked.checked_add(held).and_then(|sum| sum.checked_add(line)).ok_or(LedgerError::Overflow)?)
}

/// The account of a number, if it is kept here.
fn here(c: &Connection, bank: &Bank, number: &AccountNumber) -> Result<Option<Account>, TransferError> {
    let digits = match number {
        AccountNumber::SortCode { number, .. } | AccountNumber::Pan { number } => number,
        AccountNumber::Iban { iban } => iban,
    };
    let mut statement = c
        .prepare_cached(
            "SELECT facts FROM core_accounts WHERE bank = ?1 AND customer IS NOT NULL AND instr(facts, ?2) > 0",
        )
        .map_err(StateError::from)?;
    let rows = statement.query_map((bank.id().as_str(), digits), |row| row.get::<_, String>(0));
    for facts in rows.map_err(StateError::from)? {
        let account: Account = from_json("account", &facts.map_err(StateError::from)?)?;
        if account.numbers.contains(number) {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

fn book(
    transaction: &Transaction<'_>,
    bank: &Bank,
    order: &TransferOrder,
    payer: &Account,
    payee: Option<&Account>,
    amount: Minor,
) -> Result<(Timestamp, TransactionId), LedgerError> {
    let mut book = Book::open(transaction, bank)?;
    // Not before what is booked already: a running balance that somebody was told never changes.
    let mut at = bank.now().max(book.last_booked_at(&payer.id)?);
    if let Some(payee) = payee {
        at = at.max(book.last_booked_at(&payee.id)?);
    }
    // The books count microseconds, and everybody is told what the books say.
    let at = from_micros(at.as_microsecond())?;
    let own = payee.is_some_and(|payee| payee.customer == payer.customer);
    let (out, back) =
        if own { (Kind::OwnTransferOut, Kind::OwnTransferIn) } else { (Kind::TransferOut, Kind::TransferIn) };
    let to = Counterparty { name: order.payee.clone(), number: Some(order.number.clone()) };
    let less = amount.negated().ok_or(LedgerError::Overflow)?;
    let draft = EntryDraft::new(at, at).line(&payer.id, less, particulars("TO", out, to, order));
    let entry = match payee {
        None => draft.balanced_by(Internal::Clearing)?,
        Some(payee) => {
            let from = Counterparty { name: payer.holder.clone(), number: payer.numbers.first().cloned() };
            draft.line(&payee.id, amount, particulars("FROM", back, from, order)).balanced()?
        }
    };
    book.post(&entry)?;
    book.close()?;
    let id: String = transaction.query_row(
        "SELECT t.id FROM core_transactions AS t JOIN core_accounts AS a ON a.seq = t.account
         WHERE a.bank = ?1 AND a.id = ?2 ORDER BY t.seq DESC LIMIT 1",
        (bank.id().as_str(), payer.id.as_str()),
        |row| row.get(0),
    )?;
    Ok((at, TransactionId::new(id)?))
}

fn particulars(way: &str, kind: Kind, other: Counterparty, order: &TransferOrder) -> Particulars {
    let text = format!("TRANSFER {way} {}", other.name.to_uppercase());
    let reference = order.reference.clone();
    Particulars { text, kind, reference, merchant: None, counterparty: Some(other), exchange: None }
}

fn remember(
    transaction: &Transaction<'_>,
    bank: &Bank,
    order: &TransferOrder,
    id: &TransactionId,
    at: Timestamp,
) -> Result<(), StateError> {
    transaction.execute(
        "INSERT INTO core_transfers (bank, account, end_to_end_id, ordered, transaction_id, booked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (
            bank.id().as_str(),
            order.from.as_str(),
            &order.end_to_end_id,
            to_json("transfer", order)?,
            id.as_str(),
            at.as_microsecond(),
        ),
    )?;
    Ok(())
}

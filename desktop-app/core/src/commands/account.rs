//! `account`: the head of the account page.

use moa_sdk::error::Error;
use moa_sdk::overview::AccountOverview;
use moa_sdk::store::{self, Store, TransactionQuery};

use crate::desktop::Desktop;
use crate::dto::{AccountDetail, AccountRef, Amount, Code, CommandError};
use crate::host::Host;
use crate::read::{self, MAX_ROWS};
use crate::show::account::{figure, numbers, row};
use crate::show::health::health;
use crate::show::money::{amount, count};

/// An account with every balance, its bank's health and how much is stored of it.
///
/// # Errors
/// [`Code::NotFound`] when there is no such account.
pub async fn account<H: Host>(desktop: &Desktop<H>, ask: AccountRef) -> Result<AccountDetail, CommandError> {
    let key = read::account(ask)?;
    let opened = desktop.opened().await?;
    let seen = opened.overview().await?;
    let bank = seen.banks.iter().find(|bank| bank.link.id == key.link).ok_or(CommandError::of(Code::NotFound))?;
    let found = bank.accounts.iter().find(|account| account.key == key).ok_or(CommandError::of(Code::NotFound))?;
    let why = seen.unknown.iter().find(|unknown| unknown.account == key).map(|unknown| unknown.why);

    let (transactions, _) = stored(&*opened.store, TransactionQuery { account: Some(key.clone()), ..none() }).await?;
    let pending = TransactionQuery {
        account: Some(key),
        status: Some(store::StatusFilter::Pending),
        limit: MAX_ROWS,
        ..TransactionQuery::default()
    };
    let (pending, pending_total) = stored(&*opened.store, pending).await?;
    Ok(AccountDetail {
        row: row(found, why),
        bank: opened.faces().of(&bank.link.bank),
        health: health(&bank.link, bank.last_sync.as_ref(), desktop.now()),
        balances: found.balances.iter().filter_map(figure).collect(),
        transactions,
        pending,
        pending_total,
        holder: holder(found),
        numbers: numbers(&found.account.value),
    })
}

/// A query that asks for the count alone.
fn none() -> TransactionQuery {
    TransactionQuery { limit: 0, ..TransactionQuery::default() }
}

/// How many match, and what they come to when all of them are at hand and share a currency.
async fn stored(store: &dyn Store, query: TransactionQuery) -> Result<(u32, Option<Amount>), CommandError> {
    let found = store.list_transactions(&query).await.map_err(Error::from)?;
    let complete = u64::try_from(found.rows.len()).is_ok_and(|rows| rows == found.total);
    let sum = found.rows.iter().map(|row| row.transaction.amount).map(Ok).reduce(|sum, next| sum?.checked_add(next?));
    Ok((count(found.total), sum.filter(|_| complete).and_then(Result::ok).map(amount)))
}

fn holder(found: &AccountOverview) -> Option<String> {
    found.account.value.numbers.iter().find_map(|number| number.holder.clone())
}

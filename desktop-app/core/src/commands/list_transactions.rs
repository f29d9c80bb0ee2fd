//! `list_transactions`: a window of a list of any length.

use moa_sdk::error::Error;
use moa_sdk::store;

use crate::desktop::Desktop;
use crate::dto::{
    CommandError, DirectionFilter, SortOrder, StatusFilter, TransactionQuery, TransactionWindow, TransactionsAsk,
};
use crate::host::Host;
use crate::read;
use crate::show;

/// At most 500 rows from `offset` on, and how many there are in all.
///
/// # Errors
/// [`Code::BadArgument`](crate::dto::Code::BadArgument) for days that are none, over-long searches, and windows of no or
/// too many rows.
pub async fn list_transactions<H: Host>(
    desktop: &Desktop<H>,
    ask: TransactionsAsk,
) -> Result<TransactionWindow, CommandError> {
    let mut wanted = query(ask.query)?;
    wanted.offset = ask.offset.into();
    wanted.limit = read::rows(ask.limit)?;
    let opened = desktop.opened().await?;
    let found = opened.store.list_transactions(&wanted).await.map_err(Error::from)?;
    Ok(show::transaction::window(&found, ask.offset))
}

/// What the window asks for, in the store's words.
pub(super) fn query(ask: TransactionQuery) -> Result<store::TransactionQuery, CommandError> {
    Ok(store::TransactionQuery {
        account: ask.account.map(read::account).transpose()?,
        search: ask.search.as_deref().map(read::search).transpose()?.flatten(),
        direction: match ask.direction {
            DirectionFilter::All => None,
            DirectionFilter::In => Some(store::Direction::In),
            DirectionFilter::Out => Some(store::Direction::Out),
        },
        status: match ask.status {
            StatusFilter::All => None,
            StatusFilter::Booked => Some(store::StatusFilter::Booked),
            StatusFilter::Pending => Some(store::StatusFilter::Pending),
        },
        from: ask.from.as_deref().map(read::day).transpose()?,
        to: ask.to.as_deref().map(read::day).transpose()?,
        sort: match ask.sort {
            SortOrder::NewestFirst => store::TransactionSort::NewestFirst,
            SortOrder::OldestFirst => store::TransactionSort::OldestFirst,
            SortOrder::LargestFirst => store::TransactionSort::LargestFirst,
        },
        ..store::TransactionQuery::default()
    })
}

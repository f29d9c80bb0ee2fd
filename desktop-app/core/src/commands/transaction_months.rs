//! `transaction_months`: the months of a list, for its headers and for jumping.

use moa_sdk::error::Error;

use super::list_transactions::query;
use crate::desktop::Desktop;
use crate::dto::{CommandError, Month, TransactionQuery};
use crate::host::Host;
use crate::show;

/// The months of the list, newest first, each currency apart. The sort order does not matter.
///
/// # Errors
/// As for the list itself.
pub async fn transaction_months<H: Host>(
    desktop: &Desktop<H>,
    ask: TransactionQuery,
) -> Result<Vec<Month>, CommandError> {
    let wanted = query(ask)?;
    let opened = desktop.opened().await?;
    let months = opened.store.transaction_months(&wanted).await.map_err(Error::from)?;
    Ok(months.iter().filter_map(show::transaction::month).collect())
}

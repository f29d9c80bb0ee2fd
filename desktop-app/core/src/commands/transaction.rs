//! `transaction`: one transaction with all that is known about it, the bank's own record included.

use moa_sdk::error::Error;
use moa_sdk::store::TransactionKey;

use crate::desktop::Desktop;
use crate::dto::{Code, CommandError, TransactionAsk, TransactionDetail};
use crate::host::Host;
use crate::read::refused;
use crate::show;

/// Keys are digests: 43 characters. Anything much longer never was one.
const MAX_KEY_CHARS: usize = 128;

/// A transaction by the key of its row.
///
/// # Errors
/// [`Code::NotFound`] when it gave way to another version, or its bank was removed.
pub async fn transaction<H: Host>(
    desktop: &Desktop<H>,
    ask: TransactionAsk,
) -> Result<TransactionDetail, CommandError> {
    if ask.key.is_empty() || ask.key.len() > MAX_KEY_CHARS {
        return Err(refused());
    }
    let opened = desktop.opened().await?;
    let key = TransactionKey::new(ask.key);
    let found = opened.store.find_transaction(&key).await.map_err(Error::from)?;
    let found = found.ok_or(CommandError::of(Code::NotFound))?;
    let accounts = opened.store.list_accounts().await.map_err(Error::from)?;
    let account = accounts
        .iter()
        .map(|stored| &stored.sourced)
        .find(|account| account.provenance.link == found.provenance.link && account.value.id == found.value.account);
    Ok(show::transaction::detail(key.as_str(), &found, account.map(|account| &account.value), &opened.faces()))
}

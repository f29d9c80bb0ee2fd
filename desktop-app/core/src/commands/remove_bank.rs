//! `remove_bank`: tells the bank, erases everything of the link, and says both outcomes apart.

use moa_sdk::error::Error;
use moa_sdk::link::BankOutcome;

use crate::desktop::Desktop;
use crate::dto::{BankTold, Code, CommandError, DataChange, LinkAsk, Removal};
use crate::host::Host;
use crate::read::id;
use crate::show::money::count;

/// Removes a link. What is on this device goes whether or not the bank could be reached. A running sync is stopped
/// first, so that nothing of the link is written after it was erased.
///
/// # Errors
/// [`Code::NotFound`] when there is no such link; [`Code::StoreUnavailable`] when something may still be there.
pub async fn remove_bank<H: Host>(desktop: &Desktop<H>, ask: LinkAsk) -> Result<Removal, CommandError> {
    let link = id::<moa_kernel::LinkId>(ask.link)?;
    let opened = desktop.opened().await?;
    let links = opened.store.list_links().await.map_err(Error::from)?;
    let known = links.into_iter().find(|known| known.id == link).ok_or(CommandError::of(Code::NotFound))?;

    desktop.running.stop();
    let turn = desktop.running.in_turn().await;
    let receipt = opened.moa_for_ending().await?.unlink(&known).await?;
    drop(turn);
    desktop.changed(&[DataChange::Links, DataChange::Accounts], Some(link.to_string()));
    Ok(Removal {
        bank: opened.faces().of(&known.bank),
        told: match receipt.at_bank {
            BankOutcome::Confirmed => BankTold::Confirmed,
            _ => BankTold::NotConfirmed,
        },
        erased: receipt.erased.secrets_erased,
        erased_records: count(receipt.erased.rows),
        at: desktop.now().to_string(),
    })
}

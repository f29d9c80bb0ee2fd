//! Ending a link, on both sides.
//!
//! The bank is told first, because that takes the tokens, but it gets only so much time: what is on this device goes in any
//! case. The order on the device is secrets, then data, so that a crash in between leaves rows without keys and never keys
//! without rows.

use std::time::Duration;

use super::{BankOutcome, Link, LocalOutcome, UnlinkReceipt};
use crate::error::{Error, ErrorKind};
use crate::moa::Inner;
use crate::vault::VaultName;

/// How long the bank may take to confirm.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) async fn unlink(moa: &Inner, link: &Link) -> Result<UnlinkReceipt, Error> {
    let told = tokio::select! {
        told = tell_bank(moa, link) => told,
        () = moa.shared.tools.sleeper.sleep(PATIENCE) => Err(Error::new(ErrorKind::TimedOut)),
    };
    if let Err(error) = &told {
        tracing::warn!(bank = %link.bank, %error, "the bank did not confirm the end of a link");
    }
    // A sync that runs meanwhile must not take the secrets out once more and put them back when it refreshes them.
    let alone = moa.alone_with(&link.id).await;
    let forgotten = moa.shared.vault.forget(&VaultName::Grant(&link.id).text()).await;
    let erased = moa.store.erase_link(&link.id).await?;
    drop(alone);
    forgotten?;
    Ok(UnlinkReceipt {
        link: link.id.clone(),
        bank: link.bank.clone(),
        at_bank: told.map_or_else(|error| BankOutcome::NotConfirmed(error.kind()), |()| BankOutcome::Confirmed),
        erased: LocalOutcome { rows: erased.rows, secrets_erased: true },
    })
}

/// Both ends at the bank: the consent (what the customer allowed) and the tokens (what we held). One failing does not keep
/// the other from being tried, and only both together are a confirmation.
async fn tell_bank(moa: &Inner, link: &Link) -> Result<(), Error> {
    let client = moa.client_of_link(link)?;
    let revoked = match moa.grant_of(link).await {
        Ok(grant) => {
            grant.close().await;
            grant.revoke_at_bank().await
        }
        // They were made for another server than the directory names now: whoever that is has nothing to confirm.
        Err(error) if error.kind() == ErrorKind::LinkEnded && has_tokens(moa, link).await => return Err(error),
        // They are lost, or the vault does not give them: whether the bank still honours them nobody here can tell.
        Err(error) => Err(error),
    };
    let deleted = client.delete_consent(&link.consent).await;
    deleted.and(revoked)
}

async fn has_tokens(moa: &Inner, link: &Link) -> bool {
    let found = moa.shared.vault.find(&VaultName::Grant(&link.id).text()).await;
    found.is_ok_and(|tokens| tokens.is_some())
}

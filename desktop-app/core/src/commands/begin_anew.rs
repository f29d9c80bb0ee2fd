//! `begin_anew`: where what is on this computer can be opened by nobody any more, it is set aside, and the app starts as on
//! its first day. Nothing is deleted: who finds the key or the passphrase again can put the files back.

use std::io;

use moa_store::SqliteStore;

use super::startup::{facts, open, startup};
use crate::desktop::Desktop;
use crate::dto::{Code, CommandError, DataChange, Startup, VaultState};
use crate::host::Host;
use crate::opened::unusable;
use crate::places::Places;

/// Sets aside a database whose key is lost, or vault and database when they are sealed with a passphrase, and answers what
/// `startup` then says. Where they open after all, or there is nothing yet, nothing is moved.
///
/// # Errors
/// Whatever else keeps vault or database shut, which is no reason to set anything aside; [`Code::StoreUnavailable`] when the
/// files cannot be moved, which then are where they were.
pub async fn begin_anew<H: Host>(desktop: &Desktop<H>) -> Result<Startup, CommandError> {
    // The keyring may be back by now, and another Moa may have the folder: it is tried once more before anything is moved.
    let vault_too = match open(desktop, None).await {
        Ok(VaultState::NeedsPassphrase { new: false }) => true,
        Err(error) if error.code == Code::KeyLost => false,
        Ok(state) => return Ok(facts(desktop, state).await),
        Err(error) => return Err(error),
    };
    let opened = desktop.opened.lock().await;
    if opened.is_none() {
        let aside = desktop.places.aside(desktop.now());
        set_aside(&desktop.places, &aside, vault_too).map_err(|error| unusable(&error))?;
        tracing::warn!(folder = %aside.data().display(), "what nobody could open was set aside");
    }
    drop(opened);
    desktop.changed(&[DataChange::Links, DataChange::Accounts], None);
    Ok(startup(desktop).await)
}

/// Both or neither: a vault without its database would keep a key for nothing, and a database without its vault is lost.
pub(super) fn set_aside(places: &Places, aside: &Places, vault_too: bool) -> io::Result<()> {
    aside.prepare()?;
    SqliteStore::set_aside(places.database(), aside.database())?;
    if !vault_too {
        return Ok(());
    }
    std::fs::rename(places.sealed_vault(), aside.sealed_vault()).inspect_err(|_| {
        if let Err(error) = SqliteStore::set_aside(aside.database(), places.database()) {
            tracing::error!(%error, "a database that was set aside could not be brought back");
        }
    })
}

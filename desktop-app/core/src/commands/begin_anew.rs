//! `begin_anew`: where what is on this computer can be opened by nobody any more, it is set aside, and the app starts as on
//! its first day. Nothing is deleted: who finds the key or the passphrase again can put the files back.

use std::io;
use std::sync::atomic::Ordering::SeqCst;

use moa_store::SqliteStore;

use super::startup::startup;
use crate::desktop::Desktop;
use crate::dto::{CommandError, DataChange, Startup};
use crate::host::Host;
use crate::opened::unusable;
use crate::places::Places;
use crate::read::refused;

/// Sets the database aside whose key is lost, or vault and database when they are sealed with a passphrase, and answers what
/// `startup` then says.
///
/// # Errors
/// [`Code::BadArgument`](crate::dto::Code::BadArgument) while something is open, and where there is nothing that cannot be
/// opened; [`Code::StoreUnavailable`](crate::dto::Code::StoreUnavailable) when the files cannot be moved.
pub async fn begin_anew<H: Host>(desktop: &Desktop<H>) -> Result<Startup, CommandError> {
    let opened = desktop.opened.lock().await;
    let sealed = desktop.places.sealed_vault().exists();
    let key_lost = desktop.key_lost.load(SeqCst);
    if opened.is_some() || !(sealed || key_lost) {
        return Err(refused());
    }
    let aside = desktop.places.aside(desktop.now());
    // A vault that opened has other secrets than the database's: they stay.
    set_aside(&desktop.places, &aside, !key_lost).map_err(|error| unusable(&error))?;
    desktop.key_lost.store(false, SeqCst);
    drop(opened);
    tracing::warn!(folder = %aside.data().display(), "what nobody could open was set aside");
    desktop.changed(&[DataChange::Links, DataChange::Accounts], None);
    Ok(startup(desktop).await)
}

/// The database goes first: without the vault it is what it was, and without it the vault would keep a key for nothing.
fn set_aside(places: &Places, aside: &Places, vault_too: bool) -> io::Result<()> {
    aside.prepare()?;
    SqliteStore::set_aside(places.database(), aside.database())?;
    if vault_too {
        std::fs::rename(places.sealed_vault(), aside.sealed_vault())?;
    }
    Ok(())
}

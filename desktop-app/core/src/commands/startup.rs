//! `startup`: what the window needs before it can draw anything. Opens the vault if that needs no passphrase.

use std::sync::Arc;

use moa_sdk::error::Error;
use moa_sdk::language::Language;
use moa_sdk::vault::{self, SealedFileVault, Strength, Vault, VaultError, VaultPlace};
use secrecy::SecretString;

use crate::desktop::{Desktop, Vaults};
use crate::dto::{CommandError, Startup, VaultKind, VaultState};
use crate::host::Host;
use crate::opened::{Opened, unusable};

/// The facts of this run. It always answers: what does not work is part of the answer. Calling it again tries again.
pub async fn startup<H: Host>(desktop: &Desktop<H>) -> Startup {
    let vault = open(desktop, None).await.unwrap_or_else(|error| VaultState::Unavailable { error });
    facts(desktop, vault).await
}

/// Opens vault and database, unless they are open already.
pub(super) async fn open<H: Host>(
    desktop: &Desktop<H>,
    passphrase: Option<&SecretString>,
) -> Result<VaultState, CommandError> {
    let mut opened = desktop.opened.lock().await;
    if let Some(opened) = &*opened {
        return Ok(VaultState::Ready { kind: opened.kind });
    }
    // First of all: what is made in the data folder from here on is made behind a closed door.
    desktop.hold_data().map_err(|error| unusable(&error))?;
    let (vault, kind) = match find_vault(desktop, passphrase).await {
        Ok(found) => found,
        Err(VaultError::NeedsPassphrase) => {
            return Ok(VaultState::NeedsPassphrase { new: !desktop.places.sealed_vault().exists() });
        }
        Err(error) => return Err(Error::from(error).into()),
    };
    let (clock, entropy) = (Arc::clone(&desktop.clock), Arc::clone(&desktop.entropy));
    let language = Language::of_locale(desktop.locale().words);
    *opened = Some(Arc::new(Opened::with(vault, kind, &desktop.places, language, clock, entropy).await?));
    Ok(VaultState::Ready { kind })
}

async fn find_vault<H: Host>(
    desktop: &Desktop<H>,
    passphrase: Option<&SecretString>,
) -> Result<(Arc<dyn Vault>, VaultKind), VaultError> {
    match &desktop.vaults {
        Vaults::Given(vault) => return Ok((Arc::clone(vault), VaultKind::Keyring)),
        Vaults::SealedFile => {
            let passphrase = passphrase.ok_or(VaultError::NeedsPassphrase)?;
            let (file, entropy) = (desktop.places.sealed_vault(), Arc::clone(&desktop.entropy));
            let sealed = SealedFileVault::open(file, passphrase, Strength::default(), entropy).await?;
            return Ok((Arc::new(sealed), VaultKind::SealedFile));
        }
        Vaults::Device => {}
    }
    // Each data folder has its own secrets, so two installations on one machine do not open each other's.
    let service = format!("moa:{}", desktop.places.data().display());
    let place = VaultPlace { service, file: desktop.places.sealed_vault() };
    let found = vault::open(&place, passphrase, Arc::clone(&desktop.entropy)).await?;
    let kind = match found {
        vault::Opened::Keyring(_) => VaultKind::Keyring,
        _ => VaultKind::SealedFile,
    };
    Ok((found.vault(), kind))
}

/// The facts, with the vault as it is.
pub(super) async fn facts<H: Host>(desktop: &Desktop<H>, vault: VaultState) -> Startup {
    let locale = desktop.locale();
    let preferences = desktop.preferences().current().clone();
    Startup {
        locale: locale.words.to_owned(),
        format_locale: locale.format.to_owned(),
        preferences,
        vault,
        version: desktop.version.to_owned(),
        data_dir: desktop.places.data().display().to_string(),
        directory: desktop.places.directory().to_owned(),
        notices: desktop.take_notices(),
        first_run: has_no_bank(desktop).await,
    }
}

async fn has_no_bank<H: Host>(desktop: &Desktop<H>) -> Option<bool> {
    let opened = desktop.opened().await.ok()?;
    opened.store.list_links().await.ok().map(|links| links.is_empty())
}

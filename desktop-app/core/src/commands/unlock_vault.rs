//! `unlock_vault`: opens the sealed file of a device without a keyring, or makes it on the first day.

use moa_kernel::ExposeSecret as _;
use secrecy::SecretString;

use super::startup::{facts, open};
use crate::desktop::Desktop;
use crate::dto::{Code, CommandError, DataChange, Startup, UnlockAsk};
use crate::host::Host;
use crate::read::refused;

/// The longest passphrase a person can have.
const MAX_CHARS: usize = 1024;
/// The shortest a new one may be. An old one is whatever it is.
const MIN_NEW_CHARS: usize = 8;

/// Opens the vault with the passphrase and answers what `startup` would answer.
///
/// # Errors
/// [`Code::WrongPassphrase`], [`Code::PassphraseTooShort`] for a new one, and whatever keeps vault or database shut.
pub async fn unlock_vault<H: Host>(desktop: &Desktop<H>, ask: UnlockAsk) -> Result<Startup, CommandError> {
    check(&ask.passphrase, !desktop.places.sealed_vault().exists())?;
    let vault = open(desktop, Some(&ask.passphrase)).await?;
    desktop.changed(&[DataChange::Links, DataChange::Accounts], None);
    Ok(facts(desktop, vault).await)
}

fn check(passphrase: &SecretString, new: bool) -> Result<(), CommandError> {
    let chars = passphrase.expose_secret().chars().count();
    if chars > MAX_CHARS {
        return Err(refused());
    }
    if new && chars < MIN_NEW_CHARS {
        return Err(CommandError::of(Code::PassphraseTooShort));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_passphrase_has_a_least_and_every_one_a_most() {
        let of = |text: &str| SecretString::from(text);
        assert!(check(&of("eight ch"), true).is_ok());
        assert_eq!(check(&of("seven c"), true).unwrap_err().code, Code::PassphraseTooShort);
        assert!(check(&of("old"), false).is_ok());
        assert_eq!(check(&of(&"x".repeat(1025)), false).unwrap_err().code, Code::BadArgument);
    }
}

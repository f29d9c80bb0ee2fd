//! What the window needs before it can draw anything.

use serde::Serialize;
use ts_rs::TS;

use super::{CommandError, Preferences};

/// Where secrets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum VaultKind {
    /// In the operating system's keyring.
    Keyring,
    /// In a file sealed with the person's passphrase.
    SealedFile,
}

/// Whether secrets can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum VaultState {
    /// They can; every command works.
    Ready {
        /// Where they are kept.
        kind: VaultKind,
    },
    /// No keyring runs here: the sealed file needs its passphrase (`unlock_vault`). Until then commands answer `locked`.
    NeedsPassphrase {
        /// Whether there is no sealed file yet, so that the person chooses a passphrase now.
        new: bool,
    },
    /// They cannot be reached at all; the code says why. Calling `startup` again tries again.
    Unavailable {
        /// Why.
        error: CommandError,
    },
}

/// Something worth saying once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Notice {
    /// The preferences could not be read: defaults are in place, the damaged file was kept aside.
    PreferencesDamaged,
    /// The preferences could not be written at the last change.
    PreferencesNotSaved,
}

/// What the window needs before it can draw anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Startup {
    /// The language to use now: `en` or `ko`.
    pub locale: String,
    /// A BCP 47 tag that is safe to give to `Intl` (`en-GB`, `ko-KR`): never `C`, never empty.
    pub format_locale: String,
    /// What the person chose.
    pub preferences: Preferences,
    /// Whether secrets can be reached.
    pub vault: VaultState,
    /// The version of the app.
    pub version: String,
    /// Where data is kept, to show in settings.
    pub data_dir: String,
    /// Where the directory of banks is read from.
    pub directory: String,
    /// What is worth saying once.
    pub notices: Vec<Notice>,
    /// Whether no bank was ever linked: show the first run. Not known while the vault is locked.
    pub first_run: Option<bool>,
}

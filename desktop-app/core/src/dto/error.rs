//! Why a command did not do what was asked: a code to decide by, and the few facts a sentence needs.

use serde::Serialize;
use ts_rs::TS;

/// The reason, for the screen to decide by. The screen owns the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Code {
    /// An argument is missing, too long, or not what it claims to be. A fault of the window, not of the person.
    BadArgument,
    /// No such bank, link, account, transaction or attempt (any more).
    NotFound,
    /// The vault is locked: ask for the passphrase.
    Locked,
    /// That passphrase does not open the sealed file.
    WrongPassphrase,
    /// The new passphrase is too short (fewer than 8 characters).
    PassphraseTooShort,
    /// No place for secrets can be reached, and none was set up.
    VaultUnavailable,
    /// The keyring of this device is locked, and the secrets are in it: once it is unlocked, the same call works.
    KeyringLocked,
    /// The database cannot be opened or written (full disk, damaged file, another owner).
    StoreUnavailable,
    /// There is a database, and the key it was written with is gone. Nothing was deleted: `begin_anew` sets it aside.
    KeyLost,
    /// The directory of banks cannot be reached. In the sandbox: start the mock banks (`cargo xtask run`).
    DirectoryUnreachable,
    /// The directory of banks was read, but says something that cannot be trusted.
    DirectoryRefused,
    /// The bank did not answer, or the network is down.
    BankUnreachable,
    /// The bank answered with a fault of its own.
    BankDown,
    /// The bank asked to wait: `retryAfterSeconds`.
    RateLimited,
    /// The bank answered with something that cannot be read or trusted; nothing stored was touched.
    BankAnswerRefused,
    /// The bank refuses this app (registration or credentials).
    BankRefusedApp,
    /// The bank refuses the request itself.
    BankRefusedRequest,
    /// The permission has ended or was taken back: connect again.
    NeedsReconnect,
    /// What came back from the browser does not belong to this attempt, or was changed on its way. Nothing was linked.
    SignInRefused,
    /// A bank can only be added once at a time: this bank already has an attempt under way.
    AttemptRunning,
    /// A sync is already running.
    SyncRunning,
    /// The person stopped it.
    Cancelled,
    /// No browser could be opened.
    BrowserUnavailable,
    /// A fault of Moa itself. `reference` is in the log.
    Internal,
}

/// Why a command did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{code:?}")]
pub struct CommandError {
    /// The reason.
    pub code: Code,
    /// The bank it is about, by id.
    pub bank: Option<String>,
    /// After how many seconds it makes sense to try again.
    pub retry_after_seconds: Option<u32>,
    /// What to quote to the bank or to us: the interaction id of the call, or the line in the log.
    pub reference: Option<String>,
}

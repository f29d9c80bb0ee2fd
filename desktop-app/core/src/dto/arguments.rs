//! What the webview may say. Every command takes one argument named `ask`; unknown fields are refused.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LocaleChoice, Theme, TransactionQuery};

/// `list_transactions`: which list, and which rows of it.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionsAsk {
    /// Which list.
    pub query: TransactionQuery,
    /// The first row.
    pub offset: u32,
    /// How many rows, 1 to 500.
    pub limit: u32,
}

/// `transaction`: which one.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionAsk {
    /// The row's `key`.
    pub key: String,
}

/// `begin_link`: which bank.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BankAsk {
    /// The directory's id of the bank.
    pub bank: String,
    /// The link to renew: it keeps its data and gets a new permission. A new link when left out.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub renew: Option<String>,
}

/// `await_link`, `reopen_bank_page`, `cancel_link`: which attempt.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttemptAsk {
    /// The attempt.
    pub attempt_id: String,
}

/// `remove_bank`: which link.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkAsk {
    /// The link.
    pub link: String,
}

/// `sync`: which banks.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct SyncAsk {
    /// Only this link; every link when left out. A sync of one link waits for its turn; a sync of all answers
    /// `syncRunning` when one is under way.
    pub only: Option<String>,
}

/// `set_preferences`: what to change; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields)]
pub struct PreferencesAsk {
    /// The language.
    pub locale: Option<LocaleChoice>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// Whether amounts are hidden.
    pub hide_amounts: Option<bool>,
}

/// `unlock_vault`: the passphrase of the sealed file. It is moved out of here at once and never printed.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnlockAsk {
    /// The passphrase: at most 1024 characters, at least 8 when it is new.
    #[serde(deserialize_with = "secret")]
    #[ts(type = "string")]
    pub passphrase: SecretString,
}

/// `report_window_error`: what `window.onerror` saw, so that a blank window leaves a line in the log.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WindowErrorReport {
    /// The message; only its first 500 characters are kept.
    pub message: String,
    /// The file and line of the front end, when known; only the first 200 characters are kept.
    #[ts(optional)]
    pub place: Option<String>,
}

fn secret<'de, D: serde::Deserializer<'de>>(from: D) -> Result<SecretString, D::Error> {
    String::deserialize(from).map(SecretString::from)
}

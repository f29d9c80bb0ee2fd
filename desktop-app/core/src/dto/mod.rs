//! What the webview may see: one file per topic, plain data, camelCase, no behaviour.
//!
//! Amounts are decimal text, moments are RFC 3339 text in UTC, days are `YYYY-MM-DD`, counts are numbers. A value that is
//! not known is `null`, never zero and never an empty text. Words are not here: the screen has codes and owns the words.

mod account;
mod arguments;
mod attempt;
mod bank;
mod error;
mod events;
mod health;
mod link;
mod money;
mod overview;
mod preferences;
mod removal;
mod startup;
mod sync;
mod transaction;

pub use account::{AccountDetail, AccountRef, AccountRow, BalanceFigure, NoBalanceReason, NumberHint};
pub use arguments::{
    AttemptAsk, BankAsk, LinkAsk, PreferencesAsk, SyncAsk, TransactionAsk, TransactionsAsk, UnlockAsk,
    WindowErrorReport,
};
pub use attempt::{Attempt, AttemptEnd, AttemptOutcome, AttemptStage};
pub use bank::{BankChoice, BankFace, BankList, Environment};
pub use error::{Code, CommandError};
pub use events::{DataChange, DataChanged, LinkProgress};
pub use health::{Health, HealthCode};
pub use link::{LinkRow, LinkStateCode, Permission};
pub use money::Amount;
pub use overview::{BankGroup, BankShare, CurrencyTotal, Overview, Trend, TrendPoint};
pub use preferences::{LocaleChoice, Preferences, Theme};
pub use removal::{BankTold, Removal};
pub use startup::{Notice, Startup, VaultKind, VaultState};
pub use sync::{BankSync, BankSyncState, SyncProgress, SyncSummary};
pub use transaction::{
    Direction, DirectionFilter, Month, Provenance, SortOrder, StatusFilter, TransactionDetail, TransactionQuery,
    TransactionRow, TransactionStatus, TransactionWindow,
};

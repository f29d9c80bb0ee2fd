//! The records that cross, and how the SDK's types become them: one file per room of the SDK.
//!
//! Codes cross as the words the standard uses, because their lists grow without asking us; the facades give the known ones
//! names. What a person's account is called by others (its numbers) crosses in fields of its own, which the facades leave
//! out of everything that prints.

mod accounts;
mod banks;
mod links;
mod overview;
mod syncs;
mod transactions;
mod values;

pub use accounts::{FfiAccount, FfiAccountNumber, FfiBalance, FfiHeadline};
pub use banks::{FfiBank, FfiRefusedBank};
pub use links::{FfiErased, FfiLink, FfiLinkRequest, FfiLinkState, FfiUnlinkReceipt, FfiWanted};
pub use overview::{FfiBankOverview, FfiBankShare, FfiCurrencyTotal, FfiLastSync, FfiOverview, FfiUnknownBalance};
pub use syncs::{FfiCut, FfiTally};
pub use syncs::{
    FfiFailedQuestion, FfiLinkReport, FfiOutcome, FfiStage, FfiSyncOptions, FfiSyncProgress, FfiSyncReport,
};
pub(crate) use transactions::account_id;
pub use transactions::{
    FfiDirection, FfiMonth, FfiOriginalTransaction, FfiSort, FfiStatusFilter, FfiTransaction, FfiTransactionQuery,
    FfiTransactionWindow, FfiTransactionsPage,
};
pub use values::{FfiBankTime, FfiDay, FfiDecimal, FfiMoney};

//! Moa for Kotlin and Swift: objects that wrap the SDK and convert, nothing more.
//!
//! [`FfiMoa`] is an installation, [`FfiApproval`] a customer's way to their bank and back, [`FfiTransactionPages`] a long list
//! that is read as it is wanted. Everything else that crosses is a record: few calls, each with much in it, because a call
//! through JNA costs a hundred times what it costs here. The host brings what only it has: a place for secrets
//! ([`FfiSecretVault`]), an ear for the log ([`FfiLogSink`]) and one for progress ([`FfiSyncListener`]).
//!
//! Three rules hold for every export, each for a reason that was met (`docs/decisions/0021-kotlin-and-swift.md`): it returns
//! a `Result`, since a panic in one that does not takes a Swift process down; its work runs on threads of this library
//! (`door`), since Kotlin would otherwise compute on the thread that draws; and what it gives out has no name that a
//! developer writes: the packages in `bindings/kotlin` and `bindings/swift` put their own, idiomatic types in front.

#![allow(clippy::result_large_err, reason = "an error is a record of facts that crosses the border by value, once")]

mod approval;
mod cancel;
mod convert;
mod door;
mod error;
mod listener;
mod log;
mod moa;
mod options;
mod planted;
mod transactions;
mod vault;

pub use approval::FfiApproval;
pub use cancel::FfiCancelToken;
pub use convert::*;
pub use error::{FfiAdvice, FfiError, FfiErrorFacts, FfiKindFacts, ffi_error_kinds};
pub use listener::{FfiListenerError, FfiSyncListener};
pub use log::{FfiLogError, FfiLogLevel, FfiLogLine, FfiLogSink, ffi_log_to};
pub use moa::FfiMoa;
pub use options::{FfiDirectory, FfiOptions, FfiStore, FfiVault};
pub use transactions::FfiTransactionPages;
pub use vault::{FfiSecretVault, FfiVaultError};

uniffi::setup_scaffolding!("moa");

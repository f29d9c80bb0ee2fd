//! `admin app`: one app, its keys and its plan.

use std::path::PathBuf;

use clap::Subcommand;

/// What can be done with an app.
#[derive(Debug, Subcommand)]
pub(crate) enum App {
    /// Shows it, with its keys.
    Show {
        /// The app's id.
        app: String,
    },
    /// Shuts it out: it authenticates nowhere, and its tokens open nothing.
    Suspend {
        /// The app's id.
        app: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Lets it in again.
    Resume {
        /// The app's id.
        app: String,
    },
    /// Puts other public keys in the place of all it had.
    RotateKeys {
        /// The app's id.
        app: String,
        /// A key set (JWKS) with public keys.
        #[arg(long, value_name = "FILE")]
        jwks: PathBuf,
    },
    /// Takes one key away.
    RevokeKey {
        /// The app's id.
        app: String,
        /// The key's `kid` or thumbprint.
        key: String,
    },
    /// Puts it on a plan.
    Plan {
        /// The app's id.
        app: String,
        /// The plan's name.
        plan: String,
    },
}

//! `admin consents`: what customers allowed.

use clap::Subcommand;

/// What can be done with consents.
#[derive(Debug, Subcommand)]
pub(crate) enum Consents {
    /// Lists them, the newest first.
    List {
        /// Only this app's.
        #[arg(long)]
        app: Option<String>,
        /// Only this customer's.
        #[arg(long)]
        customer: Option<String>,
        /// Only those that are in force.
        #[arg(long)]
        in_force: bool,
        /// Only those before this mark, which the page before gave.
        #[arg(long)]
        before: Option<i64>,
    },
    /// Shows one.
    Show {
        /// Its id.
        consent: String,
    },
    /// Ends one for the bank, and the tokens that rest on it.
    Revoke {
        /// Its id.
        consent: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

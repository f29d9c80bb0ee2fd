//! `admin accounts`: who may manage the banks.

use clap::{Subcommand, ValueEnum};

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum Accounts {
    /// Lists them.
    List,
    /// Makes one. Its password is shown this once.
    Add {
        /// Its name.
        name: String,
        /// What it may do.
        #[arg(long)]
        role: RoleName,
    },
    /// Takes one away, and its sessions with it.
    Remove {
        /// Its name.
        name: String,
    },
    /// Gives one a new password, which is shown this once.
    Reset {
        /// Its name.
        name: String,
    },
}

/// A role.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RoleName {
    /// Reads what is needed to judge what others did.
    Auditor,
    /// Runs the platform from day to day.
    Operator,
    /// Decides.
    Admin,
}

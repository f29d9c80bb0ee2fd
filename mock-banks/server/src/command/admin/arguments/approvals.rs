//! `admin approvals`: what one asks for and another decides.

use clap::Subcommand;

use super::Which;

/// What can be done with approvals.
#[derive(Debug, Subcommand)]
pub(crate) enum Approvals {
    /// Lists them.
    List {
        /// Those that were decided as well.
        #[arg(long)]
        all: bool,
    },
    /// Asks that a verified API goes live.
    AskPublish {
        #[command(flatten)]
        which: Which,
        /// The hash of the definition that is meant (`api show` prints it); no other is approved. Without it, the one that is
        /// there when this command looks.
        #[arg(long, value_name = "HASH")]
        definition: Option<String>,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Asks that an app is put on another plan.
    AskPlan {
        /// The app's id.
        app: String,
        /// The plan's name.
        plan: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Approves one: it happens at once.
    Approve {
        /// Its number.
        number: u64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Denies one.
    Deny {
        /// Its number.
        number: u64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

//! `admin audit`: who changed what.

use clap::Subcommand;

/// What can be done with the log.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Shows a page of it.
    List {
        /// Only records after this number.
        #[arg(long, default_value_t = 0, value_name = "N")]
        after: u64,
        /// So many at most.
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: u32,
        /// The world's own log (accounts, sessions) instead of a bank's.
        #[arg(long)]
        world: bool,
    },
    /// Writes all of it to standard output, one JSON record a line.
    Export {
        /// The world's own log instead of a bank's.
        #[arg(long)]
        world: bool,
    },
    /// Checks it from its first record to its last, and the tables against it.
    Verify {
        /// The world's own log instead of a bank's.
        #[arg(long)]
        world: bool,
    },
}

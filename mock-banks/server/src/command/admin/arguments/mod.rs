//! What can be said to `mock-banks admin`: one file for each noun, as the rooms of the admin API have it.

mod accounts;
mod apis;
mod approvals;
mod apps;
mod audit;
mod consents;
mod plans;

use std::path::PathBuf;

use clap::{Args, Subcommand};

pub(crate) use accounts::{Accounts, RoleName};
pub(crate) use apis::{Api, Report, ReportFormat, Which};
pub(crate) use approvals::Approvals;
pub(crate) use apps::App;
pub(crate) use audit::Audit;
pub(crate) use consents::Consents;
pub(crate) use plans::Plans;

/// Manages running banks, over the admin API. Log in first; the session is kept in a file that only you can read.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 done, 1 refused or failed, 2 not understood, 3 a verification or the audit found something, \
4 not logged in.\n\nA program sets MOA_ADMIN_TOKEN, or --token-file, instead of logging in."
)]
pub(crate) struct Admin {
    /// Where the management centre is: printed by `serve`. Without it, where you logged in last.
    #[arg(long, global = true, value_name = "URL", env = "MOA_ADMIN_URL")]
    pub(crate) url: Option<String>,

    /// Which bank. Not needed where there is only one.
    #[arg(long, global = true, value_name = "ID", env = "MOA_ADMIN_BANK")]
    pub(crate) bank: Option<String>,

    /// Prints the API's own JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Reads the session's token from this file.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,

    /// The certificate authority to trust, when the banks run with --tls. Without it, the one you
    /// logged in with, or the one `serve` keeps.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: AdminCommand,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum AdminCommand {
    /// Logs in. The password is asked for, or read as one line from standard input.
    Login {
        /// The account.
        #[arg(default_value = "admin")]
        name: String,
    },
    /// Ends the session, here and there.
    Logout,
    /// Shows who is logged in.
    Whoami,
    /// Chooses another password. The present and the new one are asked for, or read as two lines.
    Password,
    /// Makes an admin's forgotten password anew. The platform has to be stopped: this opens its state file.
    ResetPassword {
        /// The account.
        #[arg(default_value = "admin")]
        name: String,
        /// The state file, as given to `serve`. Without it, the one in the user's data folder.
        #[arg(long, value_name = "FILE")]
        state: Option<PathBuf>,
    },
    /// The accounts of people who manage the banks.
    #[command(subcommand)]
    Accounts(Accounts),
    /// Lists the banks, with what needs somebody's eye.
    ///
    /// AUDIT LOG says whether the bank's log of who changed what still reaches as far as was noted outside it: complete, or
    /// cut-off (records at its end are missing), not-noted, unreadable or not-written (the note itself is missing, cannot be
    /// read, cannot be written). `audit verify` tells whether a record was changed.
    Banks,
    /// Lists the APIs of a bank, in every state.
    Apis,
    /// One version of an API: its definition, and the ways it goes.
    #[command(subcommand)]
    Api(Api),
    /// Shows a report of the testbed.
    Report(Report),
    /// Lists the apps of a bank.
    Apps {
        /// Only those after this one, which the page before named.
        #[arg(long, value_name = "APP")]
        after: Option<String>,
    },
    /// One app: shut out or let in, its keys, its plan.
    #[command(subcommand)]
    App(App),
    /// What apps may ask.
    #[command(subcommand)]
    Plans(Plans),
    /// What waits for a decision.
    #[command(subcommand)]
    Approvals(Approvals),
    /// What customers allowed apps to see.
    #[command(subcommand)]
    Consents(Consents),
    /// Shows who used which version of which API since the platform started.
    Traffic {
        /// Only of versions that are deprecated: who has to be told.
        #[arg(long)]
        deprecated: bool,
    },
    /// Lists what looked like an attack.
    Alerts {
        /// Only alerts after this number.
        #[arg(long, default_value_t = 0, value_name = "N")]
        after: u64,
    },
    /// Explains why a request was answered as it was: every answer under its id, the oldest first.
    Explain {
        /// The request's x-fapi-interaction-id, a UUID.
        interaction: String,
    },
    /// The log of who changed what.
    #[command(subcommand)]
    Audit(Audit),
    /// Prints what the gateways count, in the Prometheus text format.
    Metrics,
    /// Makes a token that reads /metrics and nothing else, for 90 days. It alone goes to standard output.
    MetricsToken,
}

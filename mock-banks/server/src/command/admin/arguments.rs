//! What can be said to `mock-banks admin`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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

    /// The certificate authority to trust, when the banks run with --tls. Without it, the one `serve` keeps.
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
    Banks,
    /// Lists the APIs of a bank, in every state.
    Apis,
    /// One version of an API: its definition, and the ways it goes.
    #[command(subcommand)]
    Api(Api),
    /// Shows a report of the testbed.
    Report(Report),
    /// Lists the apps of a bank.
    Apps,
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
    /// Explains why one request was answered as it was.
    Explain {
        /// The request's x-fapi-interaction-id.
        interaction: String,
    },
    /// The log of who changed what.
    #[command(subcommand)]
    Audit(Audit),
    /// Prints what the gateways count, in the Prometheus text format.
    Metrics,
    /// Makes a token that reads /metrics and nothing else, for 90 days.
    MetricsToken,
}

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

/// One version of an API.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Which API: `spending-by-category`.
    pub(crate) family: String,
    /// In which version: `1.0`.
    pub(crate) version: String,
}

/// What can be done with an API.
#[derive(Debug, Subcommand)]
pub(crate) enum Api {
    /// Shows it.
    Show(Which),
    /// Prints its definition.
    Definition(Which),
    /// Lists the reports about it.
    Reports(Which),
    /// Keeps a definition as a draft: a new version, or the next revision of one that never went live.
    Draft {
        /// The definition (JSON). `-` reads it from standard input.
        file: PathBuf,
    },
    /// Asks for it to be verified.
    Submit(Which),
    /// Lets the testbed verify it, and watches. Ctrl-C stops watching; the verification goes on.
    Verify {
        #[command(flatten)]
        which: Which,
        /// A rule of the compatible plan that shall not stop it, and why: `answer-values-widened=agreed with all apps`.
        #[arg(long = "override", value_name = "RULE=WHY")]
        overrides: Vec<String>,
        /// Does not wait for the end.
        #[arg(long)]
        no_wait: bool,
    },
    /// Stops a verification.
    Cancel(Which),
    /// Publishes it: from the next request on it answers. Needs a green report about exactly this definition.
    Publish(Which),
    /// Announces its end. It goes on answering, and says so.
    Deprecate {
        #[command(flatten)]
        which: Which,
        /// When it ends: 2030-01-01T00:00:00Z, or a date.
        #[arg(long, value_name = "WHEN")]
        sunset: String,
        /// What takes its place: another major version that is published.
        #[arg(long, value_name = "VERSION")]
        successor: Option<String>,
    },
    /// Ends it. Callers are told why.
    Retire {
        #[command(flatten)]
        which: Which,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Pulls the switch: from the next request on it answers nothing but why.
    Block {
        #[command(flatten)]
        which: Which,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Lets it answer again.
    Unblock(Which),
}

/// Which report, and how.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Which API.
    pub(crate) family: String,
    /// In which version.
    pub(crate) version: String,
    /// Another report than the newest.
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// For a terminal, as the testbed wrote it, or for a build server.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a terminal.
    Text,
    /// As the testbed wrote it.
    Json,
    /// JUnit XML.
    Junit,
}

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

/// What can be done with plans.
#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// Lists them.
    List,
    /// Defines one, or changes it: apps on it are held to it from their next request on.
    Define {
        /// Its name: small letters, digits and hyphens.
        name: String,
        /// So many requests …
        #[arg(long, value_name = "N")]
        quota: u32,
        /// … in so many seconds.
        #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
        window: u32,
        /// So many at once …
        #[arg(long, value_name = "N", default_value_t = 100)]
        burst: u32,
        /// … and so many a second after that.
        #[arg(long, value_name = "N", default_value_t = 50)]
        per_second: u32,
        /// So many under way at the same time.
        #[arg(long, value_name = "N", default_value_t = 20)]
        at_once: u32,
    },
    /// Forgets one. Apps on it go back to the standard one.
    Remove {
        /// Its name.
        name: String,
    },
}

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

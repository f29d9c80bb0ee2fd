//! `admin api` and `admin report`: one version of an API, and what the testbed wrote about it.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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
        /// The definition (JSON, as docs/custom-apis.md has it). `-` reads it from standard input.
        file: PathBuf,
    },
    /// Asks for it to be verified.
    Submit(Which),
    /// Lets the testbed verify it, and watches. Ctrl-C stops watching; the verification goes on (`watch` comes back to it).
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
    /// Watches a verification that is under way, or tells how the last one ended.
    Watch(Which),
    /// Stops a verification.
    Cancel(Which),
    /// Publishes it: from the next request on it answers. Needs a green report about exactly this definition.
    Publish {
        #[command(flatten)]
        which: Which,
        /// The hash of the definition that is meant (`api show` prints it); another does not go live. Without it, the one
        /// that is there when this command looks.
        #[arg(long, value_name = "HASH")]
        definition: Option<String>,
    },
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

//! Brings what a job needs and this machine lacks: system libraries, Node.js, and the front end's packages.
//!
//! On Debian and Ubuntu the missing packages are installed, as root or through `sudo`. Elsewhere the commands are named
//! and nothing is touched. Everything that is not a system package stays inside `target/` and `node_modules/`.

mod front_end;
mod node;
mod packages;
mod python;

use anyhow::Result;
use clap::{Args, ValueEnum};

pub(crate) use front_end::{build as build_front_end, command as front_end_command};
pub(crate) use packages::{for_bindings, install_one};
pub(crate) use python::install as install_schemathesis;

/// What the machine is being prepared for. Each goal needs everything before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Goal {
    /// The banks and the terminal; needs nothing but Rust and a C compiler
    Terminal,
    /// Building and opening the window
    Window,
    /// Everything the tests drive: a display without a screen, a browser driver, a keyring, a JDK and Maven
    Test,
}

/// What to set up.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// What the machine is being prepared for
    #[arg(long = "for", value_enum, default_value_t = Goal::Test)]
    what_for: Goal,
}

impl Options {
    pub(crate) const fn goal(&self) -> Goal {
        self.what_for
    }
}

/// Installs what is missing for `goal`.
///
/// # Errors
/// When something cannot be installed here; the message names the command that a person can run instead.
pub(crate) fn setup(goal: Goal) -> Result<()> {
    packages::install(goal)?;
    if goal >= Goal::Window {
        front_end::install()?;
    }
    if goal == Goal::Test {
        for_bindings()?;
        python::install()?;
    }
    Ok(())
}

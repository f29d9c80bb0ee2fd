//! `cargo xtask test`: everything that is checked, as one list, cheapest first.

use anyhow::Result;
use clap::Args;

use crate::setup::{self, Goal};
use crate::step::{self, Done};
use crate::{bindings, cargo, tidy};

/// What to leave out, for a quick look while writing. CI leaves nothing out.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Leave out whatever needs webkit or Node: the front end and the window
    #[arg(long)]
    without_window: bool,
    /// Leave out the Kotlin and the Swift package
    #[arg(long)]
    without_bindings: bool,
}

/// Installs what is missing and runs every check and every test.
///
/// # Errors
/// At the first step that fails.
pub(crate) fn test(options: &Options) -> Result<()> {
    let mut done = Vec::new();
    let goal = if options.without_window { Goal::Terminal } else { Goal::Test };
    done.push(step::step("Setting up what is missing", || setup::setup(goal))?);
    if options.without_window {
        done.push(step::step("Setting up schemathesis", setup::install_schemathesis)?);
    }
    done.push(step::program("Formatting", cargo::cargo(&["fmt", "--all", "--check"]))?);
    done.push(step::step("Tidiness: who leans on whom, links, traces", tidy::tidy)?);
    if !options.without_window {
        front_end(&mut done)?;
    }
    rust(options, &mut done)?;
    if !options.without_bindings {
        bindings::test(&mut done, None)?;
    }
    step::summarise(&done);
    Ok(())
}

/// The front end is checked and built first: the window's crate takes the built files in.
fn front_end(done: &mut Vec<Done>) -> Result<()> {
    done.push(step::program("Front end: types", setup::front_end_command(&["run", "--silent", "check"])?)?);
    done.push(step::program("Front end: tests", setup::front_end_command(&["run", "--silent", "test"])?)?);
    done.push(step::step("Front end: build", setup::build_front_end)?);
    Ok(())
}

fn rust(options: &Options, done: &mut Vec<Done>) -> Result<()> {
    let lint = ["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"];
    let lint_without_window =
        ["clippy", "--workspace", "--exclude", "moa-desktop", "--all-targets", "--locked", "--", "--deny", "warnings"];
    let lint: &[&str] = if options.without_window { &lint_without_window } else { &lint };
    done.push(step::program("Lints", cargo::cargo(lint))?);
    if !options.without_window {
        let window = ["build", "--locked", "--package", "moa-desktop", "--features", "e2e,tauri/custom-protocol"];
        done.push(step::program("Building the window", cargo::cargo(&window))?);
        let rights = ["test", "--locked", "--package", "moa-desktop", "--features", "e2e,tauri/custom-protocol"];
        done.push(step::program("Tests: the window's own rules", cargo::cargo(&rights))?);
    }
    // Targets and doc tests apart: `--all-targets` leaves the doc tests out.
    let targets = ["test", "--locked", "--lib", "--bins", "--tests", "--examples"];
    done.push(step::program("Tests: unit, crate and whole system", cargo::cargo(&targets))?);
    done.push(step::program("Tests: documentation", cargo::cargo(&["test", "--locked", "--doc"]))?);
    Ok(())
}

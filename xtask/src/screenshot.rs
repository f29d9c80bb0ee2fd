//! `cargo xtask screenshot`: the picture in the README, taken from the real window by the window test.

use anyhow::{Context as _, Result};

use crate::setup::{self, Goal};
use crate::{cargo, step};

/// Where the window test leaves its pictures, and where the README looks for its one.
const TAKEN: &str = "window-shots/home-light.png";
const SHOWN: &str = "docs/pictures/home.png";

/// Runs the window test and keeps its picture of the home screen.
///
/// # Errors
/// When the window test fails or was skipped.
pub(crate) fn screenshot() -> Result<()> {
    setup::setup(Goal::Test)?;
    step::step("Building the front end", setup::build_front_end)?;
    let window = ["build", "--package", "moa-desktop", "--features", "e2e,tauri/custom-protocol"];
    step::program("Building the window", cargo::cargo(&window))?;
    let taken = cargo::target().join(TAKEN);
    let _none_yet = std::fs::remove_file(&taken);
    step::program("Opening the window", cargo::cargo(&["test", "--package", "moa-tests", "--test", "window"]))?;
    let shown = cargo::root().join(SHOWN);
    std::fs::create_dir_all(shown.parent().context("the picture has a folder")?)?;
    std::fs::copy(&taken, &shown).with_context(|| format!("the window test left no {}", taken.display()))?;
    eprintln!("The README's picture is {}", shown.display());
    Ok(())
}

//! The real app in a real window: webkit, keyring, mock banks, and a scripted person who plays the browser.
//!
//! Every story gets a [`Stage`]: a display without a screen, a session bus of its own with a real keyring on it, a home
//! folder of its own, and a world of mock banks in this process. The window is driven by WebKitWebDriver itself. Nothing
//! is built here: `cargo xtask test` builds the app first, and where the app, webkit or the display server are missing the
//! stories say so and do nothing. Pictures land in `target/window-shots/`.

mod app;
mod bus;
mod process;
mod stage;
mod stories;
mod trouble;

use stage::Stage;

/// A stage, or the reason why there is none, said where the test runner cannot swallow it.
async fn stage_or_skip(story: &str) -> anyhow::Result<Option<Stage>> {
    match stage::missing() {
        None => Stage::set().await.map(Some),
        Some(what) => {
            use std::io::Write as _;
            writeln!(std::io::stderr(), "SKIPPED window test `{story}`: {what}")?;
            Ok(None)
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_gathers_three_banks_looks_closely_and_lets_one_go() -> anyhow::Result<()> {
    let Some(stage) = stage_or_skip("three banks").await? else { return Ok(()) };
    stories::three_banks(&stage).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_without_banks_or_keyring_says_what_is_missing() -> anyhow::Result<()> {
    let Some(stage) = stage_or_skip("trouble").await? else { return Ok(()) };
    trouble::without_banks_or_keyring(&stage).await
}

//! Guessing passwords: slowed down, told nothing, and never at the owner's expense for long.

use anyhow::{Result, ensure};
use moa_tests::attacker::{App, Ground, Window};

const PASSWORD: &str = "moa-demo-2026";

async fn window(app: &App) -> Result<Window<'_>> {
    Window::open(app, &app.link(&app.attempt().await?)?).await
}

/// Tries a password in a fresh window; says whether it opened.
async fn try_in_a_fresh_window(app: &App, login: &str, password: &str) -> Result<bool> {
    let mut window = window(app).await?;
    window.log_in(login, password).await?;
    window.asks_for_consent().await
}

#[tokio::test]
async fn guessing_is_slowed_down_and_the_owner_gets_in_later() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for guess in 0..8 {
        ensure!(!try_in_a_fresh_window(&app, "mina", &format!("guess-{guess}")).await?);
    }
    // Even the right password is not looked at while the wait lasts, so a guesser cannot tell a hit from a miss.
    ensure!(!try_in_a_fresh_window(&app, "mina", PASSWORD).await?, "there is no wait");
    // Another customer is not touched by it.
    ensure!(try_in_a_fresh_window(&app, "jun", "quiet-harbour-58").await?, "jun is locked out too");
    // A quarter of an hour is the longest anybody can be kept waiting.
    ground.wait(15 * 60 + 1);
    ensure!(try_in_a_fresh_window(&app, "mina", PASSWORD).await?, "the owner is locked out");
    Ok(())
}

#[tokio::test]
async fn a_flood_of_guesses_cannot_lock_the_owner_out_for_ever() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for round in 0..12 {
        try_in_a_fresh_window(&app, "mina", &format!("round-{round}")).await?;
        ground.wait(15 * 60 + 1);
    }
    ensure!(try_in_a_fresh_window(&app, "mina", PASSWORD).await?, "the owner is locked out");
    ensure!(try_in_a_fresh_window(&app, "mina", PASSWORD).await?, "a success does not clear the slate");
    Ok(())
}

#[tokio::test]
async fn a_hundred_wrong_passwords_do_not_close_the_bank() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let mut guesses = 0;
    while guesses < 101 {
        let mut window = window(&app).await?;
        // One less than a window gets, each for another name, so that only the address is what they have in common.
        for _ in 0..9 {
            window.log_in(&format!("customer-{guesses}"), "Password1").await?;
            guesses += 1;
        }
    }
    ensure!(try_in_a_fresh_window(&app, "mina", PASSWORD).await?, "the bank is closed to everybody at this address");
    Ok(())
}

#[tokio::test]
async fn nobody_can_find_out_who_banks_here() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let (mut known, mut unknown) = (window(&app).await?, window(&app).await?);
    for attempt in 0..7 {
        let wrong = known.log_in("mina", "wrong").await?;
        let nobody = unknown.log_in("nobody-at-all", "wrong").await?;
        ensure!(wrong.status == nobody.status, "attempt {attempt}");
        let (one, other) = (words(&known).await?, words(&unknown).await?);
        ensure!(one == other, "attempt {attempt}: {one:?} {other:?}");
    }
    Ok(())
}

#[tokio::test]
async fn one_window_gets_only_so_many_guesses() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let mut window = window(&app).await?;
    // Many names, so that no single one has to wait.
    for guess in 0..30 {
        let answer = window.log_in(&format!("customer-{guess}"), "Password1").await?;
        if answer.header("location").contains("error=access_denied") {
            return Ok(());
        }
    }
    anyhow::bail!("thirty guesses in one window")
}

#[tokio::test]
async fn a_huge_password_or_name_is_just_wrong() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let long = "x".repeat(20_000);
    ensure!(!try_in_a_fresh_window(&app, "mina", &long).await?);
    ensure!(!try_in_a_fresh_window(&app, &long, PASSWORD).await?);
    ensure!(!try_in_a_fresh_window(&app, "mina' OR '1'='1", "x").await?);
    ensure!(try_in_a_fresh_window(&app, "mina", PASSWORD).await?);
    Ok(())
}

/// What the page says, without what differs from window to window.
async fn words(window: &Window<'_>) -> Result<String> {
    let body = window.look().await?.body;
    let lines = body.lines().filter(|line| !line.contains("csrf") && !line.contains("action="));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

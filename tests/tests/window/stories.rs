//! The first thing a person does with Moa, from an empty window to three banks, and back to two.

use anyhow::{Context as _, Result, ensure};

use crate::app::{App, Start};
use crate::stage::Stage;

/// How many rows a window of a long list may have drawn at once.
const MOST_DRAWN_ROWS: u64 = 120;

/// Adds three banks, reads a long list, removes a bank, and comes back in Korean.
pub(crate) async fn three_banks(stage: &Stage) -> Result<()> {
    // The hardest locale first: with it, WebKitGTK calls its language "C" and every Intl constructor throws.
    let app = stage.open(&start(stage, "C")).await?;
    app.reads("Your accounts, gathered").await?;
    app.picture("first-run").await?;
    app.press("Add your first bank").await?;
    add(&app, "Thames & Co", Some("add-bank")).await?;
    for bank in ["Clydebank Mutual", "Rheinbank"] {
        app.press("Add another bank").await?;
        add(&app, bank, None).await?;
    }
    app.press("See your accounts").await?;
    home_shows_everything(&app).await?;
    app.picture("home-light").await?;

    the_webview_reaches_nothing(&app, stage).await?;
    read_a_long_list(&app).await?;
    app.go("#/sync").await?;
    app.picture("sync").await?;
    let removed = remove_a_bank(&app).await?;
    app.go("#/settings").await?;
    app.press("Dark").await?;
    app.picture("settings-dark").await?;
    app.close().await?;

    let again = stage.open(&start(stage, "ko_KR.UTF-8")).await?;
    again.finds("Korean words", "return document.documentElement.lang === 'ko'").await?;
    again.sees("[data-account]").await?;
    ensure!(!again.text().await?.contains(&removed), "a removed bank came back after a restart");
    again.picture("home-dark-ko").await?;
    again.close().await
}

/// How this story starts the app.
fn start<'a>(stage: &Stage, locale: &'a str) -> Start<'a> {
    Start { data: "moa", directory: stage.world.directory_url(), locale, bus: None }
}

/// Chooses a bank; the scripted person does the rest in their browser.
async fn add(app: &App, bank: &str, picture: Option<&str>) -> Result<()> {
    app.reads("Rheinbank").await?;
    if let Some(name) = picture {
        app.picture(name).await?;
    }
    app.press(&format!("Connect to {bank}")).await?;
    app.reads(&format!("{bank} is connected")).await?;
    ensure!(!app.text().await?.contains("not complete"), "the first sync of {bank} is not complete");
    Ok(())
}

async fn home_shows_everything(app: &App) -> Result<()> {
    for words in ["Pounds", "Euros", "Thames & Co", "Clydebank Mutual", "Rheinbank", "Recent activity"] {
        app.reads(words).await?;
    }
    let accounts = count(app, "return document.querySelectorAll('[data-account]').length").await?;
    ensure!(accounts >= 6, "only {accounts} accounts are on home");
    Ok(())
}

/// The window's own page is the only place it reaches: no bank, no file, no command that was not registered.
async fn the_webview_reaches_nothing(app: &App, stage: &Stage) -> Result<()> {
    let here = app.address().await?;
    let bank = stage.world.directory_url();
    for attempt in [
        format!("fetch('{bank}')"),
        "fetch('file:///etc/hostname')".to_owned(),
        format!("window.__TAURI_INTERNALS__.invoke('plugin:opener|open_url', {{ url: '{bank}' }})"),
        "window.__TAURI_INTERNALS__.invoke('plugin:window|close', {})".to_owned(),
        "window.__TAURI_INTERNALS__.invoke('no_such_command', {})".to_owned(),
        "window.__TAURI_INTERNALS__.invoke('list_transactions', { ask: { query: {}, offset: 0, limit: 501 } })"
            .to_owned(),
    ] {
        let answer = app.try_promise(&attempt).await?;
        ensure!(answer.starts_with("refused"), "{attempt} was {answer}");
    }
    app.ask(&format!("location.href = '{bank}'")).await?;
    app.finds("the window is still the app", "return document.querySelector('[data-account]') !== null").await?;
    ensure!(app.address().await? == here, "the window went to {}", app.address().await?);
    Ok(())
}

/// A list of thousands: only what is in sight is drawn, far places are reached, and search finds.
async fn read_a_long_list(app: &App) -> Result<()> {
    app.press_first("[data-account]").await?;
    app.sees("[role=grid] [role=row]").await?;
    let rows = count(app, "return Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount'))").await?;
    ensure!(rows >= 3_000, "the list has only {rows} rows");
    app.press_first("[role=grid] [role=row]:nth-of-type(3)").await?;
    app.reads("Where this comes from").await?;
    app.picture("account").await?;

    app.ask("const grid = document.querySelector('[role=grid]'); grid.scrollTop = grid.scrollHeight / 2").await?;
    let far = format!(
        "return [...document.querySelectorAll('[role=grid] [role=row]')]\
         .some((row) => Number(row.getAttribute('aria-rowindex')) > {} && row.innerText.trim().length > 4)",
        rows / 3
    );
    app.finds("rows far down are drawn", &far).await?;
    let drawn = count(app, "return document.querySelectorAll('[role=grid] [role=row]').length").await?;
    ensure!(drawn <= MOST_DRAWN_ROWS, "{drawn} rows are drawn at once");

    let word = "return document.querySelector('[role=grid] .title').innerText.trim().split(/\\s+/)[0]";
    let word = app.ask(word).await?.as_str().context("a row has a title")?.to_owned();
    app.types("main [role=searchbox]", &word).await?;
    let fewer =
        format!("return Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 0) < {rows}");
    app.finds("the search narrows the list", &fewer).await?;
    app.picture("search").await?;
    app.ask("const field = document.querySelector('main [role=searchbox]'); field.focus()").await?;
    app.types("main [role=searchbox]", "zzzzqqq").await?;
    app.reads("Nothing matches.").await
}

/// Removes a bank and reads both outcomes. Gives its name.
async fn remove_a_bank(app: &App) -> Result<String> {
    let bank = "Clydebank Mutual";
    app.go("#/permissions").await?;
    app.reads("Last used").await?;
    app.picture("permissions").await?;
    app.press(&format!("Remove {bank}")).await?;
    app.sees("[role=dialog]").await?;
    app.picture("remove").await?;
    app.press_in_dialog("Remove").await?;
    app.reads(&format!("{bank} confirmed that the permission has ended.")).await?;
    app.picture("removed").await?;
    app.press_in_dialog("Done").await?;
    app.go("#/").await?;
    app.sees("[data-account]").await?;
    app.finds("the bank is gone from home", &format!("return !document.body.innerText.includes('{bank}')")).await?;
    Ok(bank.to_owned())
}

async fn count(app: &App, script: &str) -> Result<u64> {
    app.ask(script).await?.as_u64().with_context(|| format!("not a count: {script}"))
}

//! Answers that are not what was asked for: a flood, a page for people, a redirect.

use anyhow::{Result, ensure};
use moa_sdk::ErrorKind;

use crate::fake_bank::{FakeBank, Reply};
use crate::scene::{Scene, error_of};

const ACCOUNTS: &str = "/open-banking/v4.0/aisp/accounts";

async fn reading(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Result<Option<ErrorKind>> {
    let bank = FakeBank::open("evil").await;
    let scene = Scene::with(&[&bank]).await?;
    let report = scene.read_after(&bank, |bank| bank.trick(ACCOUNTS, move |_, _| Some(answer()))).await?;
    Ok(error_of(&report).map(moa_sdk::Error::kind))
}

#[tokio::test]
async fn a_gigabyte_is_not_swallowed_whether_announced_or_not() -> Result<()> {
    let flood = || Reply { endless: true, ..Reply::text(200, "application/json", &" ".repeat(64 * 1024)) };
    ensure!(reading(flood).await? == Some(ErrorKind::TooLarge));
    let announced = move || flood().with("content-length", "1073741824");
    ensure!(reading(announced).await? == Some(ErrorKind::TooLarge));
    Ok(())
}

#[tokio::test]
async fn a_page_for_people_is_not_data() -> Result<()> {
    let page = || Reply::text(200, "text/html", "<!doctype html><title>Welcome to the hotel network</title>");
    ensure!(reading(page).await? == Some(ErrorKind::NotJson));
    Ok(())
}

#[tokio::test]
async fn an_answer_cannot_send_the_token_elsewhere() -> Result<()> {
    let attacker = FakeBank::open("attacker").await;
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = attacker.origin.clone();
        let redirect = move || Reply::empty(status).with("location", &elsewhere);
        ensure!(reading(redirect).await? == Some(ErrorKind::Redirected), "{status}");
    }
    ensure!(attacker.heard().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_silent_bank_costs_a_moment_and_nothing_else() -> Result<()> {
    ensure!(reading(Reply::silence).await? == Some(ErrorKind::TimedOut));
    Ok(())
}

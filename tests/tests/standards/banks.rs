//! Every answer the banks give, to an app that asks for everything, and asks wrongly too.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use moa_kernel::{Entropy as _, ExposeSecret as _, OsEntropy};
use moa_tests::attacker::{App, Attempt, Ground};
use moa_tests::person::Person;
use reqwest::Method;
use serde_json::json;

use crate::openapi::Document;
use crate::tape::Tape;
use crate::verdict::faults;

const DETAIL: &[&str] = &[
    "ReadAccountsDetail",
    "ReadBalances",
    "ReadTransactionsDetail",
    "ReadTransactionsCredits",
    "ReadTransactionsDebits",
    "ReadBeneficiariesDetail",
    "ReadDirectDebits",
    "ReadStandingOrdersDetail",
    "ReadScheduledPaymentsDetail",
    "ReadParty",
    "ReadPartyPSU",
    "ReadPAN",
];
const BASIC: &[&str] = &[
    "ReadAccountsBasic",
    "ReadTransactionsBasic",
    "ReadTransactionsDebits",
    "ReadBeneficiariesBasic",
    "ReadStandingOrdersBasic",
    "ReadScheduledPaymentsBasic",
];
const RESOURCES: &[&str] = &[
    "",
    "/balances",
    "/transactions",
    "/beneficiaries",
    "/direct-debits",
    "/standing-orders",
    "/scheduled-payments",
    "/party",
];
const OF_ALL_ACCOUNTS: &[&str] = &[
    "/accounts",
    "/balances",
    "/beneficiaries",
    "/direct-debits",
    "/standing-orders",
    "/scheduled-payments",
    "/party",
];

/// A customer's token for these permissions, by the honest way.
async fn token(app: &App, permissions: &[&str]) -> Result<String> {
    let data = json!({ "Permissions": permissions, "ExpirationDateTime": "2027-07-14T00:00:00+00:00",
        "TransactionFromDateTime": "2020-01-01T00:00:00+00:00" });
    let body = json!({ "Data": data, "Risk": {} }).to_string();
    let made = app.send(app.consent_ask(&app.own_token().await?, &body).await?).await?.granted()?;
    let random = || OsEntropy.token().expose_secret().to_owned();
    let consent = made.text("/Data/ConsentId")?;
    let mut attempt = Attempt { consent, verifier: random(), state: random(), request_uri: String::new() };
    let pushed = app.send(app.push_ask(&attempt).await?).await?.granted()?;
    attempt.request_uri = pushed.text("/request_uri")?;
    let code = app.code(&attempt, &Person::mina()).await?;
    app.exchange(&attempt, &code).await?.granted()?.text("/access_token")
}

/// Reads everything there is, and every page of it.
async fn read_everything(app: &App, token: &str) -> Result<()> {
    for path in OF_ALL_ACCOUNTS {
        app.get(path, token).await?;
    }
    for account in app.account_ids(token).await? {
        for resource in RESOURCES {
            app.get(&format!("/accounts/{account}{resource}"), token).await?;
        }
        read_pages(app, token, &account).await?;
    }
    Ok(())
}

async fn read_pages(app: &App, token: &str, account: &str) -> Result<()> {
    let window = "fromBookingDateTime=2026-01-01T00:00:00&toBookingDateTime=2026-12-31T00:00:00";
    let mut path = format!("/accounts/{account}/transactions?{window}");
    loop {
        let page = app.get(&path, token).await?.granted()?;
        let Ok(next) = page.text("/Links/Next") else { return Ok(()) };
        let base = format!("{}{}", app.origin, moa_tests::attacker::API);
        path = next.strip_prefix(&base).context("a link that leaves the API")?.to_owned();
    }
}

/// Asks for what is not there, not allowed, or not well put.
async fn ask_wrongly(app: &App, token: &str) -> Result<()> {
    let account = app.account_ids(token).await?.into_iter().next().context("no account")?;
    for path in [
        "/accounts/nobody/balances".to_owned(),
        format!("/accounts/{account}/transactions?fromBookingDateTime=yesterday"),
        format!("/accounts/{account}/transactions?page=invented"),
        format!("/accounts/{account}/offers"),
        "/transactions".to_owned(),
        "/statements".to_owned(),
    ] {
        let answer = app.get(&path, token).await?;
        ensure!(answer.status.is_client_error(), "{path}: {answer:?}");
    }
    let own = app.own_token().await?;
    app.send(app.consent_ask(&own, "{}").await?).await?.stays_here(400)?;
    app.send(app.consent_ask(&own, "{}").await?.header("content-type", "text/plain")).await?;
    app.send(app.api(Method::GET, "/accounts", token).await?.header("accept", "text/html")).await?.stays_here(406)?;
    app.get("/accounts", &own).await?.stays_here(403)?;
    app.get("/accounts", "nothing").await?.stays_here(401)?;
    app.get("/account-access-consents/nobody", &own).await?.stays_here(400)?;
    Ok(())
}

/// The life of a consent, to its end.
async fn live_a_consent(app: &App) -> Result<()> {
    let consent = app.consent().await?;
    let own = app.own_token().await?;
    app.get(&format!("/account-access-consents/{consent}"), &own).await?.granted()?;
    app.delete_consent(&consent).await?.stays_here(204)?;
    app.get(&format!("/account-access-consents/{consent}"), &own).await?.stays_here(400)
}

#[tokio::test]
async fn every_answer_of_every_bank_is_what_the_standard_says() -> Result<()> {
    let Some(document) = Document::uk_account_information() else { return Ok(()) };
    let banks = ["thames", "clydebank", "rheinbank"];
    let tape = Tape::default();
    let ground = Ground::listened_to(&banks, Some(tape.around())).await?;
    for bank in banks {
        let app = ground.app_at(bank).await?;
        let detail = token(&app, DETAIL).await?;
        read_everything(&app, &detail).await?;
        read_everything(&app, &token(&app, BASIC).await?).await?;
        ask_wrongly(&app, &detail).await?;
        live_a_consent(&app).await?;
    }
    let exchanges = tape.exchanges();
    let wrong: BTreeSet<String> = exchanges.iter().flat_map(|exchange| faults(&document, exchange)).collect();
    ensure!(wrong.is_empty(), "{} of {} exchanges: {wrong:#?}", wrong.len(), exchanges.len());
    must_have_seen(&document, &exchanges)
}

/// The referee's silence counts only for what it was shown.
fn must_have_seen(document: &Document, exchanges: &[crate::tape::Exchange]) -> Result<()> {
    let seen: BTreeSet<(String, u16)> = exchanges
        .iter()
        .filter_map(|one| Some((document.find(&one.method, &one.path)?.path.to_owned(), one.status)))
        .collect();
    let saw = |path: &str, status: u16| seen.contains(&(path.to_owned(), status));
    for resource in RESOURCES {
        ensure!(saw(&format!("/accounts/{{AccountId}}{resource}"), 200), "{resource} was never read");
    }
    for path in OF_ALL_ACCOUNTS {
        ensure!(saw(path, 200), "{path} was never read");
    }
    for status in [400, 401, 403, 404, 406, 415] {
        ensure!(seen.iter().any(|(_, seen)| *seen == status), "{status} was never seen");
    }
    for (path, status) in [("/account-access-consents", 201), ("/account-access-consents/{ConsentId}", 204)] {
        ensure!(saw(path, status), "{path} never answered {status}");
    }
    Ok(())
}

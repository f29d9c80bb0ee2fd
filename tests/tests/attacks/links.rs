//! Bending the link a customer follows: all it may carry is the client and what that client pushed (RFC 9126 §4).

use anyhow::{Context as _, Result, ensure};
use moa_tests::attacker::{App, Ask, Attempt, Ground, Window};
use moa_tests::person::{Choice, Decision, Person};
use reqwest::Method;
use url::Url;

/// Opens an address at the bank; gives the answer without following it.
async fn open(app: &App, query: &[(&str, &str)]) -> Result<moa_tests::attacker::Answer> {
    let mut url = app.url("/authorize")?;
    url.query_pairs_mut().extend_pairs(query);
    app.send(Ask::bare(Method::GET, url)).await
}

fn names(url: &Url) -> Vec<String> {
    url.query_pairs().map(|(name, _)| name.into_owned()).collect()
}

fn value(url: &Url, wanted: &str) -> Option<String> {
    url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
}

async fn pushed(app: &App) -> Result<Attempt> {
    app.attempt().await
}

#[tokio::test]
async fn a_bad_link_ends_on_a_page_and_never_at_another_address() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = pushed(&app).await?;
    let (client, request) = (app.client_id.as_str(), attempt.request_uri.as_str());
    let evil = ("redirect_uri", "https://evil.example/");
    for query in [
        &[][..],
        &[evil],
        &[("client_id", client), evil],
        &[("client_id", "nobody"), ("request_uri", request), evil],
        &[("request_uri", request), evil],
        &[("client_id", client), ("request_uri", "urn:ietf:params:oauth:request_uri:invented"), evil],
        &[("client_id", client), ("request_uri", "https://evil.example/request.jwt"), evil],
        &[("client_id", client), ("request_uri", request), ("request_uri", request)],
    ] {
        let answer = open(&app, query).await?;
        ensure!(answer.stays_here(400).is_ok(), "{query:?}: {answer:?}");
        ensure!(!answer.body.contains("evil.example"), "the page repeats what it was sent: {query:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_request_that_was_not_pushed_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let query = [
        ("client_id", app.client_id.as_str()),
        ("response_type", "code"),
        ("redirect_uri", app.redirect_uri.as_str()),
        ("scope", "openid accounts"),
        ("state", "s"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ];
    open(&app, &query).await?.stays_here(400)
}

#[tokio::test]
async fn what_is_added_to_the_link_changes_nothing() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = pushed(&app).await?;
    let mut link = app.link(&attempt)?;
    link.query_pairs_mut()
        .append_pair("redirect_uri", "https://evil.example/")
        .append_pair("state", "forged")
        .append_pair("scope", "openid accounts payments")
        .append_pair("response_mode", "fragment")
        .append_pair("code_challenge_method", "plain");
    let back = Person::mina().decide(&link, &Decision::Allow(Choice::Everything)).await?;
    ensure!(back.as_str().starts_with(&app.redirect_uri), "sent to {back}");
    ensure!(value(&back, "state") == Some(attempt.state), "another state");
    ensure!(back.fragment().is_none());
    Ok(())
}

#[tokio::test]
async fn another_apps_request_cannot_be_opened_under_ones_own_name() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let (app, thief) = (ground.app().await?, ground.app().await?);
    let attempt = pushed(&app).await?;
    let query = [("client_id", thief.client_id.as_str()), ("request_uri", attempt.request_uri.as_str())];
    open(&thief, &query).await?.stays_here(400)
}

#[tokio::test]
async fn a_request_nobody_opened_in_time_is_forgotten() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = pushed(&app).await?;
    ground.wait(600);
    let query = [("client_id", app.client_id.as_str()), ("request_uri", attempt.request_uri.as_str())];
    open(&app, &query).await?.stays_here(400)
}

#[tokio::test]
async fn a_link_may_be_looked_at_twice_but_answered_once() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = pushed(&app).await?;
    // A messenger previews the link, the customer reloads the page: neither uses it up.
    for _ in 0..2 {
        Window::open(&app, &app.link(&attempt)?).await?.look().await?.granted()?;
    }
    app.code(&attempt, &Person::mina()).await?;
    let query = [("client_id", app.client_id.as_str()), ("request_uri", attempt.request_uri.as_str())];
    open(&app, &query).await?.stays_here(400)
}

#[tokio::test]
async fn two_windows_on_one_request_do_not_get_two_codes() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = pushed(&app).await?;
    let link = app.link(&attempt)?;
    let (mut one, mut two) = (Window::open(&app, &link).await?, Window::open(&app, &link).await?);
    one.log_in("mina", "moa-demo-2026").await?;
    two.log_in("mina", "moa-demo-2026").await?;
    let first = one.form("decision").await?.tick(|_| true).press("allow")?;
    let second = two.form("decision").await?.tick(|_| true).press("allow")?;
    let first = app.send(one.ask(&first)).await?;
    let second = app.send(two.ask(&second)).await?;
    ensure!(first.header("location").contains("code="), "{first:?}");
    ensure!(!second.header("location").contains("code="), "{second:?}");
    Ok(())
}

#[tokio::test]
async fn every_answer_says_who_gives_it_yes_or_no() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for (decision, expected) in [(Decision::Allow(Choice::Everything), "code"), (Decision::Deny, "error")] {
        let attempt = pushed(&app).await?;
        let back = Person::mina().decide(&app.link(&attempt)?, &decision).await?;
        let names = names(&back);
        ensure!(names.iter().filter(|name| *name == "iss").count() == 1, "{names:?}");
        ensure!(value(&back, "iss").as_deref() == Some(app.origin.as_str()));
        ensure!(value(&back, "state") == Some(attempt.state));
        ensure!(names.iter().any(|name| name == expected), "{names:?}");
    }
    let metadata = app.send(Ask::bare(Method::GET, app.url("/.well-known/oauth-authorization-server")?)).await?.json();
    let announced = metadata.get("authorization_response_iss_parameter_supported").context("not announced")?;
    ensure!(announced == true && metadata.get("issuer").and_then(|issuer| issuer.as_str()) == Some(&app.origin));
    Ok(())
}

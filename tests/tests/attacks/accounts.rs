//! Reading what belongs to somebody else, or what nobody allowed: the consent decides, whatever the token says.

use anyhow::{Context as _, Result, ensure};
use moa_kernel::ConsentId;
use moa_tests::attacker::{Answer, App, Ground};
use moa_tests::person::Person;
use reqwest::Method;
use serde_json::Value;

/// Every request here travels under one id, so that two answers can be compared byte for byte.
const INTERACTION: &str = "93bac548-d2de-4546-b106-880a5018460d";

async fn read(app: &App, method: Method, path: &str, token: &str) -> Result<Answer> {
    let ask = app.api(method, path, token).await?.header("x-fapi-interaction-id", INTERACTION);
    app.send(ask).await
}

/// Demands that nobody can tell the two answers apart.
fn alike(one: &Answer, other: &Answer) -> Result<()> {
    let told = |answer: &Answer| {
        let names: Vec<_> = answer.headers.keys().map(|name| name.as_str().to_owned()).collect();
        (answer.status, names, answer.body.clone())
    };
    ensure!(told(one) == told(other), "{one:?} is not {other:?}");
    Ok(())
}

#[tokio::test]
async fn another_customers_account_looks_like_one_that_is_not_there() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let (mina, jun) = (app.grant(&Person::mina()).await?, app.grant(&Ground::jun()).await?);
    let juns = app.account_ids(&jun.access).await?;
    let juns = juns.first().context("jun has no account")?;
    for resource in ["", "/balances", "/transactions", "/party", "/standing-orders", "/direct-debits", "/beneficiaries"]
    {
        let theirs = read(&app, Method::GET, &format!("/accounts/{juns}{resource}"), &mina.access).await?;
        let absent = read(&app, Method::GET, &format!("/accounts/no-such-account{resource}"), &mina.access).await?;
        ensure!(theirs.status.is_client_error() && !theirs.body.contains("\"Data\""), "{resource}: {theirs:?}");
        alike(&theirs, &absent).with_context(|| resource.to_owned())?;
    }
    app.get(&format!("/accounts/{juns}/balances"), &jun.access).await?.granted()?;
    Ok(())
}

#[tokio::test]
async fn a_list_shows_only_what_the_customer_ticked() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let (mina, jun) = (app.grant(&Person::mina()).await?, app.grant(&Ground::jun()).await?);
    let juns = app.account_ids(&jun.access).await?;
    for path in ["/accounts", "/balances"] {
        let answer = app.get(path, &mina.access).await?.granted()?;
        ensure!(juns.iter().all(|id| !answer.body.contains(&format!("\"{id}\""))), "{path} shows jun's accounts");
    }
    Ok(())
}

#[tokio::test]
async fn another_apps_consent_looks_like_one_that_is_not_there() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let (app, snoop) = (ground.app().await?, ground.app().await?);
    let grant = app.grant(&Person::mina()).await?;
    let token = snoop.own_token().await?;
    for method in [Method::GET, Method::DELETE] {
        let path = format!("/account-access-consents/{}", grant.consent);
        let theirs = read(&snoop, method.clone(), &path, &token).await?;
        let absent = read(&snoop, method, "/account-access-consents/no-such-consent", &token).await?;
        ensure!(theirs.status.is_client_error(), "{theirs:?}");
        alike(&theirs, &absent)?;
    }
    app.get("/accounts", &grant.access).await?.granted()?;
    Ok(())
}

#[tokio::test]
async fn a_consent_the_app_took_back_opens_nothing_any_more() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    let ids = app.account_ids(&grant.access).await?;
    let account = ids.first().context("no account")?;
    app.delete_consent(&grant.consent).await?.granted()?;
    for path in ["/accounts".to_owned(), "/balances".to_owned(), format!("/accounts/{account}/transactions")] {
        let answer = app.get(&path, &grant.access).await?;
        ensure!(matches!(answer.status.as_u16(), 401 | 403) && !answer.body.contains("\"Data\""), "{path}: {answer:?}");
    }
    app.send(app.refresh_ask(&grant.refresh).await?).await?.refused(400, "invalid_grant")
}

#[tokio::test]
async fn a_consent_the_customer_took_back_at_the_bank_opens_nothing_any_more() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    let bank = ground.world().banks().first().context("no bank")?;
    let mina = bank.core().customers().find_customer("mina")?.context("no mina")?;
    bank.core().consents().revoke(&ConsentId::new(grant.consent.clone())?, &mina)?;
    let answer = app.get("/accounts", &grant.access).await?;
    ensure!(matches!(answer.status.as_u16(), 401 | 403) && !answer.body.contains("\"Data\""), "{answer:?}");
    app.send(app.refresh_ask(&grant.refresh).await?).await?.refused(400, "invalid_grant")
}

#[tokio::test]
async fn a_consent_that_ran_out_opens_nothing_any_more() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let body = r#"{"Data":{"Permissions":["ReadAccountsBasic","ReadBalances"],"ExpirationDateTime":"2026-07-14T07:45:00+00:00"},"Risk":{}}"#;
    let made = app.send(app.consent_ask(&app.own_token().await?, body).await?).await?.granted()?;
    let mut attempt = app.begin().await?;
    attempt.consent = made.text("/Data/ConsentId")?;
    attempt.request_uri = app.send(app.push_ask(&attempt).await?).await?.granted()?.text("/request_uri")?;
    let code = app.code(&attempt, &Person::mina()).await?;
    let tokens = app.exchange(&attempt, &code).await?.granted()?;
    let access = tokens.text("/access_token")?;
    app.get("/accounts", &access).await?.granted()?;
    ground.wait(181);
    let answer = app.get("/accounts", &access).await?;
    ensure!(matches!(answer.status.as_u16(), 401 | 403) && !answer.body.contains("\"Data\""), "{answer:?}");
    let refreshed = app.send(app.refresh_ask(&tokens.text("/refresh_token")?).await?).await?;
    refreshed.refused(400, "invalid_grant")
}

#[tokio::test]
async fn data_nobody_allowed_is_not_given() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    let ids = app.account_ids(&grant.access).await?;
    let account = ids.first().context("no account")?;
    for resource in ["party", "standing-orders", "direct-debits", "beneficiaries", "scheduled-payments"] {
        let answer = app.get(&format!("/accounts/{account}/{resource}"), &grant.access).await?;
        ensure!(answer.status.as_u16() == 403 && !answer.body.contains("\"Data\""), "{resource}: {answer:?}");
    }
    // Credits were allowed, debits were not.
    let page = app.get(&format!("/accounts/{account}/transactions"), &grant.access).await?.granted()?;
    ensure!(!page.body.contains("\"Debit\""), "money out is shown though only money in was allowed");
    Ok(())
}

#[tokio::test]
async fn an_id_is_only_ever_an_id() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    for id in [
        "%27%20OR%201%3D1%20--",
        "%00",
        "..%2F..%2Fetc%2Fpasswd",
        "%7B%7B7*7%7D%7D",
        "%F0%9F%92%B8",
        "%ff",
        "*",
        &"9".repeat(600),
    ] {
        let answer = app.get(&format!("/accounts/{id}/balances"), &grant.access).await?;
        ensure!(answer.status.is_client_error() && !answer.body.contains("\"Data\""), "{id}: {answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn dates_and_cursors_are_only_ever_that() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    let ids = app.account_ids(&grant.access).await?;
    let path = format!("/accounts/{}/transactions", ids.first().context("no account")?);
    for (name, value) in [
        ("fromBookingDateTime", "' OR 1=1 --"),
        ("fromBookingDateTime", "9999999-01-01T00:00:00"),
        ("toBookingDateTime", "yesterday"),
        ("page", "-1"),
        ("page", "' UNION SELECT * FROM core_customers --"),
        ("cursor", "AAAA"),
        ("after", "999999999999999999999999"),
    ] {
        let mut ask = app.api(Method::GET, &path, &grant.access).await?;
        ask.url.query_pairs_mut().append_pair(name, value);
        let answer = app.send(ask).await?;
        ensure!(!answer.status.is_server_error(), "{name}={value}: {answer:?}");
        ensure!(!answer.body.contains("argon2"), "{name}={value} reads another table");
    }
    Ok(())
}

#[tokio::test]
async fn a_consent_that_is_no_honest_json_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = format!(r#"{{"Data":{{"Permissions":["{}"]}},"Risk":{{}}}}"#, "x".repeat(1 << 20));
    for body in [
        "",
        "null",
        "[]",
        r#"{"Data":{"Permissions":[]},"Risk":{}}"#,
        r#"{"Data":{"Permissions":["ReadEverything"]},"Risk":{}}"#,
        r#"{"Data":{"Permissions":["ReadBalances"]}}"#,
        r#"{"Data":{"Permissions":["ReadBalances"],"Permissions":["ReadPAN"]},"Risk":{}}"#,
        r#"{"Data":{"Permissions":["ReadBalances"],"ExpirationDateTime":"2020-01-01T00:00:00+00:00"},"Risk":{}}"#,
        r#"{"Data":{"Permissions":["ReadTransactionsDetail"]},"Risk":{}}"#,
        r#"{"Data":{"Permissions":["ReadBalances"]},"Risk":{}} trailing"#,
        &deep,
        &huge,
    ] {
        let answer = app.send(app.consent_ask(&app.own_token().await?, body).await?).await?;
        let start: String = body.chars().take(80).collect();
        ensure!(answer.status.is_client_error(), "{start}: {answer:?}");
    }
    let ask =
        app.consent_ask(&app.own_token().await?, r#"{"Data":{"Permissions":["ReadBalances"]},"Risk":{}}"#).await?;
    app.send(ask.header("content-type", "text/plain")).await?.stays_here(415)
}

#[tokio::test]
async fn an_interaction_id_is_echoed_only_when_it_is_one() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    for strange in ["<script>alert(1)</script>", "not-an-id", &"a".repeat(4000)] {
        let ask = app.api(Method::GET, "/accounts", &grant.access).await?.header("x-fapi-interaction-id", strange);
        let answer = app.send(ask).await?;
        ensure!(
            answer.header("x-fapi-interaction-id") != strange && answer.header("x-fapi-interaction-id").len() == 36
        );
        ensure!(!answer.body.contains(strange));
    }
    let good = read(&app, Method::GET, "/accounts", &grant.access).await?.granted()?;
    ensure!(good.header("x-fapi-interaction-id") == INTERACTION);
    Ok(())
}

#[tokio::test]
async fn masked_numbers_stay_masked_without_the_permission() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    let accounts = app.get("/accounts", &grant.access).await?.granted()?.json();
    let cards: Vec<&Value> = accounts
        .pointer("/Data/Account")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .flat_map(|account| account.get("Account").and_then(Value::as_array).into_iter().flatten())
        .filter(|number| number.get("SchemeName").and_then(Value::as_str) == Some("UK.OBIE.PAN"))
        .collect();
    ensure!(!cards.is_empty(), "mina has a card: {accounts}");
    for card in cards {
        let number = card.get("Identification").and_then(Value::as_str).unwrap_or_default();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        ensure!(digits <= 4, "a whole card number without ReadPAN: {digits} digits");
    }
    Ok(())
}

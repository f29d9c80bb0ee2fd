//! Using tokens for what they were not given for, and those of others (RFC 6749 §6, RFC 7662 §2, RFC 7009 §2.1).

use anyhow::{Result, ensure};
use moa_tests::attacker::{AppKey, Ground};
use moa_tests::person::Person;
use reqwest::Method;

#[tokio::test]
async fn an_apps_own_token_opens_no_account() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let own = app.own_token().await?;
    for path in ["/accounts", "/balances", "/party", "/accounts/1/transactions"] {
        let answer = app.get(path, &own).await?;
        ensure!(answer.status.as_u16() == 403 && !answer.body.contains("\"Data\""), "{path}: {answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_customers_token_makes_and_deletes_no_consent() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    let body = r#"{"Data":{"Permissions":["ReadBalances"]},"Risk":{}}"#;
    let made = app.send(app.consent_ask(&grant.access, body).await?).await?;
    ensure!(made.status.as_u16() == 403, "{made:?}");
    let path = format!("/account-access-consents/{}", grant.consent);
    let deleted = app.send(app.api(Method::DELETE, &path, &grant.access).await?).await?;
    ensure!(deleted.status.as_u16() == 403, "{deleted:?}");
    app.get("/accounts", &grant.access).await?.granted()?;
    Ok(())
}

#[tokio::test]
async fn a_token_of_one_bank_is_nothing_at_another() -> Result<()> {
    let ground = Ground::of(&["thames", "rheinbank"]).await?;
    let (here, there) = (ground.app_at("thames").await?, ground.app_at("rheinbank").await?);
    let mut there = there;
    let grant = here.grant(&Person::mina()).await?;
    there.dpop = here.dpop.clone();
    there.get("/accounts", &grant.access).await?.challenged("invalid_token")?;
    let refreshed = there.send(there.refresh_ask(&grant.refresh).await?).await?;
    refreshed.refused(400, "invalid_grant")
}

#[tokio::test]
async fn other_kinds_of_secrets_are_no_access_tokens() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    app.get("/accounts", &code).await?.challenged("invalid_token")?;
    let tokens = app.exchange(&attempt, &code).await?.granted()?;
    app.get("/accounts", &tokens.text("/refresh_token")?).await?.challenged("invalid_token")?;
    let by_id_token = app.get("/accounts", &tokens.text("/id_token")?).await?;
    ensure!(by_id_token.status.as_u16() == 401, "{by_id_token:?}");
    let as_refresh = app.send(app.refresh_ask(&tokens.text("/access_token")?).await?).await?;
    as_refresh.refused(400, "invalid_grant")?;
    for invented in ["x", "' OR 1=1 --", "null", "../../etc/passwd"] {
        let answer = app.get("/accounts", invented).await?;
        ensure!(answer.status.as_u16() == 401, "{invented}: {answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_access_token_ends_when_it_said_it_would() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    let tokens = app.exchange(&attempt, &code).await?.granted()?;
    let access = tokens.text("/access_token")?;
    let lives = tokens.json().get("expires_in").and_then(serde_json::Value::as_i64).unwrap_or_default();
    ensure!(lives > 0 && lives <= 3600, "{lives} seconds");
    ground.wait(lives - 1);
    app.get("/accounts", &access).await?.granted()?;
    ground.wait(1);
    app.get("/accounts", &access).await?.challenged("invalid_token")
}

#[tokio::test]
async fn another_app_cannot_refresh_a_grant() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let (app, thief) = (ground.app().await?, ground.app().await?);
    let grant = app.grant(&Person::mina()).await?;
    thief.send(thief.refresh_ask(&grant.refresh).await?).await?.refused(400, "invalid_grant")?;
    // The theft does not cost the owner anything.
    app.send(app.refresh_ask(&grant.refresh).await?).await?.granted()?;
    Ok(())
}

#[tokio::test]
async fn a_refresh_cannot_ask_for_more() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    for scope in ["openid accounts payments", "payments", "admin"] {
        let ask = app.refresh_ask(&grant.refresh).await?.with("scope", scope);
        app.send(ask).await?.refused(400, "invalid_scope")?;
    }
    Ok(())
}

#[tokio::test]
async fn a_refresh_under_a_new_key_binds_to_that_key_alone() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let mut app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    let old = app.dpop.clone();
    app.dpop = AppKey::make()?;
    let access = app.send(app.refresh_ask(&grant.refresh).await?).await?.granted()?.text("/access_token")?;
    app.get("/accounts", &access).await?.granted()?;
    app.get("/accounts", &grant.access).await?.challenged("invalid_token")?;
    app.dpop = old;
    app.get("/accounts", &access).await?.challenged("invalid_token")
}

#[tokio::test]
async fn giving_back_a_refresh_token_ends_everything_it_gave() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    let newer = app.send(app.refresh_ask(&grant.refresh).await?).await?.granted()?.text("/access_token")?;
    app.send(app.form("/revoke", &[("token", &grant.refresh)]).await?).await?.granted()?;
    for token in [grant.access, newer] {
        app.get("/accounts", &token).await?.challenged("invalid_token")?;
    }
    app.send(app.refresh_ask(&grant.refresh).await?).await?.refused(400, "invalid_grant")
}

#[tokio::test]
async fn another_app_cannot_give_a_token_back() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let (app, vandal) = (ground.app().await?, ground.app().await?);
    let grant = app.grant(&Person::mina()).await?;
    for token in [&grant.access, &grant.refresh] {
        let answer = vandal.send(vandal.form("/revoke", &[("token", token)]).await?).await?;
        ensure!(!answer.status.is_success(), "{answer:?}");
    }
    app.get("/accounts", &grant.access).await?.granted()?;
    app.send(app.refresh_ask(&grant.refresh).await?).await?.granted()?;
    // An unknown token is gone already: there is nothing to learn from the answer.
    app.send(app.form("/revoke", &[("token", "invented")]).await?).await?.granted()?;
    Ok(())
}

#[tokio::test]
async fn apps_cannot_ask_what_tokens_are_worth() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let (app, snoop) = (ground.app().await?, ground.app().await?);
    let grant = app.grant(&Person::mina()).await?;
    let live = snoop.send(snoop.form("/introspect", &[("token", &grant.access)]).await?).await?;
    let dead = snoop.send(snoop.form("/introspect", &[("token", "invented")]).await?).await?;
    ensure!(!live.status.is_success(), "{live:?}");
    ensure!((live.status, &live.body) == (dead.status, &dead.body), "{live:?} {dead:?}");
    let own = app.send(app.form("/introspect", &[("token", &grant.access)]).await?).await?;
    ensure!(!own.body.contains("true"), "{own:?}");
    let nobody = snoop.form("/introspect", &[("token", &grant.access)]).await?.without("client_assertion");
    snoop.send(nobody).await?.refused(401, "invalid_client")
}

#[tokio::test]
async fn an_answer_with_tokens_is_kept_by_nobody_on_the_way() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    let tokens = app.exchange(&attempt, &code).await?.granted()?;
    ensure!(tokens.header("cache-control").contains("no-store"));
    ensure!(tokens.text("/token_type")?.eq_ignore_ascii_case("dpop"));
    Ok(())
}

#[tokio::test]
async fn a_parameter_given_twice_or_a_huge_body_gives_no_token() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let grant = app.grant(&Person::mina()).await?;
    for (name, value) in
        [("refresh_token", grant.refresh.as_str()), ("grant_type", "client_credentials"), ("scope", "x")]
    {
        let ask = app.refresh_ask(&grant.refresh).await?.also(name, value).also(name, value);
        app.send(ask).await?.refused(400, "invalid_request")?;
    }
    let huge = app.refresh_ask(&grant.refresh).await?.also("padding", &"x".repeat(1 << 20));
    let answer = app.send(huge).await?;
    ensure!(answer.status.as_u16() == 413, "{answer:?}");
    Ok(())
}

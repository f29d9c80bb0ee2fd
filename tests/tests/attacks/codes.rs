//! Stealing, replaying and bending authorisation codes (RFC 9700 §2.1.1, RFC 7636 §4.6).

use anyhow::{Result, ensure};
use moa_kernel::{Entropy as _, OsEntropy};
use moa_security::digest::sha256_base64url;
use moa_tests::attacker::{AppKey, Ground, forge};
use moa_tests::person::Person;
use secrecy::ExposeSecret as _;

#[tokio::test]
async fn a_code_used_twice_kills_what_it_gave_the_first_time() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    let first = app.exchange(&attempt, &code).await?.granted()?;
    let (access, refresh) = (first.text("/access_token")?, first.text("/refresh_token")?);
    app.get("/accounts", &access).await?.granted()?;
    app.exchange(&attempt, &code).await?.refused(400, "invalid_grant")?;
    app.get("/accounts", &access).await?.challenged("invalid_token")?;
    app.send(app.refresh_ask(&refresh).await?).await?.refused(400, "invalid_grant")
}

#[tokio::test]
async fn of_ten_exchanges_at_once_one_succeeds_and_even_that_is_taken_back() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    let mut asks = Vec::new();
    for _ in 0..10 {
        asks.push(app.exchange_ask(&attempt, &code).await?);
    }
    let answers = futures::future::try_join_all(asks.into_iter().map(|ask| app.send(ask))).await?;
    let granted: Vec<_> = answers.iter().filter(|answer| answer.status.is_success()).collect();
    ensure!(granted.len() == 1, "{} of ten were granted", granted.len());
    for answer in &granted {
        app.get("/accounts", &answer.text("/access_token")?).await?.challenged("invalid_token")?;
    }
    Ok(())
}

#[tokio::test]
async fn another_apps_code_is_worth_nothing_and_is_not_spent_by_the_thief() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let (app, thief) = (ground.app().await?, ground.app().await?);
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    // The thief knows everything the browser and even the app's memory held, but not the app's key.
    thief.exchange(&attempt, &code).await?.refused(400, "invalid_grant")?;
    app.exchange(&attempt, &code).await?.granted()?;
    Ok(())
}

#[tokio::test]
async fn a_code_injected_into_another_attempt_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let (mine, victims) = (app.attempt().await?, app.attempt().await?);
    let code = app.code(&mine, &Ground::jun()).await?;
    app.exchange(&victims, &code).await?.refused(400, "invalid_grant")
}

#[tokio::test]
async fn a_code_without_its_verifier_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let other = OsEntropy.token().expose_secret().to_owned();
    let attempt = app.begin().await?;
    let challenge = sha256_base64url(&attempt.verifier);
    for verifier in [None, Some(""), Some("short"), Some(other.as_str()), Some(challenge.as_str())] {
        let attempt = app.attempt().await?;
        let code = app.code(&attempt, &Person::mina()).await?;
        let ask = app.exchange_ask(&attempt, &code).await?.without("code_verifier");
        let ask = verifier.into_iter().fold(ask, |ask, verifier| ask.with("code_verifier", verifier));
        app.send(ask).await?.refused(400, "invalid_grant")?;
    }
    Ok(())
}

#[tokio::test]
async fn a_code_older_than_a_minute_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    ground.wait(61);
    app.exchange(&attempt, &code).await?.refused(400, "invalid_grant")
}

#[tokio::test]
async fn a_code_for_another_redirect_uri_or_for_none_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for redirect in ["http://127.0.0.1:10/callback/hostile", "http://127.0.0.1:9/callback/hostile/", ""] {
        let attempt = app.attempt().await?;
        let code = app.code(&attempt, &Person::mina()).await?;
        let ask = app.exchange_ask(&attempt, &code).await?.with("redirect_uri", redirect);
        app.send(ask).await?.refused(400, "invalid_grant")?;
    }
    Ok(())
}

#[tokio::test]
async fn a_code_bound_to_a_key_is_refused_with_another_key() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    let other = AppKey::make()?;
    let claims = app.proof_claims("POST", &app.url("/token")?, None).await?;
    let proof = forge::proof(&other, &claims)?;
    let ask = app.exchange_ask(&attempt, &code).await?.header("dpop", &proof);
    app.send(ask).await?.refused(400, "invalid_grant")
}

#[tokio::test]
async fn a_code_without_a_proof_gives_no_token() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    let ask = app.exchange_ask(&attempt, &code).await?.without_header("dpop");
    app.send(ask).await?.refused(400, "invalid_dpop_proof")
}

#[tokio::test]
async fn a_code_for_a_consent_that_was_taken_back_meanwhile_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    app.delete_consent(&attempt.consent).await?.granted()?;
    app.exchange(&attempt, &code).await?.refused(400, "invalid_grant")
}

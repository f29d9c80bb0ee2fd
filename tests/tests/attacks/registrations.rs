//! Registering what should not be registered (RFC 7591 §2): weak keys, shared secrets, addresses that are not the app's own.

use anyhow::{Context as _, Result, ensure};
use moa_tests::attacker::{App, Ask, Ground};
use reqwest::Method;
use serde_json::{Value, json};

/// Registers with one member of the metadata changed; null takes it away.
async fn but(app: &App, name: &str, value: Value) -> Result<moa_tests::attacker::Answer> {
    let mut metadata = app.metadata();
    let members = metadata.as_object_mut().context("metadata")?;
    members.insert(name.to_owned(), value);
    members.retain(|_, value| !value.is_null());
    app.send(app.registration(&metadata)?).await
}

#[tokio::test]
async fn a_redirect_to_a_place_browsers_must_not_be_sent_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for uri in [
        "http://app.example/callback",
        "http://localhost/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://127.0.0.1@evil.example/callback",
        "http://0.0.0.0/callback",
        "http://169.254.169.254/latest",
        "https://app.example/callback#fragment",
        "https://user@app.example/callback",
        "https://app.example/a/../callback",
        "https://app.example/%2e%2e/callback",
        "https://app.example\\@evil.example/",
        "javascript:alert(1)",
        "data:text/html,hi",
        "com.example.app:/callback",
        "/callback",
        "",
    ] {
        let answer = but(&app, "redirect_uris", json!([uri])).await?;
        ensure!(answer.refused(400, "invalid_redirect_uri").is_ok(), "{uri:?}: {answer:?}");
    }
    // One bad apple spoils the list.
    but(&app, "redirect_uris", json!(["https://app.example/callback", "http://evil.example/"]))
        .await?
        .refused(400, "invalid_redirect_uri")?;
    for none in [json!([]), Value::Null] {
        but(&app, "redirect_uris", none).await?.refused(400, "invalid_redirect_uri")?;
    }
    Ok(())
}

#[tokio::test]
async fn keys_come_with_the_request_and_never_from_an_address() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for uri in ["https://app.example/jwks", "http://169.254.169.254/", "http://127.0.0.1:22/"] {
        but(&app, "jwks_uri", json!(uri)).await?.refused(400, "invalid_client_metadata")?;
        let mut alone = app.metadata();
        let members = alone.as_object_mut().context("metadata")?;
        members.remove("jwks");
        members.insert("jwks_uri".to_owned(), json!(uri));
        app.send(app.registration(&alone)?).await?.refused(400, "invalid_client_metadata")?;
    }
    Ok(())
}

#[tokio::test]
async fn weak_missing_and_shared_keys_are_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let rsa_1024 = json!({ "kty": "RSA", "e": "AQAB", "n": "5".repeat(171), "kid": "weak" });
    let shared = json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "HS256" });
    let off_curve = json!({ "kty": "EC", "crv": "P-256", "x": "A".repeat(43), "y": "A".repeat(43) });
    let encryption = json!({ "kty": "EC", "crv": "P-256", "x": "A".repeat(43), "y": "A".repeat(43), "use": "enc" });
    for key in [rsa_1024, shared, off_curve, encryption, json!({})] {
        let answer = but(&app, "jwks", json!({ "keys": [key] })).await?;
        ensure!(answer.refused(400, "invalid_client_metadata").is_ok(), "{key}: {answer:?}");
        // Nor beside a good one, where it could be chosen later.
        let both = but(&app, "jwks", json!({ "keys": [app.key.public_jwk(), key] })).await?;
        both.refused(400, "invalid_client_metadata")?;
    }
    for none in [json!({ "keys": [] }), Value::Null, json!("keys")] {
        but(&app, "jwks", none).await?.refused(400, "invalid_client_metadata")?;
    }
    Ok(())
}

#[tokio::test]
async fn nobody_registers_with_a_secret_or_with_nothing() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for method in ["client_secret_basic", "client_secret_post", "client_secret_jwt", "none", "tls_client_auth"] {
        let answer = but(&app, "token_endpoint_auth_method", json!(method)).await?;
        ensure!(answer.refused(400, "invalid_client_metadata").is_ok(), "{method}: {answer:?}");
    }
    // RFC 7591 reads a missing method as client_secret_basic.
    but(&app, "token_endpoint_auth_method", Value::Null).await?.refused(400, "invalid_client_metadata")?;
    let answer = app.send(app.registration(&app.metadata())?).await?.granted()?;
    ensure!(!answer.body.contains("client_secret\""), "a secret was given out");
    Ok(())
}

#[tokio::test]
async fn a_looser_kind_of_client_cannot_be_registered() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for (name, value) in [
        ("grant_types", json!(["password"])),
        ("grant_types", json!(["implicit"])),
        ("response_types", json!(["token"])),
        ("response_types", json!(["code id_token"])),
        ("scope", json!("openid accounts payments")),
        ("token_endpoint_auth_signing_alg", json!("none")),
        ("token_endpoint_auth_signing_alg", json!("HS256")),
        ("token_endpoint_auth_signing_alg", json!("RS256")),
        ("id_token_signed_response_alg", json!("none")),
        ("dpop_bound_access_tokens", json!(false)),
        ("require_pushed_authorization_requests", json!(false)),
    ] {
        let answer = but(&app, name, value.clone()).await?;
        ensure!(answer.refused(400, "invalid_client_metadata").is_ok(), "{name}: {value}: {answer:?}");
    }
    let statement = but(&app, "software_statement", json!("eyJhbGciOiJub25lIn0.e30.")).await?;
    ensure!(statement.status.as_u16() == 400, "{statement:?}");
    Ok(())
}

#[tokio::test]
async fn metadata_that_says_two_things_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let honest = app.metadata().to_string();
    let twice = honest.replacen('{', r#"{"redirect_uris":["https://evil.example/"],"#, 1);
    let url = app.url("/register")?;
    for (kind, body) in [
        ("application/json", twice),
        ("application/json", "[]".to_owned()),
        ("application/json", "{".to_owned()),
        ("text/plain", honest.clone()),
        ("application/x-www-form-urlencoded", "redirect_uris=https://evil.example/".to_owned()),
    ] {
        app.send(Ask::bytes(url.clone(), kind, body)).await?.refused(400, "invalid_client_metadata")?;
    }
    let huge = honest.replacen('{', &format!(r#"{{"client_uri":"{}","#, "x".repeat(1 << 20)), 1);
    let answer = app.send(Ask::bytes(url.clone(), "application/json", huge)).await?;
    ensure!(answer.status.as_u16() == 413, "{answer:?}");
    let read = app.send(Ask::bare(Method::GET, url)).await?;
    ensure!(read.status.as_u16() == 405, "{read:?}");
    Ok(())
}

#[tokio::test]
async fn a_flood_of_registrations_is_slowed_down() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for _ in 0..200 {
        let answer = app.send(app.registration(&app.metadata())?).await?;
        if answer.status.as_u16() == 429 {
            ensure!(!answer.header("retry-after").is_empty());
            ground.wait(61);
            app.send(app.registration(&app.metadata())?).await?.granted()?;
            return Ok(());
        }
    }
    anyhow::bail!("two hundred registrations in one minute")
}

//! Bending the pushed request: here is the bank's one chance to refuse before a customer sees anything (RFC 9126 §2.1).

use anyhow::{Result, ensure};
use moa_tests::attacker::{App, Ask, Ground};
use moa_tests::person::Person;
use reqwest::Method;

/// An honest push of a new attempt, to be tampered with.
async fn honest_push(app: &App) -> Result<Ask> {
    let attempt = app.begin().await?;
    app.push_ask(&attempt).await
}

#[tokio::test]
async fn pkce_cannot_be_left_out_or_weakened() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let none = honest_push(&app).await?.without("code_challenge").without("code_challenge_method");
    let unnamed = honest_push(&app).await?.without("code_challenge_method");
    let plain = honest_push(&app).await?.with("code_challenge_method", "plain");
    let lower = honest_push(&app).await?.with("code_challenge_method", "s256");
    let empty = honest_push(&app).await?.with("code_challenge", "");
    let short = honest_push(&app).await?.with("code_challenge", "abc");
    for ask in [none, unnamed, plain, lower, empty, short] {
        app.send(ask).await?.refused(400, "invalid_request")?;
    }
    app.send(honest_push(&app).await?).await?.granted()?;
    Ok(())
}

#[tokio::test]
async fn only_a_code_can_be_asked_for() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for kind in ["token", "code id_token", "code token", "id_token", "none", ""] {
        let ask = honest_push(&app).await?.with("response_type", kind);
        app.send(ask).await?.refused(400, "unsupported_response_type")?;
    }
    for mode in ["fragment", "form_post", "jwt"] {
        app.send(honest_push(&app).await?.with("response_mode", mode)).await?.refused(400, "invalid_request")?;
    }
    Ok(())
}

#[tokio::test]
async fn no_variant_of_the_redirect_uri_is_taken_for_it() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for variant in [
        "",
        "http://evil.example/callback/hostile",
        "https://127.0.0.1:9/callback/hostile",
        "http://localhost:9/callback/hostile",
        "http://[::1]:9/callback/hostile",
        "http://127.0.0.2:9/callback/hostile",
        "http://127.1:9/callback/hostile",
        "http://2130706433:9/callback/hostile",
        "http://127.0.0.1:9/callback/hostile/",
        "http://127.0.0.1:9/callback/hostile/more",
        "http://127.0.0.1:9/callback/../callback/hostile",
        "http://127.0.0.1:9/callback/%2e%2e/hostile",
        "http://127.0.0.1:9/callback/hostile?extra=1",
        "http://127.0.0.1:9/callback/hostile#fragment",
        "http://127.0.0.1:9/Callback/hostile",
        "http://user@127.0.0.1:9/callback/hostile",
        "http://127.0.0.1:9@evil.example/callback/hostile",
        "http://127.0.0.1.evil.example/callback/hostile",
        "http://127.0.0.1\\@evil.example/callback/hostile",
        "HTTP://127.0.0.1:9/callback/hostile",
        "javascript:alert(1)",
    ] {
        let answer = app.send(honest_push(&app).await?.with("redirect_uri", variant)).await?;
        ensure!(answer.refused(400, "invalid_request").is_ok(), "{variant:?}: {answer:?}");
    }
    // The one exception there is: a native app's port (RFC 8252 §7.3).
    let other_port = honest_push(&app).await?.with("redirect_uri", "http://127.0.0.1:51999/callback/hostile");
    app.send(other_port).await?.granted()?;
    app.send(honest_push(&app).await?.without("redirect_uri")).await?.refused(400, "invalid_request")
}

#[tokio::test]
async fn a_parameter_given_twice_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for (name, value) in [
        ("redirect_uri", app.redirect_uri.as_str()),
        ("redirect_uri", "https://evil.example/"),
        ("client_id", app.client_id.as_str()),
        ("state", "another"),
        ("code_challenge_method", "S256"),
        ("scope", "openid"),
    ] {
        let answer = app.send(honest_push(&app).await?.also(name, value)).await?;
        ensure!(answer.refused(400, "invalid_request").is_ok(), "{name}: {answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_request_inside_the_request_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let pushed = app.attempt().await?;
    let nested = honest_push(&app).await?.with("request_uri", &pushed.request_uri);
    app.send(nested).await?.refused(400, "invalid_request")?;
    let object = honest_push(&app).await?.with("request", "eyJhbGciOiJub25lIn0.e30.");
    app.send(object).await?.refused(400, "invalid_request")
}

#[tokio::test]
async fn a_request_about_somebody_elses_consent_is_refused_like_one_about_none() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let (app, other) = (ground.app().await?, ground.app().await?);
    let mut attempt = app.begin().await?;
    attempt.consent = other.consent().await?;
    let foreign = app.send(app.push_ask(&attempt).await?).await?;
    attempt.consent = "aac-00000000-0000-4000-8000-000000000000".to_owned();
    let absent = app.send(app.push_ask(&attempt).await?).await?;
    foreign.refused(400, "invalid_request")?;
    ensure!((foreign.status, &foreign.body) == (absent.status, &absent.body), "{foreign:?} {absent:?}");
    app.send(honest_push(&app).await?.without("claims")).await?.refused(400, "invalid_request")?;
    app.send(honest_push(&app).await?.with("claims", "{")).await?.refused(400, "invalid_request")
}

#[tokio::test]
async fn a_consent_that_was_answered_cannot_be_asked_about_again() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    app.code(&attempt, &Person::mina()).await?;
    app.send(app.push_ask(&attempt).await?).await?.refused(400, "invalid_request")
}

#[tokio::test]
async fn a_wider_scope_than_the_bank_has_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for scope in ["openid accounts payments", "payments", "openid accounts admin"] {
        app.send(honest_push(&app).await?.with("scope", scope)).await?.refused(400, "invalid_scope")?;
    }
    Ok(())
}

#[tokio::test]
async fn an_oversized_or_misshapen_push_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let huge = honest_push(&app).await?.with("ui_locales", &"x".repeat(1 << 20));
    let answer = app.send(huge).await?;
    ensure!(answer.status.as_u16() == 413, "{answer:?}");
    let long_state = honest_push(&app).await?.with("state", &"s".repeat(10_000));
    app.send(long_state).await?.refused(400, "invalid_request")?;
    let broken_line = honest_push(&app).await?.with("state", "a\r\nSet-Cookie: x=y");
    app.send(broken_line).await?.refused(400, "invalid_request")?;
    let json = Ask::bytes(app.url("/par")?, "application/json", "{}");
    app.send(json).await?.refused(400, "invalid_request")?;
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let answer = app.send(honest_push(&app).await?.by(method)).await?;
        ensure!(answer.status.as_u16() == 405, "{answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_push_under_another_key_than_it_names_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for jkt in [app.key.thumbprint(), "short", ""] {
        let answer = app.send(honest_push(&app).await?.with("dpop_jkt", jkt)).await?;
        if jkt.is_empty() {
            // Left empty it is left out, and the proof's own key counts.
            answer.granted()?;
        } else {
            answer.refused(400, "invalid_request")?;
        }
    }
    Ok(())
}

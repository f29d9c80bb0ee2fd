//! Pretending to be an app: false, old, stolen and foreign client assertions (RFC 7523 §3, FAPI 2.0 §5.3.2.1).

use anyhow::{Result, ensure};
use moa_security::jws::Alg;
use moa_tests::attacker::{App, AppKey, Ground, forge};
use moa_tests::person::Person;
use serde_json::{Value, json};

/// Asks for the app's own token with this in place of a good assertion.
async fn own_token_with(app: &App, assertion: &str) -> Result<()> {
    let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
    let ask = app.form("/token", &fields).await?.with("client_assertion", assertion);
    app.send(ask).await?.refused(401, "invalid_client")
}

/// A good assertion but for one claim; null takes the claim away.
fn but(app: &App, claim: &str, value: Value) -> Result<String> {
    let mut claims = app.assertion_claims();
    if let Some(members) = claims.as_object_mut() {
        members.insert(claim.to_owned(), value);
        members.retain(|_, value| !value.is_null());
    }
    forge::signed(&app.key, &forge::assertion_header(&app.key), &claims)
}

#[tokio::test]
async fn a_good_assertion_opens_the_door() -> Result<()> {
    let ground = Ground::one_bank().await?;
    ground.app().await?.own_token().await?;
    Ok(())
}

#[tokio::test]
async fn an_unsigned_assertion_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for alg in ["none", "None", "nOnE", ""] {
        let header = json!({ "alg": alg, "typ": "JWT", "kid": app.key.thumbprint() });
        own_token_with(&app, &forge::unsigned(&header, &app.assertion_claims())).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_public_key_is_no_shared_secret() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let header = json!({ "alg": "HS256", "typ": "JWT", "kid": app.key.thumbprint() });
    let public = app.key.public_jwk();
    let jwk = serde_json::to_vec(&public)?;
    let x = public.x.unwrap_or_default();
    for secret in [jwk.as_slice(), x.as_bytes(), app.client_id.as_bytes()] {
        own_token_with(&app, &forge::maced(secret, &header, &app.assertion_claims())).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_assertion_by_its_own_key_under_another_algorithms_name_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    for alg in Alg::ALL {
        let app = ground.app_signing(*alg).await?;
        for other in Alg::ALL.iter().filter(|other| *other != alg) {
            let header = json!({ "alg": other.as_str(), "typ": "JWT", "kid": app.key.thumbprint() });
            own_token_with(&app, &forge::signed(&app.key, &header, &app.assertion_claims())?).await?;
        }
        app.own_token().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_assertion_signed_by_a_stranger_is_refused_even_if_it_brings_its_key() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let stranger = AppKey::make()?;
    for header in [
        json!({ "alg": "ES256", "typ": "JWT" }),
        json!({ "alg": "ES256", "typ": "JWT", "kid": app.key.thumbprint() }),
        json!({ "alg": "ES256", "typ": "JWT", "jwk": stranger.public_jwk() }),
        json!({ "alg": "ES256", "typ": "JWT", "jku": "http://127.0.0.1:9/jwks" }),
        json!({ "alg": "ES256", "typ": "JWT", "kid": "../../etc/passwd" }),
        json!({ "alg": "ES256", "typ": "JWT", "kid": "' OR 1=1 --" }),
    ] {
        own_token_with(&app, &forge::signed(&stranger, &header, &app.assertion_claims())?).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_expired_assertion_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let old = app.assertion()?;
    ground.wait(61);
    own_token_with(&app, &old).await?;
    own_token_with(&app, &but(&app, "exp", json!(app.now()))?).await
}

#[tokio::test]
async fn an_assertion_that_lives_for_ever_or_for_no_clear_time_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let soon = (app.now() + 60).to_string();
    let odd = [json!(253_402_300_799_i64), json!(app.now() + 3600), json!(soon), json!(1.9e9), json!(-1), Value::Null];
    for exp in odd {
        own_token_with(&app, &but(&app, "exp", exp)?).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_assertion_from_the_future_is_refused_and_a_fast_clock_is_forgiven() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    for claim in ["iat", "nbf"] {
        own_token_with(&app, &but(&app, claim, json!(app.now() + 120))?).await?;
        let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
        let fast = but(&app, claim, json!(app.now() + 8))?;
        app.send(app.form("/token", &fields).await?.with("client_assertion", &fast)).await?.granted()?;
    }
    Ok(())
}

#[tokio::test]
async fn an_assertion_is_good_once_also_across_endpoints() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let assertion = app.assertion()?;
    let attempt = app.begin().await?;
    app.send(app.push_ask(&attempt).await?.with("client_assertion", &assertion)).await?.granted()?;
    own_token_with(&app, &assertion).await?;
    let attempt = app.begin().await?;
    let again = app.push_ask(&attempt).await?.with("client_assertion", &assertion);
    app.send(again).await?.refused(401, "invalid_client")
}

#[tokio::test]
async fn an_assertion_for_another_server_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let issuer = app.origin.clone();
    for aud in [
        json!(format!("{issuer}/token")),
        json!(format!("{issuer}/")),
        json!([issuer]),
        json!([issuer, "https://evil.example"]),
        json!("https://evil.example"),
        Value::Null,
    ] {
        own_token_with(&app, &but(&app, "aud", aud)?).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_one_bank_was_shown_another_bank_does_not_take() -> Result<()> {
    let ground = Ground::of(&["thames", "rheinbank"]).await?;
    let (honest, evil) = (ground.app_at("thames").await?, ground.app_at("rheinbank").await?);
    // The evil bank got a good assertion of a client that has the same name and key at the honest one.
    let mut claims = honest.assertion_claims();
    if let Some(members) = claims.as_object_mut() {
        members.insert("aud".to_owned(), json!(evil.origin));
    }
    let captured = forge::signed(&honest.key, &forge::assertion_header(&honest.key), &claims)?;
    own_token_with(&honest, &captured).await
}

#[tokio::test]
async fn another_apps_name_on_ones_own_assertion_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let (app, victim) = (ground.app().await?, ground.app().await?);
    for claim in ["iss", "sub"] {
        own_token_with(&app, &but(&app, claim, json!(victim.client_id))?).await?;
    }
    let mut claims = app.assertion_claims();
    for claim in ["iss", "sub"] {
        if let Some(members) = claims.as_object_mut() {
            members.insert(claim.to_owned(), json!(victim.client_id));
        }
    }
    own_token_with(&app, &forge::signed(&app.key, &forge::assertion_header(&app.key), &claims)?).await?;
    let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
    let beside = app.form("/token", &fields).await?.with("client_id", &victim.client_id);
    app.send(beside).await?.refused(401, "invalid_client")
}

#[tokio::test]
async fn another_kind_of_token_does_not_pass_for_an_assertion() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let proof = app.proof("POST", &app.url("/token")?, None).await?;
    own_token_with(&app, &proof).await?;
    for typ in ["dpop+jwt", "oauth-authz-req+jwt", "at+jwt", "application/dpop+jwt"] {
        let header = json!({ "alg": "ES256", "typ": typ, "kid": app.key.thumbprint() });
        own_token_with(&app, &forge::signed(&app.key, &header, &app.assertion_claims())?).await?;
    }
    let attempt = app.attempt().await?;
    let code = app.code(&attempt, &Person::mina()).await?;
    let id_token = app.exchange(&attempt, &code).await?.granted()?.text("/id_token")?;
    own_token_with(&app, &id_token).await
}

#[tokio::test]
async fn a_client_secret_is_no_way_in() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
    let bare = app.form("/token", &fields).await?.without("client_assertion").without("client_assertion_type");
    app.send(bare.clone()).await?.refused(401, "invalid_client")?;
    app.send(bare.clone().with("client_secret", "secret")).await?.refused(401, "invalid_client")?;
    app.send(bare.header("authorization", "Basic YXBwOnNlY3JldA==")).await?.refused(401, "invalid_client")?;
    let both = app.form("/token", &fields).await?.with("client_secret", "secret");
    app.send(both).await?.refused(401, "invalid_client")?;
    let other = app.form("/token", &fields).await?;
    let other = other.with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer");
    app.send(other).await?.refused(401, "invalid_client")
}

#[tokio::test]
async fn nobody_can_find_out_which_apps_exist() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
    let stranger = AppKey::make()?;
    let forged = forge::signed(&stranger, &forge::assertion_header(&stranger), &app.assertion_claims())?;
    let known = app.send(app.form("/token", &fields).await?.with("client_assertion", &forged)).await?;

    let mut claims = app.assertion_claims();
    for claim in ["iss", "sub"] {
        if let Some(members) = claims.as_object_mut() {
            members.insert(claim.to_owned(), json!("app-00000000-0000-4000-8000-000000000000"));
        }
    }
    let forged = forge::signed(&stranger, &forge::assertion_header(&stranger), &claims)?;
    let ask = app.form("/token", &fields).await?.without("client_id").with("client_assertion", &forged);
    let unknown = app.send(ask).await?;

    known.refused(401, "invalid_client")?;
    ensure!((known.status, &known.body) == (unknown.status, &unknown.body), "{known:?} {unknown:?}");
    let names = |answer: &moa_tests::attacker::Answer| -> Vec<String> {
        answer.headers.keys().map(|name| name.as_str().to_owned()).collect()
    };
    ensure!(names(&known) == names(&unknown), "the headers differ");
    Ok(())
}

#[tokio::test]
async fn a_password_or_no_grant_at_all_gives_no_token() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let password = [("grant_type", "password"), ("username", "mina"), ("password", "moa-demo-2026")];
    app.send(app.form("/token", &password).await?).await?.refused(400, "unsupported_grant_type")?;
    app.send(app.form("/token", &[("grant_type", "implicit")]).await?).await?.refused(400, "unsupported_grant_type")?;
    app.send(app.form("/token", &[("scope", "accounts")]).await?).await?.refused(400, "invalid_request")
}

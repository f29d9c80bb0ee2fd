//! An app makes itself known, within what is offered and not too often.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use http::Request;
use moa_kernel::ClientId;
use serde_json::{Value, json};

use crate::Profile;
use crate::stage::{Answer, App, ISSUER, Stage, form, refused};

async fn register(stage: &Stage, body: &str) -> Answer {
    let request = Request::post("/register").header("content-type", "application/json");
    stage.send(request.body(body.to_owned().into()).unwrap()).await
}

fn metadata(app: &App) -> Value {
    json!({
        "redirect_uris": ["http://127.0.0.1/callback/thames/x"],
        "token_endpoint_auth_method": "private_key_jwt",
        "client_name": "Moa\u{202e} <script>",
        "jwks": { "keys": [app.key.public_jwk()] },
    })
}

#[tokio::test]
async fn an_app_that_registers_can_begin_at_once() {
    let stage = Stage::new();
    let mut app = App::make("x", &*stage.luck);
    let answer = register(&stage, &metadata(&app).to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.text("client_name"), "Moa <script>", "made fit to be read; the page escapes it");
    assert!(answer.json().get("client_secret").is_none());
    app.id = ClientId::new(answer.text("client_id")).unwrap();
    let consent = stage.consent(&app);
    assert_eq!(stage.call(&app, "/par", app.request(&consent)).await.status, 201);
}

#[tokio::test]
async fn what_is_not_offered_is_refused() {
    let stage = Stage::new();
    let app = App::make("x", &*stage.luck);
    const METADATA: &str = "invalid_client_metadata";
    const REDIRECT: &str = "invalid_redirect_uri";
    let weak = json!({ "keys": [{ "kty": "RSA", "n": "AQAB".repeat(40), "e": "AQAB" }] });
    let secret = json!({ "keys": [{ "kty": "oct", "k": "c2VjcmV0" }] });
    for (member, value, code) in [
        ("token_endpoint_auth_method", Value::Null, METADATA),
        ("token_endpoint_auth_method", json!("none"), METADATA),
        ("token_endpoint_auth_method", json!("client_secret_basic"), METADATA),
        ("token_endpoint_auth_signing_alg", json!("RS256"), METADATA),
        ("token_endpoint_auth_signing_alg", json!("none"), METADATA),
        ("grant_types", json!(["password"]), METADATA),
        ("grant_types", json!(["authorization_code", "implicit"]), METADATA),
        ("response_types", json!(["code id_token"]), METADATA),
        ("scope", json!("openid accounts payments"), METADATA),
        ("dpop_bound_access_tokens", json!(false), METADATA),
        ("jwks", Value::Null, METADATA),
        ("jwks", json!({ "keys": [] }), METADATA),
        ("jwks", weak, METADATA),
        ("jwks", secret, METADATA),
        ("jwks_uri", json!("https://app.example/jwks"), METADATA),
        ("jwks_uri", json!("http://169.254.169.254/latest"), METADATA),
        ("redirect_uris", Value::Null, METADATA),
        ("redirect_uris", json!([]), REDIRECT),
        ("redirect_uris", json!(["http://app.example/cb"]), REDIRECT),
        ("redirect_uris", json!(["http://localhost/cb"]), REDIRECT),
        ("redirect_uris", json!(["https://app.example/cb#x"]), REDIRECT),
        ("redirect_uris", json!(["https://app.example/cb", "javascript:alert(1)"]), REDIRECT),
        ("redirect_uris", json!(vec!["https://app.example/cb"; 11]), REDIRECT),
        ("software_statement", json!("eyJ"), "invalid_software_statement"),
    ] {
        let mut metadata = metadata(&app);
        metadata[member] = value.clone();
        let answer = register(&stage, &metadata.to_string()).await;
        assert_eq!(answer.refusal(), refused(400, code), "{member}={value}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_metadata_is_refused() {
    let stage = Stage::new();
    let app = App::make("x", &*stage.luck);
    let good = metadata(&app).to_string();
    let twice = good.replacen('{', r#"{"redirect_uris":["https://evil.example/"],"#, 1);
    let deep = "[".repeat(100_000);
    for body in ["", "{", "[]", "null", "\"x\"", twice.as_str(), &deep[..60_000]] {
        let answer = register(&stage, body).await;
        assert_eq!(answer.refusal(), refused(400, "invalid_client_metadata"), "{}", &body[..body.len().min(40)]);
    }
    assert_eq!(register(&stage, &deep).await.status, 413);
    let as_form = Request::post("/register").header("content-type", "text/plain").body(good.into()).unwrap();
    assert_eq!(stage.send(as_form).await.refusal(), refused(400, "invalid_client_metadata"));
}

#[tokio::test]
async fn one_address_does_not_use_up_what_others_may() {
    let mut profile = Profile::fapi2_security();
    profile.limits.registrations_per_minute = 2;
    let stage = Stage::with(profile, ISSUER);
    let body = metadata(&App::make("x", &*stage.luck)).to_string();
    let mut seen = Vec::new();
    for address in ["203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.8"] {
        let peer = SocketAddr::new(address.parse().unwrap(), 40_000);
        let request = Request::post("/register").header("content-type", "application/json");
        let request = request.extension(ConnectInfo(peer)).body(body.clone().into()).unwrap();
        seen.push(stage.send(request).await.status.as_u16());
    }
    assert_eq!(seen, [201, 201, 429, 201]);
}

#[tokio::test]
async fn an_app_that_never_comes_back_is_forgotten_after_a_day() {
    let stage = Stage::new();
    let (mut used, mut unused) = (App::make("x", &*stage.luck), App::make("y", &*stage.luck));
    for app in [&mut used, &mut unused] {
        let answer = register(&stage, &metadata(app).to_string()).await;
        app.id = ClientId::new(answer.text("client_id")).unwrap();
    }
    let own = || form(&[("grant_type", "client_credentials"), ("scope", "accounts")]);
    assert_eq!(stage.call(&used, "/token", own()).await.status, 200);
    stage.advance(24 * 3600 + 1);
    assert_eq!(stage.call(&used, "/token", own()).await.status, 200, "this sweeps");
    assert_eq!(stage.call(&unused, "/token", own()).await.refusal(), refused(401, "invalid_client"));
    assert_eq!(stage.call(&used, "/token", own()).await.status, 200);
    assert_eq!(stage.call(&stage.app, "/token", own()).await.status, 200, "who runs the bank vouched for it");
}

#[tokio::test]
async fn registrations_have_a_ceiling() {
    let mut profile = Profile::fapi2_security();
    profile.limits.registrations_per_minute = 2;
    let stage = Stage::with(profile, ISSUER);
    let app = App::make("x", &*stage.luck);
    let body = metadata(&app).to_string();
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(register(&stage, &body).await.status.as_u16());
    }
    assert_eq!(seen, [201, 201, 429]);
    stage.advance(60);
    assert_eq!(register(&stage, &body).await.status, 201);
}

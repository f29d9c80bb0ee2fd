//! An app proves who it is, and everything that proves nothing gets one answer.

use moa_kernel::ExposeSecret as _;
use moa_security::jws::{self, Typ};
use moa_wire::oauth::JWT_BEARER;
use serde_json::{Value, json};

use crate::stage::{App, ISSUER, Stage, but, form, refused};

/// Pushes a good request with this assertion.
async fn push(stage: &Stage, assertion: &str) -> (u16, String) {
    let consent = stage.consent(&stage.app);
    let mut parameters = stage.app.request(&consent);
    parameters.extend(form(&[("client_assertion_type", JWT_BEARER), ("client_assertion", assertion)]));
    let answer = stage.post("/par", &parameters, &[]).await;
    if answer.status == 201 { (201, String::new()) } else { answer.refusal() }
}

fn claims(stage: &Stage, change: &str, value: Value) -> Value {
    let now = stage.bank.now().as_second();
    let mut claims = json!({ "iss": "moa", "sub": "moa", "aud": ISSUER, "jti": change, "iat": now, "exp": now + 60 });
    claims[change] = value;
    claims
}

#[tokio::test]
async fn an_assertion_counts_once_wherever_it_is_shown() {
    let stage = Stage::new();
    let assertion = stage.assertion(&stage.app);
    let text = &assertion[1].1;
    assert_eq!(push(&stage, text).await.0, 201);
    assert_eq!(push(&stage, text).await, refused(401, "invalid_client"));
    let mut parameters = form(&[("grant_type", "client_credentials"), ("scope", "accounts")]);
    parameters.extend(assertion);
    let proof = stage.proof(&stage.app, "/token");
    let answer = stage.post("/token", &parameters, &[("dpop", proof)]).await;
    assert_eq!(answer.refusal(), refused(401, "invalid_client"));
}

#[tokio::test]
async fn a_restart_is_no_second_chance() {
    let database = moa_bank_core::state::Database::in_memory().unwrap();
    let before = Stage::over(&database, crate::Profile::fapi2_security(), ISSUER);
    let text = before.assertion(&before.app)[1].1.clone();
    assert_eq!(push(&before, &text).await.0, 201);
    let after = Stage { app: App { ..before.app }, ..Stage::over(&database, crate::Profile::fapi2_security(), ISSUER) };
    after.server.register_client(&after.app.client()).unwrap();
    assert_eq!(push(&after, &text).await, refused(401, "invalid_client"));
    let fresh = after.assertion(&after.app)[1].1.clone();
    assert_eq!(push(&after, &fresh).await.0, 201);
}

#[tokio::test]
async fn the_audience_is_our_issuer_as_one_string() {
    let stage = Stage::new();
    let sign = |claims: Value| jws::sign(&stage.app.key, Typ::Jwt, &claims).unwrap();
    assert_eq!(push(&stage, &sign(claims(&stage, "aud", json!(ISSUER)))).await.0, 201);
    for audience in [
        json!(format!("{ISSUER}/")),
        json!(format!("{ISSUER}/token")),
        json!(format!("{ISSUER}/par")),
        json!([ISSUER]),
        json!("https://evil.example"),
        Value::Null,
    ] {
        let assertion = sign(claims(&stage, "aud", audience.clone()));
        assert_eq!(push(&stage, &assertion).await, refused(401, "invalid_client"), "{audience}");
    }
    for (claim, value) in [("sub", json!("other")), ("iss", json!("other")), ("exp", json!(1)), ("jti", json!(""))] {
        let assertion = sign(claims(&stage, claim, value));
        assert_eq!(push(&stage, &assertion).await, refused(401, "invalid_client"), "{claim}");
    }
}

#[tokio::test]
async fn an_unknown_app_a_wrong_key_and_a_wrong_kind_of_token_get_one_answer() {
    let stage = Stage::new();
    let stranger = App::make("stranger", &*stage.luck);
    let impostor = App { id: stage.app.id.clone(), ..App::make("x", &*stage.luck) };
    let url = url::Url::parse(&format!("{ISSUER}/par")).unwrap();
    let about = moa_security::dpop::ProofFor { method: "POST", url: &url, access_token: None, nonce: None };
    let proof = moa_security::dpop::make(&stage.app.key, &about, &*stage.clock, &*stage.luck).unwrap();
    let none = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJtb2EiLCJzdWIiOiJtb2EifQ.";
    let mut bodies = Vec::new();
    for text in [
        stage.assertion(&stranger)[1].1.as_str(),
        stage.assertion(&impostor)[1].1.as_str(),
        proof.expose_secret(),
        none,
        "nonsense",
        "",
    ] {
        let mut parameters = form(&[("grant_type", "client_credentials"), ("scope", "accounts")]);
        parameters.extend(form(&[("client_assertion_type", JWT_BEARER), ("client_assertion", text)]));
        let answer = stage.post("/token", &parameters, &[]).await;
        assert_eq!(answer.refusal(), refused(401, "invalid_client"));
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test]
async fn secrets_and_other_methods_are_not_accepted() {
    let stage = Stage::new();
    let good = || {
        let mut parameters = form(&[("token", "x")]);
        parameters.extend(stage.assertion(&stage.app));
        parameters
    };
    assert_eq!(stage.post("/revoke", &good(), &[]).await.status, 200);
    let header = [("authorization", "Basic bW9hOnNlY3JldA==".to_owned())];
    assert_eq!(stage.post("/revoke", &good(), &header).await.refusal(), refused(401, "invalid_client"));
    for (name, value) in [
        ("client_secret", Some("secret")),
        ("client_assertion_type", None),
        ("client_assertion_type", Some("urn:ietf:params:oauth:client-assertion-type:saml2-bearer")),
        ("client_assertion", None),
        ("client_id", Some("other")),
    ] {
        let answer = stage.post("/revoke", &but(good(), name, value), &[]).await;
        assert_eq!(answer.refusal(), refused(401, "invalid_client"), "{name}={value:?}");
    }
    assert_eq!(stage.post("/revoke", &but(good(), "client_id", Some("moa")), &[]).await.status, 200);
}

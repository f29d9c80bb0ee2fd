//! What may be pushed, and every way a pushed request is refused.

use crate::stage::{Stage, but, form, refused};

#[tokio::test]
async fn a_good_request_gets_a_name_for_ninety_seconds() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let answer = stage.call(&stage.app, "/par", stage.app.request(&consent)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.json()["expires_in"], 90);
    let name = answer.text("request_uri");
    assert!(name.starts_with("urn:ietf:params:oauth:request_uri:") && name.len() == 34 + 43, "{name}");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(!answer.header("dpop-nonce").is_empty());
}

#[tokio::test]
async fn each_parameter_has_its_rules() {
    let stage = Stage::new();
    let long = "x".repeat(513);
    let nonce_64 = "n".repeat(64);
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    for (name, value, code) in [
        ("nonce", Some(nonce_64.as_str()), None),
        ("nonce", None, None),
        ("state", None, None),
        ("scope", Some("accounts"), None),
        ("dpop_jkt", Some(challenge), None),
        ("response_mode", Some("query"), None),
        ("nonce", Some(long.as_str()), Some("invalid_request")),
        ("state", Some(long.as_str()), Some("invalid_request")),
        ("state", Some("a\r\nb"), Some("invalid_request")),
        ("response_type", None, Some("unsupported_response_type")),
        ("response_type", Some("token"), Some("unsupported_response_type")),
        ("response_type", Some("code id_token"), Some("unsupported_response_type")),
        ("response_mode", Some("fragment"), Some("invalid_request")),
        ("response_mode", Some("jwt"), Some("invalid_request")),
        ("scope", None, Some("invalid_scope")),
        ("scope", Some("openid accounts payments"), Some("invalid_scope")),
        ("code_challenge", None, Some("invalid_request")),
        ("code_challenge", Some("short"), Some("invalid_request")),
        ("code_challenge_method", None, Some("invalid_request")),
        ("code_challenge_method", Some("plain"), Some("invalid_request")),
        ("claims", None, Some("invalid_request")),
        ("claims", Some("{"), Some("invalid_request")),
        ("claims", Some(r#"{"id_token":{"acr":null}}"#), Some("invalid_request")),
        ("claims", Some(r#"{"id_token":{"openbanking_intent_id":{"value":"aac-unknown"}}}"#), Some("invalid_request")),
        ("dpop_jkt", Some("no-thumbprint"), Some("invalid_request")),
        ("prompt", Some("none"), Some("invalid_request")),
        ("request", Some("eyJhbGciOiJub25lIn0.e30."), Some("invalid_request")),
        ("request_uri", Some("urn:ietf:params:oauth:request_uri:x"), Some("invalid_request")),
        ("request_uri", Some("https://evil.example/request"), Some("invalid_request")),
    ] {
        let consent = stage.consent(&stage.app);
        let answer = stage.call(&stage.app, "/par", but(stage.app.request(&consent), name, value)).await;
        match code {
            None => assert_eq!(answer.status, 201, "{name}={value:?}: {}", answer.body),
            Some(code) => assert_eq!(answer.refusal(), refused(400, code), "{name}={value:?}"),
        }
    }
}

#[tokio::test]
async fn only_a_registered_redirect_uri_is_taken() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    for (uri, fine) in [
        (Some("http://127.0.0.1:9/callback/thames/x"), true),
        (Some("http://127.0.0.1/callback/thames/x"), true),
        (None, false),
        (Some("http://127.0.0.1:9/callback/thames/y"), false),
        (Some("http://127.0.0.1:9/callback/thames/x/../y"), false),
        (Some("http://127.0.0.1:9/callback/thames/%2e%2e/x"), false),
        (Some("http://127.0.0.1:9/callback/thames/x?a=b"), false),
        (Some("http://127.0.0.1:9/callback/thames/x#a"), false),
        (Some("http://user@127.0.0.1:9/callback/thames/x"), false),
        (Some("http://localhost:9/callback/thames/x"), false),
        (Some("https://evil.example/callback/thames/x"), false),
    ] {
        let answer = stage.call(&stage.app, "/par", but(stage.app.request(&consent), "redirect_uri", uri)).await;
        assert_eq!(answer.status, if fine { 201 } else { 400 }, "{uri:?} {}", answer.body);
        assert_eq!(answer.header("location"), "");
    }
}

#[tokio::test]
async fn a_parameter_that_comes_twice_is_refused() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    for name in ["redirect_uri", "scope", "client_id", "claims"] {
        let mut twice = stage.app.request(&consent);
        twice.extend(form(&[(name, "one"), (name, "two")]));
        let answer = stage.call(&stage.app, "/par", twice).await;
        assert_eq!(answer.refusal(), refused(400, "invalid_request"), "{name}");
    }
}

#[tokio::test]
async fn a_consent_of_another_app_or_one_that_was_answered_cannot_be_asked_about() {
    let stage = Stage::new();
    let other = stage.other_app();
    let theirs = stage.consent(&other);
    let answer = stage.call(&stage.app, "/par", stage.app.request(&theirs)).await;
    assert_eq!(answer.refusal(), refused(400, "invalid_request"));
    let rejected = stage.consent(&stage.app);
    stage.bank.consents().reject(&rejected).unwrap();
    let unknown = stage.call(&stage.app, "/par", stage.app.request(&rejected)).await;
    assert_eq!(unknown.body, answer.body, "not there, not yours and not open are one answer");
}

#[tokio::test]
async fn a_proof_at_the_push_binds_the_code_to_its_key() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let (proof, nonceless) = (stage.proof(&stage.app, "/par"), stage.proof_with(&stage.app.dpop, "/par", None));
    let ask = |proof: String, jkt: Option<String>| {
        let mut parameters = but(stage.app.request(&consent), "dpop_jkt", jkt.as_deref());
        parameters.extend(stage.assertion(&stage.app));
        let stage = &stage;
        async move { stage.post("/par", &parameters, &[("dpop", proof)]).await }
    };
    assert_eq!(ask(proof.clone(), None).await.status, 201);
    assert_eq!(ask(proof, None).await.refusal(), refused(400, "invalid_dpop_proof"), "used before");
    assert_eq!(ask(nonceless, None).await.refusal(), refused(400, "use_dpop_nonce"));
    let own = stage.app.dpop.thumbprint().to_owned();
    assert_eq!(ask(stage.proof(&stage.app, "/par"), Some(own)).await.status, 201);
    let others = stage.app.key.thumbprint().to_owned();
    assert_eq!(ask(stage.proof(&stage.app, "/par"), Some(others)).await.refusal(), refused(400, "invalid_request"));
}

#[tokio::test]
async fn only_a_form_of_modest_size_is_read() {
    let stage = Stage::new();
    assert_eq!(stage.get("/par").await.status, 405);
    let json = http::Request::post("/par").header("content-type", "application/json").body("{}".into()).unwrap();
    assert_eq!(stage.send(json).await.refusal(), refused(400, "invalid_request"));
    let large = form(&[("scope", &"x".repeat(70_000))]);
    assert_eq!(stage.post("/par", &large, &[]).await.status, 413);
    let header = [("x-large", "x".repeat(40_000))];
    assert_eq!(stage.post("/par", &[], &header).await.status, 431);
}

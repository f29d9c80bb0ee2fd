//! A code becomes tokens once, for the app, the key and the verifier it was made for.

use moa_kernel::{Issuer, SecretString};
use moa_security::attempt::Nonce;
use moa_security::id_token::{self, Expected};
use moa_security::keys::{SigningKey, VerifyingKeys};

use crate::stage::{Answer, ISSUER, Stage, address, but, refused};

#[tokio::test]
async fn a_code_becomes_tokens_that_say_who_allowed_what() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let address = stage.push_for(&consent).await;
    let code = stage.code_from(&address).await;
    let answer = stage.exchange(&code).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let json = answer.json();
    assert_eq!((&json["token_type"], &json["expires_in"]), (&"DPoP".into(), &600.into()));
    assert_eq!(json["scope"], "openid accounts");

    let facts = stage.facts(&answer.text("access_token")).unwrap();
    let mina = stage.bank.customers().find_customer("mina").unwrap().unwrap();
    assert_eq!((facts.consent(), facts.customer()), (Some(&consent), Some(&mina)));
    assert_eq!(facts.jkt, stage.app.dpop.thumbprint());

    let keys = stage.get("/jwks").await.json();
    let keys = VerifyingKeys::from_jwks(&serde_json::from_value(keys).unwrap());
    let id_token = SecretString::from(answer.text("id_token"));
    let expected = Expected {
        issuer: &Issuer::new(ISSUER).unwrap(),
        client: &stage.app.id,
        nonce: &Nonce::from_secret(SecretString::from("nonce-1")),
        consent: &consent,
        now: stage.bank.now(),
    };
    let believed = id_token::verify(&id_token, &keys, &expected).unwrap();
    assert!(!believed.subject.as_str().contains(mina.as_str()), "another name for each app");
    let claims = payload(&answer.text("id_token"));
    assert_eq!(claims["acr"], "urn:openbanking:psd2:ca");
    assert_eq!(claims["auth_time"], stage.bank.now().as_second());
}

fn payload(token: &str) -> serde_json::Value {
    use base64::Engine as _;
    let middle = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(middle).unwrap()).unwrap()
}

#[tokio::test]
async fn a_code_that_comes_twice_ends_what_it_gave() {
    let stage = Stage::new();
    let code = stage.code().await;
    let first = stage.exchange(&code).await;
    assert!(stage.facts(&first.text("access_token")).is_some());
    assert_eq!(stage.exchange(&code).await.refusal(), refused(400, "invalid_grant"));
    assert_eq!(stage.facts(&first.text("access_token")), None);
    let refreshed = stage.refresh(&first.text("refresh_token")).await;
    assert_eq!(refreshed.refusal(), refused(400, "invalid_grant"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_exchanges_at_once_one_succeeds_and_is_then_revoked() {
    let stage = std::sync::Arc::new(Stage::new());
    let code = stage.code().await;
    let tries = (0..10).map(|_| {
        let (stage, code) = (std::sync::Arc::clone(&stage), code.clone());
        tokio::spawn(async move { stage.exchange(&code).await })
    });
    let tries: Vec<_> = tries.collect();
    let mut answers: Vec<Answer> = Vec::new();
    for one in tries {
        answers.push(one.await.unwrap());
    }
    let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((good.len(), bad.len()), (1, 9));
    assert!(bad.iter().all(|answer| answer.refusal() == refused(400, "invalid_grant")));
    assert_eq!(stage.facts(&good[0].text("access_token")), None);
}

#[tokio::test]
async fn a_code_lives_for_a_minute() {
    let stage = Stage::new();
    let code = stage.code().await;
    stage.advance(59);
    assert_eq!(stage.exchange(&code).await.status, 200);
    let code = stage.code().await;
    stage.advance(61);
    assert_eq!(stage.exchange(&code).await.refusal(), refused(400, "invalid_grant"));
}

#[tokio::test]
async fn another_apps_code_is_no_good_and_still_works_for_its_owner() {
    let stage = Stage::new();
    let other = stage.other_app();
    let code = stage.code().await;
    let stolen = stage.call(&other, "/token", stage.app.redemption(&code)).await;
    assert_eq!(stolen.refusal(), refused(400, "invalid_grant"));
    assert_eq!(stage.exchange(&code).await.status, 200);
}

#[tokio::test]
async fn a_code_is_tried_once_with_everything_it_was_tied_to() {
    let stage = Stage::new();
    let other_verifier = "a".repeat(43);
    for (name, value) in [
        ("code_verifier", None),
        ("code_verifier", Some(other_verifier.as_str())),
        ("code_verifier", Some("short")),
        ("redirect_uri", None),
        ("redirect_uri", Some("http://127.0.0.1:9/callback/thames/x")),
    ] {
        let code = stage.code().await;
        let answer = stage.call(&stage.app, "/token", but(stage.app.redemption(&code), name, value)).await;
        assert_eq!(answer.refusal(), refused(400, "invalid_grant"), "{name}={value:?}");
        assert_eq!(stage.exchange(&code).await.refusal(), refused(400, "invalid_grant"), "it was its one try");
    }
    let missing = stage.call(&stage.app, "/token", but(stage.app.redemption("x"), "code", None)).await;
    assert_eq!(missing.refusal(), refused(400, "invalid_request"));
    assert_eq!(stage.exchange("invented").await.refusal(), refused(400, "invalid_grant"));
}

#[tokio::test]
async fn a_code_that_is_bound_to_a_key_needs_that_key() {
    let stage = Stage::new();
    for (bound, status) in [(stage.app.dpop.clone(), 200), (SigningKey::make(&*stage.luck), 400)] {
        let consent = stage.consent(&stage.app);
        let request = but(stage.app.request(&consent), "dpop_jkt", Some(bound.thumbprint()));
        let pushed = stage.call(&stage.app, "/par", request).await;
        let code = stage.code_from(&address(&stage.app, &pushed)).await;
        assert_eq!(stage.exchange(&code).await.status, status);
    }
}

#[tokio::test]
async fn a_consent_that_ended_meanwhile_gives_no_tokens() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let address = stage.push_for(&consent).await;
    let code = stage.code_from(&address).await;
    stage.bank.consents().delete(&consent, &stage.app.id).unwrap();
    assert_eq!(stage.exchange(&code).await.refusal(), refused(400, "invalid_grant"));
}

#[tokio::test]
async fn a_challenge_on_the_nonce_does_not_cost_the_code() {
    let stage = Stage::new();
    let code = stage.code().await;
    let mut parameters = stage.app.redemption(&code);
    parameters.extend(stage.assertion(&stage.app));
    let proof = stage.proof_with(&stage.app.dpop, "/token", None);
    let challenged = stage.post("/token", &parameters, &[("dpop", proof)]).await;
    assert_eq!(challenged.refusal(), refused(400, "use_dpop_nonce"));
    assert_eq!(stage.exchange(&code).await.status, 200);
}

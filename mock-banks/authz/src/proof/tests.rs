//! Proofs at our own endpoints: for this request, with our nonce, once.

use http::Request;
use moa_security::keys::SigningKey;

use crate::stage::{Answer, ISSUER, Stage, form, refused};
use crate::{NoncePolicy, Profile};

/// Asks for the app's own token with these proofs.
async fn ask(stage: &Stage, proofs: &[String]) -> Answer {
    let mut parameters = form(&[("grant_type", "client_credentials"), ("scope", "accounts")]);
    parameters.extend(stage.assertion(&stage.app));
    let headers: Vec<_> = proofs.iter().map(|proof| ("dpop", proof.clone())).collect();
    stage.post("/token", &parameters, &headers).await
}

#[tokio::test]
async fn a_token_needs_exactly_one_proof_for_this_very_request() {
    let stage = Stage::new();
    let proof = || stage.proof(&stage.app, "/token");
    assert_eq!(ask(&stage, &[proof()]).await.status, 200);
    let elsewhere = stage.proof(&stage.app, "/par");
    for wrong in [vec![], vec![proof(), proof()], vec![elsewhere], vec!["nonsense".to_owned()]] {
        assert_eq!(ask(&stage, &wrong).await.refusal(), refused(400, "invalid_dpop_proof"), "{}", wrong.len());
    }
}

#[tokio::test]
async fn a_proof_counts_once() {
    let stage = Stage::new();
    let proof = stage.proof(&stage.app, "/token");
    assert_eq!(ask(&stage, std::slice::from_ref(&proof)).await.status, 200);
    assert_eq!(ask(&stage, &[proof]).await.refusal(), refused(400, "invalid_dpop_proof"));
}

#[tokio::test]
async fn a_proof_without_our_nonce_is_told_where_to_find_one() {
    let stage = Stage::new();
    let old = stage.server.nonces().current(stage.bank.now());
    stage.advance(600);
    let strange = moa_security::dpop::NonceSource::new(&*stage.luck).current(stage.bank.now());
    for nonce in [None, Some("invented"), Some(old.as_str()), Some(strange.as_str())] {
        let refusal = ask(&stage, &[stage.proof_with(&stage.app.dpop, "/token", nonce)]).await;
        assert_eq!(refusal.refusal(), refused(400, "use_dpop_nonce"), "{nonce:?}");
        let fresh = refusal.header("dpop-nonce").to_owned();
        let again = ask(&stage, &[stage.proof_with(&stage.app.dpop, "/token", Some(&fresh))]).await;
        assert_eq!(again.status, 200, "{}", again.body);
        assert!(!again.header("dpop-nonce").is_empty(), "on successes too");
    }
}

#[tokio::test]
async fn a_profile_may_do_without_nonces() {
    let profile = Profile { nonces: NoncePolicy::Optional, ..Profile::fapi2_security() };
    let stage = Stage::with(profile, ISSUER);
    assert_eq!(ask(&stage, &[stage.proof_with(&stage.app.dpop, "/token", None)]).await.status, 200);
}

#[tokio::test]
async fn a_nonce_is_on_every_answer_to_a_program() {
    let stage = Stage::new();
    for path in ["/par", "/token", "/introspect", "/revoke"] {
        let request = Request::post(path).body("".into()).unwrap();
        assert!(!stage.send(request).await.header("dpop-nonce").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn each_token_is_bound_to_the_key_of_its_request() {
    let stage = Stage::new();
    for key in [stage.app.dpop.clone(), SigningKey::make(&*stage.luck)] {
        let nonce = stage.server.nonces().current(stage.bank.now());
        let answer = ask(&stage, &[stage.proof_with(&key, "/token", Some(&nonce))]).await;
        assert_eq!(stage.facts(&answer.text("access_token")).unwrap().jkt, key.thumbprint());
    }
}

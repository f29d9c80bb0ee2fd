//! A token opens nothing without its key. Each test starts from a request that is answered and spoils one thing.

use axum::body::Body;
use http::{Method, Request};

use crate::harness::{APP_TOKEN, Answer, BASE, EVERYTHING, Gateway, MINAS_TOKEN, ORIGIN, PROOFS_MAX};

const ACCOUNTS: &str = "http://127.0.0.1:7301/open-banking/v4.0/aisp/accounts";

async fn with(gateway: &Gateway, authorization: &[&str], proofs: &[String]) -> Answer {
    let mut request = Request::builder().uri(format!("{BASE}/accounts"));
    for value in authorization {
        request = request.header("authorization", *value);
    }
    for proof in proofs {
        request = request.header("dpop", proof);
    }
    gateway.send(request.body(Body::empty()).unwrap()).await
}

fn good(gateway: &Gateway) -> String {
    gateway.proof_by(&gateway.key, "GET", ACCOUNTS, MINAS_TOKEN, Some(&gateway.nonce()))
}

fn dpop() -> String {
    format!("DPoP {MINAS_TOKEN}")
}

#[tokio::test]
async fn a_good_proof_is_answered_whatever_the_host_header_says() {
    let gateway = Gateway::open(EVERYTHING);
    assert_eq!(with(&gateway, &[&dpop()], &[good(&gateway)]).await.status, 200);
    let request = gateway.request(Method::GET, "/accounts", MINAS_TOKEN).header("host", "evil.example");
    let answer = gateway.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
    assert!(!String::from_utf8(answer.body).unwrap().contains("evil"));
    let for_evil = "http://evil.example/open-banking/v4.0/aisp/accounts";
    let proof = gateway.proof_by(&gateway.key, "GET", for_evil, MINAS_TOKEN, Some(&gateway.nonce()));
    assert_eq!(with(&gateway, &[&dpop()], &[proof]).await.status, 401);
}

#[tokio::test]
async fn without_a_nonce_of_ours_the_app_is_told_to_use_one() {
    let gateway = Gateway::open(EVERYTHING);
    for nonce in [None, Some("invented"), Some("")] {
        let proof = gateway.proof_by(&gateway.key, "GET", ACCOUNTS, MINAS_TOKEN, nonce);
        let answer = with(&gateway, &[&dpop()], &[proof]).await;
        assert_eq!(answer.status, 401);
        assert!(answer.header("www-authenticate").contains("error=\"use_dpop_nonce\""), "{nonce:?}");
        let fresh = answer.header("dpop-nonce").to_owned();
        let proof = gateway.proof_by(&gateway.key, "GET", ACCOUNTS, MINAS_TOKEN, Some(&fresh));
        assert_eq!(with(&gateway, &[&dpop()], &[proof]).await.status, 200);
    }
}

#[tokio::test]
async fn a_proof_works_once() {
    let gateway = Gateway::open(EVERYTHING);
    let proof = [good(&gateway)];
    assert_eq!(with(&gateway, &[&dpop()], &proof).await.status, 200);
    let again = with(&gateway, &[&dpop()], &proof).await;
    assert_eq!(again.status, 401);
    assert!(again.header("www-authenticate").contains("invalid_dpop_proof"));
}

#[tokio::test]
async fn a_proof_for_something_else_is_refused() {
    let gateway = Gateway::open(EVERYTHING);
    let nonce = gateway.nonce();
    let make = |method: &str, url: &str, token: &str| gateway.proof_by(&gateway.key, method, url, token, Some(&nonce));
    let other_path = format!("{ORIGIN}{BASE}/balances");
    for (why, proof) in [
        ("method", make("POST", ACCOUNTS, MINAS_TOKEN)),
        ("path", make("GET", &other_path, MINAS_TOKEN)),
        ("host", make("GET", "https://127.0.0.1:7301/open-banking/v4.0/aisp/accounts", MINAS_TOKEN)),
        ("token", make("GET", ACCOUNTS, APP_TOKEN)),
        ("nonsense", "not.a.proof".to_owned()),
    ] {
        let answer = with(&gateway, &[&dpop()], &[proof]).await;
        assert_eq!(answer.status, 401, "{why}");
        assert!(answer.header("www-authenticate").contains("invalid_dpop_proof"), "{why}");
        assert!(answer.body.is_empty(), "{why}");
    }
    let two = with(&gateway, &[&dpop()], &[good(&gateway), good(&gateway)]).await;
    assert_eq!(two.status, 401);
    assert_eq!(with(&gateway, &[&dpop()], &[]).await.status, 401);
}

#[tokio::test]
async fn a_stolen_token_is_worth_nothing() {
    let gateway = Gateway::open(EVERYTHING);
    let thief = gateway.another_key();
    let proof = gateway.proof_by(&thief, "GET", ACCOUNTS, MINAS_TOKEN, Some(&gateway.nonce()));
    let other_key = with(&gateway, &[&dpop()], &[proof]).await;
    assert_eq!(other_key.status, 401);
    assert!(other_key.header("www-authenticate").contains("invalid_token"));
    let bearer = format!("Bearer {MINAS_TOKEN}");
    for proofs in [vec![], vec![good(&gateway)]] {
        assert_eq!(with(&gateway, &[&bearer], &proofs).await.status, 401);
    }
    let unknown = gateway.proof_by(&gateway.key, "GET", ACCOUNTS, "unknown", Some(&gateway.nonce()));
    assert_eq!(with(&gateway, &["DPoP unknown"], &[unknown]).await.status, 401);
}

#[tokio::test]
async fn a_token_stands_in_one_header_and_nowhere_else() {
    let gateway = Gateway::open(EVERYTHING);
    assert_eq!(with(&gateway, &[], &[good(&gateway)]).await.status, 401);
    assert_eq!(with(&gateway, &[&dpop(), &dpop()], &[good(&gateway)]).await.status, 401);
    let in_url = gateway.request(Method::GET, "/accounts", MINAS_TOKEN).uri(format!("{BASE}/accounts?access_token=x"));
    let answer = gateway.send(in_url.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").contains("invalid_request"));
}

#[tokio::test]
async fn an_ended_token_or_one_of_another_scope_is_refused() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.change(MINAS_TOKEN, |token| token.scopes = vec!["payments".to_owned()]);
    let scope = with(&gateway, &[&dpop()], &[good(&gateway)]).await;
    assert_eq!(scope.status, 403);
    assert!(scope.header("www-authenticate").contains("insufficient_scope"));
    gateway.change(MINAS_TOKEN, |token| token.expires_at = "2026-11-23T09:00:00Z".parse().unwrap());
    assert_eq!(with(&gateway, &[&dpop()], &[good(&gateway)]).await.status, 401);
}

#[tokio::test]
async fn a_proof_from_before_the_banks_memory_is_not_taken() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.clock.advance(jiff::SignedDuration::from_secs(-1));
    let older = good(&gateway);
    gateway.clock.advance(jiff::SignedDuration::from_secs(1));
    let answer = with(&gateway, &[&dpop()], &[older]).await;
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").contains("use_dpop_nonce"));
    assert_eq!(with(&gateway, &[&dpop()], &[good(&gateway)]).await.status, 200);
}

#[tokio::test]
async fn strangers_cannot_fill_the_memory_of_used_proofs() {
    let gateway = Gateway::open(EVERYTHING);
    let thief = gateway.another_key();
    for n in 0..=2 * PROOFS_MAX {
        // Without a live token, and with a live one but another key.
        let token = if n % 2 == 0 { "invented" } else { MINAS_TOKEN };
        let proof = gateway.proof_by(&thief, "GET", ACCOUNTS, token, Some(&gateway.nonce()));
        let answer = with(&gateway, &[&format!("DPoP {token}")], &[proof]).await;
        assert!(answer.header("www-authenticate").contains("invalid_token"), "{token}");
    }
    assert_eq!(with(&gateway, &[&dpop()], &[good(&gateway)]).await.status, 200);
}

#[tokio::test]
async fn a_thiefs_key_is_not_remembered_and_the_owner_is_answered_as_before() {
    let gateway = Gateway::open(EVERYTHING);
    let thief = gateway.another_key();
    let remembered = || [&gateway.key, &thief].map(|key| gateway.proof_keys.knows(key.thumbprint()));
    for of_the_owner in [false, true] {
        for token in [MINAS_TOKEN, APP_TOKEN, "invented"] {
            let proof = gateway.proof_by(&thief, "GET", ACCOUNTS, token, Some(&gateway.nonce()));
            let answer = with(&gateway, &[&format!("DPoP {token}")], &[proof]).await;
            assert_eq!(answer.status, 401);
            assert!(answer.header("www-authenticate").contains("invalid_token"), "{token}");
        }
        assert_eq!(remembered(), [of_the_owner, false]);
        assert_eq!(with(&gateway, &[&dpop()], &[good(&gateway)]).await.status, 200);
        assert_eq!(remembered(), [true, false]);
    }
}

//! A request that is sent again under its own id: each of its answers is explained, to whoever's they were.

use axum::body::Body;
use http::Request;
use moa_bank_gateway::TokenKind;
use moa_kernel::ClientId;
use serde_json::{Value, json};

use crate::harness::{APP_TOKEN, Answer, BASE, EVERYTHING, Gateway, MINAS_TOKEN, ORIGIN};

const ID: &str = "5b1f7c0a-3d52-4f4e-9a0e-7c41d2b86f13";

async fn accounts(gateway: &Gateway, nonce: Option<&str>) -> Answer {
    let path = format!("{BASE}/accounts");
    let proof = gateway.proof_by(&gateway.key, "GET", &format!("{ORIGIN}{path}"), MINAS_TOKEN, nonce);
    let request = Request::builder().uri(path).header("authorization", format!("DPoP {MINAS_TOKEN}"));
    let request = request.header("dpop", proof).header("x-fapi-interaction-id", ID);
    gateway.send(request.body(Body::empty()).unwrap()).await
}

/// What an answer was, in short.
fn told(why: &Value) -> (u64, &Value) {
    (why["status"].as_u64().unwrap(), &why["refused"]["rule"])
}

#[tokio::test]
async fn the_first_no_is_explained_beside_the_yes_that_followed_under_the_same_id() {
    let gateway = Gateway::open(EVERYTHING);
    let first = accounts(&gateway, None).await;
    assert!(first.header("www-authenticate").contains("use_dpop_nonce"));
    let alone = gateway.why(&first).await;
    assert_eq!((told(&alone), alone.get("earlier")), ((401, &json!("binding")), None));

    assert_eq!(accounts(&gateway, Some(first.header("dpop-nonce"))).await.status, 200);
    let both = gateway.why(&first).await;
    assert_eq!(told(&both), (200, &Value::Null));
    assert_eq!(both["earlier"], json!([alone]));

    let kept = gateway.explanations.of_interaction(ID);
    let statuses: Vec<u16> = kept.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [401, 200], "the operator sees them as they came");
}

#[tokio::test]
async fn another_apps_answers_under_the_same_id_are_not_among_them() {
    let gateway = Gateway::open(EVERYTHING);
    accounts(&gateway, None).await;
    gateway.give("stranger", TokenKind::App);
    gateway.change("stranger", |token| token.client = ClientId::new("app-2").unwrap());
    assert_eq!(gateway.explanation("stranger", ID).await.status, 404);

    gateway.change(MINAS_TOKEN, |token| token.client = ClientId::new("app-2").unwrap());
    accounts(&gateway, None).await;
    for (token, app) in [(APP_TOKEN, "app-1"), ("stranger", "app-2")] {
        let why = gateway.explanation(token, ID).await.json();
        assert_eq!((&why["app"], why.get("earlier")), (&json!(app), None));
    }
    assert_eq!(gateway.explanations.of_interaction(ID).len(), 2);
}

#[tokio::test]
async fn an_app_that_sends_one_id_with_everything_is_told_of_the_newest() {
    let gateway = Gateway::open(EVERYTHING);
    let nonce = gateway.nonce();
    accounts(&gateway, None).await;
    for _ in 0..15 {
        accounts(&gateway, Some(&nonce)).await;
    }
    let earlier = async || gateway.explanation(APP_TOKEN, ID).await.json()["earlier"].as_array().unwrap().clone();
    let before = earlier().await;
    assert_eq!((before.len(), told(&before[0])), (15, (401, &json!("binding"))));
    accounts(&gateway, Some(&nonce)).await;
    let before = earlier().await;
    assert_eq!((before.len(), told(&before[0])), (15, (200, &Value::Null)), "the oldest is told no more");
}

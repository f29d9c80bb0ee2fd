//! A request that comes twice under one key is done once.

use axum::body::Body;
use http::Method;
use moa_bank_registry::{ApiDefinition, Version, uk_account_information};
use serde_json::json;

use crate::harness::{APP_TOKEN, Answer, EVERYTHING, Gateway};

/// A gateway whose consents are made once per key.
pub(crate) fn once() -> Gateway {
    let gateway = Gateway::open(EVERYTHING);
    let mut definition = ApiDefinition { version: Version::new(4, 1), ..uk_account_information().unwrap() };
    let makes_consents =
        definition.operations.iter_mut().find(|operation| operation.path == "/account-access-consents");
    makes_consents.unwrap().idempotent = true;
    gateway.publish(definition);
    gateway
}

pub(crate) fn consent(permission: &str) -> String {
    json!({ "Data": { "Permissions": [permission] }, "Risk": {} }).to_string()
}

pub(crate) async fn post(gateway: &Gateway, keys: &[&str], body: String) -> Answer {
    let mut request = gateway.request(Method::POST, "/account-access-consents", APP_TOKEN);
    for key in keys {
        request = request.header("x-idempotency-key", *key);
    }
    gateway.send(request.header("content-type", "application/json").body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn the_same_key_and_body_give_the_same_consent() {
    let gateway = once();
    let first = post(&gateway, &["key-1"], consent("ReadAccountsBasic")).await;
    let again = post(&gateway, &["key-1"], consent("ReadAccountsBasic")).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.json()["Data"]["ConsentId"], again.json()["Data"]["ConsentId"]);
    let other = post(&gateway, &["key-2"], consent("ReadAccountsBasic")).await;
    assert_ne!(first.json()["Data"]["ConsentId"], other.json()["Data"]["ConsentId"]);
    gateway.clock.advance(jiff::SignedDuration::from_hours(24));
    let tomorrow = post(&gateway, &["key-1"], consent("ReadAccountsBasic")).await;
    assert_ne!(first.json()["Data"]["ConsentId"], tomorrow.json()["Data"]["ConsentId"]);
}

#[tokio::test]
async fn another_body_under_the_same_key_is_refused_and_changes_nothing() {
    let gateway = once();
    let first = post(&gateway, &["key-1"], consent("ReadAccountsBasic")).await;
    let changed = post(&gateway, &["key-1"], consent("ReadBalances")).await;
    assert_eq!((changed.status.as_u16(), changed.code().as_str()), (400, "U006"));
    assert_eq!(changed.json()["Errors"][0]["Path"], "x-idempotency-key");
    let again = post(&gateway, &["key-1"], consent("ReadAccountsBasic")).await;
    assert_eq!(first.body, again.body);
}

#[tokio::test]
async fn a_key_is_exactly_one_header_of_forty_characters_at_most() {
    let gateway = once();
    let long = "k".repeat(41);
    for keys in [&[][..], &["a", "a"], &[""], &[long.as_str()], &["a b"]] {
        let answer = post(&gateway, keys, consent("ReadAccountsBasic")).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "U006"), "{keys:?}");
    }
    let longest = "k".repeat(40);
    assert_eq!(post(&gateway, &[&longest], consent("ReadAccountsBasic")).await.status, 201);
}

#[tokio::test]
async fn an_answer_that_was_a_refusal_is_given_again_too() {
    let gateway = once();
    let first = post(&gateway, &["key-1"], "{}".to_owned()).await;
    let again = post(&gateway, &["key-1"], "{}".to_owned()).await;
    assert_eq!((first.status.as_u16(), first.body), (400, again.body));
}

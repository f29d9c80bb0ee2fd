//! What is told of the refusals that come when something is full, too large, or used before.

use std::task::{Context, Waker};

use axum::body::{Body, Bytes};
use http::Method;
use moa_bank_registry::{ApiDefinition, Limits, Version, uk_account_information};
use serde_json::Value;

use crate::explained::said;
use crate::harness::{APP_TOKEN, Answer, EVERYTHING, Gateway};
use crate::plans::small;
use crate::repeats::{consent, once, post};

/// So many keys of an app are remembered.
const KEYS_MAX: usize = 1_000;

/// The rule that refused, and what it found, as the app's owner is told.
async fn refused(gateway: &Gateway, answer: &Answer) -> (Value, [String; 2]) {
    let why = gateway.why(answer).await;
    assert_eq!(why["status"], answer.status.as_u16());
    let [clause, change] = ["clause", "change"].map(|field| why["refused"][field].as_str().unwrap().to_owned());
    assert!(!clause.is_empty() && !change.is_empty(), "{why}");
    let told = ["rule", "why"].map(|field| why["refused"][field].as_str().unwrap().to_owned());
    (why, told)
}

fn held_to(limits: Limits) -> Gateway {
    let gateway = Gateway::open(EVERYTHING);
    gateway.publish(ApiDefinition { version: Version::new(4, 1), limits, ..uk_account_information().unwrap() });
    gateway
}

#[tokio::test]
async fn a_full_memory_of_keys_is_told_and_the_core_was_not_asked() {
    let gateway = once();
    for n in 0..KEYS_MAX {
        if n % 500 == 0 {
            // Proofs of an hour ago are nobody's any more, and the keys are.
            gateway.clock.advance(jiff::SignedDuration::from_hours(1));
        }
        assert_eq!(post(&gateway, &[&format!("key-{n}")], "{}".to_owned()).await.status, 400);
    }
    let full = post(&gateway, &["one-more"], consent("ReadAccountsBasic")).await;
    assert_eq!((full.status.as_u16(), full.header("retry-after")), (429, "2"));
    let (why, told) = refused(&gateway, &full).await;
    assert_eq!(told, ["once", "this app has used as many idempotency keys as the bank remembers in 24 hours"]);
    let rules = ["form", "payload", "once", "request", "core"];
    assert_eq!(said(&why, rules), ["passed", "passed", "refused", "not-asked", "not-asked"]);
    assert_eq!(why["commands"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn a_key_that_comes_with_another_body_is_told_as_such() {
    let gateway = once();
    assert_eq!(post(&gateway, &["key-1"], consent("ReadAccountsBasic")).await.status, 201);
    let other = post(&gateway, &["key-1"], consent("ReadBalances")).await;
    assert_eq!(other.status, 400);
    let (why, told) = refused(&gateway, &other).await;
    assert_eq!(told, ["once", "the idempotency key was used for another request"]);
    assert_eq!(said(&why, ["form", "payload", "once", "request"]), ["passed", "passed", "refused", "not-asked"]);
    assert!(!why.to_string().contains("key-1"), "{why}");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_told_with_its_clause() {
    let gateway = held_to(Limits { body_bytes_max: 20, ..Limits::default() });
    let large = gateway.post_consent(consent("ReadBalances")).await;
    assert_eq!(large.status, 413);
    let (why, told) = refused(&gateway, &large).await;
    assert_eq!(told, ["payload", "the body is larger than its API takes"]);
    assert!(why["refused"]["clause"].as_str().unwrap().starts_with("RFC 9110"), "{why}");
    let rules = ["grant", "account", "form", "payload", "request"];
    assert_eq!(said(&why, rules), ["passed", "not-asked", "passed", "refused", "not-asked"]);
}

#[tokio::test]
async fn an_answer_larger_than_its_api_gives_is_told_as_the_banks_fault() {
    let gateway = held_to(Limits { answer_bytes_max: 100, ..Limits::default() });
    let answer = gateway.get("/accounts").await;
    assert_eq!(answer.status, 500);
    let (why, told) = refused(&gateway, &answer).await;
    assert_eq!(told, ["answer", "the answer is larger than its API gives; the fault is the bank's"]);
    assert_eq!(said(&why, ["request", "core", "resource", "answer"]), ["passed", "passed", "passed", "refused"]);
    assert_eq!(why["commands"].as_array().unwrap().len(), 1, "the core was asked: {why}");
}

#[tokio::test]
async fn an_app_with_as_many_requests_under_way_as_its_plan_has_places_is_told_so() {
    let gateway = small();
    let mut idle = Context::from_waker(Waker::noop());
    let mut under_way = [0, 1].map(|_| {
        let endless = futures::stream::pending::<Result<Bytes, std::io::Error>>();
        Box::pin(gateway.post_consent(Body::from_stream(endless)))
    });
    for one in &mut under_way {
        assert!(one.as_mut().poll(&mut idle).is_pending());
    }
    let third = gateway.post_consent("{}").await;
    assert_eq!(third.status, 429);
    drop(under_way);
    let (why, told) = refused(&gateway, &third).await;
    assert_eq!(told, ["places", "too many requests of this app are under way"]);
    assert_eq!(said(&why, ["app", "places", "spike", "form"]), ["passed", "refused", "not-asked", "not-asked"]);
}

#[tokio::test(start_paused = true)]
async fn a_full_line_of_guessers_is_told_to_the_operator_and_to_no_app() {
    const HERE: &str = "192.0.2.7:50000";
    let gateway = Gateway::open(EVERYTHING);
    let guess = async |n: usize| {
        let request = gateway.request(Method::GET, "/accounts", &format!("guess-{n}")).body(Body::empty()).unwrap();
        gateway.send_from(HERE, request).await
    };
    for n in 0..61 {
        assert_eq!(guess(n).await.status, 401);
    }
    let at_once = futures::future::join_all((61..61 + 33).map(&guess)).await;
    let turned_away: Vec<_> = at_once.iter().filter(|answer| answer.status == 429).collect();
    let [answer] = turned_away[..] else { panic!("{} of 33 were turned away", turned_away.len()) };
    assert_eq!(answer.header("retry-after"), "2");
    let interaction = answer.header("x-fapi-interaction-id");
    let told = gateway.explanations.of_interaction(interaction);
    let [told] = &told[..] else { panic!("{told:?}") };
    let refused = told.refused.unwrap();
    assert_eq!((refused.rule, refused.clause, told.app.as_ref()), ("token", "RFC 6585 §4", None));
    assert!(refused.why.contains("stand in line"), "{refused:?}");
    let told = serde_json::to_value(&**told).unwrap();
    assert_eq!(said(&told, ["token", "binding"]), ["refused", "not-asked"]);
    assert_eq!(gateway.explanation(APP_TOKEN, interaction).await.status, 404);
}

//! What an explanation says of the answers that no rule gave: nothing there, an API that its state keeps shut, a dead token, a
//! request that came to no end. Its app is told of each; another app, and a request without a token, are not.

use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Body;
use http::Method;
use jiff::SignedDuration;
use moa_bank_gateway::TokenKind;
use moa_bank_processing::port::{Command, CommandOutcome, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal};
use moa_bank_registry::Version;
use moa_kernel::ClientId;
use serde_json::Value;

use crate::explained::said;
use crate::harness::{APP_TOKEN, Answer, BASE, EVERYTHING, Gateway, MINAS_TOKEN};
use crate::lifecycle::{OPERATOR, family, next_major};

/// A core that has answered once and then, in one way or the other, comes to no end.
struct Lost {
    panics: bool,
}

#[async_trait]
impl CoreBanking for Lost {
    fn protocol(&self) -> &'static str {
        "telegram"
    }

    async fn answer(&self, _question: CoreQuestion, journal: &Journal) -> Result<CoreAnswer, CoreFault> {
        let (name, took) = ("0220 balance inquiry".to_owned(), SignedDuration::from_millis(2));
        let outcome = CommandOutcome::Answered;
        journal.note(Command { protocol: "telegram", name, sequence: Some(7), took, outcome });
        assert!(!self.panics, "pl4nted words of a panic");
        std::future::pending().await
    }
}

/// What the owner of the token is told, once it is known that nobody else is.
async fn told(gateway: &Gateway, answer: &Answer) -> Value {
    let id = answer.header("x-fapi-interaction-id");
    gateway.give("stranger", TokenKind::App);
    gateway.change("stranger", |token| token.client = ClientId::new("app-2").unwrap());
    assert_eq!(gateway.explanation("stranger", id).await.status, 404, "another app");
    gateway.why(answer).await
}

#[tokio::test]
async fn where_nothing_is_and_where_a_method_is_not_the_app_is_told_so() {
    let gateway = Gateway::open(EVERYTHING);
    let ask = async |method: Method, base: &str, path: &str| {
        let request = gateway.request_at(base, method, path, MINAS_TOKEN);
        gateway.send(request.body(Body::empty()).unwrap()).await
    };
    for (answer, status, path, why) in [
        (ask(Method::GET, BASE, "/acounts").await, 404, Some(BASE), "the API has no such path"),
        (ask(Method::PATCH, BASE, "/accounts").await, 405, Some(BASE), "not for this method"),
        (ask(Method::GET, "/nothing/here", "/accounts").await, 404, None, "no API of this bank"),
    ] {
        let told = told(&gateway, &answer).await;
        assert_eq!((&told["status"], told["path"].as_str()), (&Value::from(status), path), "{told}");
        assert_eq!(told["refused"]["rule"], "route");
        assert!(told["refused"]["why"].as_str().unwrap().contains(why), "{told}");
        assert!(told["refused"]["clause"].is_string() && told["refused"]["change"].is_string(), "{told}");
        assert!(told["rules"].as_array().unwrap().is_empty(), "no rule was asked");
    }
}

#[tokio::test]
async fn an_api_that_is_blocked_or_retired_is_told_as_such() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.publish(next_major());
    let version = || Version::new(4, 0);
    gateway.registry.block(&family(), version(), "it leaks", OPERATOR).unwrap();
    let blocked = told(&gateway, &gateway.get("/accounts").await).await;
    gateway.registry.unblock(&family(), version(), OPERATOR).unwrap();
    gateway.registry.retire(&family(), version(), "version 5 is here", OPERATOR).unwrap();
    let retired = told(&gateway, &gateway.get("/accounts").await).await;
    for (told, status, why) in [(blocked, 503, "blocked this API"), (retired, 410, "has been retired")] {
        assert_eq!((&told["status"], &told["refused"]["rule"]), (&status.into(), &"route".into()), "{told}");
        assert!(told["refused"]["why"].as_str().unwrap().contains(why), "{told}");
        assert_eq!((&told["version"], &told["path"]), (&"4.0".into(), &BASE.into()));
    }
}

#[tokio::test]
async fn the_owner_of_a_token_that_has_ended_is_told_that_it_has() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.end(MINAS_TOKEN);
    let answer = gateway.get("/accounts").await;
    assert_eq!(answer.status, 401);
    let told = told(&gateway, &answer).await;
    assert_eq!(told["refused"]["why"], "the access token is unknown, revoked or expired");
    assert!(!told.to_string().contains(MINAS_TOKEN));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_came_to_no_end_is_told_as_far_as_it_came() {
    for (panics, status, rule) in [(false, 408, "time"), (true, 500, "fault")] {
        let gateway = Gateway::open(EVERYTHING);
        gateway.core.swap(Arc::new(Lost { panics }));
        let answer = gateway.get("/balances").await;
        assert_eq!(answer.status, status);
        let told = told(&gateway, &answer).await;
        assert_eq!((&told["status"], &told["refused"]["rule"]), (&status.into(), &rule.into()), "{told}");
        assert_eq!(said(&told, ["token", "permission", "core"]), ["passed", "passed", "not-asked"]);
        assert_eq!(told["commands"][0]["name"], "0220 balance inquiry", "what was said to the core until then");
        assert!(!told.to_string().contains("pl4nted"), "{told}");
    }
}

#[tokio::test]
async fn what_nobody_proved_to_be_theirs_is_told_to_the_operator_alone() {
    let gateway = Gateway::open(EVERYTHING);
    let bare = http::Request::builder().uri(format!("{BASE}/acounts")).body(Body::empty()).unwrap();
    let long = gateway.get(&format!("/accounts?x={}", "a".repeat(5_000))).await;
    for (answer, rule) in [(gateway.send(bare).await, "route"), (long, "url")] {
        let id = answer.header("x-fapi-interaction-id");
        assert_eq!(gateway.explanation(APP_TOKEN, id).await.status, 404);
        let found = gateway.explanations.of_interaction(id);
        assert_eq!(found.iter().map(|one| one.refused.map(|it| it.rule)).collect::<Vec<_>>(), [Some(rule)]);
    }
}

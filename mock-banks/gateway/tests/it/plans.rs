//! How much an app may ask, and what it is told about it.

use axum::body::Body;
use http::Method;
use moa_bank_gateway::TokenKind;
use moa_bank_gateway::limits::{Plan, Quota};
use moa_kernel::ClientId;
use serde_json::Value;

use crate::harness::{APP_TOKEN, Answer, EVERYTHING, Gateway, MINAS_TOKEN};

fn app() -> ClientId {
    ClientId::new("app-1").unwrap()
}

/// A gateway whose app is on the small plan: ten at once, one a second, sixty in ten minutes.
pub(crate) fn small() -> Gateway {
    let gateway = Gateway::open(EVERYTHING);
    gateway.plans.assign(&app(), "sandbox-small").unwrap();
    gateway
}

#[tokio::test]
async fn every_answer_to_an_app_that_proved_who_it_is_says_how_it_stands() {
    let gateway = small();
    let policy = "\"sandbox-small-quota\";q=60;w=600, \"sandbox-small-spike\";q=10;w=10";
    for (path, status, left) in [("/accounts", 200, 9), ("/accounts/0", 400, 8), ("/accounts?page=x", 200, 7)] {
        let answer = gateway.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("ratelimit-policy"), policy);
        let standing = format!("\"sandbox-small-quota\";r={};t=600, \"sandbox-small-spike\";r={left};t=", left + 50);
        assert!(answer.header("ratelimit").starts_with(&standing), "{}", answer.header("ratelimit"));
    }
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_anybodys_plan_and_uses_up_nobodys() {
    let gateway = small();
    let thief = gateway.another_key();
    for _ in 0..30 {
        let url = "http://127.0.0.1:7301/open-banking/v4.0/aisp/accounts";
        let proof = gateway.proof_by(&thief, "GET", url, MINAS_TOKEN, Some(&gateway.nonce()));
        let request = gateway.request(Method::GET, "/accounts", MINAS_TOKEN);
        let mut request = request.body(Body::empty()).unwrap();
        request.headers_mut().insert("dpop", proof.parse().unwrap());
        let answer = gateway.send(request).await;
        assert_eq!((answer.status.as_u16(), answer.header("ratelimit")), (401, ""));
    }
    assert_eq!(gateway.get("/accounts").await.status, 200);
    let dead = gateway.request(Method::GET, "/accounts", "dead").body(Body::empty()).unwrap();
    assert_eq!(gateway.send(dead).await.header("ratelimit-policy"), "");
}

#[tokio::test]
async fn a_burst_ends_in_429_and_waiting_as_told_is_enough() {
    let gateway = small();
    for _ in 0..10 {
        assert_eq!(gateway.get("/accounts").await.status, 200);
    }
    let refused = gateway.get("/accounts").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after"), refused.body.len()), (429, "1", 0));
    gateway.clock.advance(jiff::SignedDuration::from_secs(1));
    assert_eq!(gateway.get("/accounts").await.status, 200);
    assert_eq!(gateway.get("/accounts").await.status, 429);
}

#[tokio::test]
async fn a_quota_ends_in_429_until_its_window_does() {
    let gateway = Gateway::open(EVERYTHING);
    let quota = Quota { requests: 2, window_seconds: 90 };
    gateway.plans.define(Plan { name: "two".to_owned(), quota, ..Plan::standard() }).unwrap();
    gateway.plans.assign(&app(), "two").unwrap();
    let statuses = async || [gateway.get("/party").await, gateway.get("/party").await, gateway.get("/party").await];
    let before = statuses().await;
    assert_eq!(before.each_ref().map(|answer| answer.status.as_u16()), [200, 200, 429]);
    assert_eq!(before[2].header("retry-after"), "90");
    gateway.clock.advance(jiff::SignedDuration::from_secs(90));
    assert_eq!(statuses().await.map(|answer| answer.status.as_u16()), [200, 200, 429]);
}

#[tokio::test]
async fn another_app_is_not_held_back() {
    let gateway = small();
    gateway.give("other", TokenKind::App);
    gateway.change("other", |token| token.client = ClientId::new("app-2").unwrap());
    for _ in 0..12 {
        gateway.get("/accounts").await;
    }
    assert_eq!(gateway.get("/accounts").await.status, 429);
    let path = "/account-access-consents/aac-none";
    let request = gateway.request(Method::GET, path, "other").body(Body::empty()).unwrap();
    assert_eq!(gateway.send(request).await.code(), "U011");
}

#[tokio::test]
async fn an_app_that_is_shut_out_is_out_at_once_and_in_again_as_fast() {
    let gateway = Gateway::open(EVERYTHING);
    assert_eq!(gateway.get("/accounts").await.status, 200);
    gateway.plans.block(&app());
    for path in ["/accounts", "/balances", "/accounts/0"] {
        assert_eq!(gateway.get(path).await.status, 403, "{path}");
    }
    gateway.plans.unblock(&app());
    assert_eq!(gateway.get("/accounts").await.status, 200);
}

#[tokio::test]
async fn a_body_deeper_than_its_api_takes_is_refused_before_anybody_parses_it() {
    let gateway = Gateway::open(EVERYTHING);
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let answer = gateway.post_consent(deep).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "U010"));
    let why = gateway.why(&answer).await;
    assert_eq!(
        (&why["refused"]["rule"], &why["refused"]["why"]),
        (&"payload".into(), &"the body is nested too deeply".into())
    );
}

#[tokio::test]
async fn the_owner_of_an_app_is_told_why() {
    let gateway = Gateway::open(&["ReadAccountsBasic"]);
    let refused = gateway.get("/balances").await;
    let why = gateway.why(&refused).await;
    assert_eq!(why["status"], 403);
    assert_eq!(why["operation"], "GetBalances");
    assert_eq!(why["path"], "/open-banking/v4.0/aisp/balances");
    assert_eq!((&why["api"], &why["version"]), (&"uk-account-information".into(), &"4.0".into()));
    assert_eq!(why["refused"]["rule"], "permission");
    assert!(why["refused"]["clause"].as_str().unwrap().contains("Account Access Consents"));
    assert!(why["refused"]["change"].as_str().unwrap().contains("names the operation's permission"));
    let outcomes: Vec<&str> =
        why["rules"].as_array().unwrap().iter().map(|rule| rule["outcome"].as_str().unwrap()).collect();
    assert_eq!((outcomes[0], outcomes[9], outcomes[10]), ("passed", "refused", "not-asked"));
    assert_eq!(why["commands"], Value::Array(Vec::new()), "no core was asked");

    let answered = gateway.get("/accounts").await;
    let why = gateway.why(&answered).await;
    assert_eq!((&why["status"], &why["refused"]), (&200.into(), &Value::Null));
    assert_eq!(why["commands"][0]["protocol"], "ledger");
}

#[tokio::test]
async fn an_explanation_holds_nothing_of_a_customers_and_no_token() {
    let gateway = Gateway::open(EVERYTHING);
    let account = gateway.accounts("mina")[0].id.to_string();
    let answers = [
        gateway.get(&format!("/accounts/{account}/transactions?fromBookingDateTime=2026-10-01T00:00:00")).await,
        gateway.get("/party").await,
        gateway.get("/accounts/somebody-elses").await,
    ];
    for answer in &answers {
        let why = gateway.why(answer).await.to_string();
        for secret in [account.as_str(), "Mina", "somebody-elses", MINAS_TOKEN, APP_TOKEN, "2026-10-01", "mina"] {
            assert!(!why.contains(secret), "{secret} in {why}");
        }
    }
}

#[tokio::test]
async fn another_apps_response_is_explained_to_nobody_else() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.give("stranger", TokenKind::App);
    gateway.change("stranger", |token| token.client = ClientId::new("app-2").unwrap());
    let answer = gateway.get("/accounts").await;
    let ask = async |token: &str, id: &str| -> Answer { gateway.explanation(token, id).await };
    let (theirs, nobodys) =
        (ask("stranger", answer.header("x-fapi-interaction-id")).await, ask("stranger", &gateway.uuid()).await);
    assert_eq!((theirs.status.as_u16(), theirs.body), (404, nobodys.body));
    assert_eq!(nobodys.status, 404);
    assert_eq!(ask(APP_TOKEN, answer.header("x-fapi-interaction-id")).await.status, 200);
    let with_a_customers = ask(MINAS_TOKEN, answer.header("x-fapi-interaction-id")).await;
    assert_eq!(with_a_customers.status, 403, "it is the app's business, not a customer's");
}

#[tokio::test]
async fn requests_are_counted_by_app_api_core_and_outcome() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.get("/accounts").await;
    gateway.get("/accounts/0").await;
    let text = gateway.metrics.render();
    let labels = "bank=\"thames\",app=\"app-1\",api=\"uk-account-information\",version=\"4.0\",core=\"ledger\"";
    for status in ["2xx", "4xx"] {
        assert!(text.contains(&format!("moa_requests_total{{{labels},status=\"{status}\"}} 1\n")), "{text}");
    }
    assert!(!text.contains(MINAS_TOKEN));
    let usage = gateway.metrics.usage();
    assert_eq!((usage.len(), usage[0].requests, usage[0].refused), (1, 2, 1));
}

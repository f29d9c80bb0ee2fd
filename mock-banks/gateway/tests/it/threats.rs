//! What no single request shows: each threat is made, seen, and costs nobody else.

use axum::body::Body;
use http::{Method, Request};
use moa_bank_gateway::watch::Threat;
use moa_bank_registry::{ApiDefinition, Grant};

use crate::harness::{Answer, BASE, EVERYTHING, Gateway, MINAS_TOKEN};

const HERE: &str = "192.0.2.7:50000";
const ELSEWHERE: &str = "192.0.2.8:50000";

fn seen(gateway: &Gateway) -> Vec<Threat> {
    gateway.watch.alerts(0, 100).iter().map(|alert| alert.threat).collect()
}

async fn from(gateway: &Gateway, peer: &str, method: Method, path: &str, token: &str) -> Answer {
    let request = gateway.request(method, path, token).body(Body::empty()).unwrap();
    gateway.send_from(peer, request).await
}

#[tokio::test(start_paused = true)]
async fn who_tries_one_token_after_another_is_seen_and_slowed_down_and_an_honest_app_gets_in() {
    let gateway = Gateway::open(EVERYTHING);
    let began = tokio::time::Instant::now();
    for guess in 0..61 {
        let answer = from(&gateway, HERE, Method::GET, "/accounts", &format!("guess-{guess}")).await;
        assert_eq!(answer.status, 401);
    }
    assert_eq!(seen(&gateway), [Threat::TokenCracking]);
    assert!(began.elapsed().is_zero(), "nobody is slowed down before");
    let guess = from(&gateway, HERE, Method::GET, "/accounts", "guess-61").await;
    assert_eq!((guess.status.as_u16(), began.elapsed().is_zero()), (401, false));
    let slowed = began.elapsed();
    assert_eq!(from(&gateway, ELSEWHERE, Method::GET, "/accounts", MINAS_TOKEN).await.status, 200);
    assert_eq!(began.elapsed(), slowed, "nobody elsewhere pays for it");
    assert_eq!(from(&gateway, HERE, Method::GET, "/accounts", MINAS_TOKEN).await.status, 200, "not even here");
}

#[tokio::test]
async fn who_tries_paths_and_methods_is_seen() {
    let gateway = Gateway::open(EVERYTHING);
    for n in 0..30 {
        let strange = Request::builder().uri(format!("/wp-admin/{n}.php")).body(Body::empty()).unwrap();
        assert_eq!(gateway.send_from(HERE, strange).await.status, 404);
    }
    for _ in 0..11 {
        let put = Request::builder().method(Method::PUT).uri(format!("{BASE}/accounts")).body(Body::empty()).unwrap();
        assert_eq!(gateway.send_from(HERE, put).await.status, 405);
    }
    assert_eq!(seen(&gateway), [Threat::VulnerabilityScanning]);
    assert!(gateway.metrics.render().contains("moa_alerts_total{bank=\"thames\",threat=\"vulnerability-scanning\"} 1"));
}

#[tokio::test]
async fn who_tries_other_peoples_accounts_is_seen() {
    let gateway = Gateway::open(EVERYTHING);
    for n in 0..21 {
        assert_eq!(
            from(&gateway, HERE, Method::GET, &format!("/accounts/{n}/balances"), MINAS_TOKEN).await.status,
            400
        );
    }
    assert_eq!(seen(&gateway), [Threat::AccountAggregation]);
}

#[tokio::test]
async fn who_has_a_token_without_its_key_is_seen() {
    let gateway = Gateway::open(EVERYTHING);
    for _ in 0..21 {
        let bare =
            Request::builder().uri(format!("{BASE}/accounts")).header("authorization", format!("Bearer {MINAS_TOKEN}"));
        assert_eq!(gateway.send_from(HERE, bare.body(Body::empty()).unwrap()).await.status, 401);
    }
    assert_eq!(seen(&gateway), [Threat::UnauthorisedAccess]);
}

#[tokio::test]
async fn who_asks_far_beyond_the_plan_is_seen() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.plans.assign(&moa_kernel::ClientId::new("app-1").unwrap(), "sandbox-small").unwrap();
    for _ in 0..61 {
        gateway.get("/party").await;
    }
    assert_eq!(seen(&gateway), [Threat::DenialOfService]);
}

#[tokio::test]
async fn who_copies_everything_is_seen() {
    let gateway = Gateway::open(EVERYTHING);
    let app = moa_kernel::ClientId::new("app-1").unwrap();
    // Three thousand reads would take a test too long: what the gateway reports of each is what is proved here.
    let seen_by_the_watch =
        moa_bank_gateway::watch::Seen { peer: None, app: Some(&app), sight: moa_bank_gateway::watch::Sight::DataGiven };
    for _ in 0..3_000 {
        gateway.watch.note(&seen_by_the_watch, "2026-11-23T09:00:00Z".parse().unwrap());
    }
    assert_eq!(seen(&gateway), []);
    assert_eq!(gateway.get("/party").await.status, 200);
    assert_eq!(seen(&gateway), [Threat::Scraping]);
}

#[tokio::test]
async fn an_answer_shows_no_server_and_no_version_whatever_was_asked() {
    let gateway = Gateway::open(EVERYTHING);
    let strange = Request::builder().uri("/server-status").body(Body::empty()).unwrap();
    let long = Request::builder().uri(format!("{BASE}/{}", "a".repeat(5_000))).body(Body::empty()).unwrap();
    for answer in [
        gateway.get("/accounts").await,
        gateway.get("/accounts/0").await,
        gateway.send_from(HERE, strange).await,
        gateway.send_from(HERE, long).await,
    ] {
        for banner in ["server", "x-powered-by", "via", "x-aspnet-version"] {
            assert!(answer.headers.get(banner).is_none(), "{banner}");
        }
        let body = String::from_utf8(answer.body).unwrap().to_lowercase();
        for word in ["axum", "hyper", "rust", "sqlite", "panicked"] {
            assert!(!body.contains(word), "{word} in {body}");
        }
    }
}

#[tokio::test]
async fn an_app_can_change_its_own_consents_and_nothing_else() {
    let gateway = Gateway::open(EVERYTHING);
    let account = gateway.accounts("mina")[0].id.to_string();
    let shipped = moa_bank_registry::shipped().unwrap();
    let all = shipped.iter().flat_map(|api| api.operations.iter().map(move |operation| (&api.base_path, operation)));
    let (gives, changes): (Vec<_>, Vec<_>) = all.partition(|(_, operation)| operation.method == Method::GET);
    let changes: Vec<_> = changes.iter().map(|(_, it)| (it.method.as_str(), it.path.as_str(), it.grant)).collect();
    let consents = "/account-access-consents";
    let one = format!("{consents}/{{ConsentId}}");
    assert_eq!(changes, [("POST", consents, Grant::App), ("DELETE", one.as_str(), Grant::App)]);
    // What gives takes nothing: no order, no card, no bid, no booking, no click that is paid for.
    for (base, operation) in gives.iter().filter(|(_, operation)| operation.path != one) {
        let path = operation.path.replace("{AccountId}", &account).replace("{InteractionId}", "none");
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let request = gateway.request_at(base, method.clone(), &path, MINAS_TOKEN);
            let card = r#"{"Data":{"PAN":"4111111111111111","Amount":"1.00"}}"#;
            let answer =
                gateway.send(request.header("content-type", "application/json").body(card.into()).unwrap()).await;
            assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET"), "{method} {base}{path}");
        }
    }
}

#[test]
fn no_api_without_code_can_ask_the_core_for_more_than_to_read() {
    const SPENDING: &str = include_str!("../../../examples/spending-1.0.json");
    assert!(ApiDefinition::from_json(SPENDING.as_bytes()).is_ok());
    for question in ["transfer", "payment", "order", "reserve", "bid"] {
        let changed = SPENDING.replace("\"ask\": \"transactions\"", &format!("\"ask\": \"{question}\""));
        let refused = ApiDefinition::from_json(changed.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains(question), "{refused}");
    }
}

//! What every answer wears, and what a request may look like.

use axum::body::Body;
use http::{Method, Request};

use crate::harness::{APP_TOKEN, BASE, EVERYTHING, Gateway, MINAS_TOKEN, PANICS};

#[tokio::test]
async fn the_interaction_id_comes_back_on_success_and_error_alike() {
    let gateway = Gateway::open(EVERYTHING);
    let mine = gateway.uuid();
    for (path, token, status) in [
        ("/accounts", MINAS_TOKEN, 200),
        ("/accounts", "unknown", 401),
        ("/accounts/0", MINAS_TOKEN, 400),
        ("/offers", MINAS_TOKEN, 404),
    ] {
        let request = gateway.request(Method::GET, path, token).header("x-fapi-interaction-id", &mine);
        let answer = gateway.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header("x-fapi-interaction-id")), (status, mine.as_str()));
        let request = gateway.request(Method::GET, path, token).header("x-fapi-interaction-id", "<script>");
        let invented = gateway.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(invented.header("x-fapi-interaction-id").len(), 36);
    }
}

#[tokio::test]
async fn every_answer_has_a_nonce_and_is_kept_by_nobody() {
    let gateway = Gateway::open(EVERYTHING);
    let bare = Request::builder().uri(format!("{BASE}/accounts")).body(Body::empty()).unwrap();
    for answer in [gateway.get("/accounts").await, gateway.get("/nothing").await, gateway.send(bare).await] {
        assert_eq!(answer.header("dpop-nonce"), gateway.nonce());
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.headers.get("server").is_none());
    }
}

#[tokio::test]
async fn what_does_not_exist_is_404_and_what_is_asked_wrongly_says_how() {
    let gateway = Gateway::open(EVERYTHING);
    for path in ["/offers", "/transactions", "/accounts/", "/accounts/1/2/3", "/../../etc/passwd", "/accounts/%00"] {
        let answer = gateway.get(path).await;
        assert!(matches!(answer.status.as_u16(), 400 | 404), "{path}: {}", answer.status);
    }
    let delete = gateway.request(Method::DELETE, "/accounts", MINAS_TOKEN).body(Body::empty()).unwrap();
    let answer = gateway.send(delete).await;
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET"));
    let html = gateway.request(Method::GET, "/accounts", MINAS_TOKEN).header("accept", "text/html");
    assert_eq!(gateway.send(html.body(Body::empty()).unwrap()).await.status, 406);
}

#[tokio::test]
async fn a_request_has_its_limits() {
    let gateway = Gateway::open(EVERYTHING);
    let long = gateway.get(&format!("/accounts?x={}", "a".repeat(5000))).await;
    assert_eq!(long.status, 414);
    assert_eq!(gateway.post_consent(vec![b' '; 70_000]).await.status, 413);
    let text =
        gateway.request(Method::POST, "/account-access-consents", APP_TOKEN).header("content-type", "text/plain");
    assert_eq!(gateway.send(text.body(Body::from("{}")).unwrap()).await.status, 415);
}

#[tokio::test]
async fn a_fault_of_ours_is_answered_in_the_standards_words_and_tells_nothing() {
    let gateway = Gateway::open(EVERYTHING);
    let id = gateway.uuid();
    let request = gateway.request(Method::GET, "/accounts", PANICS).header("x-fapi-interaction-id", &id);
    let answer = gateway.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (500, "U000"));
    assert_eq!(answer.header("x-fapi-interaction-id"), id);
    assert_eq!(answer.json()["Id"], id);
    assert!(!String::from_utf8(answer.body).unwrap().contains("planted"));
}

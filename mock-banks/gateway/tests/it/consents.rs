//! The consent resource: made, read and deleted by its own app, with its own token.

use axum::body::Body;
use http::Method;
use moa_bank_core::state::StateError;
use moa_bank_gateway::TokenKind;
use moa_kernel::ClientId;
use serde_json::json;

use crate::harness::{APP_TOKEN, Answer, EVERYTHING, Gateway, MINAS_TOKEN};

fn request() -> Vec<u8> {
    let data = json!({ "Permissions": ["ReadAccountsDetail", "ReadBalances"], "ExpirationDateTime": "2027-05-20T00:00:00+00:00" });
    json!({ "Data": data, "Risk": {} }).to_string().into_bytes()
}

async fn at(gateway: &Gateway, method: Method, id: &str, token: &str) -> Answer {
    let path = format!("/account-access-consents/{id}");
    gateway.send(gateway.request(method, &path, token).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_consent_is_made_read_and_deleted_once() {
    let gateway = Gateway::open(EVERYTHING);
    let made = gateway.post_consent(request()).await;
    assert_eq!(made.status, 201);
    let body = made.json();
    let id = body["Data"]["ConsentId"].as_str().unwrap().to_owned();
    assert_eq!(body["Data"]["Status"], "AWAU");
    assert!(body["Links"]["Self"].as_str().unwrap().ends_with(&format!("/account-access-consents/{id}")));
    assert_eq!(at(&gateway, Method::GET, &id, APP_TOKEN).await.json(), body);

    let deleted = at(&gateway, Method::DELETE, &id, APP_TOKEN).await;
    assert_eq!((deleted.status.as_u16(), deleted.body.len()), (204, 0));
    assert!(gateway.ended().iter().map(ToString::to_string).eq([id.as_str()]));
    for method in [Method::GET, Method::DELETE] {
        let gone = at(&gateway, method, &id, APP_TOKEN).await;
        assert_eq!((gone.status.as_u16(), gone.code().as_str()), (400, "U011"));
    }
}

#[tokio::test]
async fn another_apps_consent_is_not_there() {
    let gateway = Gateway::open(EVERYTHING);
    let id = gateway.post_consent(request()).await.json()["Data"]["ConsentId"].as_str().unwrap().to_owned();
    gateway.give("stranger", TokenKind::App);
    gateway.change("stranger", |token| token.client = ClientId::new("app-2").unwrap());
    for method in [Method::GET, Method::DELETE] {
        let refused = at(&gateway, method, &id, "stranger").await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (400, "U011"));
    }
    assert_eq!(at(&gateway, Method::GET, &id, APP_TOKEN).await.status, 200);
}

#[tokio::test]
async fn a_customers_token_makes_no_consents_and_an_apps_reads_no_accounts() {
    let gateway = Gateway::open(EVERYTHING);
    let post = gateway.request(Method::POST, "/account-access-consents", MINAS_TOKEN);
    let answer =
        gateway.send(post.header("content-type", "application/json").body(Body::from(request())).unwrap()).await;
    assert_eq!(answer.status, 403);
    let get = gateway.request(Method::GET, "/accounts", APP_TOKEN).body(Body::empty()).unwrap();
    assert_eq!(gateway.send(get).await.status, 403);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_says_where() {
    let gateway = Gateway::open(EVERYTHING);
    let refused = async |body: serde_json::Value| {
        let answer = gateway.post_consent(body.to_string()).await;
        assert_eq!(answer.status, 400);
        (answer.code(), answer.json()["Errors"][0]["Path"].as_str().unwrap_or_default().to_owned())
    };
    let permissions = json!({ "Data": { "Permissions": ["ReadTransactionsBasic"] }, "Risk": {} });
    assert_eq!(refused(permissions).await, ("U002".to_owned(), "Data.Permissions".to_owned()));
    let past = json!({ "Permissions": ["ReadAccountsBasic"], "ExpirationDateTime": "2020-01-01T00:00:00Z" });
    let past = refused(json!({ "Data": past, "Risk": {} })).await;
    assert_eq!(past, ("U003".to_owned(), "Data.ExpirationDateTime".to_owned()));
    assert_eq!(refused(json!({ "Data": {} })).await.0, "U010");
    assert_eq!(refused(json!("x")).await.0, "U010");
}

#[tokio::test]
async fn a_look_at_a_consent_never_keeps_others_from_being_served_while_somebody_writes() {
    let gateway = Gateway::open(EVERYTHING);
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, goes_on) = std::sync::mpsc::channel::<()>();
    let database = gateway.bank.database().clone();
    let write = tokio::task::spawn_blocking(move || {
        database.write(|_| -> Result<bool, StateError> {
            begun.send(()).unwrap();
            // Nobody says so where the one thread that serves waits for this very write.
            Ok(goes_on.recv_timeout(std::time::Duration::from_secs(5)).is_ok())
        })
    });
    has_begun.await.unwrap();
    let (answer, ()) = tokio::join!(gateway.get("/accounts"), async { go_on.send(()).unwrap_or_default() });
    assert_eq!(answer.status, 200);
    assert!(write.await.unwrap().unwrap(), "the thread was kept until the write was given up");
}

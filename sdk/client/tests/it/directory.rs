//! Loading the list of banks from an address.

use std::sync::Arc;

use moa_sdk::directory::DirectorySource;
use moa_sdk::store::MemoryStore;
use moa_sdk::vault::MemoryVault;
use moa_sdk::{Error, ErrorKind, Moa};

use crate::fake_bank::FakeBank;

async fn build(address: &str) -> Result<Moa, Error> {
    let source = DirectorySource::from_setting(address).unwrap();
    Moa::builder()
        .directory(source)
        .vault(Arc::new(MemoryVault::new()))
        .store(Arc::new(MemoryStore::new()))
        .build()
        .await
}

#[tokio::test]
async fn a_directory_is_loaded_from_its_address_and_can_be_loaded_again() {
    let (bank, mut server) = (FakeBank::open("thames").await, mockito::Server::new_async().await);
    let participants = serde_json::json!([bank.entry()]).to_string();
    let path = server.mock("GET", "/participants").with_header("content-type", "application/json");
    let path = path.with_body(participants).expect(2).create_async().await;
    let moa = build(&format!("{}/participants", server.url())).await.unwrap();
    assert!(moa.directory().bank("thames").is_ok());
    assert!(moa.reload_directory().await.is_ok());
    path.assert_async().await;
}

#[tokio::test]
async fn a_directory_that_fails_to_load_again_stays_what_it_was() {
    let (bank, mut server) = (FakeBank::open("thames").await, mockito::Server::new_async().await);
    let good = server.mock("GET", "/participants").with_header("content-type", "application/json");
    let good = good.with_body(serde_json::json!([bank.entry()]).to_string()).create_async().await;
    let moa = build(&format!("{}/participants", server.url())).await.unwrap();
    good.remove_async().await;
    server.mock("GET", "/participants").with_status(500).create_async().await;
    assert_eq!(moa.reload_directory().await.unwrap_err().kind(), ErrorKind::DirectoryUnreadable);
    assert!(moa.directory().bank("thames").is_ok());
}

#[tokio::test]
async fn a_directory_behind_a_redirect_in_html_or_of_another_shape_is_refused() {
    let mut server = mockito::Server::new_async().await;
    let address = format!("{}/participants", server.url());
    let answers = [
        (302, "application/json", "[]"),
        (200, "text/html", "[]"),
        (200, "application/json", "{}"),
        (404, "application/json", "[]"),
    ];
    for (status, kind, body) in answers {
        let mock = server.mock("GET", "/participants").with_status(status).with_header("content-type", kind);
        let mock = mock.with_header("location", "http://127.0.0.1:9/").with_body(body).create_async().await;
        assert_eq!(build(&address).await.unwrap_err().kind(), ErrorKind::DirectoryUnreadable, "{status} {kind} {body}");
        mock.remove_async().await;
    }
    drop(server);
}

#[tokio::test]
async fn without_a_directory_it_starts_only_when_told_so_and_learns_the_banks_later() {
    let (bank, mut server) = (FakeBank::open("thames").await, mockito::Server::new_async().await);
    let address = format!("{}/participants", server.url());
    let down = server.mock("GET", "/participants").with_status(503).create_async().await;
    assert_eq!(build(&address).await.unwrap_err().kind(), ErrorKind::DirectoryUnreadable);

    let moa = Moa::builder()
        .directory(DirectorySource::from_setting(&address).unwrap())
        .vault(Arc::new(MemoryVault::new()))
        .store(Arc::new(MemoryStore::new()))
        .start_without_directory()
        .build()
        .await
        .unwrap();
    assert!(moa.directory().banks().next().is_none());
    assert!(moa.overview().await.unwrap().banks.is_empty(), "what is stored can be looked at");
    down.remove_async().await;
    let up = server.mock("GET", "/participants").with_header("content-type", "application/json");
    up.with_body(serde_json::json!([bank.entry()]).to_string()).create_async().await;
    assert!(moa.reload_directory().await.unwrap().bank("thames").is_ok());
}

//! Becoming a bank's client: once, with keys of one's own, or with credentials made by hand.

use std::collections::BTreeMap;

use moa_kernel::{BankId, ClientId, OsEntropy};
use moa_sdk::ErrorKind;
use moa_sdk::directory::DirectorySource;
use moa_sdk::link::BankOutcome;
use moa_sdk::registration::{CredentialSource, HandCredentials};
use moa_security::keys::SigningKey;
use serde_json::json;

use crate::fake_bank::{FakeBank, Reply};
use crate::installation::Installation;

#[tokio::test]
async fn an_installation_registers_once_and_remembers() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let both = futures::future::join(here.prepare(&bank), here.prepare(&bank)).await;
    assert!(both.0.is_ok() && both.1.is_ok());
    let again = Installation::built(&[&bank], |builder| builder.vault(here.vault.clone())).await;
    again.prepare(&bank).await.unwrap();
    assert_eq!(bank.heard_on("/register").len(), 1);
    let body: serde_json::Value = serde_json::from_slice(&bank.heard_on("/register")[0].body).unwrap();
    assert_eq!(body["token_endpoint_auth_method"], json!("private_key_jwt"));
    assert!(body["redirect_uris"][0].as_str().unwrap().starts_with("http://127.0.0.1/callback/thames/"));
}

#[tokio::test]
async fn a_refused_registration_keeps_nothing() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    bank.trick("/register", |_, _| Some(Reply::json(400, &json!({"error": "invalid_client_metadata"}))));
    let error = here.prepare(&bank).await.unwrap_err();
    assert_eq!((error.kind(), error.context().status), (ErrorKind::RegistrationRefused, Some(400)));
    assert!(here.vault.is_empty());
    bank.twist("/register", |answer| answer["redirect_uris"] = json!(["https://evil.example"]));
    assert_eq!(here.prepare(&bank).await.unwrap_err().kind(), ErrorKind::RegistrationRefused);
    assert!(here.vault.is_empty());
}

#[tokio::test]
async fn credentials_made_by_hand_are_used_instead() {
    let bank = FakeBank::open("thames").await;
    let hand = HandCredentials {
        client_id: ClientId::new("by-hand").unwrap(),
        key: SigningKey::make(&OsEntropy).to_secret_jwk(),
        redirect_path: "/callback/thames/by-hand".to_owned(),
    };
    let source = CredentialSource::ByHand(BTreeMap::from([(BankId::new("thames").unwrap(), hand)]));
    let here = Installation::built(&[&bank], |builder| builder.credentials(source)).await;
    here.prepare(&bank).await.unwrap();
    assert!(bank.heard_on("/register").is_empty());
    assert_eq!(bank.heard_on("/par")[0].form("client_id").as_deref(), Some("by-hand"));
}

#[tokio::test]
async fn a_bank_that_forgot_the_app_gets_to_know_it_again_when_the_customer_comes() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    here.link(&bank).await;
    here.clock.advance(jiff::SignedDuration::from_secs(300));
    bank.trick("/token", |_, before| (before == 2).then(|| Reply::json(401, &json!({"error": "invalid_client"}))));
    here.link(&bank).await;
    assert_eq!(bank.heard_on("/register").len(), 2);
    // One that never knows us is not asked for ever.
    bank.trick("/token", |_, _| Some(Reply::json(401, &json!({"error": "invalid_client"}))));
    here.clock.advance(jiff::SignedDuration::from_secs(300));
    assert_eq!(here.prepare(&bank).await.unwrap_err().kind(), ErrorKind::AppUnknown);
    assert_eq!(bank.heard_on("/register").len(), 3);
}

#[tokio::test]
async fn nothing_of_a_bank_is_used_at_another_server_that_takes_its_name() {
    let (first, second) = (FakeBank::open("thames").await, FakeBank::open("thames").await);
    let before = Installation::with(&[&first]).await;
    let link = before.link(&first).await;
    let store = before.moa.store().clone();
    let after = Installation::built(&[&second], |builder| builder.vault(before.vault.clone()).store(store)).await;
    assert_eq!(after.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::LinkEnded);
    assert!(second.heard().is_empty(), "no token went to the newcomer");
    after.prepare(&second).await.unwrap();
    assert_ne!(
        second.heard_on("/register")[0].body,
        first.heard_on("/register")[0].body,
        "another key for another server"
    );
}

#[tokio::test]
async fn tokens_are_not_shown_at_another_api_that_a_directory_names_for_the_same_server() {
    let (bank, evil) = (FakeBank::open("thames").await, FakeBank::open("thames").await);
    let before = Installation::with(&[&bank]).await;
    let link = before.link(&bank).await;
    let mut moved = bank.entry();
    moved["AuthorisationServers"][0]["ApiResources"] = evil.entry()["AuthorisationServers"][0]["ApiResources"].clone();
    let directory = DirectorySource::Json(serde_json::to_vec(&[moved]).unwrap());
    let (vault, store) = (before.vault.clone(), before.moa.store().clone());
    let after = Installation::built(&[], |builder| builder.directory(directory).vault(vault).store(store)).await;
    assert_eq!(after.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::LinkEnded);
    let receipt = after.moa.unlink(&link).await.unwrap();
    assert_eq!(receipt.at_bank, BankOutcome::NotConfirmed(ErrorKind::LinkEnded));
    assert!(evil.heard().is_empty(), "{:?}", evil.heard());
    assert_eq!(before.vault.len(), 1, "what is on this device goes all the same");
}

//! Becoming a bank's client: once, with keys of one's own, or with credentials made by hand.

use std::collections::BTreeMap;

use moa_kernel::{BankId, ClientId, OsEntropy};
use moa_sdk::ErrorKind;
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

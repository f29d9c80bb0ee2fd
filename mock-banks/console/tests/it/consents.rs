//! What customers allowed, and an operator's ending of it.

use std::collections::BTreeSet;

use moa_bank_core::consents::NewConsent;
use moa_bank_core::ledger::Window;
use moa_kernel::{ClientId, ConsentId};
use serde_json::json;

use crate::stage::Stage;

fn allowed(stage: &Stage) -> ConsentId {
    let permissions = BTreeSet::from(["ReadBalances".to_owned()]);
    let client = ClientId::new("app-1").unwrap();
    let asked = NewConsent { client, permissions, expires_at: None, history: Window::ALL };
    let consent = stage.bank.consents().create(asked).unwrap();
    let mina = stage.bank.customers().find_customer("mina").unwrap().unwrap();
    let accounts = stage.bank.ledger().accounts_of(&mina).unwrap().into_iter().map(|account| account.id).collect();
    stage.bank.consents().authorise(&consent.id, &mina, accounts).unwrap().id
}

#[tokio::test]
async fn an_operator_ends_a_consent_and_its_tokens_and_says_why() {
    let stage = Stage::new().await;
    let id = allowed(&stage);
    let path = format!("/admin/v1/banks/thames/consents/{id}");
    let before = stage.get(&path).await.json();
    assert_eq!((&before["state"], &before["app"]), (&json!("authorised"), &json!("app-1")));
    let revoked = stage.post(&format!("{path}/revoke"), json!({ "reason": "the customer called" })).await.json();
    assert_eq!((&revoked["state"], &revoked["accounts"]), (&json!("revoked"), &json!(0)));
    assert_eq!(*stage.apps.ended.lock().unwrap(), std::slice::from_ref(&id));
    let again = stage.post(&format!("{path}/revoke"), json!({ "reason": "again" })).await;
    assert_eq!(again.problem(), (409, "wrong-state".to_owned()));
    assert_eq!(stage.apps.ended.lock().unwrap().len(), 1);
    assert!(stage.audited().contains(&format!("admin:admin consent.revoke {id}")));
    assert_eq!(stage.get("/admin/v1/banks/thames/consents/none").await.problem(), (404, "unknown".to_owned()));
}

#[tokio::test]
async fn consents_are_filtered_and_no_account_is_named() {
    let stage = Stage::new().await;
    let (one, other) = (allowed(&stage), allowed(&stage));
    stage.post(&format!("/admin/v1/banks/thames/consents/{one}/revoke"), json!({ "reason": "x" })).await;
    let list = stage.get("/admin/v1/banks/thames/consents?in_force=true&app=app-1").await;
    let ids: Vec<_> = list.json()["consents"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect();
    assert_eq!(ids, [json!(other)]);
    let mina = stage.bank.customers().find_customer("mina").unwrap().unwrap();
    for account in stage.bank.ledger().accounts_of(&mina).unwrap() {
        assert!(!list.text.contains(account.id.as_str()));
    }
    assert_eq!(stage.get("/admin/v1/banks/thames/consents?app=app-2").await.json()["consents"], json!([]));
    assert_eq!(stage.get("/admin/v1/banks/thames/consents?colour=red").await.problem().0, 400);
}

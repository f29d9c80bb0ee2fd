//! Ending a link: the bank is told, this device forgets, and the receipt says what is true.

use moa_sdk::ErrorKind;
use moa_sdk::link::BankOutcome;
use serde_json::json;

use crate::fake_bank::{FakeBank, Reply};
use crate::installation::Installation;

#[tokio::test]
async fn the_bank_confirms_and_nothing_is_left_here() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    let receipt = here.moa.unlink(&link).await.unwrap();
    assert_eq!(receipt.at_bank, BankOutcome::Confirmed);
    assert!(receipt.erased.secrets_erased);
    assert!(here.moa.links().await.unwrap().is_empty());
    assert_eq!(here.vault.len(), 1, "the registration stays, the tokens do not");
    let revoked = bank.heard_on("/revoke").remove(0);
    assert_eq!(revoked.form("token").as_deref(), Some("planted-refresh"));
    assert!(revoked.form("client_assertion").is_some());
    assert!(bank.heard().contains(&format!("DELETE /open-banking/v4.0/aisp/account-access-consents/{}", link.consent)));
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::LinkEnded);
}

#[tokio::test]
async fn a_bank_that_is_down_or_refuses_does_not_keep_the_data_here() {
    for down in [true, false] {
        let bank = FakeBank::open("thames").await;
        let here = Installation::with(&[&bank]).await;
        let link = here.link(&bank).await;
        let refusal =
            if down { Reply::empty(503) } else { Reply::json(400, &json!({"error": "unsupported_token_type"})) };
        bank.trick("/revoke", move |_, _| Some(refusal.clone()));
        let receipt = here.moa.unlink(&link).await.unwrap();
        let kind = if down { ErrorKind::BankDown } else { ErrorKind::BankRefused };
        assert_eq!(receipt.at_bank, BankOutcome::NotConfirmed(kind));
        assert!(here.moa.links().await.unwrap().is_empty());
        assert_eq!(here.vault.len(), 1);
    }
}

#[tokio::test]
async fn a_bank_that_is_gone_does_not_keep_the_data_here_either() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    drop(bank);
    // The aborted task lets go of its sockets when the runtime next looks at it.
    tokio::task::yield_now().await;
    let receipt = here.moa.unlink(&link).await.unwrap();
    assert!(matches!(receipt.at_bank, BankOutcome::NotConfirmed(_)));
    assert!(here.moa.links().await.unwrap().is_empty());
}

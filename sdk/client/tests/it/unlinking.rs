//! Ending a link: the bank is told, this device forgets, and the receipt says what is true.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::SignedDuration;
use moa_kernel::SecretString;
use moa_sdk::link::{BankOutcome, Link};
use moa_sdk::standards::HttpAsk;
use moa_sdk::vault::{MemoryVault, Vault, VaultError};
use moa_sdk::{Advice, ErrorKind, Moa};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::fake_bank::{FakeBank, Reply};
use crate::installation::Installation;
use crate::stumbling_vault::{StumblingVault, Work};

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
    assert!(bank.heard().contains(&ended(&link)));
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::LinkEnded);
    assert!(here.moa.links().await.unwrap().is_empty(), "a late question does not bring the link back");
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
async fn tokens_that_the_vault_has_lost_are_not_said_to_be_over() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    here.vault.forget(&format!("grant/{}", link.id)).await.unwrap();
    let receipt = here.moa.unlink(&link).await.unwrap();
    assert_eq!(receipt.at_bank, BankOutcome::NotConfirmed(ErrorKind::LinkEnded));
    assert!(bank.heard_on("/revoke").is_empty(), "there was nothing to revoke them by");
    assert!(here.moa.links().await.unwrap().is_empty());
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

#[tokio::test]
async fn a_vault_that_cannot_be_read_does_not_keep_the_consent_alive_nor_the_data_here() {
    let (bank, vault) = (FakeBank::open("thames").await, Arc::new(StumblingVault::default()));
    let here = Installation::built(&[&bank], |builder| builder.vault(vault.clone())).await;
    let link = here.link(&bank).await;
    vault.refuse(Work::Find, VaultError::KeyringLocked);
    let receipt = here.moa.unlink(&link).await.unwrap();
    assert_eq!(receipt.at_bank, BankOutcome::NotConfirmed(ErrorKind::KeyringLocked), "the tokens were not given back");
    assert!(bank.heard_on("/revoke").is_empty(), "there was nothing to revoke them by");
    assert!(bank.heard().contains(&ended(&link)));
    assert!(receipt.erased.secrets_erased && vault.inner.len() == 1, "only the registration is left");
    assert!(here.moa.links().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_vault_that_cannot_forget_is_told_of_when_all_else_is_over_and_forgets_when_it_is_asked_again() {
    let (bank, vault) = (FakeBank::open("thames").await, Arc::new(StumblingVault::default()));
    let here = Installation::built(&[&bank], |builder| builder.vault(vault.clone())).await;
    let link = here.link(&bank).await;
    vault.refuse(Work::Forget, VaultError::Keyring);
    assert_eq!(here.moa.unlink(&link).await.unwrap_err().kind(), ErrorKind::VaultFailed);
    assert_eq!(bank.heard_on("/revoke").len(), 1);
    assert!(bank.heard().contains(&ended(&link)));
    assert!(here.moa.links().await.unwrap().is_empty(), "the data is gone");
    assert_eq!(vault.inner.len(), 2, "the tokens are not, and nobody says that they were");
    vault.mend();
    assert!(here.moa.unlink(&link).await.unwrap().erased.secrets_erased);
    assert_eq!(vault.inner.len(), 1, "only the registration is left");
}

#[tokio::test]
async fn a_vault_that_does_nothing_at_all_keeps_the_tokens_and_neither_the_consent_nor_the_data() {
    let (bank, vault) = (FakeBank::open("thames").await, Arc::new(StumblingVault::default()));
    let here = Installation::built(&[&bank], |builder| builder.vault(vault.clone())).await;
    let link = here.link(&bank).await;
    for work in [Work::Find, Work::Keep, Work::Forget] {
        vault.refuse(work, VaultError::KeyringLocked);
    }
    let error = here.moa.unlink(&link).await.unwrap_err();
    assert_eq!((error.kind(), error.advice()), (ErrorKind::KeyringLocked, Advice::AskUserToUnlockKeyring));
    assert!(bank.heard_on("/revoke").is_empty(), "there was nothing to revoke them by");
    assert!(bank.heard().contains(&ended(&link)));
    assert!(here.moa.links().await.unwrap().is_empty(), "the data is gone");
    assert_eq!(vault.inner.len(), 2, "the tokens are not, and nobody says that they were");
}

/// What the bank hears when a consent is ended.
fn ended(link: &Link) -> String {
    format!("DELETE /open-banking/v4.0/aisp/account-access-consents/{}", link.consent)
}

/// A vault in which a sync asks for its token again just when the tokens are being forgotten.
#[derive(Default)]
struct InterruptedVault {
    inner: MemoryVault,
    sync: Mutex<Option<(Moa, Link)>>,
    asked: Mutex<Option<JoinHandle<Result<(), ErrorKind>>>>,
}

#[async_trait]
impl Vault for InterruptedVault {
    async fn find(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        self.inner.find(name).await
    }

    async fn keep(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        self.inner.keep(name, secret).await
    }

    async fn forget(&self, name: &str) -> Result<(), VaultError> {
        let sync = self.sync.lock().unwrap().take();
        if let Some((moa, link)) = sync {
            let ask = async move { moa.asking().send(&link, HttpAsk::get("/accounts")).await };
            let asked = tokio::spawn(async { ask.await.map(drop).map_err(|error| error.kind()) });
            *self.asked.lock().unwrap() = Some(asked);
            // As far as it gets without an answer of the bank.
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
        }
        self.inner.forget(name).await
    }
}

#[tokio::test]
async fn a_sync_that_runs_meanwhile_does_not_bring_the_tokens_back() {
    let (bank, vault) = (FakeBank::open("thames").await, Arc::new(InterruptedVault::default()));
    let here = Installation::built(&[&bank], |builder| builder.vault(vault.clone())).await;
    let link = here.link(&bank).await;
    // The token is old: whoever takes it out of the vault refreshes it, and keeps the new one.
    here.clock.advance(SignedDuration::from_secs(300));
    *vault.sync.lock().unwrap() = Some((here.moa.clone(), link.clone()));
    here.moa.unlink(&link).await.unwrap();
    let asked = vault.asked.lock().unwrap().take().unwrap();
    assert_eq!(asked.await.unwrap(), Err(ErrorKind::LinkEnded));
    assert_eq!(vault.inner.len(), 1, "only the registration is left");
    assert!(here.moa.links().await.unwrap().is_empty());
}

//! Tokens that end, rotate and get lost.

use std::sync::Arc;

use jiff::SignedDuration;
use moa_sdk::link::LinkState;
use moa_sdk::vault::VaultError;
use moa_sdk::{Advice, ErrorKind};
use serde_json::json;

use crate::fake_bank::{FakeBank, Heard, Reply};
use crate::installation::Installation;
use crate::stumbling_vault::{StumblingVault, Work};

const ACCOUNTS: &str = "/open-banking/v4.0/aisp/accounts";

fn refreshes(bank: &FakeBank) -> Vec<Heard> {
    let is_refresh = |heard: &Heard| heard.form("grant_type").as_deref() == Some("refresh_token");
    bank.heard_on("/token").into_iter().filter(is_refresh).collect()
}

/// Answers refreshes with this, and everything else with good manners.
fn on_refresh(bank: &FakeBank, answer: impl Fn(&Heard) -> Option<Reply> + Send + Sync + 'static) {
    bank.trick("/token", move |heard, _| {
        (heard.form("grant_type").as_deref() == Some("refresh_token")).then(|| answer(heard)).flatten()
    });
}

#[tokio::test]
async fn twenty_tasks_with_an_old_token_make_one_refresh() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    here.clock.advance(SignedDuration::from_secs(295));
    let all = futures::future::join_all((0..20).map(|_| here.ask_accounts(&link))).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(refreshes(&bank).len(), 1);
    let tokens: std::collections::HashSet<_> =
        bank.heard_on(ACCOUNTS).iter().map(|heard| heard.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens.len(), 1, "all of them used the new token");
}

#[tokio::test]
async fn a_token_the_bank_has_forgotten_is_refreshed_once_and_then_the_link_has_ended() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    bank.trick(ACCOUNTS, |_, before| (before == 0).then(|| Reply::empty(401)));
    assert!(here.ask_accounts(&link).await.is_ok());
    assert_eq!(refreshes(&bank).len(), 1);

    bank.trick(ACCOUNTS, |_, _| Some(Reply::empty(401)));
    let error = here.ask_accounts(&link).await.unwrap_err();
    assert_eq!((error.kind(), error.advice()), (ErrorKind::LinkEnded, Advice::AskUserToReconnect));
    let stored = here.moa.link(&link.id).await.unwrap();
    assert!(matches!(stored.state, LinkState::Lost { .. }));
    let calls = bank.heard().len();
    assert_eq!(here.ask_accounts(&stored).await.unwrap_err().kind(), ErrorKind::LinkEnded);
    assert_eq!(bank.heard().len(), calls, "an ended link is not asked again");
}

#[tokio::test]
async fn a_rotated_token_is_used_next_and_the_one_before_is_the_way_back() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    // The bank rotates once, then claims not to know the new token: its own copy of the answer was lost.
    on_refresh(&bank, |heard| match heard.form("refresh_token").as_deref() {
        Some("planted-refresh") => Some(Reply::json(
            200,
            &json!({"access_token": "planted-b", "token_type": "DPoP", "expires_in": 300, "refresh_token": "planted-rotated"}),
        )),
        _ => Some(Reply::json(400, &json!({"error": "invalid_grant"}))),
    });
    for _ in 0..2 {
        here.clock.advance(SignedDuration::from_secs(300));
        here.ask_accounts(&link).await.unwrap();
    }
    let used: Vec<_> = refreshes(&bank).iter().filter_map(|heard| heard.form("refresh_token")).collect();
    assert_eq!(used, ["planted-refresh", "planted-rotated", "planted-refresh"]);
}

#[tokio::test]
async fn a_grant_that_is_over_is_not_tried_for_ever() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    on_refresh(&bank, |_| Some(Reply::json(400, &json!({"error": "invalid_grant"}))));
    here.clock.advance(SignedDuration::from_secs(300));
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::LinkEnded);
    assert_eq!(refreshes(&bank).len(), 1);
}

#[tokio::test]
async fn a_refresh_that_downgrades_is_refused_and_the_link_lives_on() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    on_refresh(&bank, |_| Some(Reply::json(200, &json!({"access_token": "b", "token_type": "Bearer"}))));
    here.clock.advance(SignedDuration::from_secs(300));
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::TokenDowngraded);
    assert_eq!(here.moa.link(&link.id).await.unwrap().state, LinkState::Active);
    assert!(bank.heard_on(ACCOUNTS).is_empty(), "the bare token was never shown");
}

#[tokio::test]
async fn a_new_token_that_could_not_be_kept_is_not_used_and_not_lost() {
    let (bank, vault) = (FakeBank::open("thames").await, Arc::new(StumblingVault::default()));
    let here = Installation::built(&[&bank], |builder| builder.vault(vault.clone())).await;
    let link = here.link(&bank).await;
    here.clock.advance(SignedDuration::from_secs(300));
    vault.refuse(Work::Keep, VaultError::File(std::io::ErrorKind::StorageFull));
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::VaultFailed);
    assert!(bank.heard_on(ACCOUNTS).is_empty());
    vault.mend();
    assert!(here.ask_accounts(&link).await.is_ok());
    assert_eq!(refreshes(&bank).len(), 1, "the token of the first refresh was still there");
}

#[tokio::test]
async fn an_expired_link_is_not_asked_at_all() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    let calls = bank.heard().len();
    here.clock.advance(SignedDuration::from_hours(90 * 24));
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::LinkEnded);
    assert_eq!(bank.heard().len(), calls);
}

//! Linking a bank, with everybody behaving, and with the bank or somebody in between misbehaving.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use jiff::SignedDuration;
use moa_sdk::ErrorKind;
use moa_sdk::authorise::Redirect;
use moa_sdk::link::LinkState;
use serde_json::json;

use crate::breaking_store::BreakingStore;
use crate::fake_bank::{FakeBank, Heard, Reply};
use crate::installation::Installation;

#[tokio::test]
async fn a_customer_links_a_bank_and_its_accounts_can_be_read() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    assert_eq!(here.moa.links().await.unwrap(), std::slice::from_ref(&link));
    assert_eq!(link.state, LinkState::Active);
    assert_eq!(link.expires_at.unwrap().duration_since(link.linked_at).as_hours(), 90 * 24 - 1, "whole seconds");
    let reply = here.ask_accounts(&link).await.unwrap();
    assert!(reply.status.is_success());
}

#[tokio::test]
async fn the_whole_conversation_follows_the_profile() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let flow = here.prepare(&bank).await.unwrap();
    let keys: Vec<_> = flow.url().query_pairs().map(|(key, _)| key.into_owned()).collect();
    assert_eq!(keys, ["client_id", "request_uri"], "nothing else goes through the browser");
    let link = flow.complete(Redirect::from_url(&bank.approve()).unwrap()).await.unwrap();

    let pushed = bank.heard_on("/par").remove(0);
    assert_eq!(pushed.form("scope").as_deref(), Some("openid accounts"));
    let assertion = Heard::claims(&pushed.form("client_assertion").unwrap());
    assert_eq!(assertion["aud"], json!(bank.origin), "the issuer, as a string");
    let redeemed = bank.heard_on("/token").into_iter().find(|heard| heard.form("code").is_some()).unwrap();
    assert_eq!(redeemed.form("redirect_uri"), pushed.form("redirect_uri"));
    assert!(redeemed.form("code_verifier").unwrap().len() >= 43);
    assert_eq!(redeemed.proof()["htu"], json!(format!("{}/token", bank.origin)));
    assert_eq!(redeemed.header("authorization"), None);

    here.ask_accounts(&link).await.unwrap();
    let asked = bank.heard_on("/open-banking/v4.0/aisp/accounts").remove(0);
    assert!(asked.header("authorization").unwrap().starts_with("DPoP planted-access"));
    assert!(asked.proof()["ath"].is_string() && asked.header("x-fapi-interaction-id").unwrap().len() == 36);
}

#[tokio::test]
async fn every_request_has_a_proof_and_an_assertion_of_its_own() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    here.ask_accounts(&link).await.unwrap();
    let mut seen = std::collections::HashSet::new();
    for path in
        ["/par", "/token", "/open-banking/v4.0/aisp/accounts", "/open-banking/v4.0/aisp/account-access-consents"]
    {
        for heard in bank.heard_on(path) {
            assert!(seen.insert(heard.proof()["jti"].to_string()), "{path}: a proof came twice");
            if let Some(assertion) = heard.form("client_assertion") {
                assert!(seen.insert(Heard::claims(&assertion)["jti"].to_string()), "{path}: an assertion came twice");
            }
        }
    }
    assert!(seen.len() >= 7);
}

#[tokio::test]
async fn the_browser_comes_back_through_the_listener() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let mut flow = here.prepare(&bank).await.unwrap();
    let back = url::Url::parse(&bank.approve()).unwrap();
    let address = back.socket_addrs(|| None).unwrap()[0];
    let browser = async {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let call = format!("GET {}?{} HTTP/1.1\r\nHost: {address}\r\n\r\n", back.path(), back.query().unwrap());
        stream.write_all(call.as_bytes()).await.unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).await.unwrap();
        page
    };
    let (redirect, page) = tokio::join!(flow.listen(), browser);
    assert!(page.starts_with("HTTP/1.1 200") && !page.contains("the-code"));
    assert!(flow.complete(redirect.unwrap()).await.is_ok());
}

#[tokio::test]
async fn a_cancelled_wait_ends_and_a_second_wait_is_refused() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let mut flow = here.prepare(&bank).await.unwrap();
    flow.canceller().cancel();
    assert_eq!(flow.listen().await.unwrap_err().kind(), ErrorKind::Cancelled);
    assert_eq!(flow.listen().await.unwrap_err().kind(), ErrorKind::Misconfigured);
    flow.cancel().await;
    assert!(bank.heard().contains(&"DELETE /open-banking/v4.0/aisp/account-access-consents/aac-1".to_owned()));
}

#[tokio::test]
async fn a_customer_who_says_no_or_comes_too_late_links_nothing() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let refused = here.prepare(&bank).await.unwrap();
    let back = bank.send_back(&[("error", "access_denied"), ("iss", &bank.origin)]);
    let error = refused.complete(Redirect::from_url(&back).unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Denied);
    assert_eq!(deletions(&bank), ["aac-1"], "nothing is left behind at the bank");

    let late = here.prepare(&bank).await.unwrap();
    here.clock.advance(SignedDuration::from_mins(10));
    let error = late.complete(Redirect::from_url(&bank.approve()).unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AttemptExpired);
    assert_eq!(deletions(&bank), ["aac-1", "aac-2"]);
    assert_eq!(bank.codes_received(), 0);
    assert!(here.moa.links().await.unwrap().is_empty());
}

/// The consents the bank was told to delete.
fn deletions(bank: &FakeBank) -> Vec<String> {
    let prefix = "DELETE /open-banking/v4.0/aisp/account-access-consents/";
    bank.heard().iter().filter_map(|heard| heard.strip_prefix(prefix)).map(str::to_owned).collect()
}

#[tokio::test]
async fn an_approval_that_came_to_nothing_is_taken_back_and_a_strangers_call_takes_nothing_back() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let origin = bank.origin.clone();
    let from_the_bank = [
        vec![("error", "server_error"), ("iss", &*origin)],
        vec![("code", "c"), ("code", "d"), ("iss", &*origin)],
        vec![("iss", &*origin)],
    ];
    for (at, parameters) in from_the_bank.into_iter().enumerate() {
        let flow = here.prepare(&bank).await.unwrap();
        assert!(flow.complete(Redirect::from_url(&bank.send_back(&parameters)).unwrap()).await.is_err());
        assert_eq!(deletions(&bank).len(), at + 1, "{parameters:?}");
    }
    let taken_back = deletions(&bank).len();
    let strangers: [fn(&str) -> String; 3] = [
        |back| back.replace("state=", "state=x"),
        |back| back.replace("/callback/", "/call/"),
        |back| back.replace("iss=", "iss=x"),
    ];
    for stranger in strangers {
        let flow = here.prepare(&bank).await.unwrap();
        let back = stranger(&bank.send_back(&[("error", "access_denied"), ("iss", &origin)]));
        assert!(flow.complete(Redirect::from_url(&back).unwrap()).await.is_err());
        assert_eq!(deletions(&bank).len(), taken_back, "{back}");
    }
}

#[tokio::test]
async fn an_approval_that_cannot_be_written_down_leaves_nothing_behind() {
    let (bank, store) = (FakeBank::open("thames").await, Arc::new(BreakingStore::default()));
    let here = Installation::built(&[&bank], |builder| builder.store(store.clone())).await;
    let flow = here.prepare(&bank).await.unwrap();
    store.broken.store(true, SeqCst);
    let error = flow.complete(Redirect::from_url(&bank.approve()).unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreFailed);
    assert_eq!(deletions(&bank), ["aac-1"]);
    assert_eq!(here.vault.len(), 1, "tokens without a link are not kept");
}

#[tokio::test]
async fn a_renewal_that_fails_leaves_the_link_as_it_was() {
    let (bank, store) = (FakeBank::open("thames").await, Arc::new(BreakingStore::default()));
    let here = Installation::built(&[&bank], |builder| builder.store(store.clone())).await;
    let link = here.link(&bank).await;
    let flow = here.moa.authorise(&here.bank(&bank)).accounts().renewing(link.clone()).prepare().await.unwrap();
    store.broken.store(true, SeqCst);
    let error = flow.complete(Redirect::from_url(&bank.approve()).unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StoreFailed);
    store.broken.store(false, SeqCst);
    assert_eq!(deletions(&bank), ["aac-2"], "the new consent goes, the old one stays");
    here.ask_accounts(&link).await.unwrap();
    assert_eq!(here.moa.links().await.unwrap(), [link]);
}

#[tokio::test]
async fn a_renewal_under_the_same_name_that_fails_does_not_end_the_consent() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    bank.twist("/open-banking/v4.0/aisp/account-access-consents", |body| body["Data"]["ConsentId"] = json!("aac-1"));
    for answer in [[("error", "access_denied"), ("iss", &*bank.origin)], [("code", "c"), ("iss", "x")]] {
        let flow = here.moa.authorise(&here.bank(&bank)).accounts().renewing(link.clone()).prepare().await.unwrap();
        assert!(flow.complete(Redirect::from_url(&bank.send_back(&answer)).unwrap()).await.is_err());
    }
    let given_up = here.moa.authorise(&here.bank(&bank)).accounts().renewing(link.clone()).prepare().await.unwrap();
    given_up.cancel().await;
    assert!(deletions(&bank).is_empty());
}

type Twist = fn(&mut serde_json::Value);

#[tokio::test]
async fn tokens_without_protection_or_with_too_many_rights_are_dropped() {
    let twists: [(ErrorKind, Twist); 4] = [
        (ErrorKind::TokenDowngraded, |tokens| tokens["token_type"] = json!("Bearer")),
        (ErrorKind::ScopeWidened, |tokens| tokens["scope"] = json!("openid accounts payments")),
        (ErrorKind::IdTokenRefused, |tokens| tokens["id_token"] = json!(null)),
        (ErrorKind::IdTokenRefused, |tokens| {
            let text = tokens["id_token"].as_str().unwrap_or("a.b.c").rsplit_once('.').unwrap().0.to_owned();
            tokens["id_token"] = json!(format!("{text}.AAAA"));
        }),
    ];
    for (kind, twist) in twists {
        let bank = FakeBank::open("thames").await;
        let here = Installation::with(&[&bank]).await;
        let flow = here.prepare(&bank).await.unwrap();
        bank.twist("/token", twist);
        let error = flow.complete(Redirect::from_url(&bank.approve()).unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(here.moa.links().await.unwrap().is_empty());
        assert_eq!(here.vault.len(), 1, "only the registration is kept");
    }
}

#[tokio::test]
async fn an_id_token_about_another_consent_or_attempt_is_refused() {
    // The bank signs rightly, but what it signs belongs to the request pushed before.
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let first = here.prepare(&bank).await.unwrap();
    let first_back = bank.approve();
    let _second = here.prepare(&bank).await.unwrap();
    let error = first.complete(Redirect::from_url(&first_back).unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::IdTokenRefused);
}

#[tokio::test]
async fn a_bank_that_refuses_the_push_leaves_no_consent_behind() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    bank.trick("/par", |_, _| {
        Some(Reply::json(400, &json!({"error": "invalid_request", "error_description": "planted"})))
    });
    let error = here.prepare(&bank).await.unwrap_err();
    assert_eq!((error.kind(), error.context().bank_code.as_deref()), (ErrorKind::BankRefused, Some("invalid_request")));
    assert!(!format!("{error} {error:?}").contains("planted"));
    assert!(bank.heard().iter().any(|heard| heard.starts_with("DELETE")));
}

#[tokio::test]
async fn a_renewed_link_keeps_its_name_and_ends_its_old_consent() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let old = here.link(&bank).await;
    let flow = here.moa.authorise(&here.bank(&bank)).accounts().renewing(old.clone()).prepare().await.unwrap();
    let new = flow.complete(Redirect::from_url(&bank.approve()).unwrap()).await.unwrap();
    assert_eq!(new.id, old.id);
    assert_ne!(new.consent, old.consent);
    assert_eq!(here.moa.links().await.unwrap(), [new]);
    let ended = format!("DELETE /open-banking/v4.0/aisp/account-access-consents/{}", old.consent);
    assert!(bank.heard().contains(&ended));
}

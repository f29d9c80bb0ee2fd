//! Customers who come back to an address that the system gives to the app: App Links and Universal Links.

use moa_sdk::ErrorKind;
use moa_sdk::authorise::Redirect;
use moa_sdk::registration::ClaimedRedirect;
use moa_sdk::standards::HttpAsk;
use serde_json::Value;

use crate::fake_bank::FakeBank;
use crate::installation::Installation;

async fn claiming(bank: &FakeBank, address: &str) -> Installation {
    let claimed = ClaimedRedirect::new(address).unwrap();
    Installation::built(&[bank], |builder| builder.claimed_redirect(claimed)).await
}

#[tokio::test]
async fn what_the_system_hands_over_completes_the_link() {
    let bank = FakeBank::open("thames").await;
    let here = claiming(&bank, "https://app.example/moa").await;
    let mut flow = here.prepare(&bank).await.unwrap();

    let registered: Value = serde_json::from_slice(&bank.heard_on("/register")[0].body).unwrap();
    let address = registered["redirect_uris"][0].as_str().unwrap();
    assert!(address.starts_with("https://app.example/moa/callback/thames/"), "{address}");
    assert_eq!(registered["redirect_uris"].as_array().unwrap().len(), 1, "and no port of this device");
    assert_eq!(bank.heard_on("/par")[0].form("redirect_uri").as_deref(), Some(address));
    assert_eq!(flow.listen().await.unwrap_err().kind(), ErrorKind::Misconfigured, "nobody listens here");

    let link = flow.complete(Redirect::from_url(&bank.approve()).unwrap()).await.unwrap();
    let redeemed = bank.heard_on("/token").into_iter().find(|heard| heard.form("code").is_some()).unwrap();
    assert_eq!(redeemed.form("redirect_uri").as_deref(), Some(address));
    assert!(here.moa.asking().send(&link, HttpAsk::get("/accounts")).await.unwrap().status.is_success());
}

#[tokio::test]
async fn another_address_with_the_right_state_completes_nothing() {
    let bank = FakeBank::open("thames").await;
    let here = claiming(&bank, "https://app.example").await;
    for origin in ["http://app.example", "https://evil.example", "http://127.0.0.1:49152", "https://app.example:8443"] {
        let flow = here.prepare(&bank).await.unwrap();
        let brought = bank.approve().replacen("https://app.example", origin, 1);
        let error = flow.complete(Redirect::from_url(&brought).unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::IssuerMismatch, "{origin}");
    }
    assert_eq!(bank.codes_received(), 0);
}

#[tokio::test]
async fn a_strangers_redirect_is_told_apart_and_the_banks_own_still_completes() {
    let bank = FakeBank::open("thames").await;
    let here = claiming(&bank, "https://app.example").await;
    let flow = here.prepare(&bank).await.unwrap();
    let own = bank.approve();
    let strangers: [fn(&str) -> String; 4] = [
        |own| own.replace("state=", "state=x"),
        |own| own.replace("/callback/", "/call/"),
        |own| own.replace("iss=", "iss=x"),
        |own| own.replacen("https://app.example", "https://evil.example", 1),
    ];
    for stranger in strangers {
        assert!(flow.recogniser().recognise(&Redirect::from_url(&stranger(&own)).unwrap()).is_err());
    }
    let own = Redirect::from_url(&own).unwrap();
    flow.recogniser().recognise(&own).unwrap();
    flow.complete(own).await.unwrap();
}

#[tokio::test]
async fn an_app_that_claims_another_address_is_another_client() {
    let bank = FakeBank::open("thames").await;
    let before = Installation::with(&[&bank]).await;
    before.link(&bank).await;
    let claimed = ClaimedRedirect::new("https://app.example").unwrap();
    let vault = before.vault.clone();
    let after = Installation::built(&[&bank], |builder| builder.vault(vault).claimed_redirect(claimed)).await;
    after.link(&bank).await;
    after.link(&bank).await;
    assert_eq!(bank.heard_on("/register").len(), 2, "once with a port, once with the address");
}

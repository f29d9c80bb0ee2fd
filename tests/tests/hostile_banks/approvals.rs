//! Approvals that are not what they should be: another attempt's state, a token without its key, a proof asked for again
//! and again.

use anyhow::{Result, ensure};
use moa_sdk::ErrorKind;
use moa_sdk::authorise::Redirect;
use serde_json::json;

use crate::fake_bank::{FakeBank, Reply};
use crate::scene::Scene;

#[tokio::test]
async fn a_state_that_is_wrong_missing_doubled_or_used_links_nothing() -> Result<()> {
    let bank = FakeBank::open("evil").await;
    let scene = Scene::with(&[&bank]).await?;
    scene.link(&bank).await?;
    let used = bank.approve();
    let without = used.split('?').next().unwrap_or_default().to_owned() + "?code=c&iss=" + &bank.origin;
    let redeemed = bank.codes_received();
    for state in ["used", "missing", "wrong", "doubled"] {
        let flow = scene.prepare("evil").await?;
        let back = match state {
            "used" => used.clone(),
            "missing" => without.clone(),
            "wrong" => format!("{without}&state=invented"),
            _ => bank.approve() + "&state=invented",
        };
        let error = flow.complete(Redirect::from_url(&back)?).await.unwrap_err();
        ensure!(error.kind() == ErrorKind::StateMismatch, "{state}: {error}");
    }
    ensure!(bank.codes_received() == redeemed && scene.moa.links().await?.len() == 1);
    Ok(())
}

#[tokio::test]
async fn a_token_that_anybody_could_use_is_not_kept() -> Result<()> {
    let bank = FakeBank::open("evil").await;
    let scene = Scene::with(&[&bank]).await?;
    let flow = scene.prepare("evil").await?;
    bank.twist("/token", |tokens| tokens["token_type"] = json!("Bearer"));
    let error = flow.complete(Redirect::from_url(&bank.approve())?).await.unwrap_err();
    ensure!(error.kind() == ErrorKind::TokenDowngraded, "{error}");
    ensure!(scene.moa.links().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_bank_that_asks_for_a_new_proof_for_ever_gets_two() -> Result<()> {
    for path in ["/token", "/par"] {
        let bank = FakeBank::open("evil").await;
        let scene = Scene::with(&[&bank]).await?;
        bank.trick(path, |_, before| {
            let nonce = format!("nonce-{before}");
            Some(Reply::json(400, &json!({"error": "use_dpop_nonce"})).with("dpop-nonce", &nonce))
        });
        let error = scene.prepare("evil").await.unwrap_err();
        ensure!(error.kind() == ErrorKind::NonceLoop, "{path}: {error}");
        ensure!(bank.heard_on(path).len() == 2, "{path}: {} proofs", bank.heard_on(path).len());
    }
    Ok(())
}

#[tokio::test]
async fn a_hostile_bank_cannot_send_the_app_elsewhere_by_its_own_description() -> Result<()> {
    let (evil, victim) = (FakeBank::open("evil").await, FakeBank::open("victim").await);
    let scene = Scene::with(&[&evil, &victim]).await?;
    let elsewhere = victim.origin.clone();
    evil.twist("/.well-known/openid-configuration", move |says| {
        says["token_endpoint"] = json!(format!("{elsewhere}/token"));
    });
    let error = scene.prepare("evil").await.unwrap_err();
    ensure!(error.kind() == ErrorKind::MetadataRefused, "{error}");
    let elsewhere = format!("{}/.well-known/openid-configuration", victim.origin);
    evil.trick("/.well-known/openid-configuration", move |_, _| Some(Reply::empty(302).with("location", &elsewhere)));
    let error = scene.prepare("evil").await.unwrap_err();
    ensure!(error.kind() == ErrorKind::Redirected, "{error}");
    ensure!(victim.heard().is_empty());
    Ok(())
}

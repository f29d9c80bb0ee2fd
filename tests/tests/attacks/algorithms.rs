//! Apps that sign with any algorithm FAPI 2.0 allows, and with none other (Security Profile §5.4.1).

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moa_security::jws::Alg;
use moa_tests::attacker::{API, App, AppKey, Ground, forge};
use moa_tests::person::Person;
use serde_json::json;

/// Reads the accounts with a proof by this key, under a header that names this algorithm.
async fn read(app: &App, token: &str, key: &AppKey, alg: &str) -> Result<moa_tests::attacker::Answer> {
    let mut header = forge::proof_header(key);
    if let Some(members) = header.as_object_mut() {
        members.insert("alg".to_owned(), json!(alg));
    }
    let url = app.url(&format!("{API}/accounts"))?;
    let claims = app.proof_claims("GET", &url, Some(token)).await?;
    let ask = app.api(reqwest::Method::GET, "/accounts", token).await?;
    app.send(ask.header("dpop", &forge::signed(key, &header, &claims)?)).await
}

#[tokio::test]
async fn an_app_links_and_reads_and_refreshes_whichever_algorithm_it_signs_with() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let mut seen = Vec::new();
    for alg in Alg::ALL {
        let app = ground.app_signing(*alg).await?;
        let grant = app.grant(&Person::mina()).await?;
        seen.push(app.account_ids(&grant.access).await?);
        let fresh = app.send(app.refresh_ask(&grant.refresh).await?).await?.granted()?.text("/access_token")?;
        seen.push(app.account_ids(&fresh).await?);
    }
    assert!(seen.len() == 6 && seen.iter().all(|ids| ids == &seen[0] && !ids.is_empty()), "{seen:?}");
    Ok(())
}

#[tokio::test]
async fn a_token_opens_nothing_for_a_key_of_another_algorithm_nor_for_its_own_under_another_name() -> Result<()> {
    let ground = Ground::one_bank().await?;
    for alg in Alg::ALL {
        let app = ground.app_signing(*alg).await?;
        let token = app.grant(&Person::mina()).await?.access;
        for other in Alg::ALL.iter().filter(|other| *other != alg) {
            let thief = AppKey::of(*other)?;
            read(&app, &token, &thief, thief.alg()).await?.challenged("invalid_token")?;
            read(&app, &token, &app.dpop, other.as_str()).await?.challenged("invalid_dpop_proof")?;
        }
        // Names for the same kinds of key that FAPI does not allow.
        for other in ["RS256", "RS512", "PS512", "ES384", "ES256K", "HS256", "Ed25519", "none"] {
            read(&app, &token, &app.dpop, other).await?.challenged("invalid_dpop_proof")?;
        }
        read(&app, &token, &app.dpop, app.dpop.alg()).await?.granted()?;
    }
    Ok(())
}

#[tokio::test]
async fn what_everybody_may_know_of_a_key_is_no_shared_secret_whatever_kind_of_key_it_is() -> Result<()> {
    let ground = Ground::one_bank().await?;
    for alg in Alg::ALL {
        let app = ground.app_signing(*alg).await?;
        let token = app.grant(&Person::mina()).await?.access;
        let url = app.url(&format!("{API}/accounts"))?;
        let public = app.dpop.public_jwk();
        let members = [&public.x, &public.y, &public.n].into_iter().flatten();
        let mut secrets: Vec<Vec<u8>> = vec![serde_json::to_vec(&public)?, serde_json::to_vec(app.dpop.bare_jwk())?];
        for member in members {
            secrets.push(member.clone().into_bytes());
            secrets.push(URL_SAFE_NO_PAD.decode(member)?);
        }
        let mut header = forge::proof_header(&app.dpop);
        header.as_object_mut().context("header")?.insert("alg".to_owned(), json!("HS256"));
        for secret in secrets {
            let claims = app.proof_claims("GET", &url, Some(&token)).await?;
            let ask = app.api(reqwest::Method::GET, "/accounts", &token).await?;
            let forged = ask.header("dpop", &forge::maced(&secret, &header, &claims));
            app.send(forged).await?.challenged("invalid_dpop_proof")?;
        }
        app.get("/accounts", &token).await?.granted()?;
    }
    Ok(())
}

//! Using a token without its key, and proofs for something else (RFC 9449 §4.3, §7.1).

use anyhow::{Context as _, Result, ensure};
use moa_kernel::{Entropy as _, OsEntropy};
use moa_security::digest::sha256_base64url;
use moa_tests::attacker::{API, App, AppKey, Ask, Ground, forge};
use moa_tests::person::Person;
use reqwest::Method;
use serde_json::{Value, json};

/// A stage with a live token, and the request that reads the accounts with it.
struct Stage {
    _ground: Ground,
    app: App,
    token: String,
}

impl Stage {
    async fn new() -> Result<Self> {
        let ground = Ground::one_bank().await?;
        let app = ground.app().await?;
        let token = app.grant(&Person::mina()).await?.access;
        app.get("/accounts", &token).await?.granted()?;
        Ok(Self { _ground: ground, app, token })
    }

    /// Reads the accounts with this proof.
    async fn with_proof(&self, proof: &str) -> Result<moa_tests::attacker::Answer> {
        let ask = self.app.api(Method::GET, "/accounts", &self.token).await?.header("dpop", proof);
        self.app.send(ask).await
    }

    async fn claims(&self) -> Result<Value> {
        let url = self.app.url(&format!("{API}/accounts"))?;
        self.app.proof_claims("GET", &url, Some(&self.token)).await
    }

    /// A good proof but for one claim; null takes the claim away.
    async fn but(&self, claim: &str, value: Value) -> Result<moa_tests::attacker::Answer> {
        let mut claims = self.claims().await?;
        let members = claims.as_object_mut().context("claims")?;
        members.insert(claim.to_owned(), value);
        members.retain(|_, value| !value.is_null());
        let key = &self.app.dpop;
        self.with_proof(&forge::proof(key, &claims)?).await
    }

    /// A proof with good claims under this header, signed with the right key.
    async fn under(&self, header: Value) -> Result<moa_tests::attacker::Answer> {
        self.with_proof(&forge::signed(&self.app.dpop, &header, &self.claims().await?)?).await
    }
}

const INVALID: &str = "invalid_dpop_proof";

#[tokio::test]
async fn a_proof_for_another_method_is_refused() -> Result<()> {
    let stage = Stage::new().await?;
    for htm in [json!("POST"), json!("get"), json!(""), Value::Null] {
        stage.but("htm", htm).await?.challenged(INVALID)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_proof_for_another_url_is_refused() -> Result<()> {
    let stage = Stage::new().await?;
    let origin = stage.app.origin.clone();
    for htu in [
        format!("{origin}{API}/balances"),
        format!("{origin}{API}/accounts/"),
        format!("{origin}/token"),
        format!("https://evil.example{API}/accounts"),
        format!("http://127.0.0.1:1{API}/accounts"),
        format!("{origin}@evil.example{API}/accounts"),
        format!("{API}/accounts"),
        String::new(),
    ] {
        let answer = stage.but("htu", json!(htu)).await?;
        ensure!(answer.challenged(INVALID).is_ok(), "{htu}: {answer:?}");
    }
    stage.but("htu", Value::Null).await?.challenged(INVALID)
}

#[tokio::test]
async fn a_host_header_cannot_move_the_target() -> Result<()> {
    let stage = Stage::new().await?;
    let mut claims = stage.claims().await?;
    let members = claims.as_object_mut().context("claims")?;
    members.insert("htu".to_owned(), json!(format!("http://evil.example{API}/accounts")));
    let key = &stage.app.dpop;
    let proof = forge::proof(key, &claims)?;
    let ask = stage.app.api(Method::GET, "/accounts", &stage.token).await?;
    let ask = ask.header("dpop", &proof).header("host", "evil.example").header("x-forwarded-host", "evil.example");
    stage.app.send(ask).await?.challenged(INVALID)
}

#[tokio::test]
async fn a_proof_for_another_token_or_for_none_is_refused() -> Result<()> {
    let stage = Stage::new().await?;
    let plain = stage.token.clone();
    for ath in [Value::Null, json!(""), json!(sha256_base64url("another")), json!(plain)] {
        stage.but("ath", ath).await?.challenged(INVALID)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_stolen_token_is_useless_with_another_key() -> Result<()> {
    let stage = Stage::new().await?;
    let thief = AppKey::make()?;
    let proof = forge::proof(&thief, &stage.claims().await?)?;
    stage.with_proof(&proof).await?.challenged("invalid_token")?;
    // Naming the owner's key in the header and signing with one's own does not help either.
    let proof = forge::signed(&thief, &forge::proof_header(&stage.app.dpop), &stage.claims().await?)?;
    stage.with_proof(&proof).await?.challenged(INVALID)
}

#[tokio::test]
async fn a_proof_is_good_once() -> Result<()> {
    let stage = Stage::new().await?;
    let key = &stage.app.dpop;
    let proof = forge::proof(key, &stage.claims().await?)?;
    stage.with_proof(&proof).await?.granted()?;
    stage.with_proof(&proof).await?.challenged(INVALID)
}

#[tokio::test]
async fn of_one_proof_sent_many_times_at_once_one_is_good() -> Result<()> {
    let stage = Stage::new().await?;
    let key = &stage.app.dpop;
    let proof = forge::proof(key, &stage.claims().await?)?;
    let answers = futures::future::try_join_all((0..8).map(|_| stage.with_proof(&proof))).await?;
    let good = answers.iter().filter(|answer| answer.status.is_success()).count();
    ensure!(good == 1, "{good} of eight were good");
    Ok(())
}

#[tokio::test]
async fn a_proof_is_good_once_at_the_token_endpoint_too() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
    let proof = app.proof("POST", &app.url("/token")?, None).await?;
    app.send(app.form("/token", &fields).await?.header("dpop", &proof)).await?.granted()?;
    app.send(app.form("/token", &fields).await?.header("dpop", &proof)).await?.refused(400, INVALID)
}

#[tokio::test]
async fn a_proof_without_the_banks_nonce_is_asked_for_one() -> Result<()> {
    let stage = Stage::new().await?;
    for nonce in [Value::Null, json!(""), json!("invented"), json!("x".repeat(5000))] {
        let answer = stage.but("nonce", nonce).await?;
        answer.challenged("use_dpop_nonce")?;
        ensure!(!answer.header("dpop-nonce").is_empty(), "no nonce to go on with");
    }
    Ok(())
}

#[tokio::test]
async fn the_token_endpoint_asks_for_its_nonce_in_its_own_way() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let mut claims = app.proof_claims("POST", &app.url("/token")?, None).await?;
    claims.as_object_mut().context("claims")?.remove("nonce");
    let proof = forge::proof(&app.dpop, &claims)?;
    let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
    let answer = app.send(app.form("/token", &fields).await?.header("dpop", &proof)).await?;
    answer.refused(400, "use_dpop_nonce")?;
    ensure!(!answer.header("dpop-nonce").is_empty());
    Ok(())
}

#[tokio::test]
async fn a_nonce_of_long_ago_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let token = app.grant(&Person::mina()).await?.access;
    let url = app.url(&format!("{API}/accounts"))?;
    let mut claims = app.proof_claims("GET", &url, Some(&token)).await?;
    ground.wait(300);
    claims.as_object_mut().context("claims")?.insert("iat".to_owned(), json!(app.now()));
    let proof = forge::proof(&app.dpop, &claims)?;
    let ask = app.api(Method::GET, "/accounts", &token).await?.header("dpop", &proof);
    app.send(ask).await?.challenged("use_dpop_nonce")
}

#[tokio::test]
async fn an_old_proof_and_one_from_the_future_are_refused() -> Result<()> {
    let stage = Stage::new().await?;
    let now = stage.app.now();
    for iat in [json!(now - 120), json!(now + 120), json!(0), json!(-1), json!(i64::MAX), json!("soon"), json!(1.5e9)] {
        let answer = stage.but("iat", iat.clone()).await?;
        ensure!(answer.challenged(INVALID).is_ok(), "{iat}: {answer:?}");
    }
    for near in [-8, 8] {
        stage.but("iat", json!(now + near)).await?.granted()?;
    }
    Ok(())
}

#[tokio::test]
async fn two_proofs_are_as_bad_as_none() -> Result<()> {
    let stage = Stage::new().await?;
    let app = &stage.app;
    let url = app.url(&format!("{API}/accounts"))?;
    let another = app.proof("GET", &url, Some(&stage.token)).await?;
    let two = app.api(Method::GET, "/accounts", &stage.token).await?.another_header("dpop", &another);
    app.send(two).await?.challenged(INVALID)?;
    let none = app.api(Method::GET, "/accounts", &stage.token).await?.without_header("dpop");
    app.send(none).await?.challenged(INVALID)?;
    let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
    let another = app.proof("POST", &app.url("/token")?, None).await?;
    let two = app.form("/token", &fields).await?.another_header("dpop", &another);
    app.send(two).await?.refused(400, INVALID)
}

#[tokio::test]
async fn unsigned_symmetric_and_misnamed_proofs_are_refused() -> Result<()> {
    let stage = Stage::new().await?;
    let good = forge::proof_header(&stage.app.dpop);
    let with = |name: &str, value: Value| -> Result<Value> {
        let mut header = good.clone();
        header.as_object_mut().context("header")?.insert(name.to_owned(), value);
        Ok(header)
    };
    let unsigned = forge::unsigned(&with("alg", json!("none"))?, &stage.claims().await?);
    stage.with_proof(&unsigned).await?.challenged(INVALID)?;
    let jwk = serde_json::to_vec(&stage.app.dpop.public_jwk())?;
    let maced = forge::maced(&jwk, &with("alg", json!("HS256"))?, &stage.claims().await?);
    stage.with_proof(&maced).await?.challenged(INVALID)?;
    for (name, value) in [
        ("alg", json!("none")),
        ("alg", json!("RS256")),
        ("typ", json!("JWT")),
        ("typ", json!("at+jwt")),
        ("jwk", json!({})),
        ("jwk", json!({ "kty": "oct", "k": "c2VjcmV0" })),
        ("crit", json!(["exp"])),
    ] {
        stage.under(with(name, value)?).await?.challenged(INVALID)?;
    }
    stage.under(good).await?.granted()?;
    Ok(())
}

#[tokio::test]
async fn a_proof_that_gives_its_secret_key_away_is_refused() -> Result<()> {
    let stage = Stage::new().await?;
    let mut header = forge::proof_header(&stage.app.dpop);
    let jwk = header.pointer_mut("/jwk").and_then(Value::as_object_mut).context("jwk")?;
    jwk.insert("d".to_owned(), json!("c2VjcmV0"));
    stage.under(header).await?.challenged(INVALID)
}

#[tokio::test]
async fn an_assertion_does_not_pass_for_a_proof() -> Result<()> {
    let stage = Stage::new().await?;
    stage.with_proof(&stage.app.assertion()?).await?.challenged(INVALID)?;
    for nonsense in ["", "a.b.c", "....", &"x".repeat(20_000)] {
        let answer = stage.with_proof(nonsense).await?;
        ensure!(!answer.status.is_success() && !answer.status.is_server_error(), "{answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_bound_token_is_no_bearer_token() -> Result<()> {
    let stage = Stage::new().await?;
    let app = &stage.app;
    let url = app.url(&format!("{API}/accounts"))?;
    let bearer = format!("Bearer {}", stage.token);
    let bare = Ask::bare(Method::GET, url.clone()).header("authorization", &bearer);
    app.send(bare).await?.challenged("invalid_token")?;
    // Not with a good proof beside it either.
    let proven = app.api(Method::GET, "/accounts", &stage.token).await?.header("authorization", &bearer);
    app.send(proven).await?.challenged("invalid_token")
}

#[tokio::test]
async fn a_token_anywhere_but_in_its_header_is_refused() -> Result<()> {
    let stage = Stage::new().await?;
    let app = &stage.app;
    let mut in_query = app.api(Method::GET, "/accounts", &stage.token).await?;
    in_query.url.query_pairs_mut().append_pair("access_token", &stage.token);
    let answer = app.send(in_query.clone()).await?;
    ensure!(answer.status.is_client_error() && !answer.body.contains("Data\""), "{answer:?}");
    let answer = app.send(in_query.without_header("authorization")).await?;
    ensure!(answer.status.is_client_error() && !answer.body.contains("Data\""), "{answer:?}");
    let twice = app.api(Method::GET, "/accounts", &stage.token).await?;
    let twice = twice.another_header("authorization", &format!("DPoP {}", OsEntropy.uuid()));
    let answer = app.send(twice).await?;
    ensure!(answer.status.is_client_error() && !answer.body.contains("Data\""), "{answer:?}");
    Ok(())
}

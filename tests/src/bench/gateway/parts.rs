//! What each part of the gateway's work costs: gathering a fact, and each rule that decides by the facts.

use std::net::Ipv4Addr;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use http::{Method, StatusCode};
use jiff::SignedDuration;
use moa_bank_core::consents::Consent;
use moa_bank_gateway::limits::Counters;
use moa_bank_gateway::once::{Keys, Repeated, Turn};
use moa_bank_gateway::policy::{RULES, admit, takes};
use moa_bank_gateway::watch::{Seen, Sight, Watch};
use moa_bank_gateway::{AccountInPath, ConsentFacts, Credential, Facts, PayloadFacts, ProofFacts, Scheme, TokenFacts};
use moa_bank_processing::ApiReply;
use moa_bank_processing::codec::uk;
use moa_bank_registry::{Registry, Route, shipped};
use moa_kernel::{ClientId, Clock as _, ExposeSecret as _};
use moa_security::dpop::{self, Expected, NonceRule, ProofKeys};
use moa_security::replay::{MemoryReplay, Once, Replay as _};
use tokio::time::Instant;

use super::stage::Stage;

const TIMES: u32 = 10_000;
/// Making a proof is slow, and each is verified once.
const PROOFS: u32 = 2_000;
const PROOFS_MAX: usize = 100_000;
/// No app may have more.
const KEYS: u32 = 1_000;

pub(super) async fn measure(stage: &Stage) -> Result<()> {
    println!("\nWhat gathering a fact costs");
    let token = looked_up(stage).await?;
    let registry = Registry::open(&stage.bank, shipped()?)?;
    let path = format!("{}/accounts", uk::BASE_PATH);
    let route = timed("finding the operation in the table", TIMES, || registry.table().find(&Method::GET, &path));
    let counters = Counters::new(stage.plans.clone());
    let now = stage.clock.now();
    let app = &stage.entitlement.client;
    let counted = timed("counting against the plan", TIMES, || counters.count(app, "uk-account-information v4", now));
    proofs(stage, &path)?;
    let consent = || stage.bank.consents().find(&stage.entitlement.consent);
    let consent = timed("finding the consent in the database", TIMES, consent)?.context("no consent")?;
    watched(stage, app);
    turns(stage, app).await?;
    let Route::Found { operation, limits, .. } = route else { bail!("accounts are not in the table") };
    let body = serde_json::to_vec(&vec![[[7; 10]; 4]; 12])?;
    let payload =
        timed(&format!("measuring a body of {} bytes", body.len()), TIMES, || PayloadFacts::of(&body, limits));
    let facts = Facts {
        operation,
        account: AccountInPath::None,
        credential: Credential::Live { scheme: Scheme::Dpop, token: Arc::new(token) },
        proof: ProofFacts::Good { thumbprint: stage.dpop().thumbprint().to_owned() },
        consent: Some(Arc::new(consent_facts(&consent))),
        limits: Some(counted.0),
        payload,
    };
    println!("\nWhat deciding costs, rule by rule");
    for (name, rule) in RULES {
        timed(name, TIMES, || rule(&facts, now)).map_err(|denial| anyhow::anyhow!("{name}: {denial}"))?;
    }
    timed("all of them, as a request meets them", TIMES, || admit(&facts, now).and_then(|_| takes(&facts)))?;
    Ok(())
}

fn proofs(stage: &Stage, path: &str) -> Result<()> {
    let url = format!("{}{path}", stage.origin);
    let now = stage.clock.now();
    let requests = (0..PROOFS).map(|_| stage.request(path)).collect::<Result<Vec<_>>>()?;
    let keys = ProofKeys::default();
    let is_ours = |nonce: &str| stage.nonces.accepts(nonce, now);
    for (what, keys) in [
        ("verifying a proof of possession by a key that is known", Some(&keys)),
        ("verifying one by a key that is new", None),
    ] {
        let mut left = requests.iter();
        timed(what, PROOFS, || {
            let nonce = NonceRule::Needed(&is_ours);
            let access_token = Some(stage.token.expose_secret());
            let expected = Expected { method: "GET", url: &url, access_token, nonce, now, keys };
            let request = left.next().context("too few proofs")?;
            let proof = dpop::UnverifiedProof::from_headers(request.headers())?.verify(&expected)?;
            keys.inspect(|keys| keys.keep(&proof));
            anyhow::Ok(proof)
        })?;
    }
    let replay = MemoryReplay::new(stage.clock.clone(), PROOFS_MAX);
    let mut ids = (0..TIMES).map(|n| format!("{n:043}")).collect::<Vec<_>>().into_iter();
    let until = now.saturating_add(SignedDuration::from_secs(60))?;
    timed("noting that a proof was used", TIMES, || {
        let id = ids.next().context("too few ids")?;
        ensure!(replay.first_use(Once::Proof, &id, until), "it was used before");
        Ok(())
    })
}

/// Finding a token in the database, as the gateway asks for one that it does not know yet.
async fn looked_up(stage: &Stage) -> Result<TokenFacts> {
    let started = Instant::now();
    for _ in 1..TIMES {
        drop(stage.facts().await?);
    }
    let last = stage.facts().await;
    say("finding the token, its grant and its app in the database", started, TIMES);
    last
}

/// What the watch costs where data was given, which is what it looks at most often, and where somebody tries tokens.
fn watched(stage: &Stage, app: &ClientId) {
    let (watch, now) = (Watch::of_a_rehearsal(), stage.clock.now());
    let peer = Some(Ipv4Addr::LOCALHOST.into());
    let given = Seen { peer, app: Some(app), sight: Sight::DataGiven };
    timed("the watch notes that data was given", TIMES, || watch.note(&given, now));
    let dead = Seen { peer, app: None, sight: Sight::DeadToken };
    timed("the watch notes a dead token, and looks who tries them", TIMES, || {
        watch.note(&dead, now);
        watch.is_guessing_tokens(peer, now)
    });
}

/// What being answered once costs, at first and again, for a body of 1,000 bytes.
async fn turns(stage: &Stage, app: &ClientId) -> Result<()> {
    let (keys, body, now) = (Keys::default(), vec![b'x'; 1_000], stage.clock.now());
    let request =
        |n: u32| Repeated { operation: "operation".to_owned(), path: "/path".to_owned(), key: format!("key-{n}") };
    let reply = ApiReply::new(StatusCode::CREATED, Some(body.clone()));
    for (what, again) in [("a key that comes for the first time, its answer kept", false), ("the same again", true)] {
        let started = Instant::now();
        for n in 0..KEYS {
            match keys.turn(app, request(n), &body, now).await {
                Turn::First(writer) if !again => writer.keep(&reply),
                Turn::Again(_) if again => {}
                other => bail!("{what}: {other:?}"),
            }
        }
        say(what, started, KEYS);
    }
    Ok(())
}

fn consent_facts(consent: &Consent) -> ConsentFacts {
    ConsentFacts {
        id: consent.id.clone(),
        client: consent.client.clone(),
        customer: consent.customer().cloned(),
        authorised: consent.is_in_force(),
        accounts: consent.accounts().into_iter().flatten().cloned().collect(),
        permissions: uk::Permissions::from_words(consent.permissions.iter().map(String::as_str)),
        expires_at: consent.expires_at,
        window: moa_bank_processing::port::Window::default(),
    }
}

/// Does something many times, prints what once costs, and gives what came of the last time.
fn timed<T>(what: &str, times: u32, mut act: impl FnMut() -> T) -> T {
    let started = Instant::now();
    for _ in 1..times {
        drop(std::hint::black_box(act()));
    }
    let last = act();
    say(what, started, times);
    last
}

fn say(what: &str, started: Instant, times: u32) {
    let nanos = started.elapsed().as_nanos() / u128::from(times.max(1));
    println!("  {what:<58} {:>5}.{:03} µs", nanos / 1000, nanos % 1000);
}

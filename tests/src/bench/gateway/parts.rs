//! What each part of the gateway's work costs: gathering a fact, and each rule that decides by the facts.

use anyhow::{Context as _, Result};
use http::Method;
use moa_bank_core::consents::Consent;
use moa_bank_gateway::limits::Counters;
use moa_bank_gateway::policy::{RULES, admit};
use moa_bank_gateway::{AccountInPath, ConsentFacts, Credential, Facts, PayloadFacts, ProofFacts, Scheme};
use moa_bank_processing::codec::uk;
use moa_bank_registry::{Registry, Route, shipped};
use moa_kernel::Clock as _;
use moa_security::digest::sha256_base64url;
use moa_security::dpop::{self, Expected, NonceRule, ProofKeys};
use tokio::time::Instant;
use url::Url;

use super::stage::{ORIGIN, Stage, TOKEN};

const TIMES: u32 = 10_000;
/// Making a proof is slow, and each is verified once.
const PROOFS: u32 = 2_000;

pub(super) fn measure(stage: &Stage) -> Result<()> {
    println!("\nWhat gathering a fact costs");
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
    let body = vec![b'x'; 1_000];
    timed("digest of a body of 1,000 bytes, for a repeated request", TIMES, || sha256_base64url(&body));
    let Route::Found { operation, .. } = route else { anyhow::bail!("accounts are not in the table") };
    let facts = Facts {
        operation,
        account: AccountInPath::None,
        credential: Credential::Live { scheme: Scheme::Dpop, token: stage.facts() },
        proof: ProofFacts::Good { thumbprint: stage.key.thumbprint().to_owned() },
        consent: Some(consent_facts(&consent)),
        limits: Some(counted.0),
        payload: PayloadFacts::default(),
    };
    println!("\nWhat deciding costs, rule by rule");
    for (name, rule) in RULES {
        timed(name, TIMES, || rule(&facts, now)).map_err(|denial| anyhow::anyhow!("{name}: {denial}"))?;
    }
    timed("all of them, as a request meets them", TIMES, || admit(&facts, now))?;
    Ok(())
}

fn proofs(stage: &Stage, path: &str) -> Result<()> {
    let url = Url::parse(&format!("{ORIGIN}{path}"))?;
    let now = stage.clock.now();
    let requests = (0..PROOFS).map(|_| stage.request(path)).collect::<Result<Vec<_>>>()?;
    let keys = ProofKeys::default();
    let is_ours = |nonce: &str| stage.nonces.accepts(nonce, now);
    let mut left = requests.iter();
    timed("verifying a proof of possession", PROOFS, || {
        let nonce = NonceRule::Needed(&is_ours);
        let expected = Expected { method: "GET", url: &url, access_token: Some(TOKEN), nonce, now, keys: Some(&keys) };
        let request = left.next().context("too few proofs")?;
        let proof = dpop::UnverifiedProof::from_headers(request.headers())?.verify(&expected)?;
        keys.keep(&proof);
        anyhow::Ok(proof)
    })
    .map(drop)
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
    let nanos = started.elapsed().as_nanos() / u128::from(times.max(1));
    println!("  {what:<58} {:>5}.{:03} µs", nanos / 1000, nanos % 1000);
    last
}

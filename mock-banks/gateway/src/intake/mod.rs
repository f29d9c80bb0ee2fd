//! Gathers the [`Facts`] about a request. Looks everything up, decides nothing.
//!
//! The token is asked after at the [`TokenAuthority`](crate::TokenAuthority), the proof of possession is verified against
//! what was really requested (the configured origin, never the `Host` header), the consent is read as it stands now. What
//! is wrong becomes a fact as well; it is the policy that turns facts into a no.

mod consent;
mod credential;
mod facts;
pub(crate) mod form;
mod proof;

pub use facts::{AccountInPath, ConsentFacts, Credential, Facts, PayloadFacts, ProofFacts, Scheme};

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::ConnectInfo;
use http::request::Parts;
use moa_bank_registry::{Grant, Operation};
use moa_kernel::{AccountId, ClientId, SecretString};

use crate::known::Known;
use crate::limits::Place;
use crate::stack::Inside;
use crate::tokens::TokenKind;

/// The facts, and what has to be held while the request is under way.
pub(crate) struct Gathered {
    pub(crate) facts: Facts,
    /// The request's place beside the app's others.
    pub(crate) place: Option<Place>,
}

/// Somebody who tries one dead token after another, and finds the line full.
pub(crate) struct LineFull;

/// Gathers the facts. An app is counted once it has proved who it is: a thief without its key uses up nobody's plan.
pub(crate) async fn gather(
    inside: &Inside,
    request: &Parts,
    api: &str,
    operation: &Arc<Operation>,
    id: Option<&str>,
) -> Result<Gathered, LineFull> {
    let parts = &inside.parts;
    let presented = credential::presented(request);
    let (credential, consent, secret) = look_up(inside, peer_of(request), presented).await?;
    let proof = proof_of(inside, request, &credential, secret.as_ref());
    let account = id.filter(|_| operation.grant == Grant::Customer).map_or(AccountInPath::None, account_in_path);
    let (limits, place) = match owner(&credential, &proof) {
        Some(app) => {
            let (facts, place) = inside.counters.count(app, api, parts.bank.now());
            (Some(facts), place)
        }
        None => (None, None),
    };
    let payload = PayloadFacts::default();
    let facts = Facts { operation: Arc::clone(operation), account, credential, proof, consent, limits, payload };
    Ok(Gathered { facts, place })
}

/// Whose request it is, as far as its token tells, where it goes no further than that.
pub(crate) async fn whose(inside: &Inside, request: &Parts) -> Option<ClientId> {
    let looked_up = look_up(inside, peer_of(request), credential::presented(request)).await;
    looked_up.ok().and_then(|(credential, ..)| credential.app().cloned())
}

fn peer_of(request: &Parts) -> Option<IpAddr> {
    request.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip())
}

/// The app that has proved, with the key of its token, that it is the one who asks.
fn owner<'a>(credential: &'a Credential, proof: &ProofFacts) -> Option<&'a ClientId> {
    match (credential, proof) {
        (Credential::Live { token, .. }, ProofFacts::Good { thumbprint })
            if token.thumbprint.as_ref() == Some(thumbprint) =>
        {
            Some(&token.client)
        }
        _ => None,
    }
}

/// A proof is worth a look only beside a live token that is presented with one: signatures and memory are not for strangers.
fn proof_of(inside: &Inside, request: &Parts, credential: &Credential, secret: Option<&SecretString>) -> ProofFacts {
    match (credential, secret) {
        (Credential::Live { scheme: Scheme::Dpop, token }, Some(secret)) => {
            proof::check(inside, request, token, secret)
        }
        _ => ProofFacts::Missing,
    }
}

fn account_in_path(id: &str) -> AccountInPath {
    AccountId::new(id).map_or(AccountInPath::Impossible, AccountInPath::Named)
}

/// What a token is worth, and the consent behind it as it stands now.
type LookedUp = (Credential, Option<Arc<ConsentFacts>>, Option<SecretString>);

async fn look_up(
    inside: &Inside,
    peer: Option<IpAddr>,
    presented: credential::Presented,
) -> Result<LookedUp, LineFull> {
    let parts = &inside.parts;
    let (scheme, token) = match presented {
        credential::Presented::Nothing => return Ok((Credential::Missing, None, None)),
        credential::Presented::InUrl => return Ok((Credential::InUrl, None, None)),
        credential::Presented::Unreadable => return Ok((Credential::Unreadable, None, None)),
        credential::Presented::Token { scheme, token } => (scheme, token),
    };
    // Before any look at the state: a write in between makes what is kept stale, never wrong.
    let revision = parts.tokens.revision();
    let known = revision.and_then(|revision| inside.known.find(&token, revision));
    if let Some(Known { token: facts, consent }) = known {
        return Ok((Credential::Live { scheme, token: facts }, consent, Some(token)));
    }
    // Only tokens that nobody knows yet stand in line: an honest app beside a guesser goes on being served.
    if parts.watch.is_guessing_tokens(peer, parts.bank.now()) && !parts.watch.line().stand().await {
        return Err(LineFull);
    }
    let Some(facts) = parts.tokens.introspect(&token).await.map(Arc::new) else {
        let given_to = parts.tokens.once_given_to(&token).await;
        return Ok((Credential::Dead { scheme, given_to }, None, Some(token)));
    };
    let consent = match &facts.kind {
        TokenKind::Customer { consent, .. } => consent::find(parts, consent).await.map(Arc::new),
        TokenKind::App => None,
    };
    // A consent that is not there may be one that could not be read just now: that is asked again.
    let is_whole = consent.is_some() || facts.kind == TokenKind::App;
    if let Some(revision) = revision.filter(|_| is_whole) {
        inside.known.keep(&token, revision, Known { token: Arc::clone(&facts), consent: consent.clone() });
    }
    Ok((Credential::Live { scheme, token: facts }, consent, Some(token)))
}

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

pub use facts::{AccountInPath, ConsentFacts, Credential, Facts, ProofFacts, Scheme};

use std::sync::Arc;

use http::request::Parts;
use moa_bank_registry::{Grant, Operation};
use moa_kernel::{AccountId, SecretString};

use crate::parts::GatewayParts;
use crate::tokens::TokenKind;

/// Gathers the facts.
pub(crate) async fn gather(
    parts: &GatewayParts,
    request: &Parts,
    operation: &Arc<Operation>,
    id: Option<&str>,
) -> Facts {
    let presented = credential::presented(request);
    let (credential, secret) = look_up(parts, presented).await;
    let proof = proof_of(parts, request, &credential, secret.as_ref());
    let consent = match &credential {
        Credential::Live { token, .. } => match &token.kind {
            TokenKind::Customer { consent, .. } => consent::find(parts, consent).await,
            TokenKind::App => None,
        },
        _ => None,
    };
    let account = id.filter(|_| operation.grant == Grant::Customer).map_or(AccountInPath::None, account_in_path);
    Facts { operation: Arc::clone(operation), account, credential, proof, consent }
}

/// A proof is worth a look only beside a live token that is presented with one: signatures and memory are not for strangers.
fn proof_of(
    parts: &GatewayParts,
    request: &Parts,
    credential: &Credential,
    secret: Option<&SecretString>,
) -> ProofFacts {
    match (credential, secret) {
        (Credential::Live { scheme: Scheme::Dpop, token }, Some(secret)) => proof::check(parts, request, token, secret),
        _ => ProofFacts::Missing,
    }
}

fn account_in_path(id: &str) -> AccountInPath {
    AccountId::new(id).map_or(AccountInPath::Impossible, AccountInPath::Named)
}

async fn look_up(parts: &GatewayParts, presented: credential::Presented) -> (Credential, Option<SecretString>) {
    let (scheme, token) = match presented {
        credential::Presented::Nothing => return (Credential::Missing, None),
        credential::Presented::InUrl => return (Credential::InUrl, None),
        credential::Presented::Unreadable => return (Credential::Unreadable, None),
        credential::Presented::Token { scheme, token } => (scheme, token),
    };
    let credential = match parts.tokens.introspect(&token).await {
        Some(facts) => Credential::Live { scheme, token: facts },
        None => Credential::Dead { scheme },
    };
    (credential, Some(token))
}

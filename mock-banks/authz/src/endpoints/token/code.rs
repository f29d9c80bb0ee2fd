//! `authorization_code`: the code the browser brought back becomes a grant.
//!
//! A code can be tried once. The try happens inside one write transaction, so of ten tries at the same moment exactly
//! one finds it unspent. A second try, however it looks, also ends what the first one gave (RFC 6749 §4.1.2): one of the
//! two was a thief, and nobody can tell which.

use moa_bank_core::consents::Consent;
use moa_bank_core::state::StateError;
use moa_kernel::SecretString;
use moa_security::id_token::{self, IdTokenFor};
use moa_security::pkce::Challenge;
use moa_wire::oauth::param;
use rusqlite::Transaction;

use super::{Given, TokenError, TokenRequest};
use crate::desk::Desk;
use crate::issue::{self, Bearing};
use crate::store::codes::Code;
use crate::store::grants::Grant;
use crate::store::{self, Digest};
use crate::{scope, subject};

/// How sure the bank is of its customer: one factor, as the login page asks for it.
pub(crate) const ACR: &str = "urn:openbanking:psd2:ca";

pub(super) fn exchange(desk: &Desk, request: &TokenRequest<'_>) -> Result<Given, TokenError> {
    let presented = request.form.find_secret(param::CODE).ok_or(TokenError::Missing(param::CODE))?;
    let digest = Digest::of(&presented);
    let code = desk.bank.database().read(|connection| store::codes::find(connection, desk.id(), &digest))?;
    if code.is_none_or(|code| code.client != request.client.id) {
        return Err(TokenError::UnknownCode);
    }
    // A refusal must be kept as well (the code is spent by it), so it leaves the transaction as a value.
    let (code, access, refresh) =
        desk.bank.database().write(|tx| -> Result<_, StateError> { redeem(desk, tx, request, &digest) })??;
    let id_token = scope::has(&code.scope, "openid").then(|| make_id_token(desk, &code)).transpose()?;
    Ok(Given { access, scope: code.scope, refresh: Some(refresh), id_token })
}

type Redeemed = (Code, issue::Issued, SecretString);

fn redeem(
    desk: &Desk,
    tx: &Transaction<'_>,
    request: &TokenRequest<'_>,
    digest: &Digest,
) -> Result<Result<Redeemed, TokenError>, StateError> {
    desk.sweep(tx)?;
    let Some(code) = store::codes::find(tx, desk.id(), digest)? else { return Ok(Err(TokenError::UnknownCode)) };
    if code.spent_at.is_some() {
        if let Some(grant) = &code.grant {
            store::grants::revoke(tx, desk.id(), grant, desk.now())?;
            tracing::warn!(client = %code.client, "a code was used twice: what it gave is revoked");
        }
        return Ok(Err(TokenError::ReplayedCode));
    }
    // Read in here, not before: it might end while this call waits for its turn to write.
    let consent = desk.bank.consents().find_with(tx, &code.consent)?.filter(Consent::is_in_force);
    let fault = check(desk, request, &code).err();
    let (Some(consent), None) = (consent, &fault) else {
        store::codes::spend(tx, desk.id(), digest, desk.now(), None)?;
        return Ok(Err(fault.unwrap_or(TokenError::GrantEnded)));
    };
    let grant = Grant {
        id: desk.bank.entropy().uuid(),
        client: code.client.clone(),
        customer: code.customer.clone(),
        consent: code.consent.clone(),
        scope: code.scope.clone(),
        revoked_at: None,
    };
    store::grants::keep(tx, desk.id(), &grant, desk.now())?;
    store::codes::spend(tx, desk.id(), digest, desk.now(), Some(&grant.id))?;
    let bearing = Bearing {
        grant: Some(&grant.id),
        client: &code.client,
        scope: &code.scope,
        jkt: request.jkt,
        consent_until: consent.expires_at,
    };
    let access = issue::access_token(desk, tx, &bearing)?;
    let refresh = issue::refresh_token(desk, tx, &grant.id, consent.expires_at)?;
    Ok(Ok((code, access, refresh)))
}

/// Everything the code was tied to when it was given.
fn check(desk: &Desk, request: &TokenRequest<'_>, code: &Code) -> Result<(), TokenError> {
    if desk.now() >= code.expires_at {
        return Err(TokenError::ExpiredCode);
    }
    if request.form.find(param::REDIRECT_URI) != Some(code.redirect_uri.as_str()) {
        return Err(TokenError::OtherRedirectUri);
    }
    let challenge = Challenge::parse(&code.challenge)?;
    challenge.check(request.form.find(param::CODE_VERIFIER))?;
    if code.dpop_jkt.as_deref().is_some_and(|bound| bound != request.jkt) {
        return Err(TokenError::OtherKey);
    }
    Ok(())
}

fn make_id_token(desk: &Desk, code: &Code) -> Result<SecretString, TokenError> {
    let subject = subject::derive(&desk.salt, &code.client, &code.customer);
    let about = IdTokenFor {
        issuer: &desk.issuer,
        client: &code.client,
        subject: &subject,
        nonce: code.nonce.as_deref(),
        consent: Some(&code.consent),
        logged_in_at: Some(code.authenticated_at),
        acr: Some(ACR),
    };
    id_token::make(&desk.key, &about, &**desk.bank.clock()).map_err(|_| TokenError::IdToken)
}

#[cfg(test)]
mod tests;

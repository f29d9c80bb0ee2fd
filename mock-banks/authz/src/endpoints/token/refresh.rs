//! `refresh_token`: a grant stays alive.
//!
//! By FAPI 2.0 the refresh token stays the same. With rotation on it is replaced, and the old one works on for a grace
//! period, because the answer that carried the new one may have been lost; used later than that, it was stolen, and the
//! grant ends. The DPoP key may change from refresh to refresh: the app's own key is what a refresh token is bound to
//! (RFC 9449 §5).

use moa_bank_core::consents::Consent;
use moa_bank_core::state::StateError;
use moa_wire::oauth::param;
use rusqlite::Transaction;

use super::{Given, TokenError, TokenRequest};
use crate::desk::Desk;
use crate::issue::{self, Bearing, later};
use crate::profile::Rotation;
use crate::scope;
use crate::store::grants::Grant;
use crate::store::tokens::RefreshToken;
use crate::store::{self, Digest};

pub(super) fn exchange(desk: &Desk, request: &TokenRequest<'_>) -> Result<Given, TokenError> {
    let presented = request.form.find_secret(param::REFRESH_TOKEN).ok_or(TokenError::Missing(param::REFRESH_TOKEN))?;
    let digest = Digest::of(&presented);
    let (token, grant) = find(desk, request, &digest)?;
    let now = desk.now();
    if now >= token.expires_at {
        return Err(TokenError::ExpiredRefreshToken);
    }
    if let (Some(replaced_at), Rotation::On { grace }) = (token.replaced_at, desk.profile.rotation)
        && now >= later(replaced_at, grace)
    {
        desk.bank.database().write(|tx| store::grants::revoke(tx, desk.id(), &grant.id, now))?;
        return Err(TokenError::ReusedRefreshToken);
    }
    let scope = scope::narrowed(&grant.scope, request.form.find(param::SCOPE))?;
    desk.bank.database().write(|tx| renew(desk, tx, request, &digest, &grant, scope))
}

fn find(desk: &Desk, request: &TokenRequest<'_>, digest: &Digest) -> Result<(RefreshToken, Grant), TokenError> {
    let found = desk.bank.database().read(|connection| -> Result<_, StateError> {
        let Some(token) = store::tokens::find_refresh(connection, desk.id(), digest)? else { return Ok(None) };
        let grant = store::grants::find(connection, desk.id(), &token.grant)?;
        Ok(grant.map(|grant| (token, grant)))
    })?;
    found.filter(|(_, grant)| grant.client == request.client.id).ok_or(TokenError::UnknownRefreshToken)
}

fn renew(
    desk: &Desk,
    tx: &Transaction<'_>,
    request: &TokenRequest<'_>,
    digest: &Digest,
    grant: &Grant,
    scope: String,
) -> Result<Given, TokenError> {
    desk.sweep(tx)?;
    // Both are looked at inside the transaction: a revocation may have come in between.
    let alive = store::grants::find(tx, desk.id(), &grant.id)?.is_some_and(|grant| grant.revoked_at.is_none());
    if !alive {
        return Err(TokenError::GrantEnded);
    }
    let consent = desk.bank.consents().find_with(tx, &grant.consent)?;
    let consent = consent.filter(Consent::is_in_force).ok_or(TokenError::GrantEnded)?;
    let bearing = Bearing {
        grant: Some(&grant.id),
        client: &grant.client,
        scope: &scope,
        jkt: request.jkt,
        consent_until: consent.expires_at,
    };
    let access = issue::access_token(desk, tx, &bearing)?;
    let refresh = match desk.profile.rotation {
        Rotation::Off => None,
        Rotation::On { .. } => {
            store::tokens::replace_refresh(tx, desk.id(), digest, desk.now())?;
            Some(issue::refresh_token(desk, tx, &grant.id, consent.expires_at)?)
        }
    };
    Ok(Given { access, scope, refresh, id_token: None })
}

#[cfg(test)]
mod tests;

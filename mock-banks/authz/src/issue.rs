//! Making tokens. What leaves is a secret; what stays is its digest and what it stands for.

use jiff::SignedDuration;
use moa_bank_core::state::StateError;
use moa_kernel::{ClientId, SecretString, Timestamp};
use rusqlite::Transaction;

use crate::desk::Desk;
use crate::store::tokens::{AccessToken, RefreshToken};
use crate::store::{self, Digest};

/// A token on its way out.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) secret: SecretString,
    pub(crate) expires_in_seconds: u64,
}

/// What an access token is to stand for.
#[derive(Debug)]
pub(crate) struct Bearing<'a> {
    /// The grant it grows from; none for the app's own token.
    pub(crate) grant: Option<&'a str>,
    pub(crate) client: &'a ClientId,
    pub(crate) scope: &'a str,
    /// The thumbprint of the key it is bound to. There are no unbound tokens.
    pub(crate) jkt: &'a str,
    /// When the consent behind it ends, if it does.
    pub(crate) consent_until: Option<Timestamp>,
}

/// Makes an access token. It never outlives the consent.
pub(crate) fn access_token(desk: &Desk, tx: &Transaction<'_>, bearing: &Bearing<'_>) -> Result<Issued, StateError> {
    let now = desk.now();
    let expires_at = earlier(later(now, desk.profile.access_token_lifetime), bearing.consent_until);
    let secret = desk.bank.entropy().token();
    let token = AccessToken {
        digest: Digest::of(&secret),
        grant: bearing.grant.map(str::to_owned),
        client: bearing.client.clone(),
        scope: bearing.scope.to_owned(),
        jkt: bearing.jkt.to_owned(),
        issued_at: now,
        expires_at,
        revoked_at: None,
    };
    store::tokens::keep_access(tx, desk.id(), &token)?;
    let expires_in_seconds = u64::try_from(expires_at.duration_since(now).as_secs()).unwrap_or(0);
    Ok(Issued { secret, expires_in_seconds })
}

/// Makes a refresh token for a grant.
pub(crate) fn refresh_token(
    desk: &Desk,
    tx: &Transaction<'_>,
    grant: &str,
    consent_until: Option<Timestamp>,
) -> Result<SecretString, StateError> {
    let expires_at = earlier(later(desk.now(), desk.profile.refresh_token_lifetime), consent_until);
    let secret = desk.bank.entropy().token();
    let token = RefreshToken { digest: Digest::of(&secret), grant: grant.to_owned(), expires_at, replaced_at: None };
    store::tokens::keep_refresh(tx, desk.id(), &token)?;
    Ok(secret)
}

/// `now` and a while. Stops at the end of representable time.
pub(crate) fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn earlier(one: Timestamp, other: Option<Timestamp>) -> Timestamp {
    other.map_or(one, |other| one.min(other))
}

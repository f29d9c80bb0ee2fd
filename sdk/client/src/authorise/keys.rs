//! A bank's public keys, from the pinned key set and nowhere else.
//!
//! Where a token's header says its key is (`jku`, `x5u`) is not even read. A key nobody knows yet makes us ask the bank
//! again, but at most once a minute: unknown keys are cheap to invent.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use moa_kernel::SecretString;
use moa_security::id_token::{self, Expected, VerifiedIdToken};
use moa_security::keys::VerifyingKeys;
use tokio::sync::Mutex;
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::http::{BankHttp, Call};

const ASK_AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// The keys a bank signs with, as last seen.
#[derive(Default)]
pub(super) struct BankKeys(Mutex<Option<(Arc<VerifyingKeys>, Timestamp)>>);

impl BankKeys {
    /// Verifies an id token, fetching the bank's keys first when there are none, and again when none of them fits and the
    /// last look is a minute old.
    pub(super) async fn verify(
        &self,
        http: &BankHttp,
        jwks_uri: &Url,
        token: &SecretString,
        expected: &Expected<'_>,
    ) -> Result<VerifiedIdToken, Error> {
        let mut known = self.0.lock().await;
        if let Some((keys, seen_at)) = &*known {
            let verified = id_token::verify(token, keys, expected);
            if verified.is_ok() || expected.now.duration_since(*seen_at) < ASK_AGAIN {
                return Ok(verified?);
            }
        }
        let keys = Arc::new(fetch(http, jwks_uri).await?);
        *known = Some((Arc::clone(&keys), expected.now));
        Ok(id_token::verify(token, &keys, expected)?)
    }
}

async fn fetch(http: &BankHttp, jwks_uri: &Url) -> Result<VerifyingKeys, Error> {
    let reply = http.call(&Call::open_read(jwks_uri.clone(), http.limits().small_body)).await?;
    let unreadable = || Error::new(ErrorKind::Unreadable);
    if !reply.status.is_success() {
        return Err(unreadable());
    }
    let jwks = serde_json::from_slice(&reply.body).map_err(|_| unreadable())?;
    Ok(VerifyingKeys::from_jwks(&jwks))
}

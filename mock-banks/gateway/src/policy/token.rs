//! Is there a token, in the right place, and is it live?

use moa_kernel::Timestamp;

use super::Denial;
use crate::intake::{Credential, Scheme};
use crate::tokens::TokenFacts;

pub(super) fn alive(credential: &Credential, now: Timestamp) -> Result<(Scheme, &TokenFacts), Denial> {
    match credential {
        Credential::Missing => Err(Denial::NoToken),
        Credential::InUrl => Err(Denial::TokenInUrl),
        Credential::Unreadable => Err(Denial::TokenUnreadable),
        Credential::Dead { .. } => Err(Denial::TokenDead),
        // The authorisation server has looked at the clock too; this closes the gap between its look and ours.
        Credential::Live { token, .. } if token.expires_at <= now => Err(Denial::TokenDead),
        Credential::Live { scheme, token } => Ok((*scheme, token)),
    }
}

//! Reads the consent a token speaks of, as it stands at this moment. Revocation works because of this look.

use moa_bank_core::Bank;
use moa_bank_core::consents::Consent;
use moa_bank_processing::codec::uk::Permissions;
use moa_bank_processing::port::Window;
use moa_kernel::ConsentId;
use tracing::{Span, error};

use super::ConsentFacts;
use crate::parts::GatewayParts;

/// The consent, if it can be found. When the bank's state cannot be read there is none: the door stays shut.
///
/// It is one row by its key: [`Database`](moa_bank_core::state::Database) says when that may be read here.
pub(super) async fn find(parts: &GatewayParts, id: &ConsentId) -> Option<ConsentFacts> {
    if !parts.bank.database().reads_wait() {
        return look_up(&parts.bank, id);
    }
    let (bank, id, span) = (parts.bank.clone(), id.clone(), Span::current());
    let look = tokio::task::spawn_blocking(move || span.in_scope(|| look_up(&bank, &id)));
    look.await.unwrap_or_else(|end| {
        error!(panicked = end.is_panic(), "the look at a consent came to no end");
        None
    })
}

fn look_up(bank: &Bank, id: &ConsentId) -> Option<ConsentFacts> {
    match bank.consents().find(id) {
        Ok(found) => found.map(facts),
        Err(error) => {
            error!(%error, "a consent could not be read");
            None
        }
    }
}

fn facts(consent: Consent) -> ConsentFacts {
    ConsentFacts {
        customer: consent.customer().cloned(),
        authorised: consent.is_in_force(),
        accounts: consent.accounts().into_iter().flatten().cloned().collect(),
        permissions: Permissions::from_words(consent.permissions.iter().map(String::as_str)),
        expires_at: consent.expires_at,
        window: Window { from: consent.history.from, to: consent.history.to },
        id: consent.id,
        client: consent.client,
    }
}

//! What a living access token stands for. One function answers it for the `/introspect` endpoint and for a gateway in
//! the same process, so that both always agree. The consent behind the token is for each of them to look at.

use moa_bank_core::state::StateError;
use moa_kernel::{ClientId, ConsentId, CustomerId, SecretString, Timestamp};

use crate::desk::Desk;
use crate::store::tokens::AccessToken;
use crate::store::{self, Digest};

/// What a living access token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFacts {
    /// The app it was given to.
    pub client: ClientId,
    /// What it may be used for, word by word.
    pub scopes: Vec<String>,
    /// The thumbprint of the key its user must prove to have.
    pub jkt: String,
    /// When it was given.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// On whose behalf it speaks.
    pub kind: TokenKind,
}

/// On whose behalf a token speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// The app's own (client credentials): it opens consents and no customer's data.
    App,
    /// A customer's permission.
    Customer {
        /// The customer.
        customer: CustomerId,
        /// What they allowed.
        consent: ConsentId,
    },
}

impl TokenFacts {
    /// The consent, when a customer stands behind the token.
    #[must_use]
    pub const fn consent(&self) -> Option<&ConsentId> {
        match &self.kind {
            TokenKind::App => None,
            TokenKind::Customer { consent, .. } => Some(consent),
        }
    }

    /// The customer, when one stands behind the token.
    #[must_use]
    pub const fn customer(&self) -> Option<&CustomerId> {
        match &self.kind {
            TokenKind::App => None,
            TokenKind::Customer { customer, .. } => Some(customer),
        }
    }
}

/// The app that a token of ours was given to, whatever has become of it.
pub(crate) fn given_to(desk: &Desk, token: &SecretString) -> Result<Option<ClientId>, StateError> {
    let digest = Digest::of(token);
    let found = |connection: &_| store::tokens::find_access(connection, desk.id(), &digest);
    Ok(desk.bank.database().read(found)?.map(|token| token.client))
}

/// The facts of a token, if it is one of ours and alive at this moment.
pub(crate) fn find(desk: &Desk, token: &SecretString) -> Result<Option<TokenFacts>, StateError> {
    let digest = Digest::of(token);
    let now = desk.now();
    desk.bank.database().read(|connection| {
        let Some(token) = store::tokens::find_access(connection, desk.id(), &digest)? else { return Ok(None) };
        if token.revoked_at.is_some() || now >= token.expires_at {
            return Ok(None);
        }
        if store::clients::is_suspended(connection, desk.id(), &token.client)? {
            return Ok(None);
        }
        let kind = match &token.grant {
            None => TokenKind::App,
            Some(grant) => match store::grants::find(connection, desk.id(), grant)? {
                Some(grant) if grant.revoked_at.is_none() => {
                    TokenKind::Customer { customer: grant.customer, consent: grant.consent }
                }
                _ => return Ok(None),
            },
        };
        Ok(Some(facts(token, kind)))
    })
}

fn facts(token: AccessToken, kind: TokenKind) -> TokenFacts {
    TokenFacts {
        client: token.client,
        scopes: token.scope.split(' ').map(str::to_owned).collect(),
        jkt: token.jkt,
        issued_at: token.issued_at,
        expires_at: token.expires_at,
        kind,
    }
}

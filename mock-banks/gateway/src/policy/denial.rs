//! Why a request is refused. The caller learns less than is written here: see `refusal`.

use crate::watch::Sight;

/// The rule that said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denial {
    /// There is no token.
    #[error("no token")]
    NoToken,
    /// The token came in the URL.
    #[error("a token in the URL")]
    TokenInUrl,
    /// The `Authorization` header cannot be read, or there are two.
    #[error("an unreadable Authorization header")]
    TokenUnreadable,
    /// The token is unknown, revoked or expired.
    #[error("a token that is not live")]
    TokenDead,
    /// The token is bound to a key, and was presented as if it were not; or it is bound to none.
    #[error("a token that is not presented with its key")]
    NotBound,
    /// There is no proof.
    #[error("no DPoP proof")]
    ProofMissing,
    /// The proof is not one for this request.
    #[error("a DPoP proof that is not for this request")]
    ProofWrong,
    /// The proof lacks our nonce.
    #[error("a DPoP proof without a fresh nonce")]
    NonceWanted,
    /// The proof was used before.
    #[error("a DPoP proof that was used before")]
    ProofReplayed,
    /// The proof was made with another key than the token is bound to.
    #[error("a DPoP proof of another key")]
    OtherKey,
    /// The token's scopes do not cover this.
    #[error("a token of another scope")]
    Scope,
    /// The token speaks for an app where a customer's is needed, or the other way round.
    #[error("a token of another grant")]
    OtherGrant,
    /// The token's consent is not there, or not this app's, or not this customer's.
    #[error("a consent that is not there")]
    ConsentMissing,
    /// The consent is not authorised (any more).
    #[error("a consent that is not authorised")]
    ConsentNotAuthorised,
    /// The consent has run out.
    #[error("a consent that has run out")]
    ConsentExpired,
    /// The consent does not allow this.
    #[error("a consent without the permission")]
    Permission,
    /// The consent does not cover the account; whether there is one is not told.
    #[error("an account the consent does not cover")]
    Account,
    /// The operator has shut the app out.
    #[error("an app that is shut out")]
    Blocked,
    /// Too many of the app's requests are under way.
    #[error("more requests at once than the plan allows")]
    NoPlace,
    /// The app asks faster than its plan allows.
    #[error("more requests in a moment than the plan allows")]
    Spike,
    /// The app has used up its plan.
    #[error("more requests than the plan allows")]
    Quota,
    /// The body is larger than its API takes.
    #[error("a body larger than its API takes")]
    TooLarge,
    /// The body is nested more deeply than its API takes.
    #[error("a body nested more deeply than its API takes")]
    TooDeep,
}

impl Denial {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 23] = [
        Self::NoToken,
        Self::TokenInUrl,
        Self::TokenUnreadable,
        Self::TokenDead,
        Self::NotBound,
        Self::ProofMissing,
        Self::ProofWrong,
        Self::NonceWanted,
        Self::ProofReplayed,
        Self::OtherKey,
        Self::Scope,
        Self::OtherGrant,
        Self::ConsentMissing,
        Self::ConsentNotAuthorised,
        Self::ConsentExpired,
        Self::Permission,
        Self::Account,
        Self::Blocked,
        Self::NoPlace,
        Self::Spike,
        Self::Quota,
        Self::TooLarge,
        Self::TooDeep,
    ];

    /// What the watch makes of it, if anything.
    pub(crate) const fn sight(self) -> Option<Sight> {
        match self {
            Self::TokenDead => Some(Sight::DeadToken),
            Self::NotBound | Self::ProofMissing | Self::ProofWrong | Self::ProofReplayed | Self::OtherKey => {
                Some(Sight::WithoutItsKey)
            }
            Self::Scope | Self::OtherGrant => Some(Sight::BeyondItsGrant),
            Self::Permission | Self::Account => Some(Sight::BeyondItsConsent),
            Self::NoPlace | Self::Spike | Self::Quota => Some(Sight::BeyondItsPlan),
            Self::TooLarge | Self::TooDeep => Some(Sight::TooLarge),
            // What happens to every honest app now and then.
            Self::NoToken
            | Self::TokenInUrl
            | Self::TokenUnreadable
            | Self::NonceWanted
            | Self::ConsentMissing
            | Self::ConsentNotAuthorised
            | Self::ConsentExpired
            | Self::Blocked => None,
        }
    }
}

//! Why a request is refused. The caller learns less than is written here: see `refusal`.

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
}

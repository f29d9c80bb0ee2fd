//! OAuth and OpenID Connect messages: metadata (RFC 8414), pushed requests (RFC 9126), the `claims` parameter, tokens
//! (RFC 6749), introspection (RFC 7662), registration (RFC 7591) and errors.
//!
//! Form parameters have no type of their own: they are pairs of text, and [`param`] names them once for both sides.
//! Secrets arrive as `SecretString`; only functions with `exposed` in their name write them out again.

mod claims;
mod error;
mod introspection;
mod metadata;
mod pushed;
mod registration;
mod token;

pub use claims::{AskedClaim, ClaimsRequest, INTENT_CLAIM};
pub use error::{OAuthError, code};
pub use introspection::{Confirmation, IntrospectionResponse};
pub use metadata::AuthorizationServerMetadata;
pub use pushed::PushedAuthorizationResponse;
pub use registration::{ClientMetadata, RegistrationRequest, RegistrationResponse};
pub use token::TokenResponse;

/// `grant_type` values.
pub mod grant {
    /// A code is exchanged (RFC 6749 §4.1.3).
    pub const AUTHORIZATION_CODE: &str = "authorization_code";
    /// A grant is kept alive (RFC 6749 §6).
    pub const REFRESH_TOKEN: &str = "refresh_token";
    /// The app speaks for itself (RFC 6749 §4.4).
    pub const CLIENT_CREDENTIALS: &str = "client_credentials";
}

/// `client_assertion_type` of a signed client assertion (RFC 7523 §2.2).
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// `token_type` of a sender-constrained token (RFC 9449 §5). Compared without regard to case.
pub const DPOP: &str = "DPoP";

/// Names of form and query parameters.
pub mod param {
    /// Who asks.
    pub const CLIENT_ID: &str = "client_id";
    /// The signed proof of who asks.
    pub const CLIENT_ASSERTION: &str = "client_assertion";
    /// Which kind of proof it is.
    pub const CLIENT_ASSERTION_TYPE: &str = "client_assertion_type";
    /// `code`, always.
    pub const RESPONSE_TYPE: &str = "response_type";
    /// Where the browser comes back to.
    pub const REDIRECT_URI: &str = "redirect_uri";
    /// What is asked for.
    pub const SCOPE: &str = "scope";
    /// The attempt's own secret name.
    pub const STATE: &str = "state";
    /// What ties the id token to the attempt.
    pub const NONCE: &str = "nonce";
    /// The digest of the verifier.
    pub const CODE_CHALLENGE: &str = "code_challenge";
    /// `S256`, always.
    pub const CODE_CHALLENGE_METHOD: &str = "code_challenge_method";
    /// The verifier.
    pub const CODE_VERIFIER: &str = "code_verifier";
    /// The OpenID Connect claims request.
    pub const CLAIMS: &str = "claims";
    /// The thumbprint of the key the tokens will be bound to.
    pub const DPOP_JKT: &str = "dpop_jkt";
    /// The languages the customer reads, best first.
    pub const UI_LOCALES: &str = "ui_locales";
    /// What a pushed request is known by.
    pub const REQUEST_URI: &str = "request_uri";
    /// A request object, which is not accepted.
    pub const REQUEST: &str = "request";
    /// Which grant is used.
    pub const GRANT_TYPE: &str = "grant_type";
    /// The code.
    pub const CODE: &str = "code";
    /// The refresh token.
    pub const REFRESH_TOKEN: &str = "refresh_token";
    /// A token asked about or revoked.
    pub const TOKEN: &str = "token";
    /// Which kind of token that is.
    pub const TOKEN_TYPE_HINT: &str = "token_type_hint";
    /// Who answers (RFC 9207).
    pub const ISS: &str = "iss";
    /// What went wrong.
    pub const ERROR: &str = "error";
    /// A sentence about what went wrong.
    pub const ERROR_DESCRIPTION: &str = "error_description";
}

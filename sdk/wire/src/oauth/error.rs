//! How an authorisation server says no (RFC 6749 §5.2).

use serde::{Deserialize, Serialize};

/// An error answer of the token, pushed-request, introspection, revocation or registration endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthError {
    /// One of the words in [`code`], or one we do not know.
    pub error: String,
    /// A sentence for developers. Text from outside: never shown as our own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
    /// A page for developers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_uri: Option<String>,
}

impl OAuthError {
    /// An error with a sentence.
    #[must_use]
    pub fn new(code: &str, description: &str) -> Self {
        Self { error: code.to_owned(), error_description: Some(description.to_owned()), error_uri: None }
    }
}

/// `error` values.
pub mod code {
    /// The request is missing something, has it twice, or has it wrong.
    pub const INVALID_REQUEST: &str = "invalid_request";
    /// The client is unknown or did not prove who it is.
    pub const INVALID_CLIENT: &str = "invalid_client";
    /// The code, verifier or refresh token is wrong, spent, expired, or another client's.
    pub const INVALID_GRANT: &str = "invalid_grant";
    /// The client may not do this.
    pub const UNAUTHORIZED_CLIENT: &str = "unauthorized_client";
    /// The grant type is not offered.
    pub const UNSUPPORTED_GRANT_TYPE: &str = "unsupported_grant_type";
    /// The response type is not offered.
    pub const UNSUPPORTED_RESPONSE_TYPE: &str = "unsupported_response_type";
    /// The scope is unknown or wider than allowed.
    pub const INVALID_SCOPE: &str = "invalid_scope";
    /// The customer or the bank said no.
    pub const ACCESS_DENIED: &str = "access_denied";
    /// The server broke.
    pub const SERVER_ERROR: &str = "server_error";
    /// The server is busy.
    pub const TEMPORARILY_UNAVAILABLE: &str = "temporarily_unavailable";
    /// The DPoP proof is wrong (RFC 9449 §5).
    pub const INVALID_DPOP_PROOF: &str = "invalid_dpop_proof";
    /// The DPoP proof needs the nonce given with this answer (RFC 9449 §8).
    pub const USE_DPOP_NONCE: &str = "use_dpop_nonce";
    /// The access token is wrong, expired or revoked (RFC 6750 §3.1).
    pub const INVALID_TOKEN: &str = "invalid_token";
    /// The access token does not reach that far (RFC 6750 §3.1).
    pub const INSUFFICIENT_SCOPE: &str = "insufficient_scope";
    /// The pushed request is unknown, spent, expired, or another client's (OpenID Connect Core §3.1.2.6).
    pub const INVALID_REQUEST_URI: &str = "invalid_request_uri";
    /// A redirect URI cannot be registered (RFC 7591 §3.2.2).
    pub const INVALID_REDIRECT_URI: &str = "invalid_redirect_uri";
    /// Other client metadata cannot be registered (RFC 7591 §3.2.2).
    pub const INVALID_CLIENT_METADATA: &str = "invalid_client_metadata";

    /// Every word an authorisation server may answer with: RFC 6749 §4.1.2.1 and §5.2, and what the register of OAuth
    /// extension errors and OpenID Connect Core §3.1.2.6 add for the endpoints that are asked here.
    pub const REGISTERED: &[&str] = &[
        INVALID_REQUEST,
        INVALID_CLIENT,
        INVALID_GRANT,
        UNAUTHORIZED_CLIENT,
        UNSUPPORTED_GRANT_TYPE,
        UNSUPPORTED_RESPONSE_TYPE,
        INVALID_SCOPE,
        ACCESS_DENIED,
        SERVER_ERROR,
        TEMPORARILY_UNAVAILABLE,
        INVALID_DPOP_PROOF,
        USE_DPOP_NONCE,
        INVALID_TOKEN,
        INSUFFICIENT_SCOPE,
        INVALID_REQUEST_URI,
        INVALID_REDIRECT_URI,
        INVALID_CLIENT_METADATA,
        "invalid_software_statement",
        "unapproved_software_statement",
        "unsupported_token_type",
        "invalid_authorization_details",
        "invalid_target",
        "insufficient_user_authentication",
        "interaction_required",
        "login_required",
        "account_selection_required",
        "consent_required",
        "invalid_request_object",
        "request_not_supported",
        "request_uri_not_supported",
        "registration_not_supported",
        "unmet_authentication_requirements",
    ];
}

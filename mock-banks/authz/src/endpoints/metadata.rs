//! `GET /.well-known/…`: what this server can do and where (RFC 8414, OpenID Connect Discovery).
//!
//! Both well-known paths answer with the same document, because clients of either tradition exist.

use axum::response::Response;
use http::StatusCode;
use moa_wire::oauth::{AuthorizationServerMetadata, grant};

use super::path;
use crate::desk::Desk;
use crate::intake::Asked;
use crate::reply;

pub(crate) fn answer(desk: &Desk, _asked: &Asked) -> Response {
    reply::json(StatusCode::OK, &document(desk))
}

fn document(desk: &Desk) -> AuthorizationServerMetadata {
    let profile = &desk.profile;
    AuthorizationServerMetadata {
        authorization_endpoint: Some(desk.url(path::AUTHORIZE)),
        token_endpoint: Some(desk.url(path::TOKEN)),
        pushed_authorization_request_endpoint: Some(desk.url(path::PAR)),
        jwks_uri: Some(desk.url(path::JWKS)),
        registration_endpoint: Some(desk.url(path::REGISTER)),
        introspection_endpoint: Some(desk.url(path::INTROSPECT)),
        revocation_endpoint: Some(desk.url(path::REVOKE)),
        scopes_supported: owned(profile.scopes),
        response_types_supported: owned(&["code"]),
        response_modes_supported: owned(&["query"]),
        grant_types_supported: owned(&[grant::AUTHORIZATION_CODE, grant::REFRESH_TOKEN, grant::CLIENT_CREDENTIALS]),
        token_endpoint_auth_methods_supported: owned(profile.client_authentication),
        token_endpoint_auth_signing_alg_values_supported: owned(profile.signing_algorithms),
        code_challenge_methods_supported: owned(&["S256"]),
        dpop_signing_alg_values_supported: owned(profile.signing_algorithms),
        id_token_signing_alg_values_supported: owned(&["ES256"]),
        subject_types_supported: owned(&["pairwise"]),
        claims_supported: owned(&["sub", "acr", "auth_time", "openbanking_intent_id"]),
        ui_locales_supported: owned(&["en", "ko"]),
        claims_parameter_supported: Some(true),
        request_parameter_supported: Some(false),
        request_uri_parameter_supported: Some(false),
        require_pushed_authorization_requests: Some(true),
        authorization_response_iss_parameter_supported: Some(true),
        ..AuthorizationServerMetadata::of(desk.issuer.as_str())
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests;

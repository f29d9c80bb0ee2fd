//! `POST /register`: an app makes itself known (RFC 7591).
//!
//! Registration is open, because this is a sandbox and every installation of an app is a client of its own. It is open
//! but narrow: FAPI clients only, with their public keys in the request. Nothing is ever fetched from an address in a
//! registration (`jwks_uri`, `logo_uri`), so there is nothing to point at somebody's internal network.

use axum::response::Response;
use http::StatusCode;
use moa_bank_core::state::StateError;
use moa_kernel::{ClientId, IdError};
use moa_security::keys::PublicKey;
use moa_wire::jose::Jwks;
use moa_wire::oauth::{ClientMetadata, RegistrationRequest, RegistrationResponse, code, grant};

use crate::client::{Client, Role, clean_name};
use crate::desk::Desk;
use crate::intake::Asked;
use crate::redirect::{RedirectUri, RedirectUriError};
use crate::reply::{self, Refusal};
use crate::store;

/// The most redirect URIs and keys of one app.
const REDIRECT_URIS_MAX: usize = 10;
const KEYS_MAX: usize = 5;

/// Shown where an app gives no name that can be shown.
const NAMELESS: &str = "App";

/// Why an app is not registered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RegisterError {
    /// Too many registrations in a minute from one address.
    #[error("too many registrations in a minute")]
    TooOften,
    /// Not a JSON object of client metadata.
    #[error("the body is not client metadata in JSON")]
    NotMetadata,
    /// A software statement, which would need a directory that signs.
    #[error("software statements are not read here")]
    SoftwareStatement,
    /// Keys by address.
    #[error("keys must be in the request, not at an address")]
    JwksUri,
    /// No keys, too many, or one that no signature of a FAPI client can be checked with.
    #[error("the keys are missing or not usable")]
    Keys,
    /// Another way of authenticating than `private_key_jwt`.
    #[error("clients authenticate by private_key_jwt here")]
    AuthMethod,
    /// An algorithm, grant type, response type or scope that is not offered.
    #[error("{0} is not offered")]
    NotOffered(&'static str),
    /// No redirect URI, or too many.
    #[error("between one and ten redirect URIs are needed")]
    RedirectUriCount,
    /// A redirect URI that a browser must not be sent to.
    #[error(transparent)]
    RedirectUri(#[from] RedirectUriError),
    /// A client id could not be made.
    #[error("a client id cannot be made")]
    Id(#[from] IdError),
    /// The state could not be used.
    #[error("the state cannot be used")]
    State(#[from] StateError),
}

impl From<&RegisterError> for Refusal {
    fn from(error: &RegisterError) -> Self {
        const METADATA: &str = code::INVALID_CLIENT_METADATA;
        match error {
            RegisterError::TooOften => Self::too_often(),
            RegisterError::NotMetadata => Self::bad(METADATA, "send client metadata as application/json"),
            RegisterError::SoftwareStatement => {
                Self::bad("invalid_software_statement", "software statements are not read here")
            }
            RegisterError::JwksUri => {
                Self::bad(METADATA, "send the keys themselves as jwks; jwks_uri is never fetched")
            }
            RegisterError::Keys => {
                Self::bad(METADATA, "jwks must hold one to five public keys for ES256, PS256 or EdDSA (Ed25519)")
            }
            RegisterError::AuthMethod => Self::bad(METADATA, "token_endpoint_auth_method must be private_key_jwt"),
            RegisterError::NotOffered(_) => {
                Self::bad(METADATA, "an algorithm, grant type, response type or scope is not offered")
            }
            RegisterError::RedirectUriCount => {
                Self::bad(code::INVALID_REDIRECT_URI, "between one and ten redirect_uris are needed")
            }
            RegisterError::RedirectUri(_) => Self::bad(
                code::INVALID_REDIRECT_URI,
                "redirect_uris must be https, or http to 127.0.0.1 or [::1]; no fragment, user name or dot segments",
            ),
            RegisterError::Id(_) | RegisterError::State(_) => Self::ours(),
        }
    }
}

pub(crate) fn answer(desk: &Desk, asked: &Asked) -> Response {
    reply::answer("registration", register(desk, asked))
}

fn register(desk: &Desk, asked: &Asked) -> Result<Response, RegisterError> {
    if !desk.knock("registration", &asked.counted_as(), desk.profile.limits.registrations_per_minute) {
        return Err(RegisterError::TooOften);
    }
    if !asked.has_content_type("application/json") {
        return Err(RegisterError::NotMetadata);
    }
    let value: serde_json::Value = serde_json::from_slice(&asked.body).map_err(|_| RegisterError::NotMetadata)?;
    if value.get("software_statement").is_some() {
        return Err(RegisterError::SoftwareStatement);
    }
    // Read from the text again and not from the value: only there a member that occurs twice is noticed.
    let request: RegistrationRequest = serde_json::from_slice(&asked.body).map_err(|_| RegisterError::NotMetadata)?;
    let client = read(desk, &request)?;
    desk.bank.database().write(|tx| store::clients::keep(tx, desk.id(), &client, desk.now()))?;
    Ok(reply::json(StatusCode::CREATED, &describe(desk, client)))
}

fn read(desk: &Desk, request: &ClientMetadata) -> Result<Client, RegisterError> {
    if request.token_endpoint_auth_method.as_deref() != Some("private_key_jwt") {
        return Err(RegisterError::AuthMethod);
    }
    check_offers(desk, request)?;
    Ok(Client {
        id: ClientId::new(format!("app-{}", desk.bank.entropy().uuid()))?,
        role: Role::App,
        name: request.client_name.as_deref().and_then(clean_name).unwrap_or_else(|| NAMELESS.to_owned()),
        redirect_uris: redirect_uris(&request.redirect_uris)?,
        jwks: keys(request)?,
    })
}

fn check_offers(desk: &Desk, request: &ClientMetadata) -> Result<(), RegisterError> {
    const GRANTS: &[&str] = &[grant::AUTHORIZATION_CODE, grant::REFRESH_TOKEN, grant::CLIENT_CREDENTIALS];
    let assertions = desk.profile.signing_algorithms;
    let scopes: Vec<String> = request
        .scope
        .iter()
        .flat_map(|scope| scope.split(' '))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let all = |words: &[String], offered: &[&str]| words.iter().all(|word| offered.contains(&word.as_str()));
    let one = |word: &Option<String>, offered: &[&str]| word.iter().all(|word| offered.contains(&word.as_str()));
    for (offered, what) in [
        (all(&request.grant_types, GRANTS), "a grant type"),
        (all(&request.response_types, &["code"]), "a response type"),
        (all(&scopes, desk.profile.scopes), "a scope"),
        (one(&request.token_endpoint_auth_signing_alg, assertions), "an assertion algorithm"),
        (one(&request.id_token_signed_response_alg, &["ES256"]), "an ID token algorithm"),
        (request.dpop_bound_access_tokens != Some(false), "an unbound token"),
        (request.require_pushed_authorization_requests != Some(false), "a request that is not pushed"),
    ] {
        if !offered {
            return Err(RegisterError::NotOffered(what));
        }
    }
    Ok(())
}

fn redirect_uris(asked: &[String]) -> Result<Vec<RedirectUri>, RegisterError> {
    if asked.is_empty() || asked.len() > REDIRECT_URIS_MAX {
        return Err(RegisterError::RedirectUriCount);
    }
    asked.iter().map(|uri| Ok(RedirectUri::new(uri)?)).collect()
}

/// Whether an app may have these keys.
pub(crate) fn are_usable(jwks: &Jwks) -> bool {
    let usable = jwks.keys.iter().all(|key| PublicKey::from_jwk(key).is_ok());
    !jwks.keys.is_empty() && jwks.keys.len() <= KEYS_MAX && usable
}

fn keys(request: &ClientMetadata) -> Result<Jwks, RegisterError> {
    if request.jwks_uri.is_some() {
        return Err(RegisterError::JwksUri);
    }
    let jwks = request.jwks.clone().ok_or(RegisterError::Keys)?;
    if are_usable(&jwks) { Ok(jwks) } else { Err(RegisterError::Keys) }
}

fn describe(desk: &Desk, client: Client) -> RegistrationResponse {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let metadata = ClientMetadata {
        redirect_uris: client.redirect_uris.iter().map(|uri| uri.as_str().to_owned()).collect(),
        token_endpoint_auth_method: Some("private_key_jwt".to_owned()),
        grant_types: words(&[grant::AUTHORIZATION_CODE, grant::REFRESH_TOKEN, grant::CLIENT_CREDENTIALS]),
        response_types: words(&["code"]),
        client_name: Some(client.name),
        scope: Some(desk.profile.scopes.join(" ")),
        jwks: Some(client.jwks),
        id_token_signed_response_alg: Some("ES256".to_owned()),
        dpop_bound_access_tokens: Some(true),
        require_pushed_authorization_requests: Some(true),
        ..ClientMetadata::default()
    };
    RegistrationResponse { client_id: client.id.into(), client_id_issued_at: Some(desk.now().as_second()), metadata }
}

#[cfg(test)]
mod tests;

//! Dynamic registration (RFC 7591): this installation introduces itself and gets a client id.

use http::Method;
use moa_kernel::{ClientId, Entropy};
use moa_security::dpop::Side;
use moa_security::keys::SigningKey;
use moa_wire::jose::Jwks;
use moa_wire::oauth::{RegistrationRequest, RegistrationResponse, grant};
use url::Url;

use super::identity::make_redirect_path;
use super::{ClaimedRedirect, ClientIdentity, RegistrationError};
use crate::error::Error;
use crate::http::{BankHttp, Call, Payload};

/// The scopes this installation will ever ask for.
pub(crate) const SCOPES: &str = "openid accounts";
const PRIVATE_KEY_JWT: &str = "private_key_jwt";

/// Makes keys, registers them, and gives the identity to be kept. Nothing is kept when the bank says no.
pub(crate) async fn register(
    http: &BankHttp,
    endpoint: &Url,
    app_name: &str,
    claimed: Option<&ClaimedRedirect>,
    entropy: &dyn Entropy,
) -> Result<ClientIdentity, Error> {
    let key = SigningKey::make(entropy);
    let redirect_path = make_redirect_path(http.bank(), claimed, entropy);
    let request = introduction(app_name, &key, redirect_uri(claimed, &redirect_path));
    let body = serde_json::to_vec(&request).map_err(|_| RegistrationError::Unreadable)?;
    let call = Call {
        method: Method::POST,
        url: endpoint.clone(),
        server: Side::Authorisation,
        proof: None,
        payload: Payload::Json(body),
        idempotency_key: None,
        most_bytes: http.limits().small_body,
    };
    let reply = http.call(&call).await?;
    if !reply.status.is_success() {
        let refused = RegistrationError::Refused { status: reply.status.as_u16(), code: reply.oauth_code() };
        return Err(Error::from(refused).within(reply.context(http.bank())));
    }
    let answer = serde_json::from_slice(&reply.body).map_err(|_| RegistrationError::Unreadable);
    let client_id = answer.and_then(|answer| check(&answer, &request));
    let client_id = client_id.map_err(|error| Error::from(error).within(reply.context(http.bank())))?;
    Ok(ClientIdentity::new(client_id, key, redirect_path, claimed.cloned()))
}

/// The port of this device is left out: a native app listens on a free one each time (RFC 8252 §7.3).
fn redirect_uri(claimed: Option<&ClaimedRedirect>, path: &str) -> String {
    format!("{}{path}", claimed.map_or("http://127.0.0.1", ClaimedRedirect::origin))
}

fn introduction(app_name: &str, key: &SigningKey, redirect_uri: String) -> RegistrationRequest {
    RegistrationRequest {
        redirect_uris: vec![redirect_uri],
        token_endpoint_auth_method: Some(PRIVATE_KEY_JWT.to_owned()),
        token_endpoint_auth_signing_alg: Some("ES256".to_owned()),
        grant_types: [grant::AUTHORIZATION_CODE, grant::REFRESH_TOKEN, grant::CLIENT_CREDENTIALS]
            .map(str::to_owned)
            .to_vec(),
        response_types: vec!["code".to_owned()],
        client_name: Some(app_name.to_owned()),
        scope: Some(SCOPES.to_owned()),
        jwks: Some(Jwks { keys: vec![key.public_jwk()] }),
        application_type: Some("native".to_owned()),
        id_token_signed_response_alg: Some("ES256".to_owned()),
        dpop_bound_access_tokens: Some(true),
        require_pushed_authorization_requests: Some(true),
        ..RegistrationRequest::default()
    }
}

/// A server may register other values than were asked for (RFC 7591 §3.2.1). Some differences would weaken us.
fn check(answer: &RegistrationResponse, asked: &RegistrationRequest) -> Result<ClientId, RegistrationError> {
    let got = &answer.metadata;
    if !got.redirect_uris.is_empty() && got.redirect_uris != asked.redirect_uris {
        return Err(RegistrationError::Changed("redirect address"));
    }
    if got.token_endpoint_auth_method.as_deref().is_some_and(|method| method != PRIVATE_KEY_JWT) {
        return Err(RegistrationError::Changed("way to authenticate"));
    }
    if got.jwks.as_ref().is_some_and(|keys| Some(keys) != asked.jwks.as_ref()) || got.jwks_uri.is_some() {
        return Err(RegistrationError::Changed("key"));
    }
    ClientId::new(&answer.client_id).map_err(|_| RegistrationError::Unreadable)
}

#[cfg(test)]
mod tests {
    use moa_kernel::OsEntropy;

    use super::*;

    fn asked() -> RegistrationRequest {
        introduction("Moa", &SigningKey::make(&OsEntropy), redirect_uri(None, "/callback/thames/r"))
    }

    fn answer(change: impl FnOnce(&mut RegistrationRequest)) -> Result<ClientId, RegistrationError> {
        let asked = asked();
        let mut metadata = asked.clone();
        change(&mut metadata);
        check(&RegistrationResponse { client_id: "app-1".to_owned(), client_id_issued_at: None, metadata }, &asked)
    }

    #[test]
    fn an_honest_answer_gives_the_client_id() {
        assert_eq!(answer(|_| {}).unwrap().as_str(), "app-1");
        assert_eq!(answer(|got| *got = RegistrationRequest::default()).unwrap().as_str(), "app-1");
    }

    #[test]
    fn an_answer_that_weakens_the_client_is_refused() {
        let weakened = [
            answer(|got| got.redirect_uris.push("https://evil.example".to_owned())),
            answer(|got| got.token_endpoint_auth_method = Some("none".to_owned())),
            answer(|got| got.jwks = Some(Jwks { keys: vec![SigningKey::make(&OsEntropy).public_jwk()] })),
            answer(|got| got.jwks_uri = Some("https://evil.example/jwks".to_owned())),
        ];
        for refused in weakened {
            assert!(matches!(refused, Err(RegistrationError::Changed(_))));
        }
    }

    #[test]
    fn only_the_public_half_of_the_key_is_sent() {
        let text = serde_json::to_string(&asked()).unwrap();
        assert!(text.contains("\"jwks\"") && !text.contains("\"d\""));
    }
}

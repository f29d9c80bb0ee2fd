//! Pushes the authorisation request to the bank (RFC 9126), so that the browser carries nothing but a reference to it.

use moa_kernel::SecretString;
use moa_wire::oauth::{ClaimsRequest, PushedAuthorizationResponse, param};
use url::Url;

use super::attempt::Attempt;
use crate::error::Error;
use crate::http::{BankHttp, Call, Payload};
use crate::registration::ClientIdentity;

/// What every approval asks for.
pub(crate) const ASKED_SCOPE: &str = "openid accounts";
/// FAPI 2.0 §5.3.2.2: a pushed request lives less than ten minutes.
const LONGEST_LIFE: u64 = 600;

/// Why the bank took no request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PushError {
    /// The bank said no.
    #[error("the bank refused the request")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Its code.
        code: Option<String>,
    },
    /// The answer is not what RFC 9126 says.
    #[error("the bank's answer to the request cannot be read")]
    Unreadable,
}

/// Pushes the request of an attempt and gives the address for the browser.
pub(super) async fn push(http: &BankHttp, client: &ClientIdentity, attempt: &Attempt) -> Result<Url, Error> {
    let fields = request(client, attempt).map_err(|_| PushError::Unreadable)?;
    let payload = Payload::Form { fields, client, issuer: &attempt.metadata.issuer };
    let url = attempt.metadata.push_endpoint.clone();
    let reply = http.call(&Call::form(url, payload, Some(&attempt.key), http.limits().small_body)).await?;
    if !reply.status.is_success() {
        let refused = PushError::Refused { status: reply.status.as_u16(), code: reply.oauth_code() };
        return Err(Error::from(refused).within(reply.context(http.bank())));
    }
    let answer = serde_json::from_slice(&reply.body).map_err(|_| PushError::Unreadable);
    let address = answer.and_then(|answer| browser_address(client, attempt, &answer));
    address.map_err(|error| Error::from(error).within(reply.context(http.bank())))
}

fn request(client: &ClientIdentity, attempt: &Attempt) -> Result<Vec<(String, SecretString)>, serde_json::Error> {
    let claims = serde_json::to_string(&ClaimsRequest::for_consent(&attempt.consent))?;
    let challenge = attempt.verifier.challenge();
    let fields = [
        (param::CLIENT_ID, client.client_id().as_str()),
        (param::RESPONSE_TYPE, "code"),
        (param::REDIRECT_URI, attempt.redirect_uri.as_str()),
        (param::SCOPE, ASKED_SCOPE),
        (param::STATE, attempt.state.expose()),
        (param::NONCE, attempt.nonce.expose()),
        (param::CODE_CHALLENGE, challenge.as_str()),
        (param::CODE_CHALLENGE_METHOD, "S256"),
        (param::CLAIMS, &claims),
        (param::DPOP_JKT, attempt.key.thumbprint()),
        (param::UI_LOCALES, attempt.language.tag()),
    ];
    Ok(fields.into_iter().map(|(name, value)| (name.to_owned(), SecretString::from(value))).collect())
}

/// Only the client's name and the reference: nothing in the browser's history is worth stealing (FAPI 2.0 §5.3.3.2).
fn browser_address(
    client: &ClientIdentity,
    attempt: &Attempt,
    answer: &PushedAuthorizationResponse,
) -> Result<Url, PushError> {
    if answer.request_uri.is_empty() || answer.request_uri.len() > 1024 || answer.expires_in > LONGEST_LIFE {
        return Err(PushError::Unreadable);
    }
    let mut url = attempt.metadata.authorization_endpoint.clone();
    url.query_pairs_mut()
        .append_pair(param::CLIENT_ID, client.client_id().as_str())
        .append_pair(param::REQUEST_URI, &answer.request_uri);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{an_attempt, an_identity};

    #[test]
    fn the_browser_carries_two_parameters_and_no_third() {
        let answer = PushedAuthorizationResponse {
            request_uri: "urn:ietf:params:oauth:request_uri:x".to_owned(),
            expires_in: 90,
        };
        let url = browser_address(&an_identity(), &an_attempt(), &answer).unwrap();
        let keys: Vec<_> = url.query_pairs().map(|(key, _)| key.into_owned()).collect();
        assert_eq!(keys, ["client_id", "request_uri"]);
    }

    #[test]
    fn an_absurd_answer_is_refused() {
        for (request_uri, expires_in) in [("", 60), ("urn:x", 601), (&*"u".repeat(1025), 60)] {
            let answer = PushedAuthorizationResponse { request_uri: request_uri.to_owned(), expires_in };
            assert_eq!(browser_address(&an_identity(), &an_attempt(), &answer), Err(PushError::Unreadable));
        }
    }

    #[test]
    fn the_pushed_request_is_bound_to_key_consent_and_verifier() {
        use moa_kernel::ExposeSecret as _;
        let attempt = an_attempt();
        let fields = request(&an_identity(), &attempt).unwrap();
        let field =
            |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.expose_secret().to_owned());
        assert_eq!(field("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(field("dpop_jkt").as_deref(), Some(attempt.key.thumbprint()));
        assert!(field("claims").unwrap().contains(attempt.consent.as_str()));
        assert!(
            !fields.iter().any(|(_, value)| value.expose_secret() == attempt.verifier.expose()),
            "the verifier stays here"
        );
    }
}

//! Recognises a bank's demand for a DPoP nonce (RFC 9449 §8 and §9).

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use moa_security::dpop::Side;
use moa_wire::oauth::code;
use serde::Deserialize;

use crate::standards::HttpReply;

#[derive(Deserialize)]
struct Code {
    error: String,
}

/// Whether the reply says "again, with this nonce".
pub(super) fn is_challenge(server: Side, reply: &HttpReply) -> bool {
    match server {
        Side::Authorisation => {
            matches!(reply.status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED)
                && serde_json::from_slice::<Code>(&reply.body).is_ok_and(|said| said.error == code::USE_DPOP_NONCE)
        }
        Side::Resource => {
            reply.status == StatusCode::UNAUTHORIZED
                && reply.headers.get_all(WWW_AUTHENTICATE).iter().any(|value| {
                    // Descriptions are not always ASCII, and their letters do not matter here.
                    let text = String::from_utf8_lossy(value.as_bytes());
                    let quoted = format!("error=\"{}\"", code::USE_DPOP_NONCE);
                    text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("dpop ")) && text.contains(&quoted)
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;

    use super::*;

    fn reply(status: u16, challenge: Option<&str>, body: &'static str) -> HttpReply {
        let mut headers = HeaderMap::new();
        if let Some(challenge) = challenge {
            headers.insert(WWW_AUTHENTICATE, challenge.parse().unwrap());
        }
        HttpReply {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: Bytes::from(body),
            interaction_id: None,
        }
    }

    #[test]
    fn each_server_asks_in_its_own_way() {
        let by_body = reply(400, None, r#"{"error":"use_dpop_nonce"}"#);
        let by_header = reply(401, Some(r#"DPoP error="use_dpop_nonce", error_description="…""#), "");
        assert!(is_challenge(Side::Authorisation, &by_body));
        assert!(is_challenge(Side::Resource, &by_header));
        assert!(!is_challenge(Side::Resource, &by_body));
        assert!(!is_challenge(Side::Authorisation, &by_header));
    }

    #[test]
    fn other_refusals_are_not_demands_for_a_nonce() {
        assert!(!is_challenge(Side::Authorisation, &reply(400, None, r#"{"error":"invalid_grant"}"#)));
        assert!(!is_challenge(Side::Authorisation, &reply(200, None, r#"{"error":"use_dpop_nonce"}"#)));
        assert!(!is_challenge(Side::Resource, &reply(401, Some(r#"DPoP error="invalid_token""#), "")));
        assert!(!is_challenge(Side::Resource, &reply(401, Some(r#"Bearer error="use_dpop_nonce""#), "")));
        assert!(!is_challenge(Side::Resource, &reply(403, Some(r#"DPoP error="use_dpop_nonce""#), "")));
    }
}

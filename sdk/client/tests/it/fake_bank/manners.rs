//! How an honest UK bank answers, with nothing checked: the SDK is on trial here, not the bank.

use moa_kernel::{ClientId, ConsentId, ExposeSecret as _, Issuer, SystemClock};
use moa_security::id_token::{self, IdTokenFor};
use moa_security::keys::SigningKey;
use serde_json::{Value, json};

use super::speech::{Heard, Reply};

pub(crate) const API: &str = "/open-banking/v4.0/aisp";

/// What the bank remembers of the last pushed request, and how many tokens it gave.
#[derive(Default)]
pub(crate) struct Memory {
    client: String,
    nonce: String,
    consent: String,
    tokens: usize,
    consents: usize,
}

pub(crate) fn entry(id: &str, origin: &str) -> Value {
    json!({"OrganisationName": id, "Tag": "Sandbox", "AuthorisationServers": [{
        "AuthorisationServerId": id, "Issuer": origin, "SupportsDCR": true,
        "OpenIDDiscoveryDocument": format!("{origin}/.well-known/openid-configuration"),
        "ApiResources": [{"ApiFamilyType": "uk-account-information", "ApiVersion": "4.0.0",
            "ApiDiscoveryEndpoints": [{"ApiEndpoint": format!("{origin}{API}/accounts")}]}],
    }]})
}

pub(crate) fn answer(origin: &str, key: &SigningKey, memory: &mut Memory, heard: &Heard) -> Reply {
    match (heard.method.as_str(), heard.path.strip_prefix(API).unwrap_or(&heard.path)) {
        ("GET", "/.well-known/openid-configuration") => Reply::json(200, &metadata(origin)),
        ("GET", "/jwks") => Reply::json(200, &json!({"keys": [key.public_jwk()]})),
        ("POST", "/register") => register(heard),
        ("POST", "/par") => push(memory, heard),
        ("POST", "/token") => token(origin, key, memory, heard),
        ("POST", "/revoke") => Reply::empty(200),
        ("POST", "/account-access-consents") => consent(memory, heard),
        ("DELETE", path) if path.starts_with("/account-access-consents/") => Reply::empty(204),
        ("GET", "/accounts") => Reply::json(200, &accounts(origin)),
        ("GET", path) if path.ends_with("/balances") => Reply::json(200, &balances(origin, path)),
        ("GET", path) if path.ends_with("/transactions") => Reply::json(200, &transactions(origin, path)),
        _ => Reply::json(404, &json!({"error": "not_found"})),
    }
}

fn metadata(origin: &str) -> Value {
    json!({
        "issuer": origin, "authorization_endpoint": format!("{origin}/authorize"), "token_endpoint": format!("{origin}/token"),
        "pushed_authorization_request_endpoint": format!("{origin}/par"), "jwks_uri": format!("{origin}/jwks"),
        "registration_endpoint": format!("{origin}/register"), "revocation_endpoint": format!("{origin}/revoke"),
        "authorization_response_iss_parameter_supported": true, "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"], "dpop_signing_alg_values_supported": ["ES256"],
    })
}

fn register(heard: &Heard) -> Reply {
    let mut body: Value = serde_json::from_slice(&heard.body).unwrap();
    body["client_id"] = json!("app-1");
    Reply::json(201, &body)
}

fn push(memory: &mut Memory, heard: &Heard) -> Reply {
    let claims: Value = serde_json::from_str(&heard.form("claims").unwrap()).unwrap();
    memory.client = heard.form("client_id").unwrap();
    memory.nonce = heard.form("nonce").unwrap();
    memory.consent = claims["id_token"]["openbanking_intent_id"]["value"].as_str().unwrap().to_owned();
    Reply::json(201, &json!({"request_uri": "urn:ietf:params:oauth:request_uri:x", "expires_in": 90}))
}

fn token(origin: &str, key: &SigningKey, memory: &mut Memory, heard: &Heard) -> Reply {
    memory.tokens += 1;
    let mut tokens =
        json!({"access_token": format!("planted-access-{}", memory.tokens), "token_type": "DPoP", "expires_in": 300});
    match heard.form("grant_type").as_deref() {
        Some("authorization_code") => {
            tokens["refresh_token"] = json!("planted-refresh");
            tokens["id_token"] = json!(id_token(origin, key, memory));
        }
        Some("refresh_token" | "client_credentials") => {}
        _ => return Reply::json(400, &json!({"error": "unsupported_grant_type"})),
    }
    Reply::json(200, &tokens)
}

fn id_token(origin: &str, key: &SigningKey, memory: &Memory) -> String {
    let about = IdTokenFor {
        issuer: &Issuer::new(origin).unwrap(),
        client: &ClientId::new(&memory.client).unwrap(),
        subject: "mina",
        nonce: Some(&memory.nonce),
        consent: Some(&ConsentId::new(&memory.consent).unwrap()),
        logged_in_at: None,
        acr: None,
    };
    id_token::make(key, &about, &SystemClock).unwrap().expose_secret().to_owned()
}

fn consent(memory: &mut Memory, heard: &Heard) -> Reply {
    memory.consents += 1;
    let mut body: Value = serde_json::from_slice(&heard.body).unwrap();
    body["Data"]["ConsentId"] = json!(format!("aac-{}", memory.consents));
    body["Data"]["Status"] = json!("AWAU");
    body["Data"]["CreationDateTime"] = json!("2026-07-14T07:42:00+00:00");
    body["Data"]["StatusUpdateDateTime"] = json!("2026-07-14T07:42:00+00:00");
    Reply::json(201, &body)
}

fn accounts(origin: &str) -> Value {
    json!({"Data": {"Account": [{"AccountId": "22289", "Currency": "GBP", "AccountTypeCode": "CACC"}]},
        "Links": {"Self": format!("{origin}{API}/accounts")}, "Meta": {}})
}

fn balances(origin: &str, path: &str) -> Value {
    json!({"Data": {"Balance": [{"AccountId": "22289", "CreditDebitIndicator": "Credit", "Type": "CLBD",
        "DateTime": "2026-07-14T07:42:00+00:00", "Amount": {"Amount": "12.50", "Currency": "GBP"}}]},
        "Links": {"Self": format!("{origin}{API}{path}")}, "Meta": {}})
}

fn transactions(origin: &str, path: &str) -> Value {
    json!({"Data": {"Transaction": [{"AccountId": "22289", "TransactionId": "t-1", "CreditDebitIndicator": "Debit",
        "Status": "BOOK", "BookingDateTime": "2026-07-13T10:00:00+00:00", "Amount": {"Amount": "2.50", "Currency": "GBP"}}]},
        "Links": {"Self": format!("{origin}{API}{path}")}, "Meta": {}})
}

//! Pieces for the unit tests: a bank on this device, an identity, an attempt.

use moa_kernel::{BankId, ClientId, ConsentId, OsEntropy};
use moa_security::keys::SigningKey;
use serde_json::json;

use crate::authorise::{Attempt, testing};
use crate::directory::{Bank, Directory};
use crate::registration::{ClientIdentity, HandCredentials};

/// A participants file with one sandbox bank.
pub(crate) fn participants(id: &str, origin: &str) -> Vec<u8> {
    serde_json::to_vec(&json!([{"OrganisationName": id, "Tag": "Sandbox", "AuthorisationServers": [{
        "AuthorisationServerId": id, "Issuer": origin, "SupportsDCR": true,
        "OpenIDDiscoveryDocument": format!("{origin}/.well-known/openid-configuration"),
        "ApiResources": [{"ApiFamilyType": "uk-account-information", "ApiVersion": "4.0.0",
            "ApiDiscoveryEndpoints": [{"ApiEndpoint": format!("{origin}/open-banking/v4.0/aisp/accounts")}]}],
    }]}]))
    .unwrap()
}

pub(crate) fn a_bank(id: &str, origin: &str) -> Bank {
    Directory::from_json(&participants(id, origin)).unwrap().bank(id).unwrap()
}

pub(crate) fn an_identity() -> ClientIdentity {
    let hand = HandCredentials {
        client_id: ClientId::new("app-1").unwrap(),
        key: SigningKey::make(&OsEntropy).to_secret_jwk(),
        redirect_path: "/callback/thames/r4nd0m".to_owned(),
    };
    ClientIdentity::by_hand(&BankId::new("thames").unwrap(), &hand, None).unwrap()
}

pub(crate) fn an_attempt() -> Attempt {
    testing::an_attempt(&ConsentId::new("aac-1").unwrap())
}

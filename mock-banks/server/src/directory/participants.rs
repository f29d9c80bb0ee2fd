//! The participants file: Open Finance Brasil's public format, one organisation per bank, every entry a sandbox.

use std::collections::BTreeMap;

use moa_wire::directory::{ApiDiscoveryEndpoint, ApiResource, AuthorisationServer, Looks, Organisation, SANDBOX_TAG};

use super::ListedBank;

/// The family under which these banks publish their API.
const FAMILY: &str = "uk-account-information";
const VERSION: &str = "4.0.0";

/// Resources of which an endpoint is listed.
const ENDPOINTS: &[&str] = &[
    "/account-access-consents",
    "/accounts",
    "/accounts/{AccountId}",
    "/accounts/{AccountId}/balances",
    "/accounts/{AccountId}/transactions",
    "/accounts/{AccountId}/beneficiaries",
    "/accounts/{AccountId}/direct-debits",
    "/accounts/{AccountId}/standing-orders",
    "/accounts/{AccountId}/scheduled-payments",
    "/party",
];

pub(super) fn list(directory: &str, banks: &[ListedBank]) -> Vec<Organisation> {
    banks.iter().map(|bank| organisation(directory, bank)).collect()
}

fn organisation(directory: &str, bank: &ListedBank) -> Organisation {
    let id = bank.spec.id.to_string();
    Organisation {
        organisation_id: Some(id.clone()),
        status: Some("Active".to_owned()),
        organisation_name: Some(bank.spec.name.en.clone()),
        registered_name: Some(bank.spec.name.en.clone()),
        country: Some(bank.spec.country.clone()),
        tag: Some(SANDBOX_TAG.to_owned()),
        authorisation_servers: vec![authorisation_server(directory, &id, bank)],
        ..Organisation::default()
    }
}

fn authorisation_server(directory: &str, id: &str, bank: &ListedBank) -> AuthorisationServer {
    AuthorisationServer {
        authorisation_server_id: Some(id.to_owned()),
        organisation_id: Some(id.to_owned()),
        auto_registration_supported: Some(true),
        supports_ciba: Some(false),
        supports_dcr: Some(true),
        api_resources: vec![resource(bank)],
        customer_friendly_description: Some(format!("{}, a mock bank", bank.spec.name.en)),
        customer_friendly_logo_uri: Some(format!("{directory}/logos/{id}.svg")),
        customer_friendly_name: Some(bank.spec.name.en.clone()),
        openid_discovery_document: Some(format!("{}/.well-known/openid-configuration", bank.origin)),
        issuer: Some(bank.origin.clone()),
        moa: Some(looks(bank)),
        ..AuthorisationServer::default()
    }
}

fn looks(bank: &ListedBank) -> Looks {
    let name = &bank.spec.name;
    Looks {
        names: Some(BTreeMap::from([("en".to_owned(), name.en.clone()), ("ko".to_owned(), name.ko.clone())])),
        country: Some(bank.spec.country.clone()),
        colour: Some(bank.spec.brand.colour.as_str().to_owned()),
        monogram: Some(bank.spec.brand.monogram.clone()),
    }
}

fn resource(bank: &ListedBank) -> ApiResource {
    let endpoint = |path: &&str| ApiDiscoveryEndpoint {
        api_endpoint: Some(format!("{}{path}", bank.api_base)),
        ..ApiDiscoveryEndpoint::default()
    };
    ApiResource {
        api_version: Some(VERSION.to_owned()),
        api_family_type: Some(FAMILY.to_owned()),
        api_discovery_endpoints: ENDPOINTS.iter().map(endpoint).collect(),
        family_complete: Some(false),
        ..ApiResource::default()
    }
}

//! The participants file: Open Finance Brasil's public format, one organisation per bank, every entry a sandbox.

use std::collections::{BTreeMap, BTreeSet};

use moa_bank_registry::ApiRecord;
use moa_wire::directory::{ApiDiscoveryEndpoint, ApiResource, AuthorisationServer, Looks, Organisation, SANDBOX_TAG};

use super::ListedBank;

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
        api_resources: bank.apis().iter().map(|api| resource(&bank.origin, api)).collect(),
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

/// An API, as its definition has it. The format's versions have three numbers; ours never change the third.
fn resource(origin: &str, api: &ApiRecord) -> ApiResource {
    let definition = &api.definition;
    // A path is one place, however many operations there are.
    let paths: BTreeSet<&str> = definition.operations.iter().map(|operation| operation.path.as_str()).collect();
    let endpoint = |path: &str| ApiDiscoveryEndpoint {
        api_endpoint: Some(format!("{origin}{}{path}", definition.base_path)),
        ..ApiDiscoveryEndpoint::default()
    };
    ApiResource {
        api_version: Some(format!("{}.0", definition.version)),
        api_family_type: Some(definition.family.to_string()),
        api_discovery_endpoints: paths.into_iter().map(endpoint).collect(),
        family_complete: Some(true),
        ..ApiResource::default()
    }
}

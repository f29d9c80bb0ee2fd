//! The bank directory, in the participants format Open Finance Brasil publishes: organisations, their authorisation
//! servers, and for each the API families with their endpoints.
//!
//! Published files are loose: every field may be absent or null, and endpoints may be path templates. So everything is
//! optional here; what a bank must have before anybody is sent to it is decided by `moa_sdk::directory`.

use serde::{Deserialize, Deserializer, Serialize};

/// The [`Organisation::tag`] of an entry that is no real bank. Only such an entry may be reached over plain http, and
/// only on a loopback address.
pub const SANDBOX_TAG: &str = "Sandbox";

/// A firm that takes part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Organisation {
    /// The directory's name for it.
    pub organisation_id: Option<String>,
    /// `Active`, `Pending` or `Withdrawn`. Absent means `Active`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its name as people know it.
    pub organisation_name: Option<String>,
    /// When it joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_on: Option<String>,
    /// Its name as the law knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_entity_name: Option<String>,
    /// Where it is registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_of_registration: Option<String>,
    /// The register that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_register: Option<String>,
    /// A label; see [`SANDBOX_TAG`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// A label for its size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Its number in the company register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_number: Option<String>,
    /// Its registered id, such as a legal entity identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_id: Option<String>,
    /// Its registered name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_name: Option<String>,
    /// First line of its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// Second line of its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Postcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The firm it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_organisation_reference: Option<String>,
    /// Where its customers approve.
    #[serde(deserialize_with = "null_is_empty")]
    pub authorisation_servers: Vec<AuthorisationServer>,
}

impl Organisation {
    /// Whether the entry is marked as no real bank.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.tag.as_deref() == Some(SANDBOX_TAG)
    }
}

/// One place where customers approve, and the APIs an approval opens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AuthorisationServer {
    /// The directory's name for it: what `moa-sdk` calls the bank id.
    pub authorisation_server_id: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<String>,
    /// Whether software statements are taken on automatically.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_registration_supported: Option<bool>,
    /// Whether it offers approval on another device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supports_ciba: Option<bool>,
    /// Whether apps can register themselves (RFC 7591).
    #[serde(rename = "SupportsDCR", skip_serializing_if = "Option::is_none")]
    pub supports_dcr: Option<bool>,
    /// The API families behind it.
    #[serde(deserialize_with = "null_is_empty")]
    pub api_resources: Vec<ApiResource>,
    /// A sentence about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_friendly_description: Option<String>,
    /// Its picture, an SVG.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_friendly_logo_uri: Option<String>,
    /// The name customers know.
    pub customer_friendly_name: Option<String>,
    /// Where developers read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_portal_uri: Option<String>,
    /// Its terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_of_service_uri: Option<String>,
    /// Its metadata document.
    #[serde(rename = "OpenIDDiscoveryDocument")]
    pub openid_discovery_document: Option<String>,
    /// Its issuer, which its metadata must repeat code point by code point.
    pub issuer: Option<String>,
    /// Where the certificates of its signed answers are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload_signing_cert_location_uri: Option<String>,
    /// The server it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_authorisation_server_id: Option<String>,
    /// How it wants to look: our addition to the format, which other readers skip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moa: Option<Looks>,
}

/// How a bank wants to look in a list of banks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Looks {
    /// Its name by language (`en`, `ko`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<std::collections::BTreeMap<String, String>>,
    /// Two capital letters (ISO 3166-1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// One to three characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monogram: Option<String>,
}

/// One version of one API family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ApiResource {
    /// The directory's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_resource_id: Option<String>,
    /// Three numbers with dots.
    pub api_version: Option<String>,
    /// Where its operations are.
    #[serde(deserialize_with = "null_is_empty")]
    pub api_discovery_endpoints: Vec<ApiDiscoveryEndpoint>,
    /// Whether all its operations are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_complete: Option<bool>,
    /// Proof of its certification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_certification_uri: Option<String>,
    /// `Certified`, `Self-Certified` and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certification_status: Option<String>,
    /// Day, month, year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certification_start_date: Option<String>,
    /// Day, month, year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certification_expiration_date: Option<String>,
    /// Which family it is.
    pub api_family_type: Option<String>,
}

/// One operation of an API family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ApiDiscoveryEndpoint {
    /// The directory's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_discovery_id: Option<String>,
    /// Its URL, possibly with `{placeholders}` in the path.
    pub api_endpoint: Option<String>,
}

fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_file_with_nulls_and_templates_loads() {
        let list: Vec<Organisation> = serde_json::from_str(
            r#"[{"OrganisationId":"o1","OrganisationName":"Org","Tag":null,"Status":null,"AuthorisationServers":[
                 {"AuthorisationServerId":"as1","Issuer":null,"SupportsDCR":true,"ApiResources":null,
                  "AuthorisationServerCertifications":[{"ProfileVersion":1}]},
                 {"AuthorisationServerId":"as2","OpenIDDiscoveryDocument":"https://a.example/.well-known/openid-configuration",
                  "ApiResources":[{"ApiFamilyType":"accounts","ApiVersion":"2.4.2","ApiDiscoveryEndpoints":[
                    {"ApiEndpoint":"https://a.example/accounts/v2/accounts/{accountId}/balances"}]}]}],
               "OrgDomainClaims":[]},{"AuthorisationServers":null}]"#,
        )
        .unwrap();
        assert!(!list[0].is_sandbox());
        assert_eq!(list[0].authorisation_servers[0].supports_dcr, Some(true));
        let endpoint = &list[0].authorisation_servers[1].api_resources[0].api_discovery_endpoints[0];
        assert!(endpoint.api_endpoint.as_deref().unwrap().contains("{accountId}"));
        assert!(list[1].authorisation_servers.is_empty());
    }

    #[test]
    fn what_is_written_reads_back_under_the_published_names() {
        let bank = AuthorisationServer {
            authorisation_server_id: Some("thames".to_owned()),
            supports_dcr: Some(true),
            openid_discovery_document: Some("http://127.0.0.1:7301/.well-known/openid-configuration".to_owned()),
            ..AuthorisationServer::default()
        };
        let text = serde_json::to_string(&bank).unwrap();
        for name in ["\"AuthorisationServerId\"", "\"SupportsDCR\"", "\"OpenIDDiscoveryDocument\""] {
            assert!(text.contains(name), "{text}");
        }
        assert_eq!(serde_json::from_str::<AuthorisationServer>(&text).unwrap(), bank);
    }

    #[test]
    fn an_issuer_given_twice_is_refused() {
        assert!(serde_json::from_str::<AuthorisationServer>(r#"{"Issuer":"https://a","Issuer":"https://b"}"#).is_err());
    }
}

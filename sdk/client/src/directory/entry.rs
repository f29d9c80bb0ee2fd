//! From one entry of a participants file to a bank, or to the reason why not.

use moa_kernel::{BankId, Issuer};
use moa_wire::directory::{ApiResource, AuthorisationServer, Looks, Organisation};
use url::Url;

use super::Reach;
use super::bank::{ApiFamily, Bank, BankName, Brand};
use super::error::{Refused, WhyRefused};
use crate::http::{Environment, Pins, check_url};

/// The family of the UK's account information API, as the directory calls it.
const UK_ACCOUNT_INFORMATION: &str = "uk-account-information";
/// What every path of that API has before the resource.
const UK_BASE_END: &str = "/aisp";

/// Reads all servers of an organisation. Every one of them ends in one of the two lists.
pub(super) fn read_organisation(
    organisation: &Organisation,
    reach: Reach,
    found: &mut Vec<Bank>,
    refused: &mut Vec<Refused>,
) {
    let active = organisation.status.as_deref().is_none_or(|status| status == "Active");
    for server in &organisation.authorisation_servers {
        let read = if active { read_server(organisation, server, reach) } else { Err(WhyRefused::NotActive) };
        match read {
            Ok(bank) => found.push(bank),
            Err(why) => refused.push(Refused { name: best_name(organisation, server), why }),
        }
    }
}

fn best_name(organisation: &Organisation, server: &AuthorisationServer) -> Option<String> {
    [&server.customer_friendly_name, &organisation.organisation_name, &server.authorisation_server_id]
        .into_iter()
        .flatten()
        .find_map(|name| shown(name, 80))
}

fn read_server(organisation: &Organisation, server: &AuthorisationServer, reach: Reach) -> Result<Bank, WhyRefused> {
    let environment = if organisation.is_sandbox() { Environment::Sandbox } else { Environment::Live };
    if (reach, environment) == (Reach::ThisDevice, Environment::Live) {
        return Err(WhyRefused::LiveInSandbox);
    }
    // The rules for its addresses: a sandbox that was named from outside may not run on this device.
    let rules = if reach == Reach::Internet { Environment::Live } else { environment };
    let id = bank_id(server)?;
    let issuer_text = server.issuer.as_deref().ok_or(WhyRefused::Missing("issuer"))?;
    let issuer_url = check_url(issuer_text, rules).map_err(|why| WhyRefused::Address("issuer", why))?;
    let issuer = Issuer::new(issuer_text).map_err(|_| WhyRefused::Missing("issuer"))?;
    let discovery = discovery(server, &issuer_url, rules)?;
    let (family, api_base) = known_api(&server.api_resources, rules)?;
    let pins = Pins::new(rules, &issuer_url, &api_base).map_err(|why| WhyRefused::Address("API", why))?;
    let name = best_name(organisation, server).ok_or(WhyRefused::Missing("name"))?;
    let looks = server.moa.clone().unwrap_or_default();
    Ok(Bank {
        id,
        brand: brand(&looks, organisation, server, rules),
        name: BankName { plain: name, by_language: names(&looks) },
        environment,
        issuer,
        discovery,
        family,
        pins,
        registers_apps: server.supports_dcr == Some(true),
    })
}

/// The id becomes part of redirect paths and of names in the vault: plain characters only.
fn bank_id(server: &AuthorisationServer) -> Result<BankId, WhyRefused> {
    let missing = WhyRefused::Missing("id");
    let text = server.authorisation_server_id.as_deref().ok_or_else(|| missing.clone())?;
    let plain = text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if plain { BankId::new(text).map_err(|_| missing) } else { Err(missing) }
}

/// The metadata document must be one of the two well-known places of the issuer (RFC 8414 §3.1, OIDC Discovery §4), so
/// that an entry cannot pair one bank's issuer with another's document.
fn discovery(server: &AuthorisationServer, issuer: &Url, environment: Environment) -> Result<Url, WhyRefused> {
    let path = issuer.path().trim_end_matches('/');
    let place = |path: String| {
        let mut url = issuer.clone();
        url.set_path(&path);
        url
    };
    let appended = place(format!("{path}/.well-known/openid-configuration"));
    let Some(text) = server.openid_discovery_document.as_deref() else { return Ok(appended) };
    let named = check_url(text, environment).map_err(|why| WhyRefused::Address("discovery document", why))?;
    let inserted = place(format!("/.well-known/oauth-authorization-server{path}"));
    if named == appended || named == inserted { Ok(named) } else { Err(WhyRefused::ForeignDiscovery) }
}

fn known_api(resources: &[ApiResource], environment: Environment) -> Result<(ApiFamily, Url), WhyRefused> {
    let known = resources.iter().find(|resource| {
        resource.api_family_type.as_deref() == Some(UK_ACCOUNT_INFORMATION)
            && resource.api_version.as_deref().is_some_and(|version| version == "4" || version.starts_with("4."))
    });
    let endpoints = known.ok_or(WhyRefused::NoKnownApi)?.api_discovery_endpoints.iter();
    let mut base: Option<Url> = None;
    for text in endpoints.filter_map(|endpoint| endpoint.api_endpoint.as_deref()) {
        let found = api_base(text, environment)?;
        if base.as_ref().is_some_and(|base| *base != found) {
            return Err(WhyRefused::ScatteredApi);
        }
        base = Some(found);
    }
    Ok((ApiFamily::UkAccountInformation4, base.ok_or(WhyRefused::Missing("API endpoint"))?))
}

/// Cuts an endpoint, which may be a template, back to what all endpoints share.
fn api_base(endpoint: &str, environment: Environment) -> Result<Url, WhyRefused> {
    let plain = endpoint.split('{').next().unwrap_or(endpoint);
    let mut url = check_url(plain, environment).map_err(|why| WhyRefused::Address("API", why))?;
    let path = url.path().to_owned();
    let end = path.find(UK_BASE_END).map(|at| at + UK_BASE_END.len());
    let base = end.and_then(|end| path.split_at_checked(end)).map(|(base, rest)| (base, rest.chars().next()));
    let Some((base, None | Some('/'))) = base else { return Err(WhyRefused::Missing("API endpoint")) };
    url.set_path(base);
    url.set_query(None);
    Ok(url)
}

fn brand(looks: &Looks, organisation: &Organisation, server: &AuthorisationServer, environment: Environment) -> Brand {
    let country = looks.country.as_ref().or(organisation.country.as_ref());
    let logo = server.customer_friendly_logo_uri.as_deref();
    Brand {
        country: country.filter(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())).cloned(),
        colour: looks.colour.clone().filter(|colour| is_colour(colour)),
        monogram: looks.monogram.as_deref().and_then(|text| shown(text, 3)),
        logo: logo.and_then(|logo| check_url(logo, environment).ok()),
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn names(looks: &Looks) -> std::collections::BTreeMap<String, String> {
    let names = looks.names.clone().unwrap_or_default().into_iter();
    names.filter_map(|(language, name)| Some((language, shown(&name, 80)?))).collect()
}

/// Text that may stand on a screen: not empty, not endless, and without characters that turn the line around.
fn shown(text: &str, most: usize) -> Option<String> {
    let turning =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let clean: String = text.trim().chars().filter(|c| !c.is_control() && !turning(*c)).take(most).collect();
    (!clean.is_empty()).then_some(clean)
}

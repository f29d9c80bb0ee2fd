//! Directories, honest, sloppy and hostile.

use serde_json::{Value, json};

use super::*;
use crate::http::Environment;

fn server(id: &str, origin: &str) -> Value {
    json!({
        "AuthorisationServerId": id, "Issuer": origin, "CustomerFriendlyName": id.to_uppercase(), "SupportsDCR": true,
        "OpenIDDiscoveryDocument": format!("{origin}/.well-known/openid-configuration"),
        "ApiResources": [{"ApiFamilyType": "uk-account-information", "ApiVersion": "4.0.0", "ApiDiscoveryEndpoints": [
            {"ApiEndpoint": format!("{origin}/open-banking/v4.0/aisp/accounts")},
            {"ApiEndpoint": format!("{origin}/open-banking/v4.0/aisp/accounts/{{AccountId}}/balances")},
        ]}],
    })
}

fn sandbox(servers: &[Value]) -> Value {
    json!({"OrganisationName": "Org", "Tag": "Sandbox", "AuthorisationServers": servers})
}

fn load(organisations: &[Value]) -> Directory {
    Directory::from_json(&serde_json::to_vec(organisations).unwrap()).unwrap()
}

fn reasons(directory: &Directory) -> Vec<WhyRefused> {
    directory.refused().iter().map(|refused| refused.why.clone()).collect()
}

#[test]
fn a_sandbox_on_this_device_loads() {
    let mut entry = server("thames", "http://127.0.0.1:7301");
    entry["Moa"] =
        json!({"Names": {"en": "Thames & Co", "ko": "템스"}, "Country": "GB", "Colour": "#26408B", "Monogram": "T"});
    let directory = load(&[sandbox(&[entry])]);
    let bank = directory.bank("thames").unwrap();
    assert_eq!(bank.issuer().as_str(), "http://127.0.0.1:7301");
    assert_eq!(bank.pins().api_base().as_str(), "http://127.0.0.1:7301/open-banking/v4.0/aisp");
    assert_eq!((bank.name().in_language("ko"), bank.name().in_language("fr")), ("템스", "THAMES"));
    assert_eq!(bank.brand().colour.as_deref(), Some("#26408B"));
    assert_eq!(bank.environment(), Environment::Sandbox);
    assert!(bank.registers_apps() && directory.refused().is_empty());
    assert_eq!(directory.bank("nobody").err(), Some(DirectoryError::UnknownBank));
}

#[test]
fn nulls_unknown_fields_and_other_families_do_no_harm() {
    let mut sloppy = server("live", "https://bank.example");
    sloppy["SupportsCiba"] = Value::Null;
    sloppy["Novelty"] = json!({"deep": [1]});
    sloppy["ApiResources"]
        .as_array_mut()
        .unwrap()
        .insert(0, json!({"ApiFamilyType": null, "ApiDiscoveryEndpoints": null}));
    let organisation =
        json!({"OrganisationName": null, "Status": "Active", "Tag": null, "AuthorisationServers": [sloppy]});
    let directory = load(&[organisation, json!({"AuthorisationServers": null})]);
    assert_eq!(directory.bank("live").unwrap().environment(), Environment::Live);
}

#[test]
fn one_bad_entry_is_listed_and_takes_nobody_with_it() {
    let mut withdrawn = sandbox(&[server("gone", "http://127.0.0.1:1030")]);
    withdrawn["Status"] = json!("Withdrawn");
    let unreadable = json!({"AuthorisationServers": "many"});
    let directory = load(&[withdrawn, unreadable, json!(7), sandbox(&[server("good", "http://127.0.0.1:1031")])]);
    assert_eq!(directory.banks().count(), 1);
    assert_eq!(reasons(&directory), [WhyRefused::NotActive, WhyRefused::Unreadable, WhyRefused::Unreadable]);
    assert!(Directory::from_json(b"{}").is_err());
    assert!(Directory::from_json(b"<html>").is_err());
}

#[test]
fn plain_http_and_inner_addresses_are_for_sandboxes_only() {
    let live = |origin: &str| load(&[json!({"OrganisationName": "x", "AuthorisationServers": [server("x", origin)]})]);
    let wrong = [
        "http://127.0.0.1:7301",
        "https://127.0.0.1:7301",
        "http://bank.example",
        "https://10.0.0.1",
        "https://u:p@bank.example",
    ];
    for origin in wrong {
        assert!(matches!(reasons(&live(origin))[..], [WhyRefused::Address("issuer", _)]), "{origin}");
    }
    let sandboxed = load(&[sandbox(&[server("x", "http://bank.example")])]);
    assert!(matches!(reasons(&sandboxed)[..], [WhyRefused::Address("issuer", _)]));
}

#[test]
fn two_entries_never_share_an_id_an_issuer_or_an_origin() {
    let honest = || server("honest", "https://honest.example");
    let together = |other: Value| {
        let directory = load(&[json!({"AuthorisationServers": [honest()]}), json!({"AuthorisationServers": [other]})]);
        assert_eq!(directory.banks().count(), 0);
        reasons(&directory)
    };
    assert_eq!(together(server("HONEST", "https://evil.example")), vec![WhyRefused::Shared("id"); 2]);
    let mut same_issuer = server("evil", "https://evil.example");
    same_issuer["Issuer"] = json!("https://honest.example/");
    same_issuer["OpenIDDiscoveryDocument"] = Value::Null;
    assert_eq!(together(same_issuer), vec![WhyRefused::Shared("issuer"); 2]);
    let mut same_api = server("evil", "https://evil.example");
    same_api["ApiResources"] = honest()["ApiResources"].clone();
    assert_eq!(together(same_api), vec![WhyRefused::Shared("origin"); 2]);
}

#[test]
fn an_entry_is_of_one_piece() {
    let broken = |change: fn(&mut Value)| {
        let mut entry = server("x", "https://bank.example");
        change(&mut entry);
        let directory = load(&[json!({"AuthorisationServers": [entry]})]);
        assert_eq!(directory.banks().count(), 0);
        reasons(&directory).remove(0)
    };
    let foreign = |entry: &mut Value| {
        entry["OpenIDDiscoveryDocument"] = json!("https://evil.example/.well-known/openid-configuration");
    };
    assert_eq!(broken(foreign), WhyRefused::ForeignDiscovery);
    let elsewhere = |entry: &mut Value| entry["OpenIDDiscoveryDocument"] = json!("https://bank.example/other");
    assert_eq!(broken(elsewhere), WhyRefused::ForeignDiscovery);
    let scattered = |entry: &mut Value| {
        entry["ApiResources"][0]["ApiDiscoveryEndpoints"][0]["ApiEndpoint"] =
            json!("https://b.example/open-banking/v4.0/aisp");
    };
    assert_eq!(broken(scattered), WhyRefused::ScatteredApi);
    assert_eq!(broken(|entry| entry["ApiResources"][0]["ApiVersion"] = json!("3.1.11")), WhyRefused::NoKnownApi);
    assert_eq!(broken(|entry| entry["ApiResources"] = json!([])), WhyRefused::NoKnownApi);
    assert_eq!(broken(|entry| entry["Issuer"] = Value::Null), WhyRefused::Missing("issuer"));
    assert_eq!(broken(|entry| entry["AuthorisationServerId"] = json!("../x")), WhyRefused::Missing("id"));
}

#[test]
fn both_well_known_places_of_an_issuer_with_a_path_are_known() {
    for place in [
        "https://bank.example/group/one/.well-known/openid-configuration",
        "https://bank.example/.well-known/oauth-authorization-server/group/one",
    ] {
        let mut entry = server("x", "https://bank.example");
        entry["Issuer"] = json!("https://bank.example/group/one");
        entry["OpenIDDiscoveryDocument"] = json!(place);
        let directory = load(&[json!({"AuthorisationServers": [entry]})]);
        assert_eq!(directory.bank("x").unwrap().discovery().as_str(), place);
    }
}

#[test]
fn a_name_cannot_turn_the_screen_around() {
    let mut entry = server("x", "https://bank.example");
    entry["CustomerFriendlyName"] = json!("Good\u{202e}knaB\n");
    entry["Moa"] = json!({"Colour": "red; x", "Monogram": "LONG"});
    let bank = load(&[json!({"AuthorisationServers": [entry]})]).bank("x").unwrap();
    assert_eq!(bank.name().plain(), "GoodknaB");
    assert_eq!((bank.brand().colour.clone(), bank.brand().monogram.as_deref()), (None, Some("LON")));
}

#[test]
fn a_setting_is_a_path_or_an_address_to_speak_to() {
    assert!(matches!(DirectorySource::from_setting("banks/list.json"), Ok(DirectorySource::File(_))));
    assert!(matches!(DirectorySource::from_setting("http://127.0.0.1:7300/participants"), Ok(DirectorySource::Url(_))));
    assert!(DirectorySource::from_setting("http://directory.example/participants").is_err());
    assert!(DirectorySource::from_setting("file:///etc/passwd").is_err());
}

/// What a directory vouches for, by where it came from.
fn from(reach: Reach, organisations: &[Value]) -> Directory {
    Directory::vouched_for(&serde_json::to_vec(organisations).unwrap(), reach).unwrap()
}

#[test]
fn a_directory_on_this_device_lists_sandboxes_only() {
    let live = json!({"OrganisationName": "x", "AuthorisationServers": [server("live", "https://bank.example")]});
    let named = sandbox(&[server("named", "https://sandbox.example")]);
    let here = sandbox(&[server("here", "http://127.0.0.1:7301")]);
    let directory = from(Reach::ThisDevice, &[live.clone(), named.clone(), here.clone()]);
    assert_eq!(directory.banks().map(|bank| bank.id().as_str()).collect::<Vec<_>>(), ["here", "named"]);
    assert_eq!(reasons(&directory), [WhyRefused::LiveInSandbox]);
    assert_eq!(from(Reach::Anywhere, &[live, named, here]).banks().count(), 3, "a file may list all");
}

#[test]
fn a_directory_on_the_internet_leads_nobody_into_this_device() {
    let live = json!({"OrganisationName": "x", "AuthorisationServers": [server("live", "https://bank.example")]});
    let directory = from(Reach::Internet, &[live, sandbox(&[server("named", "https://sandbox.example")])]);
    let named = directory.bank("named").unwrap();
    assert_eq!((named.environment(), named.pins().environment()), (Environment::Sandbox, Environment::Live));
    assert_eq!(directory.banks().count(), 2);

    let mut half = server("x", "https://sandbox.example");
    half["ApiResources"] = server("x", "http://127.0.0.1:7301")["ApiResources"].clone();
    for inside in [server("x", "http://127.0.0.1:7301"), server("x", "https://127.0.0.1:7301"), half] {
        let directory = from(Reach::Internet, &[sandbox(&[inside])]);
        assert!(
            matches!(reasons(&directory)[..], [WhyRefused::Address("issuer" | "API", _)]),
            "{:?}",
            reasons(&directory)
        );
    }
}

#[test]
fn how_far_a_directory_reaches_is_decided_by_where_it_lies() {
    let of = |text: &str| DirectorySource::from_setting(text).unwrap().reach();
    assert_eq!(of("http://127.0.0.1:7300/participants"), Reach::ThisDevice);
    assert_eq!(of("https://127.0.0.1:7300/participants"), Reach::ThisDevice);
    assert_eq!(of("https://directory.example/participants"), Reach::Internet);
    assert_eq!(of("banks/list.json"), Reach::Anywhere);
}

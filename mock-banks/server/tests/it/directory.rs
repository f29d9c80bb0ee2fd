//! The directory: a participants file that an app can go by, a page, and a logo for each bank.

use moa_bank_core::life::History;
use moa_bank_registry::ApiDefinition;
use moa_wire::directory::{ApiResource, AuthorisationServer, Organisation};
use mock_banks::{World, WorldOptions};

use crate::apis::{OPERATOR, publish};
use crate::app::App;

const SPENDING: &str = include_str!("../../../examples/spending-1.0.json");
const SPENDING_2: &str = include_str!("../../../examples/spending-2.0.json");

#[tokio::test]
async fn every_bank_is_listed_where_it_answers() {
    let history = History { months: 1, transactions: None };
    let world = World::start(WorldOptions { history, ..WorldOptions::in_memory() }).await.unwrap();
    let app = App::new();
    let file = app.get(&world.directory_url()).await;
    let listed: Vec<Organisation> = serde_json::from_str(&file.text).unwrap();
    assert_eq!(listed.len(), world.banks().len());
    for (organisation, bank) in listed.iter().zip(world.banks()) {
        assert!(organisation.is_sandbox());
        let server = &organisation.authorisation_servers[0];
        assert_eq!(server.authorisation_server_id.as_deref(), Some(bank.id().as_str()));
        assert_eq!(server.issuer.as_deref(), Some(bank.origin()));
        let metadata = app.get(server.openid_discovery_document.as_deref().unwrap()).await;
        assert_eq!(metadata.json()["issuer"], bank.origin());
        let standard = resource(server, "uk-account-information", "4.0.0").unwrap();
        assert!(standard.iter().all(|endpoint| endpoint.starts_with(&bank.api_base())), "{standard:?}");
        let logo = app.get(server.customer_friendly_logo_uri.as_deref().unwrap()).await;
        assert_eq!(logo.headers["content-type"], "image/svg+xml");
        assert!(logo.text.contains(bank.core().spec().brand.colour.as_str()));
    }
    world.stop().await;
}

/// Where the operations of an API are, by its family and version.
fn resource(server: &AuthorisationServer, family: &str, version: &str) -> Option<Vec<String>> {
    let is_it =
        |it: &&ApiResource| (it.api_family_type.as_deref(), it.api_version.as_deref()) == (Some(family), Some(version));
    let found = server.api_resources.iter().find(is_it)?;
    Some(found.api_discovery_endpoints.iter().filter_map(|it| it.api_endpoint.clone()).collect())
}

#[tokio::test]
async fn every_api_that_callers_find_is_listed_while_they_find_it() {
    let app = App::new();
    let world = World::start(crate::app::small_world(&app)).await.unwrap();
    let (bank, registry) = (&world.banks()[0], world.banks()[0].registry());
    let known = [("uk-account-information", "4.0.0"), ("platform", "1.0.0"), ("spending", "1.0.0")];
    let listed = async || {
        let file: Vec<Organisation> = serde_json::from_str(&app.get(&world.directory_url()).await.text).unwrap();
        let server = file[0].authorisation_servers[0].clone();
        let apis = known.map(|(family, version)| resource(&server, family, version));
        // Whatever is listed is there, and asks who calls.
        for endpoint in apis.iter().flatten().flatten().filter(|it| !it.contains("consents")) {
            let answer = app.get(&endpoint.replace(['{', '}'], "")).await;
            assert!([401, 503].contains(&answer.status.as_u16()), "{endpoint}: {}", answer.status);
        }
        apis.map(|found| found.is_some())
    };
    assert_eq!(listed().await, [true, true, false]);
    let spending = ApiDefinition::from_json(SPENDING.as_bytes()).unwrap();
    let (family, version, path) = (spending.family.clone(), spending.version, spending.base_path.clone());
    registry.draft(spending.clone(), OPERATOR).unwrap();
    assert_eq!(listed().await, [true, true, false], "a draft is its author's");
    publish(registry, spending);
    assert_eq!(listed().await, [true, true, true]);
    let file = app.get(&world.directory_url()).await.text;
    assert!(file.contains(&format!("\"{}{path}/", bank.origin())), "{file}");
    registry.block(&family, version, "a leak is being mended", OPERATOR).unwrap();
    assert_eq!(listed().await, [true, true, true], "it will be back, and says so");
    registry.unblock(&family, version, OPERATOR).unwrap();
    registry.retire(&family, version, "nobody asks", OPERATOR).unwrap();
    assert_eq!(listed().await, [true, true, false]);
    world.stop().await;
}

#[tokio::test]
async fn two_major_versions_are_listed_side_by_side_and_the_older_one_until_it_is_retired() {
    let app = App::new();
    let world = World::start(crate::app::small_world(&app)).await.unwrap();
    let (bank, registry) = (&world.banks()[0], world.banks()[0].registry());
    let first = ApiDefinition::from_json(SPENDING.as_bytes()).unwrap();
    let second = ApiDefinition::from_json(SPENDING_2.as_bytes()).unwrap();
    let (family, old, new) = (first.family.clone(), first.version, second.version);
    let listed = async || {
        let file: Vec<Organisation> = serde_json::from_str(&app.get(&world.directory_url()).await.text).unwrap();
        let server = &file[0].authorisation_servers[0];
        ["1.0.0", "2.0.0"].map(|version| resource(server, "spending", version))
    };
    // Every path of it, once.
    let all = |version: &str| {
        let paths = ["/accounts/{AccountId}/spending", "/spending"];
        Some(paths.map(|path| format!("{}/spending/{version}{path}", bank.origin())).to_vec())
    };
    let (v1, v2) = (all("v1"), all("v2"));
    publish(registry, first);
    assert_eq!(listed().await, [v1.clone(), None]);
    publish(registry, second);
    assert_eq!(listed().await, [v1.clone(), v2.clone()]);
    let sunset = "2027-06-01T00:00:00Z".parse().unwrap();
    registry.deprecate(&family, old, sunset, Some(new), OPERATOR).unwrap();
    assert_eq!(listed().await, [v1, v2.clone()], "it answers until its sunset, and who uses it has to find it");
    registry.retire(&family, old, "everybody has moved on", OPERATOR).unwrap();
    assert_eq!(listed().await, [None, v2]);
    world.stop().await;
}

#[tokio::test]
async fn a_person_is_told_what_runs_where_and_strangers_are_not_found() {
    let app = App::new();
    let world = World::start(crate::app::small_world(&app)).await.unwrap();
    let page = app.get(&format!("{}/", world.directory_origin())).await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert!(page.text.contains(world.banks()[0].origin()) && page.text.contains("Thames &amp; Co"));
    for path in ["/logos/nobody.svg", "/logos/thames.png", "/logos/..%2fthames.svg", "/nothing"] {
        let answer = app.get(&format!("{}{path}", world.directory_origin())).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

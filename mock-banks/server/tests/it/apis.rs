//! What a bank's registry changes is seen through its socket, and never stands in the way of what is not an API.

use std::path::Path;

use moa_bank_core::state::{Database, StateError};
use moa_bank_registry::{
    ApiDefinition, Family, RESERVED_PATHS, Registry, ReportId, StoredReport, Version, uk_account_information,
};
use mock_banks::{StatePlace, World};

use crate::app::{App, small_world};

pub(crate) const OPERATOR: &str = "operator:test";

fn uk() -> (Family, Version) {
    (Family::new("uk-account-information").unwrap(), Version::new(4, 0))
}

#[tokio::test]
async fn no_api_can_live_where_the_bank_has_its_own_endpoints() {
    let app = App::new();
    let world = World::start(small_world(&app)).await.unwrap();
    let bank = world.bank("thames").unwrap();
    let metadata = app.get(&format!("{}/.well-known/openid-configuration", bank.origin())).await.json();
    let own: Vec<_> = metadata.as_object().unwrap().values().filter_map(|value| value.as_str()).collect();
    let own = own.into_iter().filter_map(|url| url.strip_prefix(&format!("{}/", bank.origin())));
    let segments: Vec<_> = own.map(|path| path.split('/').next().unwrap().to_owned()).collect();
    assert!(segments.len() >= 6, "{segments:?}");
    for segment in segments {
        assert!(RESERVED_PATHS.contains(&segment.as_str()), "{segment}");
        let squatter = ApiDefinition { base_path: format!("/{segment}/v1"), ..uk_account_information().unwrap() };
        assert!(bank.registry().draft(squatter, OPERATOR).is_err());
    }
    world.stop().await;
}

#[tokio::test]
async fn a_blocked_api_stays_blocked_over_a_restart_and_the_rest_of_the_bank_answers() {
    let (app, folder) = (App::new(), tempfile::tempdir().unwrap());
    let options =
        || mock_banks::WorldOptions { state: StatePlace::File(folder.path().join("world.db")), ..small_world(&app) };
    let (family, version) = uk();
    let world = World::start(options()).await.unwrap();
    let bank = world.bank("thames").unwrap();
    let token = app.token(bank).await;
    assert_eq!(app.call(bank, "POST", "/account-access-consents", &token).await.status, 201);
    bank.registry().block(&family, version, "a leak is being mended", OPERATOR).unwrap();
    assert_eq!(app.call(bank, "POST", "/account-access-consents", &token).await.status, 503);
    let ports = world.ports();
    world.stop().await;

    let world = World::start(mock_banks::WorldOptions { ports, ..options() }).await.unwrap();
    let bank = world.bank("thames").unwrap();
    let token = app.token(bank).await;
    let blocked = app.call(bank, "POST", "/account-access-consents", &token).await;
    assert_eq!(blocked.status, 503);
    assert!(blocked.text.contains("a leak is being mended"));
    bank.registry().unblock(&family, version, OPERATOR).unwrap();
    assert_eq!(app.call(bank, "POST", "/account-access-consents", &token).await.status, 201);
    assert!(bank.registry().damages().is_empty() && bank.registry().compare().unwrap().is_empty());
    bank.core().audit().verify().unwrap();
    world.stop().await;
}

/// Publishes a definition, with a report as the testbed would write it.
pub(crate) fn publish(registry: &Registry, definition: ApiDefinition) {
    let (family, version, hash) = (definition.family.clone(), definition.version, definition.hash());
    registry.draft(definition, OPERATOR).unwrap();
    registry.submit(&family, version, OPERATOR).unwrap();
    registry.begin_verifying(&family, version, OPERATOR).unwrap();
    let at = "2026-11-23T09:00:00Z".parse().unwrap();
    let of = (family.clone(), version);
    let report = StoredReport::new(
        ReportId::new(format!("report-{}", version.to_string().replace('.', "-"))).unwrap(),
        of,
        hash,
        true,
        at,
        b"{}".to_vec(),
    );
    registry.keep_report(report).unwrap();
    registry.publish(&family, version, &hash, OPERATOR).unwrap();
}

/// Spoils a definition in a world's file, where it was stored and where it was copied.
fn spoil(file: &Path, minor: u32) {
    let spoilt = format!(
        "DROP TRIGGER registry_revisions_stay;
        UPDATE registry_revisions SET definition = 'x' WHERE minor = {minor};
        UPDATE registry_copies SET definition = 'x' WHERE minor = {minor};"
    );
    let database = Database::open_file(file).unwrap();
    let done: Result<(), StateError> = database.write(|transaction| Ok(transaction.execute_batch(&spoilt)?));
    done.unwrap();
}

#[tokio::test]
async fn a_platform_whose_newest_definition_is_damaged_starts_with_the_last_good_one() {
    let (app, folder) = (App::new(), tempfile::tempdir().unwrap());
    let file = folder.path().join("world.db");
    let options = || mock_banks::WorldOptions { state: StatePlace::File(file.clone()), ..small_world(&app) };
    let world = World::start(options()).await.unwrap();
    let next = ApiDefinition { version: Version::new(4, 1), ..uk_account_information().unwrap() };
    publish(world.bank("thames").unwrap().registry(), next);
    let ports = world.ports();
    world.stop().await;
    spoil(&file, 1);

    let (family, former) = uk();
    let world = World::start(mock_banks::WorldOptions { ports, ..options() }).await.unwrap();
    let bank = world.bank("thames").unwrap();
    let token = app.token(bank).await;
    assert_eq!(app.call(bank, "POST", "/account-access-consents", &token).await.status, 201);
    let live = bank.registry().table().api(&family, former.major).map(|live| live.definition.version);
    assert_eq!(live, Some(former));
    let damages = bank.registry().damages();
    assert_eq!(damages.len(), 1, "{damages:?}");
    assert_eq!((damages[0].version.as_str(), damages[0].stands_in), ("4.1", Some(former)));
    // The audit chain is whole and tells what the platform did; only the lost text is missed.
    bank.core().audit().verify().unwrap();
    let missed: Vec<_> = bank.registry().compare().unwrap().into_iter().map(|it| it.subject).collect();
    assert_eq!(missed, ["api/uk-account-information/4.1"]);
    world.stop().await;
}

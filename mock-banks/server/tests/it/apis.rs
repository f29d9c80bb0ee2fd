//! What a bank's registry changes is seen through its socket, and never stands in the way of what is not an API.

use moa_bank_registry::{ApiDefinition, Family, RESERVED_PATHS, Version, uk_account_information};
use mock_banks::{StatePlace, World};

use crate::app::{App, small_world};

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
        assert!(bank.registry().draft(squatter, "operator:test").is_err());
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
    bank.registry().block(&family, version, "a leak is being mended", "operator:test").unwrap();
    assert_eq!(app.call(bank, "POST", "/account-access-consents", &token).await.status, 503);
    let ports = world.ports();
    world.stop().await;

    let world = World::start(mock_banks::WorldOptions { ports, ..options() }).await.unwrap();
    let bank = world.bank("thames").unwrap();
    let token = app.token(bank).await;
    let blocked = app.call(bank, "POST", "/account-access-consents", &token).await;
    assert_eq!(blocked.status, 503);
    assert!(blocked.text.contains("a leak is being mended"));
    bank.registry().unblock(&family, version, "operator:test").unwrap();
    assert_eq!(app.call(bank, "POST", "/account-access-consents", &token).await.status, 201);
    assert!(bank.registry().damages().is_empty() && bank.registry().compare().unwrap().is_empty());
    bank.core().audit().verify().unwrap();
    world.stop().await;
}

//! The directory: a participants file that an app can go by, a page, and a logo for each bank.

use moa_bank_core::life::History;
use moa_wire::directory::Organisation;
use mock_banks::{World, WorldOptions};

use crate::app::App;

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
        let endpoint = server.api_resources[0].api_discovery_endpoints[0].api_endpoint.as_deref().unwrap();
        assert!(endpoint.starts_with(&bank.api_base()));
        let logo = app.get(server.customer_friendly_logo_uri.as_deref().unwrap()).await;
        assert_eq!(logo.headers["content-type"], "image/svg+xml");
        assert!(logo.text.contains(bank.core().spec().brand.colour.as_str()));
    }
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

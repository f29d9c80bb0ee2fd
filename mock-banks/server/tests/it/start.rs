//! Starting: what can stand in the way, and what is said about it.

use std::net::TcpListener;

use moa_kernel::BankId;
use mock_banks::{BankChoice, Ports, World, WorldError, WorldOptions};

use crate::app::{App, small_world};

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let options = WorldOptions { ports: Ports::These(vec![0, port]), ..small_world(&App::new()) };
    let error = World::start(options).await.unwrap_err();
    assert!(matches!(error, WorldError::PortInUse { port: named } if named == port), "{error}");
    assert!(error.to_string().contains("--port-base"));
}

#[tokio::test]
async fn a_bank_that_is_not_there_is_named() {
    let banks = BankChoice::Only(vec![BankId::new("atlantis").unwrap()]);
    let error = World::start(WorldOptions { banks, ..WorldOptions::in_memory() }).await.unwrap_err();
    assert!(error.to_string().contains("atlantis"), "{error}");
}

#[tokio::test]
async fn an_app_from_the_file_makes_a_consent_at_a_bank() {
    let app = App::new();
    let world = World::start(small_world(&app)).await.unwrap();
    let bank = world.bank("thames").unwrap();
    let token = app.token(bank).await;
    let made = app.call(bank, "POST", "/account-access-consents", &token).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["Data"]["Status"], "AWAU");
    let refused = app.call(bank, "GET", "/accounts", &token).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    let nowhere = app.get(&format!("{}/admin", bank.origin())).await;
    assert_eq!((nowhere.status.as_u16(), nowhere.text.as_str()), (404, ""));
}

#[tokio::test]
async fn a_world_that_is_dropped_closes_its_doors() {
    let app = App::new();
    let world = World::start(small_world(&app)).await.unwrap();
    let ports = world.ports();
    drop(world);
    let mut again = World::start(WorldOptions { ports: ports.clone(), ..small_world(&app) }).await;
    // The system gives the port back when the accept loop has noticed; that takes no time, but not none.
    for _ in 0..1000 {
        if again.is_ok() {
            break;
        }
        tokio::task::yield_now().await;
        again = World::start(WorldOptions { ports: ports.clone(), ..small_world(&app) }).await;
    }
    again.unwrap().stop().await;
}

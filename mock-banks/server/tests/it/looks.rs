//! A gateway's look at a token, in a world whose state has one connection.

use std::sync::mpsc;
use std::time::Duration;

use moa_bank_core::state::StateError;
use moa_bank_gateway::TokenAuthority as _;
use mock_banks::{OwnTokens, World};

use crate::app::{App, small_world};

#[tokio::test]
async fn a_look_at_a_token_never_keeps_others_from_being_served_while_somebody_writes() {
    let app = App::new();
    let world = World::start(small_world(&app)).await.unwrap();
    let bank = world.bank("thames").unwrap();
    let (token, tokens) = (app.token(bank).await, OwnTokens::of(bank.authorisation().clone()));
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, goes_on) = mpsc::channel::<()>();
    let database = bank.core().database().clone();
    let write = tokio::task::spawn_blocking(move || {
        database.write(|_| -> Result<bool, StateError> {
            begun.send(()).unwrap();
            // Nobody says so where the one thread that serves waits for this very write.
            Ok(goes_on.recv_timeout(Duration::from_secs(5)).is_ok())
        })
    });
    has_begun.await.unwrap();
    let (facts, ()) = tokio::join!(tokens.introspect(&token), async { go_on.send(()).unwrap_or_default() });
    assert_eq!(facts.map(|facts| facts.client.to_string()).as_deref(), Some("tester"));
    assert!(write.await.unwrap().unwrap(), "the thread was kept until the write was given up");
    world.stop().await;
}

//! A restart loses nothing, and adds nothing.

use moa_bank_core::ledger::TransactionQuery;
use mock_banks::{RunningBank, StatePlace, World, WorldOptions};

use crate::app::{App, small_world};

/// How many movements each account of Mina's has.
fn movements(bank: &RunningBank) -> Vec<(String, u64)> {
    let customer = bank.core().customers().find_customer("mina").unwrap().unwrap();
    let accounts = bank.core().ledger().accounts_of(&customer).unwrap();
    let count = |account: moa_bank_core::ledger::Account| {
        let count = bank.core().ledger().count(&TransactionQuery::of(account.id.clone())).unwrap();
        (account.id.to_string(), count)
    };
    accounts.into_iter().map(count).collect()
}

#[tokio::test]
async fn tokens_consents_keys_and_books_are_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let state = StatePlace::File(folder.path().join("world.db"));
    let app = App::new();
    let first = World::start(WorldOptions { state: state.clone(), ..small_world(&app) }).await.unwrap();
    let bank = first.bank("thames").unwrap();
    let token = app.token(bank).await;
    let made = app.call(bank, "POST", "/account-access-consents", &token).await.json();
    let path = format!("/account-access-consents/{}", made["Data"]["ConsentId"].as_str().unwrap());
    let keys = app.get(&format!("{}/jwks", bank.origin())).await.text;
    let (before, ports) = (movements(bank), first.ports());
    assert!(before.iter().any(|(_, count)| *count > 0));
    first.stop().await;

    // The file of apps is not given again: what was registered stays registered.
    let options = WorldOptions { state, ports, clients: None, ..small_world(&app) };
    let second = World::start(options).await.unwrap();
    let bank = second.bank("thames").unwrap();
    assert_eq!(movements(bank), before);
    assert_eq!(app.get(&format!("{}/jwks", bank.origin())).await.text, keys);
    assert_eq!(app.call(bank, "GET", &path, &token).await.json(), made);
    app.token(bank).await;
    bank.core().ledger().audit().unwrap();
    second.stop().await;
}

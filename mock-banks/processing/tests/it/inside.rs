//! The inside of a bank in one process: an internal server behind its door, and the adapter that dials it.

use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_internal::door::{Door, Host};
use moa_bank_internal::identity::{Address, Authority, Component, Dialer};
use moa_bank_internal::telegram::server::TelegramServer;
use moa_bank_internal::temperament::Temperament;
use moa_bank_processing::adapters::TelegramCore;
use tokio::net::TcpListener;

/// A bank, the server that keeps its books, and the core that processing sees.
pub(crate) struct Inside<C> {
    pub(crate) bank: Bank,
    pub(crate) core: C,
    /// Open as long as this lives.
    pub(crate) _door: Door,
}

/// Opens a door before a host, and dials it as the bank's processing does.
pub(crate) async fn behind_a_door(bank: &Bank, host: Arc<dyn Host>) -> (Door, Dialer) {
    let (clock, now) = (Arc::clone(bank.clock()), bank.now());
    let authority = Authority::make(now).unwrap();
    let core = authority.issue(Component::Core, bank.id(), now).unwrap();
    let processing = authority.issue(Component::Processing, bank.id(), now).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let door = Door::open(listener, &core, Arc::clone(&clock), host).unwrap();
    let dialer = Dialer::new(&processing, Component::Core, Address::At(door.address()), clock).unwrap();
    (door, dialer)
}

impl Inside<TelegramCore> {
    pub(crate) async fn telegram(bank: Bank) -> Self {
        let clock = Arc::clone(bank.clock());
        let temperament = Temperament::of(bank.spec(), Arc::clone(&clock));
        let host = Arc::new(TelegramServer::new(bank.clone(), temperament));
        let (door, dialer) = behind_a_door(&bank, host).await;
        let core = TelegramCore::new(dialer, &bank.spec().core.temper, clock);
        Self { bank, core, _door: door }
    }
}

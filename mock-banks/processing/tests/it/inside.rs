//! The inside of a bank in one process: an internal server behind its door, and the adapter that dials it.

use std::net::SocketAddr;
use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_internal::door::{Door, Host};
use moa_bank_internal::identity::{Address, Authority, Component, Dialer, Identity};
use moa_bank_internal::iso20022::server::Iso20022Server;
use moa_bank_internal::telegram::server::TelegramServer;
use moa_bank_internal::temperament::Temperament;
use moa_bank_processing::adapters::{Iso20022Core, TelegramCore};
use moa_bank_processing::port::CoreBanking;
use tokio::net::TcpListener;

/// A bank, the server that keeps its books, and the core that processing sees.
pub(crate) struct Inside<C> {
    pub(crate) bank: Bank,
    pub(crate) core: C,
    host: Arc<dyn Host>,
    identity: Identity,
    address: SocketAddr,
    door: Option<Door>,
}

impl<C> Inside<C> {
    /// Opens a door before a host, and has `dialling` make the core that dials it.
    pub(crate) async fn behind_a_door(bank: Bank, host: Arc<dyn Host>, dialling: impl FnOnce(Dialer) -> C) -> Self {
        let (clock, now) = (Arc::clone(bank.clock()), bank.now());
        let authority = Authority::make(now).unwrap();
        let identity = authority.issue(Component::Core, bank.id(), now).unwrap();
        let processing = authority.issue(Component::Processing, bank.id(), now).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let door = Door::open(listener, &identity, Arc::clone(&clock), Arc::clone(&host)).unwrap();
        let address = door.address();
        let dialer = Dialer::new(&processing, Component::Core, Address::At(address), clock).unwrap();
        Self { core: dialling(dialer), bank, host, identity, address, door: Some(door) }
    }

    /// The server stops.
    pub(crate) async fn close(&mut self) {
        if let Some(mut door) = self.door.take() {
            door.close().await;
        }
    }

    /// The server starts again in the same place.
    pub(crate) async fn open_again(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        let clock = Arc::clone(self.bank.clock());
        self.door = Some(Door::open(listener, &self.identity, clock, Arc::clone(&self.host)).unwrap());
    }
}

impl<C: CoreBanking + 'static> Inside<C> {
    /// The core alone, and the door that has to stay open for it.
    pub(crate) fn into_parts(self) -> (Arc<dyn CoreBanking>, Option<Door>) {
        (Arc::new(self.core), self.door)
    }
}

impl Inside<TelegramCore> {
    pub(crate) async fn telegram(bank: Bank) -> Self {
        let clock = Arc::clone(bank.clock());
        let temperament = Temperament::of(bank.spec(), Arc::clone(&clock));
        let host = Arc::new(TelegramServer::new(bank.clone(), temperament));
        let temper = bank.spec().core.temper.clone();
        Self::behind_a_door(bank, host, |dialer| TelegramCore::new(dialer, &temper, clock)).await
    }
}

impl Inside<Iso20022Core> {
    pub(crate) async fn iso20022(bank: Bank) -> Self {
        let clock = Arc::clone(bank.clock());
        let temperament = Temperament::of(bank.spec(), Arc::clone(&clock));
        let host = Arc::new(Iso20022Server::new(bank.clone(), temperament));
        let temper = bank.spec().core.temper.clone();
        Self::behind_a_door(bank, host, |dialer| Iso20022Core::new(dialer, &temper, clock)).await
    }
}

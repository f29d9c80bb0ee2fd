//! The core that speaks in telegrams, asked by hand: what cannot be read, and what nobody should ask.

use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_bank_internal::door::Door;
use moa_bank_internal::identity::{Address, Authority, Component, Dialer, Dialled};
use moa_bank_internal::telegram::server::TelegramServer;
use moa_bank_internal::telegram::wire::code::{ANSWERS, ASKS, Response, Transaction};
use moa_bank_internal::telegram::wire::lines::{AccountAsked, PersonAsked};
use moa_bank_internal::telegram::wire::{Body, Header, Message, frame};
use moa_bank_internal::temperament::Temperament;
use moa_kernel::{AccountId, Clock, CustomerId, FrozenClock, SeededEntropy, Timestamp};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

const CLYDEBANK: &str = include_str!("../../../server/banks/clydebank.toml");

/// An open core and a way to dial it.
struct Core {
    dialer: Dialer,
    _door: Door,
}

impl Core {
    async fn open() -> Self {
        let now: Timestamp = "2026-11-24T09:00:00Z".parse().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(FrozenClock::at(now));
        let spec = BankSpec::parse("clydebank.toml", CLYDEBANK).unwrap();
        let entropy = Arc::new(SeededEntropy::new(1));
        let bank = Bank::open(spec, Database::in_memory().unwrap(), Arc::clone(&clock), entropy).unwrap();
        let authority = Authority::make(now).unwrap();
        let issue = |component| authority.issue(component, bank.id(), now).unwrap();
        let server = TelegramServer::new(bank.clone(), Temperament::of(bank.spec(), Arc::clone(&clock)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let door = Door::open(listener, &issue(Component::Core), Arc::clone(&clock), Arc::new(server)).unwrap();
        let address = Address::At(door.address());
        let dialer = Dialer::new(&issue(Component::Processing), Component::Core, address, clock).unwrap();
        Self { dialer, _door: door }
    }

    async fn dial(&self) -> Dialled {
        self.dialer.dial().await.unwrap()
    }
}

fn message(kind: u64, transaction: u64, body: Body) -> Vec<u8> {
    let sent = "2026-11-24T09:00:00Z".parse().unwrap();
    body.under(Header { kind, transaction, sequence: 7, response: 0, sent, foreign: 0, position: None }).unwrap()
}

/// What a core says to a message; nothing when it hangs up.
async fn said(core: &Core, message: &[u8]) -> Option<Response> {
    let mut line = core.dial().await;
    frame::write(&mut line, message).await.unwrap();
    let answer = Message::read(&frame::read(&mut line).await.ok()??).unwrap().header;
    assert_eq!((answer.kind, answer.sequence), (ANSWERS, 7));
    Response::of(answer.response)
}

#[tokio::test]
async fn what_nobody_should_ask_gets_a_code_and_what_is_no_telegram_gets_nothing() {
    let core = Core::open().await;
    let person = |name: &str| Body::default().with(&PersonAsked { customer: CustomerId::new(name).unwrap() }).unwrap();
    let account = Body::default()
        .with(&AccountAsked { customer: CustomerId::new("c").unwrap(), account: AccountId::new("a").unwrap() })
        .unwrap();
    let whom = Transaction::Person.code();
    assert_eq!(said(&core, &message(ASKS, whom, person("nobody"))).await, Some(Response::NotFound));
    assert_eq!(said(&core, &message(ASKS, 9999, person("nobody"))).await, Some(Response::UnknownTransaction));
    assert_eq!(said(&core, &message(ANSWERS, whom, person("nobody"))).await, Some(Response::Unreadable));
    assert_eq!(said(&core, &message(ASKS, whom, account.clone())).await, Some(Response::Unreadable));
    assert_eq!(said(&core, &message(ASKS, whom, Body::default())).await, Some(Response::Unreadable));
    let mut twice = person("one");
    twice.append(&person("two"));
    assert_eq!(said(&core, &message(ASKS, whom, twice)).await, Some(Response::Unreadable));
    let balance = message(ASKS, Transaction::Balance.code(), account);
    assert_eq!(said(&core, &balance).await, Some(Response::NotFound));
    for noise in [&b""[..], b"MB", b"GET / HTTP/1.1", &balance[..balance.len() - 1]] {
        assert_eq!(said(&core, noise).await, None, "{noise:?}");
    }
}

#[tokio::test]
async fn noise_ends_its_own_connection_and_no_other() {
    let core = Core::open().await;
    let asked = message(ASKS, Transaction::Person.code(), Body::default());
    let mut honest = core.dial().await;
    let mut noisy = core.dial().await;
    noisy.write_all(b"this is no length of a frame").await.unwrap();
    assert!(!matches!(frame::read(&mut noisy).await, Ok(Some(_))));
    frame::write(&mut honest, &asked).await.unwrap();
    assert!(matches!(frame::read(&mut honest).await, Ok(Some(_))));
}

//! The ISO 20022 server, asked over its own door by somebody who writes HTTP and XML as they like.

use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use moa_bank_core::Bank;
use moa_bank_core::ledger::TransactionQuery;
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_bank_internal::door::Door;
use moa_bank_internal::identity::{Address, Authority, Component, Dialer};
use moa_bank_internal::iso20022::messages::header::Sequence;
use moa_bank_internal::iso20022::messages::payment::StatusReport;
use moa_bank_internal::iso20022::messages::rejection::{MessageReject, Reason};
use moa_bank_internal::iso20022::messages::{Message, MessageName, OneOf};
use moa_bank_internal::iso20022::server::Iso20022Server;
use moa_bank_internal::iso20022::xml::{self, Limits};
use moa_bank_internal::iso20022::{self as protocol};
use moa_bank_internal::temperament::Temperament;
use moa_kernel::{AccountId, CustomerId, FrozenClock, SeededEntropy};
use tokio::net::TcpListener;

const THAMES: &str = include_str!("../../../server/banks/thames.toml");
const REQUEST: &str = include_str!("../../src/iso20022/xml/samples/camt.060.xml");
const TRANSFER: &str = include_str!("../../src/iso20022/xml/samples/pain.001.xml");
const REJECT: &str = include_str!("../../src/iso20022/xml/samples/admi.002.xml");

/// A bank, its server, and a connection to it.
struct Asked {
    bank: Bank,
    connection: SendRequest<Full<Bytes>>,
    _door: Door,
}

impl Asked {
    async fn start() -> Self {
        let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()));
        let spec = BankSpec::parse("thames.toml", THAMES).unwrap();
        let entropy = Arc::new(SeededEntropy::new(1));
        let bank = Bank::open(spec, Database::in_memory().unwrap(), clock.clone(), entropy).unwrap();
        life::settle(&bank, History { months: 2, transactions: None }).unwrap();
        let authority = Authority::make(bank.now()).unwrap();
        let issue = |component| authority.issue(component, bank.id(), bank.now()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Iso20022Server::new(bank.clone(), Temperament::of(bank.spec(), clock.clone()));
        let door = Door::open(listener, &issue(Component::Core), clock.clone(), Arc::new(server)).unwrap();
        let to = Address::At(door.address());
        let dialer = Dialer::new(&issue(Component::Processing), Component::Core, to, clock).unwrap();
        let (connection, driver) = http1::handshake(TokioIo::new(dialer.dial().await.unwrap())).await.unwrap();
        tokio::spawn(driver);
        Self { bank, connection, _door: door }
    }

    fn mina(&self) -> CustomerId {
        self.bank.customers().find_customer("mina").unwrap().unwrap()
    }

    fn account(&self) -> AccountId {
        self.bank.ledger().accounts_of(&self.mina()).unwrap().remove(0).id
    }

    /// A sample, of this bank's first customer and account.
    fn own(&self, sample: &str) -> String {
        sample
            .replace("c-0123456789abcdef", self.mina().as_str())
            .replace("5f0c2c9a7be14d3a8c66e1d2", self.account().as_str())
    }

    async fn send(&mut self, method: Method, path: &str, kind: &str, body: impl Into<Bytes>) -> (StatusCode, Bytes) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "core")
            .header(CONTENT_TYPE, kind)
            .body(Full::new(body.into()))
            .unwrap();
        self.connection.ready().await.unwrap();
        let response = self.connection.send_request(request).await.unwrap();
        (response.status(), response.into_body().collect().await.unwrap().to_bytes())
    }

    async fn post(&mut self, body: impl Into<Bytes>) -> (StatusCode, Message) {
        let (status, body) = self.send(Method::POST, protocol::PATH, protocol::CONTENT_TYPE, body).await;
        (status, xml::read(&body, &Limits::ANSWER).unwrap())
    }

    async fn refusal(&mut self, body: String) -> (StatusCode, Reason, String) {
        match self.post(body).await {
            (status, Message::Reject(MessageReject { reason, .. })) => {
                (status, reason.code, reason.description.unwrap_or_default())
            }
            (_, other) => panic!("not refused: {other:?}"),
        }
    }
}

#[tokio::test]
async fn only_messages_posted_as_xml_are_listened_to() {
    let mut asked = Asked::start().await;
    for (method, path, kind, status) in [
        (Method::GET, protocol::PATH, "application/xml", StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/", "application/xml", StatusCode::NOT_FOUND),
        (Method::POST, "/iso20022/", "application/xml", StatusCode::NOT_FOUND),
        (Method::POST, protocol::PATH, "application/json", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Method::POST, protocol::PATH, "text/xml", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let (told, body) = asked.send(method, path, kind, REQUEST).await;
        assert_eq!((told, body.len()), (status, 0), "{path} {kind}");
    }
}

#[tokio::test]
async fn a_message_that_cannot_be_read_is_refused_with_the_place_where_it_is_wrong() {
    let mut asked = Asked::start().await;
    for (wrong, words) in [
        (REQUEST.replacen("<Document", "<!DOCTYPE a [<!ENTITY b 'c'>]><Document", 1), "a document type"),
        (REQUEST.replace("camt.060.001.05\"", "camt.060.001.02\""), "none of those spoken here"),
        (REQUEST.replacen("<CreDtTm>", "<Surprise/><CreDtTm>", 1), "Surprise"),
        ("{}".to_owned(), "not well-formed"),
    ] {
        let (status, reason, told) = asked.refusal(wrong).await;
        assert_eq!((status, reason), (StatusCode::BAD_REQUEST, Reason::Unreadable), "{words}");
        assert!(told.contains(words), "{words}: {told}");
    }
    let kind = protocol::CONTENT_TYPE;
    let (status, _) = asked.send(Method::POST, protocol::PATH, kind, vec![b' '; 100_000]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_message_that_asks_for_what_there_is_not_is_refused_by_name() {
    let mut asked = Asked::start().await;
    let request = asked.own(REQUEST);
    let unsupported = [
        request.replace("camt.053.001.08", "camt.054.001.08"),
        request.replace("NTRY", "BALS"),
        request.replace("FrSeq", "ToSeq"),
        request.replace("00:00:00+09:00", "00:00:00"),
        REJECT.to_owned(),
        asked.own(TRANSFER).replace("<NbOfTxs>1<", "<NbOfTxs>2<"),
        asked.own(TRANSFER).replacen(asked.mina().as_str(), "c-somebody-else", 1),
    ];
    for message in unsupported {
        let (status, reason, told) = asked.refusal(message).await;
        assert_eq!((status, reason), (StatusCode::UNPROCESSABLE_ENTITY, Reason::Unsupported), "{told}");
    }
    let (status, reason, _) = asked.refusal(REQUEST.to_owned()).await;
    assert_eq!((status, reason), (StatusCode::NOT_FOUND, Reason::UnknownAccount));
    let (status, reason, _) = asked.refusal(request.replace("1790000000000000.912", "page 2")).await;
    assert_eq!((status, reason), (StatusCode::UNPROCESSABLE_ENTITY, Reason::UnknownPosition));
}

#[tokio::test]
async fn pages_are_numbered_and_the_last_one_says_so() {
    let mut asked = Asked::start().await;
    let begin = asked.own(REQUEST).replace("<PgSz>100</PgSz>", "<PgSz>7</PgSz>");
    let cut = |text: &str, from: &str, to: &str| {
        let (before, rest) = text.split_once(from).unwrap();
        format!("{before}{}", rest.split_once(to).unwrap().1)
    };
    let begin = cut(&cut(&begin, "<RptgPrd>", "</RptgPrd>"), "<ReqdTxTp>", "</ReqdTxTp>");
    let total = asked.bank.ledger().count(&TransactionQuery::of(asked.account())).unwrap();
    let mut message = cut(&begin, "<RptgSeq>", "</RptgSeq>");
    let (mut numbers, mut entries) = (Vec::new(), 0);
    loop {
        let (_, Message::Statement(statement)) = asked.post(message).await else { panic!("no statement") };
        let [told] = statement.statements.as_slice() else { panic!("not one statement") };
        assert_eq!(told.summary.as_ref().unwrap().total.as_ref().unwrap().count, Some(total));
        entries += told.entries.len() as u64;
        let page = statement.header.page.unwrap();
        numbers.push(page.number);
        match told.sequence.as_ref().map(|sequence| &sequence.is) {
            Some(Sequence::To(position)) if !page.is_last => {
                message = begin.replace("1790000000000000.912", position);
            }
            None if page.is_last => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(entries, total);
    assert_eq!(numbers, (1..=u32::try_from(total.div_ceil(7)).unwrap()).collect::<Vec<_>>());
}

#[tokio::test]
async fn one_end_to_end_id_is_booked_once_and_another_order_under_it_is_rejected() {
    let mut asked = Asked::start().await;
    let transfer = asked.own(TRANSFER).replace("\"KRW\">1834000<", "\"GBP\">12.34<");
    let before = asked.bank.ledger().audit().unwrap().entries;
    let mut told = Vec::new();
    for _ in 0..2 {
        let (status, Message::Status(report)) = asked.post(transfer.clone()).await else { panic!("no status") };
        assert_eq!(status, StatusCode::OK);
        assert_eq!(report.original.name, MessageName::Pain001.as_str());
        told.push(report.payments);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0][0].transfers[0].status.as_deref(), Some("ACSC"));
    assert_eq!(asked.bank.ledger().audit().unwrap().entries, before + 1);
    for (changed, code) in [
        (transfer.replace("12.34", "12.35"), "DU04"),
        (transfer.replace("RENT", "MORE").replace("12.34", "1234567.00"), "AM04"),
        (transfer.replace("RENT", "WONS").replace("\"GBP\"", "\"KRW\""), "AM03"),
        (transfer.replace("RENT", "DUST").replace("12.34", "0.001"), "AM12"),
        (transfer.replace("RENT", "NAME").replace("Marlow Lettings", ""), "FF01"),
        (transfer.replace("RENT", "ELSE").replace(asked.account().as_str(), "nobodys"), "AC02"),
    ] {
        let (_, Message::Status(StatusReport { payments, .. })) = asked.post(changed).await else {
            panic!("no status")
        };
        let transfer = &payments[0].transfers[0];
        assert_eq!(transfer.status.as_deref(), Some("RJCT"));
        assert_eq!(transfer.reasons[0].reason.as_ref().map(OneOf::text), Some(code));
    }
    assert_eq!(asked.bank.ledger().audit().unwrap().entries, before + 1);
}

//! A core that speaks ISO 20022, in bad moods and out of its mind. Whatever comes over the wire, the caller gets one of the
//! port's faults, the journal says what happened, and nothing is half done.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use moa_bank_internal::door::{Guest, Host};
use moa_bank_internal::iso20022::xml::{self, Limits};
use moa_bank_internal::iso20022::{CONTENT_TYPE as XML, messages::Message};
use moa_bank_processing::adapters::{Iso20022Core, LedgerCore};
use moa_bank_processing::port::contract::{broken_promises, differences};
use moa_bank_processing::port::{
    AccountsQuestion, CommandOutcome, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Directions,
    TransactionsQuestion, TransferQuestion, TransferRefusal, TransferStatus, Window,
};
use moa_kernel::{Currency, Money, Timestamp};
use proptest::prelude::*;
use tokio_util::sync::CancellationToken;

use crate::cores::mina_at;
use crate::inside::Inside;
use crate::moods::{ask, balances, bank, entries, transfer};

#[tokio::test]
async fn books_are_closed_at_night_and_people_are_still_known() {
    let (bank, clock) = bank(r#"{ kind = "iso20022", closed = "02:00-02:40", zone = "Asia/Seoul" }"#);
    let (subject, before) = (mina_at(&bank), entries(&bank));
    let inside = Inside::iso20022(bank.clone()).await;
    let opens: Timestamp = "2026-11-23T17:40:00Z".parse().unwrap();
    clock.set("2026-11-23T17:00:00Z".parse().unwrap());
    for (question, name) in [(balances(&subject), "camt.060"), (transfer(&subject, "at-night"), "pain.001")] {
        let (answer, commands) = ask(&inside.core, question).await;
        assert!(matches!(answer, Err(CoreFault::Closed { until }) if until == Some(opens)), "{answer:?}");
        let [command] = commands.as_slice() else { panic!("{commands:?}") };
        assert_eq!((command.protocol, command.name.as_str()), ("iso20022", name));
        assert_eq!(command.outcome, CommandOutcome::Refused);
    }
    assert_eq!(entries(&bank), before);
    assert!(ask(&inside.core, CoreQuestion::Party { customer: subject.customer.clone() }).await.0.is_ok());
    clock.set(opens);
    assert!(ask(&inside.core, balances(&subject)).await.0.is_ok());
}

#[tokio::test]
async fn each_failure_of_the_core_is_a_fault_of_its_own_and_books_nothing() {
    use CommandOutcome as O;
    for (failure, outcomes) in
        [("trouble", &[O::Refused][..]), ("hang-up", &[O::Broken, O::Broken]), ("silence", &[O::TimedOut])]
    {
        let core = format!(
            r#"{{ kind = "iso20022", answer_ms_max = 200, failures = {{ percent = 100, kinds = ["{failure}"] }} }}"#
        );
        let (bank, _) = bank(&core);
        let (subject, before) = (mina_at(&bank), entries(&bank));
        let inside = Inside::iso20022(bank.clone()).await;
        for question in [balances(&subject), transfer(&subject, "in-trouble")] {
            let (answer, commands) = ask(&inside.core, question).await;
            match answer {
                Err(CoreFault::TimedOut) if failure == "silence" => {}
                Err(CoreFault::Unavailable(_)) if failure != "silence" => {}
                other => panic!("{failure}: {other:?}"),
            }
            let told: Vec<CommandOutcome> = commands.iter().map(|command| command.outcome).collect();
            assert_eq!(told, outcomes, "{failure}");
        }
        assert_eq!(entries(&bank), before, "{failure}");
    }
}

#[tokio::test]
async fn a_transfer_whose_answer_is_lost_is_sent_again_and_booked_once() {
    let (bank, _) =
        bank(r#"{ kind = "iso20022", connections = 1, failures = { every = 2, kinds = ["lost-answer"] } }"#);
    let (subject, before) = (mina_at(&bank), entries(&bank));
    let inside = Inside::iso20022(bank.clone()).await;
    assert!(ask(&inside.core, balances(&subject)).await.0.is_ok());
    let (answer, commands) = ask(&inside.core, transfer(&subject, "lost-once")).await;
    assert!(matches!(&answer, Ok(CoreAnswer::Transfer(record)) if record.end_to_end_id == "lost-once"), "{answer:?}");
    let told: Vec<_> = commands.iter().map(|command| (command.name.as_str(), command.outcome)).collect();
    assert_eq!(told, [("pain.001", CommandOutcome::Broken), ("pain.001", CommandOutcome::Answered)]);
    assert_ne!(commands[0].sequence, commands[1].sequence, "each try has an id of its own");
    assert_eq!(entries(&bank), before + 1);
}

#[tokio::test]
async fn what_the_standard_has_no_room_for_is_refused_before_it_is_sent() {
    let (bank, _) = bank(r#""iso20022""#);
    let (subject, before) = (mina_at(&bank), entries(&bank));
    let inside = Inside::iso20022(bank.clone()).await;
    let order = || match transfer(&subject, "odd") {
        CoreQuestion::Transfer(order) => order,
        other => panic!("{other:?}"),
    };
    let (mut negative, mut long, mut control) = (order(), order(), order());
    negative.amount = Money { amount: -negative.amount.amount, ..negative.amount };
    long.end_to_end_id = "x".repeat(36);
    control.reference = Some("two\nlines".to_owned());
    for (order, refusal) in
        [(negative, TransferRefusal::BadAmount), (long, TransferRefusal::BadText), (control, TransferRefusal::BadText)]
    {
        let (answer, commands) = ask(&inside.core, CoreQuestion::Transfer(order)).await;
        assert!(matches!(answer, Err(CoreFault::Refused(told)) if told == refusal), "{answer:?}");
        assert!(commands.is_empty(), "{commands:?}");
    }
    for position in ["1790000000:\u{1}", &"9".repeat(36)] {
        let question = CoreQuestion::Transactions(TransactionsQuestion {
            customer: subject.customer.clone(),
            account: subject.accounts[0].clone(),
            window: Window::default(),
            directions: Directions::Both,
            after: Some(position.to_owned()),
            limit: 10,
        });
        let (answer, commands) = ask(&inside.core, question).await;
        assert!(matches!(answer, Err(CoreFault::BadCursor)) && commands.is_empty(), "{answer:?}");
    }
    assert_eq!(entries(&bank), before);
}

#[tokio::test]
async fn more_accounts_than_a_message_has_room_for_are_asked_for_in_several() {
    let (bank, _) = bank(r#""iso20022""#);
    let subject = mina_at(&bank);
    let inside = Inside::iso20022(bank.clone()).await;
    let accounts: Vec<_> = subject.accounts.iter().cycle().take(120).cloned().collect();
    let question =
        || CoreQuestion::Accounts(AccountsQuestion { customer: subject.customer.clone(), accounts: accounts.clone() });
    let (answer, commands) = ask(&inside.core, question()).await;
    assert_eq!(answer.unwrap(), ask(&LedgerCore::new(bank), question()).await.0.unwrap());
    assert_eq!(commands.len(), 3);
}

#[tokio::test]
async fn a_hundred_questions_over_few_connections_each_get_their_own_answer() {
    let (bank, _) = bank(r#"{ kind = "iso20022", connections = 3, answer_ms_max = 60000, latency_ms = [0, 20] }"#);
    let subject = mina_at(&bank);
    let mut inside = Inside::iso20022(bank.clone()).await;
    let right = LedgerCore::new(bank.clone());
    let question = |place: usize| {
        CoreQuestion::Transactions(TransactionsQuestion {
            customer: subject.customer.clone(),
            account: subject.accounts[place % subject.accounts.len()].clone(),
            window: Window::default(),
            directions: Directions::Both,
            after: None,
            limit: u32::try_from(place).unwrap() + 1,
        })
    };
    let asked = (0..100).map(|place| ask(&inside.core, question(place)));
    for (place, (answer, _)) in futures::future::join_all(asked).await.into_iter().enumerate() {
        assert_eq!(answer.unwrap(), ask(&right, question(place)).await.0.unwrap(), "question {place}");
    }
    // Kept connections are worth nothing when the core is gone, and nothing is lost when it is back.
    inside.close().await;
    let (answer, _) = ask(&inside.core, question(0)).await;
    assert!(matches!(answer, Err(CoreFault::Unavailable(_))), "{answer:?}");
    inside.open_again().await;
    assert!(ask(&inside.core, question(0)).await.0.is_ok());
}

/// A core out of its mind: it answers every message as it was told to.
struct Mad<F>(F);

#[async_trait]
impl<F: Fn(&str) -> Response<Full<Bytes>> + Send + Sync + 'static> Host for Mad<F> {
    async fn serve(&self, guest: Guest, closing: CancellationToken) {
        let service = service_fn(|request: http::Request<hyper::body::Incoming>| async {
            let body = request.into_body().collect().await?.to_bytes();
            let id = match xml::read(&body, &Limits::REQUEST) {
                Ok(Message::Request(request)) => request.header.id,
                other => panic!("{other:?}"),
            };
            Ok::<_, hyper::Error>(self.0(&id))
        });
        tokio::select! {
            _ = http1::Builder::new().serve_connection(TokioIo::new(guest), service) => {}
            () = closing.cancelled() => {}
        }
    }
}

fn reply(status: StatusCode, kind: &str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    Response::builder().status(status).header(CONTENT_TYPE, kind).body(Full::new(body.into())).unwrap()
}

/// An answer with one balance of this account, as the standard wants it.
fn balance_of(account: &str, id: &str) -> String {
    const SAMPLE: &str = include_str!("../../../internal/src/iso20022/xml/samples/camt.052.xml");
    let by_id = format!("<Othr><Id>{account}</Id><SchmeNm><Prtry>BankAccountId</Prtry></SchmeNm></Othr>");
    SAMPLE.replace("<MsgId>Q-2<", &format!("<MsgId>{id}<")).replacen("<IBAN>DE89370400440532013000</IBAN>", &by_id, 1)
}

#[tokio::test]
async fn what_is_no_answer_to_the_question_is_believed_by_nobody() {
    type Answer = fn(&str, &str) -> Response<Full<Bytes>>;
    let answers: Vec<(&str, bool, Answer)> = vec![
        ("as it should be", true, |account, id| reply(StatusCode::OK, XML, balance_of(account, id))),
        ("half of it", false, |account, id| {
            let whole = balance_of(account, id);
            reply(StatusCode::OK, XML, whole[..whole.len() / 2].to_owned())
        }),
        ("to another message", false, |account, _| reply(StatusCode::OK, XML, balance_of(account, "Q-0"))),
        ("of another account", false, |_, id| reply(StatusCode::OK, XML, balance_of("another", id))),
        ("another message", false, |_, _| {
            reply(StatusCode::OK, XML, include_str!("../../../internal/src/iso20022/xml/samples/pain.002.xml"))
        }),
        ("an unknown balance", false, |account, id| {
            reply(StatusCode::OK, XML, balance_of(account, id).replace("ITAV", "WISH"))
        }),
        ("a negative balance", false, |account, id| {
            reply(StatusCode::OK, XML, balance_of(account, id).replace(">712.45<", ">-712.45<"))
        }),
        ("an entity", false, |account, id| {
            reply(StatusCode::OK, XML, balance_of(account, id).replacen("<Document", "<!DOCTYPE x><Document", 1))
        }),
        ("a page", false, |_, _| reply(StatusCode::OK, "text/html", "<h1>Welcome</h1>")),
        ("trouble without a message", false, |_, _| reply(StatusCode::BAD_GATEWAY, "text/plain", "")),
        ("too much", false, |_, _| reply(StatusCode::OK, XML, vec![b' '; 9 * 1024 * 1024])),
    ];
    for (what, is_believed, answer) in answers {
        let (bank, _) = bank(r#""iso20022""#);
        let subject = mina_at(&bank);
        let account = subject.accounts[0].to_string();
        let host = Arc::new(Mad(move |id: &str| answer(&account, id)));
        let (temper, clock) = (bank.spec().core.temper.clone(), Arc::clone(bank.clock()));
        let inside = Inside::behind_a_door(bank, host, |dialer| Iso20022Core::new(dialer, &temper, clock)).await;
        let (told, commands) = ask(&inside.core as &dyn CoreBanking, balances(&subject)).await;
        let outcomes: Vec<CommandOutcome> = commands.iter().map(|command| command.outcome).collect();
        if is_believed {
            assert!(told.is_ok() && outcomes == [CommandOutcome::Answered], "{what}: {told:?}");
        } else {
            assert!(matches!(told, Err(CoreFault::Unavailable(_))), "{what}: {told:?}");
            assert_eq!(outcomes.last(), Some(&CommandOutcome::Broken), "{what}");
        }
    }
}

/// A bank whose money has no smaller coin.
const WON: &str = r##"
id = "hanul"
name = { en = "Hanul", ko = "한울" }
country = "KR"
currency = "KRW"
seed = 82
core = "iso20022"
brand = { colour = "#123456", monogram = "한" }
numbers = { scheme = "sort-code", sort_code = "000882" }
temper = { page_size = 50, balances = ["ITBD", "ITAV", "XPCD"], credit_line = "beside" }

[[customers]]
login = "mina"
password = "moa-demo-2026"
name = "박미나"
address = ["종로구 <1> & \"2\"", "서울"]

[[customers.accounts]]
key = "main"
kind = "current"
description = "생활 통장"
nickname = "월급"
opening = "1834000"
credit_line = "500000"

[customers.life]
employer = "한빛상사"
salary = "3250000"
payday = 25
landlord = "달빛부동산"
rent = "650000"
abroad = ["USD", "JPY"]

[[customers]]
login = "jun"
password = "moa-demo-2026"
name = "서준"

[[customers.accounts]]
key = "main"
kind = "current"
description = "생활 통장"
opening = "10000"
"##;

#[tokio::test]
async fn won_and_hangul_are_told_to_the_last_digit() {
    let inside = Inside::iso20022(crate::banks::open(WON)).await;
    let (subject, right) = (mina_at(&inside.bank), LedgerCore::new(inside.bank.clone()));
    assert_eq!(broken_promises(&inside.core, &subject).await, Vec::<String>::new());
    let CoreQuestion::Transfer(order) = transfer(&subject, "커피-1") else { panic!("not a transfer") };
    let order = TransferQuestion {
        amount: Money::from_minor(4800, Currency::KRW),
        reference: Some("커피 <두 잔> & \"케이크\"".to_owned()),
        ..order
    };
    let (answer, _) = ask(&inside.core, CoreQuestion::Transfer(order)).await;
    assert!(matches!(&answer, Ok(CoreAnswer::Transfer(made)) if made.status == TransferStatus::Booked), "{answer:?}");
    assert_eq!(differences(&inside.core, &right, &subject).await, Vec::<String>::new());
    inside.bank.ledger().audit().unwrap();
    let (answer, _) = ask(&inside.core, balances(&subject)).await;
    let Ok(CoreAnswer::Balances(rows)) = answer else { panic!("{answer:?}") };
    assert!(rows.iter().all(|row| row.amount.currency == Currency::KRW && row.amount.amount.scale() == 0), "{rows:?}");
}

#[test]
fn a_page_of_any_window_is_the_ledgers_page_and_goes_on_in_the_same_place() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (bank, _) = bank(r#""iso20022""#);
    let inside = runtime.block_on(Inside::iso20022(bank.clone()));
    let (subject, right) = (mina_at(&bank), LedgerCore::new(bank));
    let seconds = Timestamp::from_second(0).unwrap().as_second()..4_000_000_000;
    let recent = || 1_792_000_000_i64..1_796_000_000;
    let moment = || proptest::option::of((prop_oneof![recent(), seconds.clone()], 0..1_000_000_000_i32));
    let which = prop_oneof![Just(Directions::Both), Just(Directions::Credits), Just(Directions::Debits)];
    let given = (moment(), moment(), which, 1_u32..40, 0_usize..2);
    proptest!(ProptestConfig::with_cases(100), |((from, to, directions, limit, account) in given)| {
        let at = |end: Option<(i64, i32)>| end.map(|(second, nano)| Timestamp::new(second, nano).unwrap());
        let question = || CoreQuestion::Transactions(TransactionsQuestion {
            customer: subject.customer.clone(),
            account: subject.accounts[account % subject.accounts.len()].clone(),
            window: Window { from: at(from), to: at(to) },
            directions,
            after: None,
            limit,
        });
        let (one, _) = runtime.block_on(ask(&inside.core, question()));
        let (other, _) = runtime.block_on(ask(&right, question()));
        prop_assert_eq!(one.unwrap(), other.unwrap());
    });
}

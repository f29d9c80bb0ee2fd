//! Cores in a bad mood: slow, closed, silent, hanging up. Whatever they do, the caller gets one of the port's faults and
//! nothing is half done.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use moa_bank_core::Bank;
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_bank_internal::door::Door;
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::codec::uk::{Operation, Permission};
use moa_bank_processing::port::contract::Subject;
use moa_bank_processing::port::{
    AccountNumber, AccountsQuestion, Command, CommandOutcome, CoreAnswer, CoreBanking, CoreFault, CoreQuestion,
    CoreSwitch, Directions, Journal, NumberScheme, Payee, TransactionsQuestion, TransferQuestion, Window,
};
use moa_bank_processing::{ApiCall, CustomerEntitlement, Entitlement, Processor};
use moa_kernel::{ClientId, ConsentId, Currency, Decimal, FrozenClock, Money, SeededEntropy, Timestamp};
use tokio::time::Instant;

use crate::banks::CLYDEBANK;
use crate::cores::mina_at;
use crate::inside::Inside;

/// A small bank whose core is written like this in its file.
pub(crate) fn bank(core: &str) -> (Bank, Arc<FrozenClock>) {
    let file = match CLYDEBANK.lines().find(|line| line.starts_with("core = ")) {
        Some(line) => CLYDEBANK.replace(line, &format!("core = {core}")),
        None => CLYDEBANK.replace("seed = 1888", &format!("seed = 1888\ncore = {core}")),
    };
    let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()));
    let spec = BankSpec::parse("bank.toml", &file).unwrap();
    let entropy = Arc::new(SeededEntropy::new(1));
    let bank = Bank::open(spec, Database::in_memory().unwrap(), Arc::clone(&clock) as _, entropy).unwrap();
    life::settle(&bank, History { months: 1, transactions: None }).unwrap();
    (bank, clock)
}

pub(crate) fn balances(subject: &Subject) -> CoreQuestion {
    let (customer, accounts) = (subject.customer.clone(), subject.accounts[..1].to_vec());
    CoreQuestion::Balances(AccountsQuestion { customer, accounts })
}

pub(crate) fn transfer(subject: &Subject, id: &str) -> CoreQuestion {
    CoreQuestion::Transfer(TransferQuestion {
        customer: subject.customer.clone(),
        from: subject.accounts[0].clone(),
        to: Payee {
            name: "Marlow Lettings".to_owned(),
            number: AccountNumber { scheme: NumberScheme::SortCodeAccountNumber, number: "00099912345678".to_owned() },
        },
        amount: Money::new(Decimal::new(5, 0), Currency::GBP),
        end_to_end_id: id.to_owned(),
        reference: None,
    })
}

pub(crate) fn entries(bank: &Bank) -> u64 {
    bank.ledger().audit().unwrap().entries
}

pub(crate) async fn ask(
    core: &dyn CoreBanking,
    question: CoreQuestion,
) -> (Result<CoreAnswer, CoreFault>, Vec<Command>) {
    let journal = Journal::new();
    let answer = core.answer(question, &journal).await;
    (answer, journal.commands())
}

#[tokio::test]
async fn books_are_closed_by_the_banks_clock_and_everything_else_is_not() {
    const NIGHT: &str = r#"{ kind = "telegram", closed = "02:00-02:40", zone = "Asia/Seoul" }"#;
    let (bank, clock) = bank(NIGHT);
    let subject = mina_at(&bank);
    let inside = Inside::telegram(bank.clone()).await;
    let ledger = LedgerCore::tempered(bank.clone());
    let opens: Timestamp = "2026-11-23T17:40:00Z".parse().unwrap();
    for core in [&inside.core as &dyn CoreBanking, &ledger] {
        let before = entries(&bank);
        clock.set("2026-11-23T17:00:00Z".parse().unwrap());
        for question in [balances(&subject), transfer(&subject, "at-night")] {
            let (answer, _) = ask(core, question).await;
            let closed = matches!(answer, Err(CoreFault::Closed { until }) if until == Some(opens));
            assert!(closed, "{}: {answer:?}", core.protocol());
        }
        assert_eq!(entries(&bank), before);
        let person = CoreQuestion::Party { customer: subject.customer.clone() };
        assert!(ask(core, person).await.0.is_ok());
        clock.set(opens);
        assert!(ask(core, balances(&subject)).await.0.is_ok());
    }
}

#[tokio::test]
async fn an_answer_takes_as_long_as_the_banks_file_says_whatever_its_core_speaks() {
    const LATENCY: Duration = Duration::from_millis(80);
    for kind in ["telegram", "iso20022", "ledger"] {
        let (bank, _) = bank(&format!("{{ kind = \"{kind}\", answer_ms_max = 60000, latency_ms = [80, 80] }}"));
        let subject = mina_at(&bank);
        let (core, _door): (Arc<dyn CoreBanking>, Option<Door>) = match kind {
            "telegram" => Inside::telegram(bank.clone()).await.into_parts(),
            "iso20022" => Inside::iso20022(bank.clone()).await.into_parts(),
            _ => (Arc::new(LedgerCore::tempered(bank.clone())), None),
        };
        // The ledger remembers an answer, and takes its time over it all the same.
        for _ in 0..2 {
            let began = Instant::now();
            let (answer, commands) = ask(&*core, balances(&subject)).await;
            assert!(answer.is_ok() && began.elapsed() >= LATENCY, "{kind}: {:?}", began.elapsed());
            assert_eq!(commands.len(), 1);
            assert!(Duration::try_from(commands[0].took).unwrap() >= LATENCY, "{kind}: {commands:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_answer_takes_longer_than_the_banks_file_says() {
    for (latency, millis) in [("[80, 80]", 80), ("[0, 0]", 0)] {
        let (bank, _) = bank(&format!("{{ kind = \"ledger\", latency_ms = {latency} }}"));
        let (subject, core) = (mina_at(&bank), LedgerCore::tempered(bank.clone()));
        let began = Instant::now();
        assert!(ask(&core, balances(&subject)).await.0.is_ok());
        assert_eq!(began.elapsed(), Duration::from_millis(millis));
    }
}

#[tokio::test]
async fn a_core_in_trouble_or_silent_books_nothing_and_says_so() {
    for (failure, silent) in [("trouble", false), ("hang-up", false), ("silence", true)] {
        // Only silence is waited out: a busy machine may take its time to hear the other two.
        let patience = if silent { 200 } else { 10_000 };
        let core = format!(
            r#"{{ kind = "telegram", answer_ms_max = {patience}, failures = {{ percent = 100, kinds = ["{failure}"] }} }}"#
        );
        let (bank, _) = bank(&core);
        let (subject, before) = (mina_at(&bank), entries(&bank));
        let inside = Inside::telegram(bank.clone()).await;
        let ledger = LedgerCore::tempered(bank.clone());
        for core in [&inside.core as &dyn CoreBanking, &ledger] {
            for question in [balances(&subject), transfer(&subject, "in-trouble")] {
                let (answer, commands) = ask(core, question).await;
                match answer {
                    Err(CoreFault::TimedOut) if silent => {}
                    Err(CoreFault::Unavailable(_)) if !silent => {}
                    other => panic!("{failure}, {}: {other:?}", core.protocol()),
                }
                assert!(commands.iter().all(|command| command.outcome != CommandOutcome::Answered), "{commands:?}");
            }
        }
        assert_eq!(entries(&bank), before, "{failure}");
    }
}

#[tokio::test]
async fn a_transfer_whose_answer_is_lost_is_asked_for_again_and_booked_once() {
    let (bank, _) =
        bank(r#"{ kind = "telegram", connections = 1, failures = { every = 2, kinds = ["lost-answer"] } }"#);
    let (subject, before) = (mina_at(&bank), entries(&bank));
    let inside = Inside::telegram(bank.clone()).await;
    assert!(ask(&inside.core, balances(&subject)).await.0.is_ok());
    let (answer, commands) = ask(&inside.core, transfer(&subject, "lost-once")).await;
    assert!(matches!(&answer, Ok(CoreAnswer::Transfer(record)) if record.end_to_end_id == "lost-once"), "{answer:?}");
    let outcomes: Vec<CommandOutcome> = commands.iter().map(|command| command.outcome).collect();
    assert_eq!(outcomes, [CommandOutcome::Broken, CommandOutcome::Answered]);
    assert!(commands.iter().all(|command| command.name == "0200/4100 transfer"), "{commands:?}");
    assert_ne!(commands[0].sequence, commands[1].sequence, "each try has a number of its own");
    assert_eq!(entries(&bank), before + 1);
}

#[tokio::test]
async fn a_hundred_questions_share_one_slow_connection_and_each_gets_its_own_answer() {
    let (bank, _) = bank(r#"{ kind = "telegram", connections = 1, answer_ms_max = 60000, latency_ms = [0, 20] }"#);
    let subject = mina_at(&bank);
    let inside = Inside::telegram(bank.clone()).await;
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
        let (CoreAnswer::Transactions(page), Ok(CoreAnswer::Transactions(expected))) =
            (answer.unwrap(), ask(&right, question(place)).await.0)
        else {
            panic!("not transactions")
        };
        assert_eq!(page.rows, expected.rows, "question {place}");
    }
}

#[tokio::test]
async fn a_core_that_is_not_there_is_unavailable_at_once_and_found_when_it_comes_back() {
    let (bank, _) = bank(r#""telegram""#);
    let subject = mina_at(&bank);
    let mut inside = Inside::telegram(bank.clone()).await;
    assert!(ask(&inside.core, balances(&subject)).await.0.is_ok());
    inside.close().await;
    let (answer, _) = ask(&inside.core, balances(&subject)).await;
    assert!(matches!(answer, Err(CoreFault::Unavailable(_))), "{answer:?}");
    inside.open_again().await;
    assert!(ask(&inside.core, balances(&subject)).await.0.is_ok());
}

#[tokio::test]
async fn an_app_hears_the_standards_own_error_and_nothing_of_the_core() {
    let spoken = ["telegram", "iso20022", "ledger"];
    let mut heard = std::collections::HashSet::new();
    for kind in spoken {
        for mood in [
            "failures = { percent = 100 }",
            r#"answer_ms_max = 50, failures = { percent = 100, kinds = ["silence"] }"#,
            r#"failures = { percent = 100, kinds = ["hang-up"] }"#,
            r#"closed = "08:30-09:30""#,
        ] {
            let (bank, _) = bank(&format!("{{ kind = \"{kind}\", {mood} }}"));
            let subject = mina_at(&bank);
            let entitlement = Entitlement::Customer(CustomerEntitlement {
                client: ClientId::new("app-1").unwrap(),
                consent: ConsentId::new("aac-1").unwrap(),
                customer: subject.customer.clone(),
                accounts: subject.accounts.clone(),
                permissions: Permission::ALL.iter().copied().collect(),
                window: Window::default(),
            });
            let call = ApiCall { interaction: "5b9b".to_owned(), ..ApiCall::of(Operation::Balances) };
            let (core, _door): (Arc<dyn CoreBanking>, Option<Door>) = match kind {
                "telegram" => Inside::telegram(bank.clone()).await.into_parts(),
                "iso20022" => Inside::iso20022(bank.clone()).await.into_parts(),
                _ => (Arc::new(LedgerCore::tempered(bank.clone())), None),
            };
            let processor = Processor::new(bank.clone(), Arc::new(CoreSwitch::new(core)));
            let reply = processor.answer(&entitlement, &call, &Journal::new()).await;
            let is_closed = mood.starts_with("closed");
            assert_eq!(reply.status, 500, "{kind}, {mood}");
            assert_eq!(reply.retry_after, is_closed.then(|| SignedDuration::from_mins(30)), "{kind}, {mood}");
            heard.insert(String::from_utf8(reply.body.unwrap()).unwrap());
        }
    }
    assert_eq!(heard.len(), 1, "whatever ails a core, an app is told the same: {heard:?}");
    let heard = heard.into_iter().next().unwrap();
    assert!(heard.contains("\"U000\"") && !spoken.iter().any(|word| heard.contains(word)), "{heard}");
}

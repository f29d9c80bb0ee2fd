//! What an explanation says of a request that the policy let through and something behind it refused, and how long each
//! part took; and the one line that is logged of each request.

use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Body;
use http::Method;
use jiff::SignedDuration;
use moa_bank_core::state::StateError;
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::port::{Command, CommandOutcome, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal};
use moa_bank_registry::ApiDefinition;
use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter as _;

use crate::harness::{BASE, EVERYTHING, Gateway, MINAS_TOKEN, PANICS};

const SPENDING: &str = include_str!("../../../examples/spending-1.0.json");

/// A core in its batch window: it says so after five milliseconds, of which its command took two.
struct Closed;

#[async_trait]
impl CoreBanking for Closed {
    fn protocol(&self) -> &'static str {
        "telegram"
    }

    async fn answer(&self, _question: CoreQuestion, journal: &Journal) -> Result<CoreAnswer, CoreFault> {
        tokio::time::sleep(Duration::from_millis(5)).await;
        let (name, took) = ("0220 balance inquiry".to_owned(), SignedDuration::from_millis(2));
        let outcome = CommandOutcome::Refused;
        journal.note(Command { protocol: "telegram", name, sequence: Some(7), took, outcome });
        Err(CoreFault::Closed { until: None })
    }
}

/// What the rules of these names said.
pub(crate) fn said<const N: usize>(why: &Value, rules: [&str; N]) -> [String; N] {
    let runs = why["rules"].as_array().unwrap();
    rules.map(|rule| {
        let run = runs.iter().find(|run| run["rule"] == rule).unwrap();
        run["outcome"].as_str().unwrap().to_owned()
    })
}

const BEHIND: [&str; 6] = ["account", "form", "request", "core", "resource", "recipe"];

#[tokio::test]
async fn a_query_that_cannot_be_read_is_told_as_such() {
    let gateway = Gateway::open(EVERYTHING);
    let account = gateway.accounts("mina")[0].id.to_string();
    for query in ["page=x", "fromBookingDateTime=yesterday"] {
        let answer = gateway.get(&format!("/accounts/{account}/transactions?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        let why = gateway.why(&answer).await;
        assert_eq!((&why["refused"]["rule"], &why["status"]), (&"request".into(), &400.into()), "{why}");
        assert_eq!(said(&why, BEHIND), ["passed", "passed", "refused", "not-asked", "not-asked", "not-asked"]);
        assert!(why["refused"]["change"].is_string() && !why.to_string().contains("yesterday"), "{why}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_core_that_is_closed_is_told_with_the_time_it_took() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.core.swap(Arc::new(Closed));
    let answer = gateway.get("/balances").await;
    assert_eq!(answer.status, 500);
    let why = gateway.why(&answer).await;
    assert_eq!(why["refused"]["rule"], "core");
    assert_eq!(why["refused"]["why"], "the bank's core is busy with its own day's work");
    assert_eq!(said(&why, BEHIND), ["passed", "passed", "passed", "refused", "not-asked", "not-asked"]);
    let command = &why["commands"][0];
    assert_eq!((&command["name"], &command["outcome"]), (&"0220 balance inquiry".into(), &"refused".into()));
    assert_eq!(command["took_micros"], 2_000);
    assert_eq!(why["commands"].as_array().unwrap().len(), 1);
    assert!(why["took_micros"].as_u64().unwrap() >= 5_000, "{why}");
}

#[tokio::test(start_paused = true)]
async fn a_request_is_counted_under_the_core_that_was_there_when_it_came() {
    let gateway = Gateway::open(EVERYTHING);
    gateway.core.swap(Arc::new(Closed));
    let another = async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        gateway.core.swap(Arc::new(LedgerCore::new(gateway.bank.clone())));
    };
    let (answer, ()) = tokio::join!(gateway.get("/balances"), another);
    assert_eq!(answer.status, 500);
    let metrics = gateway.metrics.render();
    assert!(metrics.contains("core=\"telegram\"") && !metrics.contains("core=\"ledger\""), "{metrics}");
}

#[tokio::test]
async fn a_custom_apis_own_needs_are_told() {
    let gateway = Gateway::open(&["ReadAccountsDetail", "ReadTransactionsDetail"]);
    gateway.publish(ApiDefinition::from_json(SPENDING.as_bytes()).unwrap());
    let answer = gateway.get_at("/spending/v1", "/spending").await;
    assert_eq!(answer.status, 403, "{}", String::from_utf8_lossy(&answer.body));
    let why = gateway.why(&answer).await;
    assert_eq!((&why["refused"]["rule"], &why["status"]), (&"recipe".into(), &403.into()), "{why}");
    assert_eq!(said(&why, ["permission", "form", "request", "recipe"]), ["passed", "passed", "passed", "refused"]);
}

#[tokio::test]
async fn what_was_not_asked_is_not_said_to_have_passed() {
    let gateway = Gateway::open(EVERYTHING);
    let answered = gateway.why(&gateway.get("/accounts").await).await;
    assert_eq!(said(&answered, BEHIND), ["passed", "passed", "passed", "passed", "passed", "not-asked"]);
    assert_eq!(said(&answered, ["once", "answer"]), ["not-asked", "passed"]);
    assert_eq!(answered["refused"], Value::Null);
    let consent = gateway.post_consent("{}").await;
    assert_eq!(consent.status, 400);
    let why = gateway.why(&consent).await;
    assert_eq!(
        said(&why, ["grant", "consent", "permission", "account"]),
        ["passed", "not-asked", "not-asked", "not-asked"]
    );
    assert_eq!(said(&why, ["request", "core", "answer"]), ["refused", "not-asked", "not-asked"]);
}

/// What every request of these tests logs. For all threads at once: a log of one thread is lost where another has met the
/// same line of code first and nobody listened there.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let log = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_ansi(false);
        tracing::subscriber::set_global_default(log.with_writer(|| LOG.make_writer()).finish()).unwrap();
    });
}

fn logged() -> String {
    String::from_utf8(LOG.lock().unwrap().clone()).unwrap()
}

#[tokio::test]
async fn one_request_leaves_one_line_with_no_secret_in_it() {
    listen();
    let gateway = Gateway::open(EVERYTHING);
    let account = gateway.accounts("mina")[0].id.to_string();
    // The harness's luck is the same in every test, so only an id of its own tells this request's lines from others'.
    let id = "6f0c2d3e-9b1a-4c55-8a77-0d2f4b6e8c91";
    let path = format!("/accounts/{account}/transactions?fromBookingDateTime=2026-10-01T00:00:00");
    let request = gateway.request(Method::GET, &path, MINAS_TOKEN).header("x-fapi-interaction-id", id);
    let answer = gateway.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
    let whole = logged();
    let own: Vec<_> = whole.lines().filter(|line| line.contains(id)).collect();
    let text = own.join("\n");
    let lines: Vec<_> = own.into_iter().filter(|line| line.contains("answered")).collect();
    assert_eq!(lines.len(), 1, "{text}");
    for field in [
        "app=\"app-1\"",
        "api=\"uk-account-information\"",
        "version=\"4.0\"",
        "operation=\"GetAccountsAccountIdTransactions\"",
        "core=\"ledger\" commands=1 core_micros=",
        "status=200",
        "took_micros=",
    ] {
        assert!(lines[0].contains(field), "{field} in {}", lines[0]);
    }
    assert!(lines[0].contains("route=\"/open-banking/v4.0/aisp/accounts/{AccountId}/transactions\""), "{}", lines[0]);
    assert!(!text.contains("lab="), "what somebody asked is not the testbed's: {text}");
    for secret in [MINAS_TOKEN, "2026-10-01", "fromBookingDateTime", "mina", account.as_str()] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_line_says_which_core_was_asked_how_often_and_how_long_that_took() {
    listen();
    let gateway = Gateway::open(EVERYTHING);
    gateway.core.swap(Arc::new(Closed));
    let (asked, not_asked) = ("2d9d6f0b-1a52-4a5e-8a0c-7b4f2f3c9e10", "8c7a3e41-66f5-4a0b-b0f3-5d1e9a2c4b77");
    for (id, token) in [(asked, MINAS_TOKEN), (not_asked, "unknown")] {
        let request = gateway.request(Method::GET, "/balances", token).header("x-fapi-interaction-id", id);
        gateway.send(request.body(Body::empty()).unwrap()).await;
    }
    let whole = logged();
    let line = |id: &str| whole.lines().find(|line| line.contains(id) && line.contains("answered")).unwrap();
    assert!(line(asked).contains("core=\"telegram\" commands=1 core_micros=2000 status=500 "), "{}", line(asked));
    let line = line(not_asked);
    assert!(line.contains("core=\"telegram\" commands=0 core_micros=0 status=401 "), "{line}");
}

#[tokio::test]
async fn no_id_that_a_caller_writes_into_a_path_gets_into_the_log() {
    const PLANTED: &str = "GB33PLNT00000000424242";
    listen();
    let gateway = Gateway::open(EVERYTHING);
    let id = "0b1e6c52-7d3f-4f7a-9a53-3f1f6a1c2d07";
    let send = async |method: Method, base: &str, path: String, token: &str| {
        let request = gateway.request_at(base, method, &path, token).header("x-fapi-interaction-id", id);
        gateway.send(request.body(Body::empty()).unwrap()).await.status.as_u16()
    };
    let account = format!("/accounts/{PLANTED}/balances");
    let answers = [
        send(Method::GET, BASE, account.clone(), MINAS_TOKEN).await,
        send(Method::GET, BASE, account.clone(), "unknown").await,
        send(Method::GET, BASE, account.clone(), PANICS).await,
        send(Method::POST, BASE, account.clone(), MINAS_TOKEN).await,
        send(Method::GET, BASE, format!("/accounts/{PLANTED}/secrets"), MINAS_TOKEN).await,
        send(Method::GET, "/nothing/here", account, MINAS_TOKEN).await,
        send(Method::GET, BASE, format!("/accounts/{PLANTED}?x={}", "a".repeat(5000)), MINAS_TOKEN).await,
    ];
    assert_eq!(answers, [400, 401, 500, 405, 404, 404, 414]);
    let whole = logged();
    let own: Vec<_> = whole.lines().filter(|line| line.contains(id)).collect();
    assert_eq!(own.iter().filter(|line| line.contains("answered")).count(), answers.len(), "{own:#?}");
    assert!(!whole.contains(PLANTED), "{own:#?}");
}

#[tokio::test]
async fn a_consent_that_cannot_be_read_opens_nothing_and_the_log_says_in_whose_request() {
    listen();
    let gateway = Gateway::open(EVERYTHING);
    let lose = |sql: &str| gateway.bank.database().write(|it| -> Result<(), StateError> { Ok(it.execute_batch(sql)?) });
    lose("ALTER TABLE core_consents RENAME TO lost").unwrap();
    let id = "c4a1f0d7-2b6e-4d19-9f53-60e8b7a3d215";
    let request = gateway.request(Method::GET, "/accounts", MINAS_TOKEN).header("x-fapi-interaction-id", id);
    assert_eq!(gateway.send(request.body(Body::empty()).unwrap()).await.status, 403);
    let whole = logged();
    let lines: Vec<_> = whole.lines().filter(|line| line.contains("a consent could not be read")).collect();
    let [line] = lines[..] else { panic!("{lines:#?}") };
    assert!(line.contains("bank=thames") && line.contains(id) && !line.contains(MINAS_TOKEN), "{line}");
}

//! A testbed, definitions to put through it, and ways to spoil them.

use std::sync::{Arc, OnceLock};

use moa_bank_core::spec::BankSpec;
use moa_bank_registry::{ApiDefinition, uk_account_information};
use moa_bank_testbed::{Around, Bounds, CheckResult, Override, Report, Testbed, TestbedParts, Verdict};
use moa_kernel::FrozenClock;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

const BANK: &str = include_str!("../../../server/banks/thames.toml");

pub(crate) fn parts() -> TestbedParts {
    TestbedParts {
        spec: BankSpec::parse("thames.toml", BANK).unwrap(),
        clock: Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap())),
        seed: 7,
        bounds: Bounds::default(),
        around: None,
    }
}

/// The standard, as it comes with the program, as JSON to be spoilt.
pub(crate) fn standard() -> Value {
    static STANDARD: OnceLock<Value> = OnceLock::new();
    STANDARD.get_or_init(|| serde_json::to_value(uk_account_information().unwrap()).unwrap()).clone()
}

/// The standard's next minor version.
pub(crate) fn next() -> Value {
    let mut next = standard();
    next["version"] = json!("4.1");
    next["document"]["info"]["version"] = json!("4.1");
    next
}

pub(crate) fn definition(value: &Value) -> Arc<ApiDefinition> {
    Arc::new(serde_json::from_value(value.clone()).unwrap())
}

/// Sets what a pointer leads to, or takes it out.
pub(crate) fn change(whole: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    match (whole.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")), value) {
        (Value::Object(parent), Some(value)) => drop(parent.insert(key, value)),
        (Value::Object(parent), None) => assert!(parent.remove(&key).is_some(), "{pointer}"),
        (Value::Array(parent), Some(value)) if key == "-" => parent.push(value),
        (Value::Array(parent), Some(value)) => parent[key.parse::<usize>().unwrap()] = value,
        (Value::Array(parent), None) => drop(parent.remove(key.parse().unwrap())),
        _ => panic!("{pointer}"),
    }
}

/// The standard with one thing changed.
pub(crate) fn spoilt(pointer: &str, value: Option<Value>) -> Value {
    let mut standard = standard();
    change(&mut standard, pointer, value);
    standard
}

pub(crate) async fn verify(candidate: &Value, published: Option<&Value>, overrides: Vec<Override>) -> Report {
    let testbed = Testbed::new(parts());
    let published = published.map(definition);
    testbed.verify(definition(candidate), published, overrides, |_| (), &CancellationToken::new()).await
}

/// Only what is answered by reading: the twin is asked nothing, and what would have asked it says so.
pub(crate) async fn read(candidate: &Value, published: Option<&Value>, overrides: Vec<Override>) -> Report {
    let bounds = Bounds { requests_max: 0, ..Bounds::default() };
    let testbed = Testbed::new(TestbedParts { bounds, ..parts() });
    let published = published.map(definition);
    testbed.verify(definition(candidate), published, overrides, |_| (), &CancellationToken::new()).await
}

/// The checks that said no, but for those that were not let ask.
pub(crate) fn failed(report: &Report) -> Vec<&str> {
    const UNASKED: &[&str] = &["the run has sent all the requests it may send", "there is no twin to ask"];
    let asked = |result: &&CheckResult| match &result.verdict {
        Verdict::Failed(findings) => {
            !findings.iter().any(|it| UNASKED.iter().any(|words| it.problem.starts_with(words)))
        }
        _ => true,
    };
    report.failed().filter(asked).map(|result| result.id.as_str()).collect()
}

/// What a check found.
pub(crate) fn found(report: &Report, id: &str) -> String {
    match report.verdict(id) {
        Some(Verdict::Failed(findings)) => findings
            .iter()
            .map(|it| format!("{}: {} → {}", it.at, it.problem, it.remedy))
            .collect::<Vec<_>>()
            .join("\n"),
        other => format!("{other:?}"),
    }
}

/// Four operations of the standard, one of each sort: enough to see a check fail, and quick.
pub(crate) fn small() -> Value {
    const KEPT: &[&str] = &[
        "CreateAccountAccessConsents",
        "GetAccountAccessConsentsConsentId",
        "GetAccounts",
        "GetAccountsAccountIdTransactions",
    ];
    let mut small = standard();
    let kept = |id: &Value| KEPT.contains(&id.as_str().unwrap());
    small["operations"].as_array_mut().unwrap().retain(|operation| kept(&operation["id"]));
    let paths = small["document"]["paths"].as_object_mut().unwrap();
    for item in paths.values_mut() {
        item.as_object_mut().unwrap().retain(|key, operation| key == "parameters" || kept(&operation["operationId"]));
    }
    paths.retain(|_, item| item.as_object().unwrap().keys().any(|key| key != "parameters"));
    small
}

/// The small API, whose consents are made once per idempotency key.
pub(crate) fn repeatable() -> Value {
    let mut small = small();
    let makes_consents = small["operations"].as_array_mut().unwrap().iter_mut().find(|it| it["method"] == "POST");
    makes_consents.unwrap()["idempotent"] = json!(true);
    small
}

/// A report about the small API, behind a gateway with something around it.
pub(crate) async fn behind(around: Around, bounds: Bounds) -> Report {
    about(&small(), around, bounds).await
}

/// The same about another API.
pub(crate) async fn about(candidate: &Value, around: Around, bounds: Bounds) -> Report {
    let testbed = Testbed::new(TestbedParts { around: Some(around), bounds, ..parts() });
    testbed.verify(definition(candidate), None, Vec::new(), |_| (), &CancellationToken::new()).await
}

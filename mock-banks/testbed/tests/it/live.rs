//! The checks that ask: each has been seen to fail on a gateway that was weakened in one place.

use http::request::Parts;
use moa_bank_core::spec::BankSpec;
use moa_bank_testbed::{Bounds, Testbed, TestbedParts};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::harness::{behind, change, definition, failed, found, parts, small, verify};
use crate::weakened::{Answered, Weaken, forgetful, weakened};

const BANKS: &[(&str, &str)] = &[
    ("clydebank.toml", include_str!("../../../server/banks/clydebank.toml")),
    ("rheinbank.toml", include_str!("../../../server/banks/rheinbank.toml")),
];

fn path(asked: &Parts) -> &str {
    asked.uri.path()
}

/// The check, what is weakened, words of the finding, and checks that see it from another side.
type Planted = (&'static str, Weaken, &'static str, &'static [&'static str]);

const REFUSALS: &str = "fit.refusals-match-the-document";

const PLANTED: &[Planted] = &[
    (
        "fit.answers-match-the-document",
        |asked, it| match (path(asked).ends_with("/accounts"), it.status) {
            (true, 200) => Answered { body: it.body.replace("\"Data\"", "\"Date\""), ..it },
            _ => it,
        },
        "\"Data\" is a required property",
        &[],
    ),
    (
        REFUSALS,
        |_, it| match it.body.contains("\"U003\"") {
            true => Answered { body: "{\"oops\":1}".to_owned(), ..it },
            false => it,
        },
        "400: the whole value",
        // Dates that the standard's text takes and its schema does not, or the other way round.
        &["fit.answers-match-the-document"],
    ),
    (
        "safe.no-token-opens-nothing",
        |asked, it| if asked.headers.contains_key("authorization") { it } else { it.forgiven() },
        "has to be with 401",
        &[REFUSALS],
    ),
    (
        "safe.a-token-without-its-key-opens-nothing",
        |_, it| if it.challenge.contains("use_dpop_nonce") { it.forgiven() } else { it },
        "with a proof without a nonce",
        &[],
    ),
    (
        "safe.a-token-of-another-scope-opens-nothing",
        |asked, it| {
            if asked.method == "GET" && it.challenge.contains("insufficient_scope") { it.forgiven() } else { it }
        },
        "with a token of the scope accounts2",
        &["safe.a-token-of-another-kind-opens-nothing", REFUSALS],
    ),
    (
        "safe.a-token-of-another-kind-opens-nothing",
        |asked, it| {
            if asked.method == "POST" && it.challenge.contains("insufficient_scope") { it.forgiven() } else { it }
        },
        "with a token of the other kind",
        &["safe.a-token-of-another-scope-opens-nothing", REFUSALS],
    ),
    (
        "safe.what-has-ended-opens-nothing",
        |_, it| if it.body.contains("does not permit") { it.forgiven() } else { it },
        "with a consent for everything else",
        &[],
    ),
    (
        "safe.another-apps-token-opens-nothing-of-this-app",
        |_, it| if it.body.contains("\"U009\"") { it.forgiven() } else { it },
        "with another app's token",
        &["safe.what-has-ended-opens-nothing"],
    ),
    (
        "safe.another-customers-objects-are-not-there",
        |asked, it| {
            if path(asked).contains("0000000") { Answered { status: 404, body: String::new(), ..it } } else { it }
        },
        "or in other words",
        &[],
    ),
    (
        "safe.injected-text-does-nothing",
        |asked, it| match asked.uri.query().is_some_and(|query| query.contains("31337+*")) {
            true => Answered { status: 200, body: "{\"sum\":982007569}".to_owned(), ..it },
            false => it,
        },
        "it was carried out",
        &[],
    ),
    (
        "safe.injected-text-does-nothing",
        |asked, it| {
            if asked.uri.query().is_some_and(|query| query.contains("%27+OR")) {
                Answered { status: 500, ..it }
            } else {
                it
            }
        },
        "the bank broke: 500",
        &[],
    ),
    ("safe.what-is-too-large-is-refused", |_, it| if it.status == 413 { it.forgiven() } else { it }, "too large", &[]),
    (
        "safe.what-is-too-large-is-refused",
        |_, it| if it.status == 414 { it.forgiven() } else { it },
        "10,000 characters",
        &[],
    ),
    (
        "safe.wrong-methods-and-types-are-refused",
        |_, it| if it.status == 405 { Answered { take: vec!["allow"], ..it } } else { it },
        "Allow says",
        &[],
    ),
    (
        "safe.every-answer-wears-the-security-headers",
        |_, it| if it.status == 404 { Answered { take: vec!["cache-control"], ..it } } else { it },
        "no `Cache-Control: no-store`",
        &[],
    ),
    (
        "safe.every-answer-wears-the-security-headers",
        |_, it| Answered { set: vec![("server", "moa/0.1")], ..it },
        "it says what answers, in the header server",
        &[],
    ),
    (
        "safe.rate-limits-limit",
        |_, it| if it.status == 429 { it.forgiven() } else { it },
        "it was answered 64 times in one moment",
        &[],
    ),
    (
        "safe.rate-limits-limit",
        |_, it| if it.status == 429 { Answered { take: vec!["retry-after"], ..it } } else { it },
        "it does not say when to come again",
        &[],
    ),
    (
        "safe.nothing-leaks",
        |asked, it| {
            if asked.uri.query().is_some_and(|query| query.contains("customer=")) {
                Answered { set: vec![("x-holder", "Kanarie Zilverveer")], ..it }
            } else {
                it
            }
        },
        "\"Kanarie Zilverveer\" of a customer who gave no consent",
        &[],
    ),
];

#[tokio::test]
async fn the_small_api_passes_whole() {
    let report = verify(&small(), None, Vec::new()).await;
    assert!(report.passed(), "{}", report.to_text());
}

#[tokio::test]
async fn it_passes_at_every_bank_that_comes_with_the_program() {
    for (file, text) in BANKS {
        let spec = BankSpec::parse(file, text).unwrap();
        let testbed = Testbed::new(TestbedParts { spec, ..parts() });
        let report = testbed.verify(definition(&small()), None, Vec::new(), |_| (), &CancellationToken::new()).await;
        assert!(report.passed(), "{file}: {}", report.to_text());
    }
}

#[tokio::test]
async fn each_weakness_is_caught_by_its_check_and_by_none_that_is_about_something_else() {
    for (check, weaken, words, beside) in PLANTED {
        let report = behind(weakened(*weaken), Bounds::default()).await;
        let (said, failed) = (found(&report, check), failed(&report));
        assert!(failed.contains(check), "not caught by {check}: {failed:?}");
        assert!(said.contains(words), "{check} does not say {words:?}:\n{said}");
        let others: Vec<_> = failed.into_iter().filter(|id| id != check && !beside.contains(id)).collect();
        assert_eq!(others, Vec::<&str>::new(), "{check}, {words}");
    }
}

#[tokio::test]
async fn one_lost_request_during_the_switch_is_one_too_many() {
    let report = behind(forgetful(), Bounds::default()).await;
    let check = "zero-interruption.traffic-goes-on-while-the-version-is-switched";
    assert_eq!(failed(&report), [check], "{}", report.to_text());
    assert!(found(&report, check).contains("it was answered with 503"), "{}", found(&report, check));
    let result = report.results.iter().find(|result| result.id == check).unwrap();
    let lost = result.measured.iter().find(|measure| measure.name == "failed requests").unwrap();
    assert_eq!(lost.value, 1);
}

#[tokio::test]
async fn an_api_whose_answers_break_its_document_is_refused_and_passes_when_mended() {
    let mut broken = small();
    let schema = "/document/components/schemas/Transaction/required/-";
    change(&mut broken, schema, Some(json!("Feeling")));
    let report = verify(&broken, None, Vec::new()).await;
    assert!(failed(&report).contains(&"fit.answers-match-the-document"), "{}", report.to_text());
    let said = found(&report, "fit.answers-match-the-document");
    assert!(
        said.contains("GET /accounts/{AccountId}/transactions") && said.contains("\"Feeling\" is a required property"),
        "{said}"
    );
    assert!(verify(&small(), None, Vec::new()).await.passed());
}

#[tokio::test]
async fn the_same_definition_seed_and_clock_give_the_same_report() {
    let plain = |report: moa_bank_testbed::Report| {
        let mut value = serde_json::to_value(report).unwrap();
        for result in value["results"].as_array_mut().unwrap() {
            result.as_object_mut().unwrap().remove("measured");
        }
        // How much traffic there was during the switch is measured as well.
        value.as_object_mut().unwrap().remove("requests");
        value
    };
    let (one, other) = (verify(&small(), None, Vec::new()).await, verify(&small(), None, Vec::new()).await);
    assert_eq!(plain(one), plain(other));
}

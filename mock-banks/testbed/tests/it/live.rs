//! The checks that ask: each has been seen to fail on a gateway that was weakened in one place.

use std::time::Duration;

use moa_bank_core::spec::BankSpec;
use moa_bank_registry::shipped;
use moa_bank_testbed::{Bounds, Report, Testbed, TestbedParts};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::harness::{about, behind, change, definition, failed, found, parts, small, verify};
use crate::weakened::{Weaken, forgetful, slow_once, weakened};
use crate::weaknesses::PLANTED;

pub(crate) const SWITCH: &str = "zero-interruption.traffic-goes-on-while-the-version-is-switched";

const BANKS: &[(&str, &str)] = &[
    ("clydebank.toml", include_str!("../../../server/banks/clydebank.toml")),
    ("rheinbank.toml", include_str!("../../../server/banks/rheinbank.toml")),
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
async fn a_request_of_one_app_explained_to_another_is_caught() {
    let platform = shipped().unwrap().into_iter().find(|shipped| shipped.family.as_str() == "platform").unwrap();
    let platform = serde_json::to_value(platform).unwrap();
    let asks: Weaken = |asked, it| match it.status == 404 && asked.uri.path().contains("/explanations/") {
        true => it.forgiven(),
        false => it,
    };
    let report = about(&platform, weakened(asks), Bounds::default()).await;
    let theirs = found(&report, "safe.another-customers-objects-are-not-there");
    assert!(theirs.contains("for what belongs to somebody else: it was answered: 200"), "{theirs}");
    let with_anothers = found(&report, "safe.another-apps-token-opens-nothing-of-this-app");
    assert!(with_anothers.contains("with another app's token: it was answered with 200"), "{with_anothers}");
}

#[tokio::test]
async fn one_lost_request_during_the_switch_is_one_too_many() {
    let report = behind(forgetful(), Bounds::default()).await;
    assert_eq!(failed(&report), [SWITCH], "{}", report.to_text());
    assert!(found(&report, SWITCH).contains("it was answered with 503"), "{}", found(&report, SWITCH));
    assert_eq!(measured(&report, "failed requests"), 1);
}

#[tokio::test]
async fn how_long_the_slowest_answer_took_is_told_and_decides_nothing() {
    let long = Duration::from_millis(80);
    let report = behind(slow_once(long), Bounds::default()).await;
    assert!(report.passed(), "{}", report.to_text());
    assert!(u128::from(measured(&report, "the slowest answer")) >= long.as_micros(), "{}", report.to_text());
    assert!(measured(&report, "the switch itself") > 0);
    // As many before the switch as after it, and the two at least.
    assert!(measured(&report, "requests during the switch's traffic") >= 400);
    assert_eq!(measured(&report, "failed requests"), 0);
}

/// What the check of the switch measured under a name.
fn measured(report: &Report, name: &str) -> u64 {
    let result = report.results.iter().find(|result| result.id == SWITCH).unwrap();
    result.measured.iter().find(|measure| measure.name == name).unwrap().value
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

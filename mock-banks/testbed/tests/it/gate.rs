//! The gate: what the testbed wrote opens the registry's door for exactly the definition it is about, and for no other.

use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_core::state::Database;
use moa_bank_registry::{ApiDefinition, Registry, RegistryError, shipped};
use moa_bank_testbed::{Report, Testbed};
use moa_kernel::SeededEntropy;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::custom::spending;
use crate::harness::{change, definition, parts};

const ACTOR: &str = "ada";

/// A bank's registry, and the testbed beside it.
struct Gate {
    registry: Registry,
    testbed: Testbed,
}

impl Gate {
    fn open() -> Self {
        let parts = parts();
        let entropy = Arc::new(SeededEntropy::new(1));
        let bank =
            Bank::open(parts.spec.clone(), Database::in_memory().unwrap(), parts.clock.clone(), entropy).unwrap();
        Self { registry: Registry::open(&bank, shipped().unwrap()).unwrap(), testbed: Testbed::new(parts) }
    }

    /// Drafts, submits and verifies.
    async fn verify(&self, whole: &Value) -> (Arc<ApiDefinition>, Report) {
        let candidate = definition(whole);
        let (family, version) = (candidate.family.clone(), candidate.version);
        self.registry.draft((*candidate).clone(), ACTOR).unwrap();
        self.registry.submit(&family, version, ACTOR).unwrap();
        self.registry.begin_verifying(&family, version, ACTOR).unwrap();
        let live = self.registry.table().api(&family, version.major).map(|live| Arc::clone(&live.definition));
        let report =
            self.testbed.verify(Arc::clone(&candidate), live, Vec::new(), |_| (), &CancellationToken::new()).await;
        (candidate, report)
    }

    fn publish(&self, candidate: &ApiDefinition) -> Result<(), RegistryError> {
        self.registry.publish(&candidate.family, candidate.version, &candidate.hash(), ACTOR).map(drop)
    }

    fn is_live(&self, candidate: &ApiDefinition) -> bool {
        let table = self.registry.table();
        table.api(&candidate.family, candidate.version.major).is_some_and(|live| live.hash == candidate.hash())
    }
}

#[tokio::test]
async fn what_passed_is_published_in_one_go_and_its_report_can_be_read_again() {
    let gate = Gate::open();
    let (candidate, report) = gate.verify(&spending()).await;
    gate.registry.keep_report(report.to_stored()).unwrap();
    gate.publish(&candidate).unwrap();
    assert!(gate.is_live(&candidate));
    let kept = gate.registry.report(&report.id).unwrap().unwrap();
    assert_eq!(Report::from_json(&kept.body).unwrap(), report);
    assert_eq!(kept.definition, candidate.hash());
}

#[tokio::test]
async fn what_failed_is_not_and_the_same_mended_is() {
    let gate = Gate::open();
    let mut open_to_all = spending();
    change(&mut open_to_all, "/document/paths/~1spending/get/security", None);
    let (candidate, report) = gate.verify(&open_to_all).await;
    gate.registry.keep_report(report.to_stored()).unwrap();
    assert!(matches!(gate.publish(&candidate), Err(RegistryError::Refused { .. })));
    assert!(!gate.is_live(&candidate));
    let (mended, report) = gate.verify(&spending()).await;
    gate.registry.keep_report(report.to_stored()).unwrap();
    gate.publish(&mended).unwrap();
    assert!(gate.is_live(&mended));
}

#[tokio::test]
async fn a_break_under_the_same_major_is_refused_and_goes_live_as_the_next_major_beside_the_old_one() {
    let gate = Gate::open();
    let (one, report) = gate.verify(&spending()).await;
    gate.registry.keep_report(report.to_stored()).unwrap();
    gate.publish(&one).unwrap();
    let numbered = |version: &str, path: &str| {
        let mut next = spending();
        change(&mut next, "/document/paths/~1spending/get/parameters/0/required", Some(json!(true)));
        next["version"] = json!(version);
        next["document"]["info"]["version"] = json!(version);
        next["base_path"] = json!(path);
        next
    };
    let (minor, report) = gate.verify(&numbered("1.1", "/spending/v1")).await;
    assert!(report.to_text().contains("query months could be left out and is now required"), "{}", report.to_text());
    gate.registry.keep_report(report.to_stored()).unwrap();
    assert!(gate.publish(&minor).is_err() && gate.is_live(&one));
    let (major, report) = gate.verify(&numbered("2.0", "/spending/v2")).await;
    gate.registry.keep_report(report.to_stored()).unwrap();
    gate.publish(&major).unwrap();
    assert!(gate.is_live(&one) && gate.is_live(&major));
}

#[tokio::test]
async fn a_report_opens_the_door_for_no_other_definition() {
    let gate = Gate::open();
    let (_, report) = gate.verify(&spending()).await;
    let elsewhere = Gate::open();
    let mut other = spending();
    other["title"] = json!("Spending, edited since");
    let (candidate, _) = elsewhere.verify(&other).await;
    assert!(matches!(elsewhere.registry.keep_report(report.to_stored()), Err(RegistryError::ReportStale(_))));
    let mut forged = report.to_stored();
    forged.definition = candidate.hash();
    assert!(matches!(elsewhere.registry.keep_report(forged), Err(RegistryError::ReportForged(_))));
    assert!(elsewhere.publish(&candidate).is_err());
}

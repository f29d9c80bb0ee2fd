//! Nothing unverified goes live, and what is refused is refused with a reason that its author can act on.

use moa_bank_core::audit::Hash;
use moa_bank_registry::{ReportId, StoredReport};
use moa_tests::spending::{
    V1_0, V1_1, V1_PATH, V2_0, V2_PATH, breaking_minor, definition, family, lying_answers, open_operation, version,
};
use mock_banks::StatePlace;

use crate::centre::Centre;

#[tokio::test(flavor = "multi_thread")]
async fn a_breaking_change_is_refused_under_the_same_major_and_goes_as_the_next() {
    let centre = Centre::open(StatePlace::Memory).await;
    let caller = centre.caller().await;
    assert_eq!(caller.get(V1_PATH).await.unwrap().status, 404);
    centre.bring_live(V1_0).await.unwrap();
    assert_eq!(caller.get(V1_PATH).await.unwrap().status, 200);

    let told = centre.bring_live(&breaking_minor().unwrap()).await.unwrap_err();
    for reason in ["compatible.no-field-of-an-answer-goes-away", "Category", "compatible.no-type-is-changed", "Amount"]
    {
        assert!(told.contains(reason), "{reason}: {told}");
    }
    assert!(centre.publish(version("1.1").unwrap()).unwrap_err().contains("not been verified"));
    let unchanged = caller.get(V1_PATH).await.unwrap().json();
    assert!(unchanged.pointer("/Data/Spending/0/Category").is_some(), "callers go on as before: {unchanged}");

    centre.bring_live(V1_1).await.unwrap();
    assert!(caller.get(V1_PATH).await.unwrap().json().pointer("/Data/Spending/0/LargestAmount").is_some());
    centre.bring_live(V2_0).await.unwrap();
    assert!(caller.get(V2_PATH).await.unwrap().json().pointer("/Data/Spending/0/Total").is_some());
    assert_eq!(caller.get(V1_PATH).await.unwrap().status, 200, "and both stand side by side");
}

#[tokio::test(flavor = "multi_thread")]
async fn careless_apis_are_refused_with_a_reason_and_the_same_fixed_goes_live_in_one_go() {
    let centre = Centre::open(StatePlace::Memory).await;
    let caller = centre.caller().await;
    for (careless, reasons) in [
        (open_operation(), ["fit.every-operation-asks-for-the-platforms-security", "open to all"]),
        (lying_answers(), ["fit.answers-match-the-document", "Amount"]),
    ] {
        let told = centre.bring_live(&careless.unwrap()).await.unwrap_err();
        for reason in reasons {
            assert!(told.contains(reason), "{reason}: {told}");
        }
        assert!(centre.publish(version("1.0").unwrap()).is_err());
        assert_eq!(caller.get(V1_PATH).await.unwrap().status, 404);
    }
    centre.bring_live(V1_0).await.unwrap();
    assert_eq!(caller.get(V1_PATH).await.unwrap().status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_report_and_a_stale_one_open_nothing() {
    let centre = Centre::open(StatePlace::Memory).await;
    let (registry, family, first) = (centre.registry(), family().unwrap(), version("1.0").unwrap());
    centre.draft(V1_0).unwrap();
    let verified = centre.verify(first).await;
    assert!(verified.passed(), "{}", verified.to_text());

    // Stale: after the report somebody edits, so little that nobody would notice.
    let edited = V1_0.replacen("\"title\": \"Spending by category\"", "\"title\": \"Spending by category.\"", 1);
    assert_ne!(edited, V1_0);
    centre.draft(&edited).unwrap();
    assert!(centre.publish(first).unwrap_err().contains("not been verified"));

    // The old report for the new text, under another name: it speaks of another definition.
    registry.submit(&family, first, "operator").unwrap();
    registry.begin_verifying(&family, first, "operator").unwrap();
    let (old, about) = (verified.to_stored(), (family.clone(), first));
    let another = ReportId::new("another").unwrap();
    let renamed = StoredReport::new(another, about.clone(), old.definition, true, old.at, old.body.clone());
    let told = registry.keep_report(renamed).unwrap_err().to_string();
    assert!(told.contains("another"), "{told}");

    // Forged: a failed report that says it passed, with the hash of what it was, or with any hash.
    let hash = definition(&edited).unwrap().hash();
    let failed = StoredReport::new(ReportId::new("failed").unwrap(), about, hash, false, old.at, b"{}".to_vec());
    for forged in [
        StoredReport { passed: true, ..failed.clone() },
        StoredReport { passed: true, hash: Hash::of(b"anything"), ..failed },
    ] {
        assert!(registry.keep_report(forged).is_err());
    }
    assert!(centre.publish(first).is_err());
    assert!(registry.table().api(&family, 1).is_none(), "nothing went live");
}

//! An API's whole life, with what the audit says of it; and the changes that its state refuses.

use moa_bank_registry::{Refusal, RegistryError, State};

use crate::desk::{Desk, OPERATOR, api, spending, titled, v};

/// Why a change was refused.
fn refusal<T: std::fmt::Debug>(answer: Result<T, RegistryError>) -> Refusal {
    match answer {
        Err(RegistryError::Refused { refusal, .. }) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_api_lives_from_draft_to_retirement() {
    let desk = Desk::new();
    let drafted = desk.draft(&api("1.0"));
    assert_eq!((drafted.state, drafted.revision, drafted.created_by.as_str()), (State::Draft, 1, OPERATOR));
    assert_eq!(drafted.hash, api("1.0").hash());
    assert_eq!(desk.submit("1.0").unwrap().state, State::Submitted);
    assert_eq!(desk.begin("1.0").unwrap().state, State::Verifying);
    let report = desk.report("1.0", "report-1", true);
    let verified = desk.keep(report.clone()).unwrap();
    assert_eq!(verified.state, State::Verified { report: report.id.clone() });
    assert_eq!(desk.registry.report(&report.id).unwrap().unwrap(), report);
    assert_eq!(desk.get("/spending/v1/balances"), "nothing");
    let at = desk.later(60);
    assert_eq!(desk.publish("1.0").unwrap().state, State::Published { at });
    assert_eq!(desk.get("/spending/v1/balances"), "AllBalances 1.0");
    assert!(matches!(desk.deprecate("1.0", None).unwrap().state, State::Deprecated { successor: None, .. }));
    assert_eq!(desk.get("/spending/v1/balances"), "AllBalances 1.0");
    desk.block("1.0").unwrap();
    assert_eq!(desk.get("/spending/v1/balances"), "blocked: a leak");
    assert!(matches!(desk.unblock("1.0").unwrap().state, State::Deprecated { .. }));
    let retired = desk.retire("1.0").unwrap();
    assert!(matches!(retired.state, State::Retired { .. }));
    assert_eq!(desk.get("/spending/v1/balances"), "gone: nobody calls it");
    let actions: Vec<_> = desk.audited().into_iter().map(|(actor, action, _)| format!("{actor} {action}")).collect();
    let by = |actor: &str, actions: &[&str]| actions.iter().map(|it| format!("{actor} {it}")).collect::<Vec<_>>();
    let mut expected = by(OPERATOR, &["api.draft", "api.submit", "api.begin-verifying"]);
    expected.extend(by("testbed", &["report.keep", "api.verify"]));
    let later = ["api.publish", "api.deprecate", "api.block", "api.unblock", "api.retire"];
    expected.extend(by(OPERATOR, &later));
    assert_eq!(actions, expected);
    assert_eq!(desk.disagreements(), Vec::<String>::new());
}

#[test]
fn a_failed_definition_is_a_draft_again_and_its_report_is_kept() {
    let desk = Desk::new();
    desk.draft(&api("1.0"));
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    let failed = desk.keep(desk.report("1.0", "report-1", false)).unwrap();
    assert_eq!(failed.state, State::Draft);
    assert_eq!(failed.report.unwrap().as_str(), "report-1");
    assert_eq!(refusal(desk.publish("1.0")), Refusal::NotVerified);
    let mended = desk.draft(&titled("1.0", "Mended"));
    assert_eq!((mended.revision, mended.created_by.as_str()), (2, OPERATOR));
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    desk.keep(desk.report("1.0", "report-2", true)).unwrap();
    desk.publish("1.0").unwrap();
    let reports = desk.registry.reports(&spending(), v("1.0")).unwrap();
    let kept: Vec<_> = reports.iter().map(|report| (report.id.as_str(), report.passed)).collect();
    assert_eq!(kept, [("report-2", true), ("report-1", false)]);
}

#[test]
fn a_state_refuses_what_is_not_its_to_do_and_nothing_changes() {
    let desk = Desk::new();
    let unknown = desk.submit("1.0").unwrap_err();
    assert_eq!(unknown.to_string(), "there is no API `spending` in version 1.0");
    desk.draft(&api("1.0"));
    let before = (desk.find("1.0"), desk.table().generation(), desk.audited().len());
    let draft = desk.begin("1.0").unwrap_err();
    assert_eq!(draft.to_string(), "`spending` 1.0 is a draft: it was not submitted for verification");
    assert_eq!(refusal(desk.begin("1.0")), Refusal::NotSubmitted);
    assert_eq!(refusal(desk.keep(desk.report("1.0", "report-1", true))), Refusal::NotVerifying);
    assert_eq!(refusal(desk.publish("1.0")), Refusal::NotVerified);
    assert_eq!(refusal(desk.deprecate("1.0", None)), Refusal::NotPublished);
    assert_eq!(refusal(desk.retire("1.0")), Refusal::NotLive);
    assert_eq!(refusal(desk.block("1.0")), Refusal::NotLive);
    assert_eq!(refusal(desk.unblock("1.0")), Refusal::NotBlocked);
    assert_eq!((desk.find("1.0"), desk.table().generation(), desk.audited().len()), before);
    desk.submit("1.0").unwrap();
    assert_eq!(refusal(desk.submit("1.0")), Refusal::NotDraft);
    desk.begin("1.0").unwrap();
    assert_eq!(refusal(desk.registry.draft(api("1.0"), OPERATOR)), Refusal::NotEditable);
    desk.keep(desk.report("1.0", "report-1", true)).unwrap();
    desk.publish("1.0").unwrap();
    assert_eq!(refusal(desk.registry.draft(titled("1.0", "Other"), OPERATOR)), Refusal::NotEditable);
    assert_eq!(refusal(desk.publish("1.0")), Refusal::AlreadyLive);
    desk.block("1.0").unwrap();
    assert_eq!(refusal(desk.block("1.0")), Refusal::NotLive);
    assert_eq!(refusal(desk.deprecate("1.0", None)), Refusal::NotPublished);
    desk.retire("1.0").unwrap();
    for answer in [desk.unblock("1.0"), desk.retire("1.0"), desk.publish("1.0"), desk.submit("1.0")] {
        refusal(answer);
    }
}

#[test]
fn nobody_does_anything_without_a_name() {
    let desk = Desk::new();
    for actor in ["", "two\nlines", &"x".repeat(121)] {
        assert!(matches!(desk.registry.draft(api("1.0"), actor), Err(RegistryError::Actor)), "{actor}");
    }
    assert!(desk.registry.list().is_empty());
}

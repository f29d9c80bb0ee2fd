//! Overrides: who may accept what.

use super::*;
use crate::check::Plan;
use crate::diff::Rule;

fn said(rule: &str) -> Override {
    Override { rule: rule.to_owned(), who: "Ada, platform owner".to_owned(), why: "nobody uses it".to_owned() }
}

fn result(plan: Plan, rules: &[&str]) -> CheckResult {
    let check = Check { id: "some.check", sentence: "it holds", clause: "§", plan };
    let findings = rules.iter().map(|rule| Finding::by_rule(rule, "GET /a", "gone", "take it back")).collect();
    CheckResult::of(&check, Verdict::of(findings))
}

#[test]
fn a_persons_word_stands_against_the_rule_it_names_and_no_other() {
    let renamed = Rule::OperationRenamed.id();
    let mut results = [result(Plan::Compatible, &[renamed]), result(Plan::Compatible, &[renamed, "operation-removed"])];
    let counted = overrides::apply(&mut results, vec![said(renamed)]);
    assert_eq!(counted, [said(renamed)]);
    assert_eq!(results[0].verdict, Verdict::Passed);
    assert_eq!(results[0].accepted.len(), 1);
    let Verdict::Failed(left) = &results[1].verdict else { panic!("{:?}", results[1]) };
    assert_eq!(left.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["operation-removed"]);
}

#[test]
fn nobodys_word_stands_against_fit_and_safe() {
    let mut results = [result(Plan::Compatible, &[]), result(Plan::Safe, &["operation-renamed"])];
    overrides::apply(&mut results, vec![said("operation-renamed")]);
    assert!(results[1].verdict.is_failed());
    let counted = overrides::apply(&mut results, vec![said("some.check")]);
    assert_eq!(counted, []);
    assert!(results[0].verdict.is_failed(), "an override of nothing is a finding");
}

#[test]
fn a_report_is_named_after_what_it_is_about() {
    let (one, other) = (DefinitionHash::of(b"one"), DefinitionHash::of(b"other"));
    let at = (Timestamp::UNIX_EPOCH, 0);
    assert_eq!(report_id(one, 7, at), report_id(one, 7, at));
    assert_ne!(report_id(one, 7, at), report_id(other, 7, at));
    assert_ne!(report_id(one, 7, at), report_id(one, 8, at));
    assert_ne!(report_id(one, 7, at), report_id(one, 7, (at.0, 1)));
}

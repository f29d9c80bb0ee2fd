//! The compatible plan: each promise has been seen broken, and a person can accept what may be accepted.

use moa_bank_testbed::{Override, Verdict};
use serde_json::{Value, json};

use crate::harness::{change, failed, found, next, read, standard, verify};

fn broken(changes: &[(&str, Option<Value>)]) -> Value {
    let mut next = next();
    for (pointer, value) in changes {
        change(&mut next, pointer, value.clone());
    }
    next
}

const TRANSACTIONS: &str = "/document/paths/~1accounts~1{AccountId}~1transactions/get";

#[tokio::test]
async fn a_version_that_only_counts_on_is_compatible_and_without_one_nothing_is_asked() {
    let report = verify(&next(), Some(&standard()), Vec::new()).await;
    assert!(report.passed(), "{}", report.to_text());
    assert_eq!(report.against.unwrap().to_string(), "4.0");
    let alone = read(&standard(), None, Vec::new()).await;
    let verdict = alone.verdict("compatible.no-operation-goes-away").unwrap();
    assert_eq!(*verdict, Verdict::NotApplicable("no version 4 is published".to_owned()));
}

#[tokio::test]
async fn another_major_may_differ_in_everything() {
    let mut two = broken(&[(&format!("{TRANSACTIONS}/parameters"), Some(json!([])))]);
    two["version"] = json!("5.0");
    let report = read(&two, Some(&standard()), Vec::new()).await;
    assert_eq!(report.against, None);
    assert!(!failed(&report).iter().any(|id| id.starts_with("compatible.")), "{}", report.to_text());
}

/// A check, what is changed under it, and words that its finding has to say.
type Promise = (&'static str, Vec<(String, Option<Value>)>, &'static str);

pub(crate) fn promises() -> Vec<Promise> {
    let answer = format!("{TRANSACTIONS}/responses/200");
    vec![
        (
            "compatible.the-address-stays-and-the-version-goes-on",
            vec![("/version".to_owned(), Some(json!("4.0")))],
            "does not come after",
        ),
        (
            "compatible.no-operation-goes-away",
            vec![("/document/paths/~1party/get/operationId".to_owned(), Some(json!("Who")))],
            "GetParty",
        ),
        (
            "compatible.no-new-input-is-required",
            vec![(
                format!("{TRANSACTIONS}/parameters/-"),
                Some(json!({ "name": "who", "in": "query", "required": true, "schema": { "type": "string" } })),
            )],
            "query who",
        ),
        ("compatible.no-input-is-dropped", vec![(format!("{TRANSACTIONS}/parameters/6"), None)], "no longer taken"),
        (
            "compatible.no-input-takes-less",
            vec![("/document/components/parameters/from/schema/maxLength".to_owned(), Some(json!(3)))],
            "greatest length",
        ),
        (
            "compatible.no-answer-goes-away",
            vec![(format!("{answer}/headers/DPoP-Nonce"), None)],
            "200 header DPoP-Nonce",
        ),
        (
            "compatible.nobody-needs-more-rights",
            vec![("/operations/7/permissions/0".to_owned(), None)],
            "ReadTransactionsBasic was enough",
        ),
        ("compatible.no-limit-falls", vec![("/limits/body_bytes_max".to_owned(), Some(json!(10)))], "body_bytes_max"),
    ]
}

#[tokio::test]
async fn each_broken_promise_is_caught_by_its_check() {
    for (check, changes, words) in promises() {
        let changes: Vec<_> = changes.iter().map(|(pointer, value)| (pointer.as_str(), value.clone())).collect();
        let report = read(&broken(&changes), Some(&standard()), Vec::new()).await;
        let compatible: Vec<_> = failed(&report).into_iter().filter(|id| id.starts_with("compatible.")).collect();
        assert_eq!(compatible, [check], "{changes:?}");
        assert!(found(&report, check).contains(words), "{}", found(&report, check));
    }
}

/// A check, what is published, and a candidate that it has to catch.
type FieldPromise = (&'static str, Value, Value);

/// What schemas say is judged field by field; here one answer's fields stand for all.
pub(crate) fn field_promises() -> Vec<FieldPromise> {
    let page = "/document/components/schemas/TransactionsPage";
    let mut before = standard();
    change(
        &mut before,
        &format!("{page}/properties/Probe"),
        Some(json!({ "type": "string", "maxLength": 9, "enum": ["a", "b"] })),
    );
    let schema = |probe: Value| {
        let mut next = before.clone();
        next["version"] = json!("4.1");
        next["document"]["info"]["version"] = json!("4.1");
        change(&mut next, &format!("{page}/properties/Probe"), Some(probe));
        next
    };
    let mut gone = schema(json!({}));
    change(&mut gone, &format!("{page}/properties/Probe"), None);
    let mut optional = schema(json!({ "type": "string", "maxLength": 9, "enum": ["a", "b"] }));
    change(&mut optional, &format!("{page}/required"), Some(json!([])));
    let broken = vec![
        ("compatible.no-field-of-an-answer-goes-away", gone),
        ("compatible.no-field-of-an-answer-becomes-optional", optional),
        (
            "compatible.no-answer-says-more-than-before",
            schema(json!({ "type": "string", "maxLength": 9, "enum": ["a", "b", "c"] })),
        ),
        ("compatible.no-type-is-changed", schema(json!({ "type": "integer" }))),
        (
            "compatible.the-two-can-be-compared",
            schema(json!({ "allOf": [{ "$ref": "#/components/schemas/TransactionsPage/properties/Probe" }] })),
        ),
    ];
    broken.into_iter().map(|(check, candidate)| (check, before.clone(), candidate)).collect()
}

#[tokio::test]
async fn each_broken_promise_about_a_field_is_caught_by_its_check() {
    for (check, before, candidate) in field_promises() {
        let report = read(&candidate, Some(&before), Vec::new()).await;
        let compatible: Vec<_> = failed(&report).into_iter().filter(|id| id.starts_with("compatible.")).collect();
        assert!(compatible.contains(&check), "{check}: {compatible:?}");
    }
}

#[tokio::test]
async fn a_refusal_names_operation_field_and_what_to_do() {
    let candidate = broken(&[(&format!("{TRANSACTIONS}/responses/200/headers/DPoP-Nonce"), None)]);
    let report = read(&candidate, Some(&standard()), Vec::new()).await;
    let said = found(&report, "compatible.no-answer-goes-away");
    assert_eq!(
        said,
        "GET /accounts/{AccountId}/transactions, 200 header DPoP-Nonce at #/components/headers/DPoP-Nonce: the header is gone \
         → take it back, or make it a new major (5.0), or have somebody override the rule with a reason"
    );
}

#[tokio::test]
async fn a_person_accepts_a_break_by_name_and_the_report_remembers_who_and_why() {
    let candidate = broken(&[(&format!("{TRANSACTIONS}/responses/200/headers/DPoP-Nonce"), None)]);
    let said = |rule: &str, who: &str| Override {
        rule: rule.to_owned(),
        who: who.to_owned(),
        why: "it was never read".to_owned(),
    };
    let accepted = read(&candidate, Some(&standard()), vec![said("answer-header-removed", "Ada")]).await;
    assert!(!failed(&accepted).iter().any(|id| id.starts_with("compatible.")), "{}", accepted.to_text());
    assert!(accepted.to_text().contains("override of answer-header-removed by Ada: it was never read"));
    for wrong in [said("answer-removed", "Ada"), said("answer-header-removed", ""), said("version-not-after", "Ada")] {
        let report = read(&candidate, Some(&standard()), vec![wrong.clone()]).await;
        assert!(failed(&report).iter().any(|id| id.starts_with("compatible.")), "{wrong:?}");
    }
}

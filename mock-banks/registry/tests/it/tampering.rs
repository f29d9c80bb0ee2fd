//! Somebody with the file open. The running registry goes by what it knows and finds out before it writes over it; the
//! audit's verification, compared with the tables, finds the rest.

use moa_bank_registry::{RegistryError, State};
use serde_json::{Value, json};

use crate::desk::{Desk, api, report_on, titled};

const API: &str = "api/spending/1.0: it is not as the audit chain says it was left";

#[test]
fn what_agrees_is_not_complained_about() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.block("1.0").unwrap();
    desk.verified(&api("2.0"));
    desk.draft(&titled("2.0", "Edited"));
    assert_eq!(desk.disagreements(), Vec::<String>::new());
    let subjects: Vec<_> = desk.registry.witness().unwrap().into_iter().map(|it| it.subject).collect();
    assert_eq!(subjects, ["api/spending/1.0", "api/spending/2.0", "report/report-1-0", "report/report-2-0"]);
}

#[test]
fn a_state_that_was_changed_in_the_file_is_found_and_not_written_over() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.block("1.0").unwrap();
    let facts = r#"{"state":"published","at":"2026-11-23T09:00:00Z"}"#;
    desk.sql(&format!("UPDATE registry_apis SET state = 'published', facts = '{facts}'")).unwrap();
    assert_eq!(desk.get("/spending/v1/balances"), "blocked: a leak", "what is live goes by what the registry knows");
    assert_eq!(desk.disagreements(), [API]);
    assert!(matches!(desk.unblock("1.0"), Err(RegistryError::Tampered(_))));
    assert!(desk.restarted().get("/spending/v1/balances") == "nothing");
}

#[test]
fn every_column_that_says_something_is_compared() {
    for change in ["revision = 7", "state = 'deprecated'", "facts = '{}'", "facts = 'x'", "hash = 'x'", "minor = 3"] {
        let desk = Desk::new();
        desk.published(&api("1.0"));
        desk.sql_without_triggers(&format!("UPDATE registry_apis SET {change}"));
        assert!(!desk.disagreements().is_empty(), "{change}");
    }
}

#[test]
fn a_definition_that_was_changed_in_the_file_is_found_and_not_published() {
    let desk = Desk::new();
    desk.verified(&api("1.0"));
    let other = titled("1.0", "Another");
    let text = other.canonical_json().replace('\'', "''");
    desk.sql_without_triggers(&format!("UPDATE registry_revisions SET definition = '{text}'"));
    assert_eq!(desk.disagreements(), [API]);
    assert!(matches!(desk.publish("1.0"), Err(RegistryError::Tampered(_))));
    // Hash and all: the row then says something else than the chain, and than the registry knows.
    desk.sql_without_triggers(&format!("UPDATE registry_revisions SET hash = '{}'", other.hash()));
    desk.sql_without_triggers(&format!("UPDATE registry_apis SET hash = '{}'", other.hash()));
    assert_eq!(desk.disagreements(), [API]);
    assert!(matches!(desk.publish("1.0"), Err(RegistryError::Tampered(_))));
}

#[test]
fn what_was_taken_out_of_the_file_is_missed() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.sql_without_triggers("DELETE FROM registry_apis; DELETE FROM registry_reports");
    let missing = "the audit chain knows it and the tables do not";
    assert_eq!(desk.disagreements(), [format!("api/spending/1.0: {missing}"), format!("report/report-1-0: {missing}")]);
    assert_eq!(desk.get("/spending/v1/balances"), "AllBalances 1.0");
    assert!(matches!(desk.block("1.0"), Err(RegistryError::Tampered(_))));
}

/// Adds a record to the log with what anybody can know, and without the key that nobody has.
fn forge(desk: &Desk, action: &str, subject: &str, facts: &Value) -> i64 {
    desk.sql(&format!(
        "INSERT INTO audit_records (chain, sequence, at, actor, action, subject, facts, previous, hash, seal)
            SELECT chain, max(sequence) + 1, max(at), 'testbed', '{action}', '{subject}', '{facts}',
                zeroblob(32), zeroblob(32), zeroblob(32)
            FROM audit_records WHERE chain = 'bank:thames'"
    ))
    .unwrap();
    let last = desk.bank.database().read(|connection| -> Result<i64, moa_bank_core::state::StateError> {
        Ok(connection.query_row("SELECT max(sequence) FROM audit_records", [], |row| row.get(0))?)
    });
    last.unwrap()
}

/// A report that no testbed wrote, with a record in the log that says one did.
fn forge_report(desk: &Desk) {
    let (hash, at) = (desk.find("1.0").hash, desk.bank.now());
    let report = report_on("1.0", hash, "forged", true, at);
    let (body, at) = (String::from_utf8(report.body.clone()).unwrap(), at.as_microsecond());
    desk.sql(&format!(
        "INSERT INTO registry_reports (bank, id, family, major, minor, definition, passed, at, body, hash)
            VALUES ('thames', 'forged', 'spending', 1, 0, '{hash}', 1, {at}, CAST('{body}' AS BLOB), '{}')",
        report.hash
    ))
    .unwrap();
    let facts =
        json!({ "definition": hash, "family": "spending", "hash": report.hash, "passed": true, "version": "1.0" });
    forge(desk, "report.keep", "report/forged", &facts);
}

#[test]
fn what_was_written_into_the_tables_and_the_log_by_hand_never_goes_live() {
    let desk = Desk::new();
    let drafted = desk.draft(&api("1.0"));
    forge_report(&desk);
    let state = json!({ "state": "published", "at": "2026-11-23T09:00:00Z" });
    let state: State = serde_json::from_value(state).unwrap();
    let facts = json!({ "hash": drafted.hash, "revision": drafted.revision, "state": state });
    let audited = forge(&desk, "api.publish", "api/spending/1.0", &facts);
    let state = serde_json::to_string(&state).unwrap();
    // No trigger stops this one: the row has a passed report about exactly its definition.
    desk.sql(&format!(
        "UPDATE registry_apis SET state = 'published', facts = '{state}', report = 'forged', audited = {audited}"
    ))
    .unwrap();
    let restarted = desk.restarted();
    assert_eq!(restarted.get("/spending/v1/balances"), "nothing");
    let damages = restarted.registry.damages();
    assert_eq!(damages.iter().map(|it| it.problem.as_str()).collect::<Vec<_>>(), ["its audit record cannot be read"]);
    let told: Vec<_> = desk.registry.compare().unwrap().into_iter().map(|it| it.subject).collect();
    assert_eq!(told, ["api/spending/1.0", "report/forged"]);
}

#[test]
fn nothing_is_put_in_the_place_of_what_is_kept() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    let columns = "bank, family, major, minor, revision, hash, state, facts, report, shipped, created_by, created_at, changed_at, audited";
    let with = |state: &str, minor: u32, shipped: u32| {
        format!(
            "INSERT OR REPLACE INTO registry_apis ({columns}) SELECT bank, family, major, {minor}, revision, hash, '{state}', facts,
                report, {shipped}, created_by, created_at, changed_at, audited FROM registry_apis"
        )
    };
    for way in [
        "INSERT OR REPLACE INTO registry_reports SELECT bank, id, family, major, minor, definition, 0, at, body, hash FROM registry_reports".to_owned(),
        "INSERT OR REPLACE INTO registry_revisions SELECT bank, family, major, minor, revision, hash, 'x', actor, at FROM registry_revisions".to_owned(),
        with("draft", 0, 0),
        with("published", 0, 1),
        with("published", 1, 1),
        with("published", 1, 1).replace("bank, family, major, 1,", "bank, 'other', major, 1,"),
    ] {
        assert!(desk.sql(&way).is_err(), "{way}");
    }
    assert_eq!(desk.disagreements(), Vec::<String>::new());
    assert_eq!(desk.restarted().get("/spending/v1/balances"), "AllBalances 1.0");
}

//! Somebody with the file open. The running registry goes by what it knows and finds out before it writes over it; the
//! audit's verification, compared with the tables, finds the rest.

use moa_bank_registry::RegistryError;

use crate::desk::{Desk, api, titled};

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

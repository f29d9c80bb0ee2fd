//! What comes with the program enters by the same door, trusted by its hash, and steps back for what people did.

use moa_bank_core::state::Database;
use moa_bank_registry::{RegistryError, State, shipped, uk_account_information};

use crate::desk::{Desk, OPERATOR, api, elsewhere, spending, titled, v};

fn open(builtin: Vec<moa_bank_registry::ApiDefinition>) -> Desk {
    Desk::over(Database::in_memory().unwrap(), builtin).unwrap()
}

#[test]
fn it_is_published_at_the_first_start_and_said_so_once() {
    let desk = open(shipped().unwrap());
    let shipping = |api: &str| ("platform".to_owned(), "api.ship".to_owned(), format!("api/{api}"));
    let audited = vec![shipping("uk-account-information/4.0"), shipping("platform/1.0")];
    assert_eq!(desk.audited(), audited);
    let standard = uk_account_information().unwrap();
    let record = desk.registry.find(&standard.family, standard.version).unwrap();
    assert_eq!((record.shipped, record.report, record.hash), (true, None, standard.hash()));
    assert_eq!(desk.get("/open-banking/v4.0/aisp/accounts"), "GetAccounts 4.0");
    let after = desk.restarted_with(shipped().unwrap()).unwrap();
    assert_eq!((after.audited(), after.disagreements()), (audited, vec![]));
    assert_eq!(after.get("/open-banking/v4.0/aisp/accounts"), "GetAccounts 4.0");
}

#[test]
fn what_people_decided_about_it_stays_decided() {
    let desk = open(vec![api("1.0")]);
    desk.block("1.0").unwrap();
    assert_eq!(desk.restarted_with(vec![api("1.0")]).unwrap().get("/spending/v1/balances"), "blocked: a leak");
    desk.retire("1.0").unwrap();
    let newer = desk.restarted_with(vec![titled("1.0", "Newer")]).unwrap();
    assert_eq!(newer.get("/spending/v1/balances"), "gone: nobody calls it");
}

#[test]
fn a_newer_program_brings_a_newer_text_and_the_state_stays() {
    let desk = open(vec![api("1.0")]);
    desk.block("1.0").unwrap();
    let after = desk.restarted_with(vec![titled("1.0", "Newer")]).unwrap();
    let record = after.find("1.0");
    assert_eq!((record.revision, record.hash), (2, titled("1.0", "Newer").hash()));
    assert!(matches!(record.state, State::Blocked { .. }));
    let next = after.restarted_with(vec![api("1.1")]).unwrap();
    assert_eq!(next.get("/spending/v1/balances"), "AllBalances 1.1");
    assert!(matches!(next.state("1.0"), State::Retired { .. }));
    assert_eq!((next.registry.damages(), next.disagreements()), (vec![], vec![]));
}

#[test]
fn it_steps_back_for_what_was_published_here() {
    let desk = Desk::new();
    desk.published(&api("1.1"));
    let after = desk.restarted_with(vec![api("1.0"), elsewhere("other", "1.0", "/spending/v1/x")]).unwrap();
    assert_eq!(after.get("/spending/v1/balances"), "AllBalances 1.1");
    let problems: Vec<_> = after.registry.damages().into_iter().map(|it| (it.family, it.mended)).collect();
    assert_eq!(problems, [("spending".to_owned(), false), ("other".to_owned(), false)]);
}

#[test]
fn a_damaged_text_is_taken_from_the_program() {
    let desk = open(vec![api("1.0")]);
    desk.sql_without_triggers("DELETE FROM registry_revisions; DELETE FROM registry_copies");
    let after = desk.restarted_with(vec![api("1.0")]).unwrap();
    assert_eq!(after.get("/spending/v1/balances"), "AllBalances 1.0");
    assert!(after.registry.damages()[0].mended);
}

#[test]
fn nothing_else_is_trusted_for_having_come_with_it() {
    let desk = Desk::new();
    desk.verified(&api("1.0"));
    assert!(desk.sql("UPDATE registry_apis SET shipped = 1, state = 'published'").is_err());
    let facts = r#"{"state":"published","at":"2026-11-23T09:00:00Z"}"#;
    desk.sql_without_triggers(&format!("UPDATE registry_apis SET shipped = 1, state = 'published', facts = '{facts}'"));
    assert_eq!(desk.restarted().get("/spending/v1/balances"), "nothing");
    let senseless = moa_bank_registry::ApiDefinition { operations: Vec::new(), ..api("2.0") };
    assert!(matches!(desk.restarted_with(vec![senseless]), Err(RegistryError::Definition(_))));
    assert!(desk.registry.find(&spending(), v("2.0")).is_none());
    desk.registry.draft(api("2.0"), OPERATOR).unwrap();
}

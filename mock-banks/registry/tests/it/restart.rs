//! What is left after a restart: everything that was kept; and when the file is damaged, everything that can be.

use moa_bank_registry::{Damage, State};

use crate::desk::{Desk, OPERATOR, api, elsewhere, titled};

/// What the registry says of itself, to be compared with itself.
fn whole(desk: &Desk) -> String {
    let table: Vec<_> =
        desk.table().apis().iter().map(|api| (api.hash, api.state.clone(), api.headers.clone())).collect();
    format!("{:?} {} {table:?}", desk.registry.list(), desk.table().generation())
}

#[test]
fn a_restart_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let before = {
        let desk = Desk::in_folder(folder.path());
        desk.published(&api("1.0"));
        desk.published(&api("1.1"));
        desk.published(&api("2.0"));
        desk.deprecate("1.1", Some("2.0")).unwrap();
        desk.block("2.0").unwrap();
        desk.verified(&api("3.0"));
        desk.draft(&titled("4.0", "Begun"));
        whole(&desk)
    };
    let after = Desk::in_folder(folder.path());
    assert_eq!(whole(&after), before);
    assert_eq!(after.get("/spending/v1/balances"), "AllBalances 1.1");
    assert_eq!(after.get("/spending/v2/balances"), "blocked: a leak");
    assert_eq!((after.registry.damages(), after.disagreements()), (vec![], vec![]));
    after.publish("3.0").unwrap();
}

#[test]
fn what_was_being_verified_is_submitted_again() {
    let desk = Desk::new();
    desk.draft(&api("1.0"));
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    let after = desk.restarted();
    assert_eq!(after.state("1.0"), State::Submitted);
    let last = after.audited().pop().unwrap();
    assert_eq!((last.0.as_str(), last.1.as_str()), ("platform", "api.give-up-verifying"));
    after.begin("1.0").unwrap();
    after.keep(after.report("1.0", "report-1", true)).unwrap();
    after.publish("1.0").unwrap();
}

#[test]
fn a_damaged_definition_is_taken_from_the_copy_beside_it() {
    for damage in
        ["definition = 'x'", "definition = replace(definition, 'ReadBalances', 'ReadParty')", "definition = ''"]
    {
        let desk = Desk::new();
        desk.published(&api("1.0"));
        desk.sql_without_triggers(&format!("UPDATE registry_revisions SET {damage}"));
        let after = desk.restarted();
        assert_eq!(after.get("/spending/v1/balances"), "AllBalances 1.0", "{damage}");
        let damage = &after.registry.damages()[0];
        assert_eq!((damage.family.as_str(), damage.version.as_str(), damage.mended), ("spending", "1.0", true));
        assert_eq!(after.disagreements(), ["api/spending/1.0: it is not as the audit chain says it was left"]);
        after.block("1.0").unwrap();
    }
}

#[test]
fn a_lost_definition_stops_neither_the_start_nor_the_others() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.published(&api("2.0"));
    desk.sql_without_triggers(
        "DELETE FROM registry_revisions WHERE major = 1; DELETE FROM registry_copies WHERE major = 1",
    );
    let after = desk.restarted();
    assert_eq!(after.get("/spending/v1/balances"), "nothing");
    assert_eq!(after.get("/spending/v2/balances"), "AllBalances 2.0");
    let problem = "its definition is not there".to_owned();
    let lost =
        Damage { family: "spending".to_owned(), version: "1.0".to_owned(), problem, mended: false, stands_in: None };
    assert_eq!(after.registry.damages(), [lost]);
    // The way back: the same version is drafted anew, and goes through the testbed like any other.
    after.draft(&api("1.0"));
    assert_eq!(after.registry.damages(), []);
    after.submit("1.0").unwrap();
    after.begin("1.0").unwrap();
    after.keep(after.report("1.0", "report-again", true)).unwrap();
    after.publish("1.0").unwrap();
    assert_eq!(after.restarted().get("/spending/v1/balances"), "AllBalances 1.0");
}

#[test]
fn whatever_is_wrong_with_a_row_it_is_held_back_and_the_rest_goes_on() {
    for damage in [
        "hash = 'x'",
        "facts = '{'",
        "facts = '{\"state\":\"published\",\"at\":\"never\"}'",
        "state = 'retired'",
        "family = 'SPENDING'",
        "minor = 7",
        "revision = 9",
        "report = 'another'",
        "report = '../..'",
        "changed_at = 9223372036854775807",
        "audited = audited - 1",
        "audited = -1",
    ] {
        let desk = Desk::new();
        desk.published(&api("1.0"));
        desk.published(&api("2.0"));
        desk.sql_without_triggers(&format!("UPDATE registry_apis SET {damage} WHERE major = 1"));
        let after = desk.restarted();
        assert_eq!(after.get("/spending/v2/balances"), "AllBalances 2.0", "{damage}");
        assert_eq!(after.get("/spending/v1/balances"), "nothing", "{damage}");
        assert!(!after.registry.damages().last().unwrap().mended, "{damage}");
        after.registry.draft(elsewhere("other", "1.0", "/other/v1"), OPERATOR).unwrap();
    }
}

#[test]
fn a_report_that_is_no_longer_what_was_written_takes_its_api_along() {
    for damage in
        ["body = x'00'", "passed = 0", "hash = lower(hex(zeroblob(32)))", "definition = 'x'", "id = 'renamed'"]
    {
        let desk = Desk::new();
        desk.published(&api("1.0"));
        desk.sql_without_triggers(&format!("UPDATE registry_reports SET {damage}"));
        let after = desk.restarted();
        assert_eq!(after.get("/spending/v1/balances"), "nothing", "{damage}");
        assert!(!after.disagreements().is_empty(), "{damage}");
    }
}

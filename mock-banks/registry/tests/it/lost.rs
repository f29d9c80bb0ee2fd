//! A definition that is lost where it was stored and where it was copied: the last good version of its major stands in, in the
//! state that the lost one had, and nothing that was not verified, or was blocked or ended, ever does.

use moa_bank_registry::Damage;
use serde_json::json;

use crate::desk::{Desk, api, titled, v};

const PATH: &str = "/spending/v1/balances";

/// Takes a definition of the first major away, in both places.
fn lose(desk: &Desk, minors: &str) {
    let both =
        ["registry_revisions", "registry_copies"].map(|it| format!("DELETE FROM {it} WHERE minor IN ({minors})"));
    desk.sql_without_triggers(&both.join(";"));
}

fn damage(version: &str, stands_in: Option<&str>) -> Damage {
    let problem = "its definition is not there".to_owned();
    Damage {
        family: "spending".to_owned(),
        version: version.to_owned(),
        problem,
        mended: false,
        stands_in: stands_in.map(v),
    }
}

/// A bank at which 1.1 has taken the place of 1.0.
fn replaced() -> Desk {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.published(&api("1.1"));
    desk
}

#[test]
fn the_last_good_version_stands_in_and_that_is_a_change_like_any_other() {
    let before = replaced();
    lose(&before, "1");
    let desk = before.restarted();
    assert_eq!(desk.get(PATH), "AllBalances 1.0");
    assert_eq!(desk.registry.damages(), [damage("1.1", Some("1.0"))]);
    let told: Vec<_> =
        desk.audited().into_iter().rev().take(2).map(|(who, what, of)| format!("{who} {what} {of}")).collect();
    assert_eq!(told, ["platform api.stand-in api/spending/1.0", "platform api.lose api/spending/1.1"]);
    assert_eq!(desk.disagreements(), ["api/spending/1.1: it is not as the audit chain says it was left"]);
    // The next start has nothing to do and still says so; and the switch is there to be pulled.
    let (desk, known) = (desk.restarted(), desk.audited());
    assert_eq!((desk.registry.damages(), desk.audited()), (vec![damage("1.1", Some("1.0"))], known));
    desk.block("1.0").unwrap();
    assert_eq!(desk.restarted().get(PATH), "blocked: a leak");
}

#[test]
fn the_lost_version_comes_back_by_the_way_of_every_other() {
    let before = replaced();
    lose(&before, "1");
    let desk = before.restarted();
    desk.draft(&api("1.1"));
    desk.submit("1.1").unwrap();
    desk.begin("1.1").unwrap();
    desk.keep(desk.report("1.1", "report-again", true)).unwrap();
    desk.publish("1.1").unwrap();
    let desk = desk.restarted();
    assert_eq!((desk.get(PATH).as_str(), desk.registry.damages()), ("AllBalances 1.1", vec![]));
    assert_eq!((desk.disagreements(), desk.state("1.0").word()), (vec![], "retired"));
}

#[test]
fn what_was_verified_beside_the_lost_version_is_verified_again() {
    let before = replaced();
    before.verified(&api("1.2"));
    lose(&before, "1");
    let desk = before.restarted();
    assert!(desk.publish("1.2").unwrap_err().to_string().contains("does not compare it with 1.0"));
    assert_eq!(desk.get(PATH), "AllBalances 1.0");
}

#[test]
fn it_stands_in_blocked_or_deprecated_as_the_lost_one_was() {
    let blocked = replaced();
    blocked.block("1.1").unwrap();
    lose(&blocked, "1");
    let blocked = blocked.restarted();
    assert_eq!(blocked.get(PATH), "blocked: a leak");
    blocked.unblock("1.0").unwrap();
    assert_eq!(blocked.get(PATH), "AllBalances 1.0");

    let ending = replaced();
    let state = ending.deprecate("1.1", None).unwrap().state;
    lose(&ending, "1");
    assert_eq!(ending.restarted().state("1.0"), state);
}

#[test]
fn of_several_that_are_lost_the_newest_that_can_be_read_stands_in() {
    let before = replaced();
    before.published(&api("1.2"));
    before.published(&api("1.3"));
    lose(&before, "1, 3");
    assert_eq!(before.restarted().get(PATH), "AllBalances 1.2");
    let before = replaced();
    before.published(&api("1.2"));
    lose(&before, "1, 2");
    let desk = before.restarted();
    assert_eq!(desk.get(PATH), "AllBalances 1.0");
    assert_eq!(desk.registry.damages(), [damage("1.1", None), damage("1.2", Some("1.0"))]);
}

/// Nothing answers, the start goes on, and what is damaged is told with nobody to stand in.
fn nobody_stands_in(before: &Desk, why: &str) {
    lose(before, "1");
    let desk = before.restarted();
    assert_ne!(desk.get(PATH), "AllBalances 1.0", "{why}");
    assert_eq!(desk.registry.damages(), [damage("1.1", None)], "{why}");
    assert!(!desk.audited().iter().any(|(_, action, _)| action == "api.stand-in"), "{why}");
}

#[test]
fn nothing_stands_in_that_was_not_verified_or_was_blocked_or_ended() {
    let desk = replaced();
    desk.sql_without_triggers("UPDATE registry_reports SET passed = 0 WHERE minor = 0");
    nobody_stands_in(&desk, "its report is not good for it");

    let desk = replaced();
    desk.sql_without_triggers("DELETE FROM registry_reports WHERE minor = 0");
    nobody_stands_in(&desk, "it has no report");

    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.block("1.0").unwrap();
    desk.published(&api("1.1"));
    nobody_stands_in(&desk, "it was blocked when it was replaced");

    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.retire("1.0").unwrap();
    desk.published(&api("1.1"));
    nobody_stands_in(&desk, "it had ended by itself");

    let desk = Desk::new();
    desk.verified(&api("1.0"));
    desk.published(&api("1.1"));
    nobody_stands_in(&desk, "it never was live");

    let desk = replaced();
    desk.retire("1.1").unwrap();
    nobody_stands_in(&desk, "what is lost was over");
}

#[test]
fn a_row_that_was_changed_brings_nothing_back() {
    let before = replaced();
    lose(&before, "1");
    let facts = json!({ "state": "published", "at": "2026-11-23T09:00:01Z" });
    before.sql(&format!("UPDATE registry_apis SET facts = '{facts}' WHERE minor = 1")).unwrap();
    let desk = before.restarted();
    assert!(desk.get(PATH).starts_with("gone: "), "{}", desk.get(PATH));
    assert_eq!(desk.registry.damages()[0].stands_in, None);
}

#[test]
fn a_program_that_brings_the_lost_version_along_needs_nobody_to_stand_in() {
    let before = Desk::new();
    let before = before.restarted_with(vec![api("1.0")]).unwrap().restarted_with(vec![api("1.1")]).unwrap();
    lose(&before, "1");
    let desk = before.restarted_with(vec![titled("1.1", "Newer")]).unwrap();
    assert_eq!(desk.get(PATH), "AllBalances 1.1");
    assert_eq!((desk.state("1.0").word(), desk.registry.damages()), ("retired", vec![]));
}

#[test]
fn what_comes_again_with_the_program_comes_in_the_state_it_had() {
    let before = Desk::new().restarted_with(vec![api("1.1")]).unwrap();
    before.block("1.1").unwrap();
    lose(&before, "1");
    let desk = before.restarted_with(vec![titled("1.1", "Newer")]).unwrap();
    assert_eq!(desk.get(PATH), "blocked: a leak");
    desk.retire("1.1").unwrap();
    lose(&desk, "1");
    assert_eq!(desk.restarted_with(vec![titled("1.1", "Newest")]).unwrap().get(PATH), "nothing");
}

#[test]
fn a_row_that_is_not_to_be_believed_is_not_begun_anew_by_the_program_and_stops_no_start() {
    for change in ["state = 'draft', facts = '{\"state\":\"draft\"}'", "facts = '{'", "audited = 1"] {
        let before = Desk::new().restarted_with(vec![api("1.0")]).unwrap();
        before.block("1.0").unwrap();
        before.sql_without_triggers(&format!("UPDATE registry_apis SET {change}"));
        let desk = before.restarted_with(vec![titled("1.0", "Newer")]).unwrap();
        assert_eq!((desk.get(PATH).as_str(), desk.registry.damages().len()), ("nothing", 1), "{change}");
    }
    // Somebody's own version is lost: one of the program's with the same number does not take its place.
    let before = replaced();
    lose(&before, "1");
    assert_eq!(before.restarted_with(vec![titled("1.1", "The program's")]).unwrap().get(PATH), "AllBalances 1.0");
}

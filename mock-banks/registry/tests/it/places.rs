//! Who lives where: a path is one API's, a minor takes its major's place, majors stand side by side.

use moa_bank_registry::{ApiDefinition, RegistryError, State};

use crate::desk::{Desk, OPERATOR, api, elsewhere, titled};

#[test]
fn a_path_means_its_operation_and_a_word_comes_before_a_parameter() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    for (path, means) in [
        ("/spending/v1/balances", "AllBalances 1.0"),
        ("/spending/v1/balances/22289", "Balances 1.0"),
        ("/spending/v1/balances/latest", "Latest 1.0"),
        ("/spending/v1/balances/", "no such path"),
        ("/spending/v1/balances/1/2", "no such path"),
        ("/spending/v1/Balances", "no such path"),
        ("/spending/v1", "no such path"),
        ("/spending/v1/", "no such path"),
        ("/spending/v10/balances", "nothing"),
        ("/spending", "nothing"),
        ("/", "nothing"),
        ("", "nothing"),
        ("//spending/v1/balances", "nothing"),
    ] {
        assert_eq!(desk.get(path), means, "{path}");
    }
}

#[test]
fn two_majors_stand_side_by_side_and_one_ends_alone() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.published(&api("2.0"));
    assert_eq!(desk.get("/spending/v1/balances"), "AllBalances 1.0");
    assert_eq!(desk.get("/spending/v2/balances"), "AllBalances 2.0");
    desk.deprecate("1.0", Some("2.0")).unwrap();
    desk.retire("1.0").unwrap();
    assert_eq!(desk.get("/spending/v1/balances"), "gone: nobody calls it");
    assert_eq!(desk.get("/spending/v2/balances"), "AllBalances 2.0");
}

#[test]
fn a_minor_takes_the_place_of_the_one_before_in_one_step() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.verified(&titled("1.1", "Better"));
    let before = desk.table();
    desk.publish("1.1").unwrap();
    assert_eq!(desk.table().generation(), before.generation() + 1);
    assert_eq!(desk.get("/spending/v1/balances"), "AllBalances 1.1");
    assert_eq!(crate::desk::meaning(&before, "/spending/v1/balances"), "AllBalances 1.0", "a table never changes");
    assert!(matches!(desk.state("1.0"), State::Retired { because, .. } if because == "replaced by 1.1"));
}

#[test]
fn a_minor_of_a_deprecated_major_is_as_deprecated_and_one_of_a_blocked_answers() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.published(&api("2.0"));
    let announced = desk.deprecate("1.0", Some("2.0")).unwrap().state;
    desk.block("1.0").unwrap();
    desk.published(&api("1.1"));
    assert_eq!(desk.state("1.1"), announced);
    assert_eq!(desk.get("/spending/v1/balances"), "AllBalances 1.1");
}

#[test]
fn a_version_only_goes_forward_and_a_minor_stays_where_its_major_lives() {
    let desk = Desk::new();
    desk.verified(&api("1.0"));
    desk.published(&api("1.1"));
    assert!(matches!(desk.publish("1.0"), Err(RegistryError::Older { .. })));
    desk.retire("1.1").unwrap();
    assert!(matches!(desk.publish("1.0"), Err(RegistryError::Older { .. })), "not even when the newer one is over");
    desk.published(&api("1.2"));
    desk.verified(&ApiDefinition { base_path: "/moved/v1".to_owned(), ..api("1.3") });
    assert!(matches!(desk.publish("1.3"), Err(RegistryError::PathMoved { .. })));
    assert_eq!(desk.get("/spending/v1/balances"), "AllBalances 1.2");
}

#[test]
fn a_path_belongs_to_one_api_even_after_its_end() {
    let desk = Desk::new();
    let draft = |family: &str, base: &str| desk.registry.draft(elsewhere(family, "1.0", base), OPERATOR);
    draft("early", "/spending/v1").unwrap();
    desk.published(&api("1.0"));
    for base in ["/spending/v1", "/spending/v1/more"] {
        assert!(matches!(draft("late", base), Err(RegistryError::PathTaken { .. })), "{base}");
    }
    draft("beside", "/spending/v10").unwrap();
    desk.retire("1.0").unwrap();
    assert!(matches!(draft("heir", "/spending/v1"), Err(RegistryError::PathTaken { .. })));
    let other_major = ApiDefinition { base_path: "/spending/v1".to_owned(), ..api("2.0") };
    assert!(matches!(desk.registry.draft(other_major, OPERATOR), Err(RegistryError::PathTaken { .. })));
}

#[test]
fn a_draft_that_was_too_late_is_refused_when_it_is_published() {
    let desk = Desk::new();
    let early = elsewhere("early", "1.0", "/spending/v1");
    let family = early.family.clone();
    desk.draft(&early);
    desk.registry.submit(&family, early.version, OPERATOR).unwrap();
    desk.registry.begin_verifying(&family, early.version, OPERATOR).unwrap();
    let id = moa_bank_registry::ReportId::new("early").unwrap();
    let of = (family.clone(), early.version);
    let report = moa_bank_registry::StoredReport::new(id, of, early.hash(), true, desk.bank.now(), Vec::new());
    desk.keep(report).unwrap();
    desk.published(&api("1.0"));
    let before = desk.table().generation();
    let refused = desk.registry.publish(&family, early.version, &early.hash(), OPERATOR);
    assert!(matches!(refused, Err(RegistryError::PathTaken { .. })));
    assert_eq!((desk.table().generation(), desk.get("/spending/v1/balances")), (before, "AllBalances 1.0".to_owned()));
    assert_eq!(desk.disagreements(), Vec::<String>::new(), "nothing of the attempt was kept");
}

#[test]
fn a_successor_is_another_major_that_is_published() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    desk.draft(&api("2.0"));
    for wrong in ["1.0", "2.0", "3.0"] {
        assert!(desk.deprecate("1.0", Some(wrong)).is_err(), "{wrong}");
    }
    let past =
        desk.registry.deprecate(&crate::desk::spending(), crate::desk::v("1.0"), desk.bank.now(), None, OPERATOR);
    assert!(past.is_err());
    assert!(matches!(desk.state("1.0"), State::Published { .. }));
}

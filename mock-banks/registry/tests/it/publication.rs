//! Nothing goes live without a report about exactly that definition. Each way around is tried.

use moa_bank_registry::{DefinitionHash, RegistryError, State};

use crate::desk::{Desk, OPERATOR, api, report_on, titled};

#[test]
fn a_report_about_another_definition_is_not_kept() {
    let desk = Desk::new();
    desk.draft(&api("1.0"));
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    let other = report_on("1.0", titled("1.0", "Another").hash(), "report-1", true, desk.bank.now());
    assert!(matches!(desk.keep(other), Err(RegistryError::ReportStale(_))));
    assert_eq!(desk.state("1.0"), State::Verifying);
}

#[test]
fn a_report_whose_hash_is_not_its_hash_is_not_kept() {
    let desk = Desk::new();
    desk.draft(&api("1.0"));
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    let mut turned = desk.report("1.0", "report-1", false);
    turned.passed = true;
    assert!(matches!(desk.keep(turned), Err(RegistryError::ReportForged(_))));
    let mut rewritten = desk.report("1.0", "report-1", true);
    rewritten.body.push(b' ');
    assert!(matches!(desk.keep(rewritten), Err(RegistryError::ReportForged(_))));
    assert!(desk.registry.reports(&crate::desk::spending(), crate::desk::v("1.0")).unwrap().is_empty());
}

#[test]
fn an_edit_after_the_report_makes_it_worth_nothing() {
    let desk = Desk::new();
    desk.verified(&api("1.0"));
    let edited = desk.registry.draft(titled("1.0", "Edited"), OPERATOR).unwrap();
    assert_eq!(edited.state, State::Draft);
    let refused = desk.publish("1.0").unwrap_err().to_string();
    assert_eq!(
        refused,
        "`spending` 1.0 is a draft: it has not been verified: submit it, and let the testbed have a look"
    );
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    // The old report again, under its old id or a new one.
    let old = report_on("1.0", api("1.0").hash(), "report-1-0", true, desk.bank.now());
    assert!(matches!(desk.keep(old), Err(RegistryError::ReportStale(_))));
    assert_eq!(desk.get("/spending/v1/balances"), "nothing");
}

#[test]
fn two_reports_of_one_id_are_one_too_many() {
    let desk = Desk::new();
    desk.verified(&api("1.0"));
    desk.draft(&titled("1.0", "Edited"));
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    assert!(matches!(desk.keep(desk.report("1.0", "report-1-0", true)), Err(RegistryError::ReportKnown(_))));
}

#[test]
fn a_report_that_was_written_into_the_file_publishes_nothing() {
    let desk = Desk::new();
    desk.draft(&api("1.0"));
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    let forged = desk.report("1.0", "forged", true);
    insert(&desk, &forged);
    // Its hash is right, it passed, it is about this definition: only the chain has never heard of it.
    desk.keep(desk.report("1.0", "honest", true)).unwrap();
    let forged = report_on("1.0", desk.find("1.0").hash, "forged-later", true, desk.bank.now());
    insert(&desk, &forged);
    assert!(matches!(desk.publish("1.0"), Err(RegistryError::ReportStale(id)) if id == forged.id));
    desk.sql("UPDATE registry_apis SET report = 'forged-later'").unwrap();
    assert_eq!(
        desk.disagreements(),
        ["report/forged: the audit chain does not know it", "report/forged-later: the audit chain does not know it"]
    );
}

#[test]
fn a_report_that_was_rewritten_in_the_file_publishes_nothing() {
    for change in ["body = x'00'", "hash = lower(hex(zeroblob(32)))", "at = at + 1"] {
        let desk = Desk::new();
        desk.verified(&api("1.0"));
        desk.sql_without_triggers(&format!("UPDATE registry_reports SET {change}"));
        assert!(matches!(desk.publish("1.0"), Err(RegistryError::ReportForged(_))), "{change}");
        assert_eq!(desk.disagreements().len(), 1, "{change}");
    }
    let desk = Desk::new();
    desk.verified(&api("1.0"));
    desk.sql_without_triggers("DELETE FROM registry_reports");
    assert!(matches!(desk.publish("1.0"), Err(RegistryError::NoReport)));
    // Hash and all, as somebody would who knows how a report is made: the chain knows another one.
    let desk = Desk::new();
    desk.verified(&api("1.0"));
    let mut rewritten = desk.report("1.0", "report-1-0", true);
    rewritten.body = b"{}".to_vec();
    rewritten.hash = rewritten.true_hash();
    desk.sql_without_triggers("DELETE FROM registry_reports");
    insert(&desk, &rewritten);
    assert!(matches!(desk.publish("1.0"), Err(RegistryError::ReportForged(_))));
    assert_eq!(desk.get("/spending/v1/balances"), "nothing");
}

#[test]
fn a_row_that_was_made_live_in_the_file_is_not_believed() {
    let desk = Desk::new();
    desk.draft(&api("1.0"));
    let forged = desk.report("1.0", "forged", true);
    insert(&desk, &forged);
    let facts = r#"{"state":"published","at":"2026-11-23T09:00:00Z"}"#;
    let live = format!("UPDATE registry_apis SET state = 'published', facts = '{facts}', report = 'forged'");
    assert!(desk.sql(&live).is_err(), "nobody said so, with its hash");
    desk.sql_without_triggers(&live);
    assert_eq!(desk.get("/spending/v1/balances"), "nothing");
    let after = desk.restarted();
    assert_eq!(after.get("/spending/v1/balances"), "nothing");
    assert_eq!(after.registry.damages()[0].problem, "it is not as the audit chain says it was left");
    assert!(!after.disagreements().is_empty());
}

#[test]
fn without_a_report_the_database_itself_refuses() {
    let desk = Desk::new();
    desk.draft(&api("1.0"));
    let facts = r#"{"state":"published","at":"2026-11-23T09:00:00Z"}"#;
    for statement in [
        format!("UPDATE registry_apis SET state = 'published', facts = '{facts}'"),
        format!("UPDATE registry_apis SET state = 'blocked', facts = '{facts}', report = 'none'"),
        "UPDATE registry_apis SET shipped = 1".to_owned(),
        "UPDATE registry_apis SET state = 'anything'".to_owned(),
        "DELETE FROM registry_apis".to_owned(),
        "UPDATE registry_revisions SET definition = '{}'".to_owned(),
        "DELETE FROM registry_revisions".to_owned(),
        "INSERT INTO registry_apis SELECT bank, family, 9, minor, revision, hash, 'published', facts, report, shipped,
            created_by, created_at, changed_at, audited FROM registry_apis"
            .to_owned(),
    ] {
        assert!(desk.sql(&statement).is_err(), "{statement}");
    }
    // A failed report is no report, and one about another definition neither.
    let failed = desk.report("1.0", "failed", false);
    let other = report_on("1.0", titled("1.0", "Another").hash(), "other", true, desk.bank.now());
    for report in [&failed, &other] {
        insert(&desk, report);
        let live = format!("UPDATE registry_apis SET state = 'published', report = '{}'", report.id);
        assert!(desk.sql(&live).is_err(), "{}", report.id);
    }
    assert!(desk.sql("UPDATE registry_reports SET passed = 1").is_err());
    assert!(desk.sql("DELETE FROM registry_reports").is_err());
}

#[test]
fn of_two_that_were_verified_side_by_side_the_later_is_compared_again() {
    let desk = Desk::new();
    for (first, second) in [("1.0", "1.1"), ("1.2", "1.3")] {
        desk.verified(&api(first));
        desk.verified(&api(second));
        desk.publish(first).unwrap();
        // Its report is green about exactly this definition, and knows nothing of what callers have had since.
        let refused = desk.publish(second);
        assert!(
            matches!(&refused, Err(RegistryError::ReportOvertaken { live }) if live.to_string() == first),
            "{refused:?}"
        );
        assert_eq!(desk.get("/spending/v1/balances"), format!("AllBalances {first}"));
        desk.draft(&api(second));
        desk.submit(second).unwrap();
        desk.begin(second).unwrap();
        desk.keep(desk.report(second, &format!("again-{}", second.replace('.', "-")), true)).unwrap();
        desk.publish(second).unwrap();
        assert_eq!(desk.get("/spending/v1/balances"), format!("AllBalances {second}"));
    }
}

/// Writes a report into the file, past the registry.
fn insert(desk: &Desk, report: &moa_bank_registry::StoredReport) {
    let statement = format!(
        "INSERT INTO registry_reports (bank, id, family, major, minor, definition, passed, at, body, hash)
            VALUES ('thames', '{}', '{}', {}, {}, '{}', {}, {}, CAST('{}' AS BLOB), '{}')",
        report.id,
        report.family,
        report.version.major,
        report.version.minor,
        report.definition,
        u8::from(report.passed),
        report.at.as_microsecond(),
        String::from_utf8(report.body.clone()).unwrap(),
        report.hash,
    );
    desk.sql(&statement).unwrap();
}

#[test]
fn what_goes_live_is_what_was_meant_and_not_what_somebody_put_in_its_place() {
    let desk = Desk::new();
    let meant = desk.verified(&api("1.0")).hash;
    desk.draft(&titled("1.0", "Another"));
    let now = verify_again(&desk, "report-edited");
    let refused = desk.publish_as("1.0", &meant);
    assert!(matches!(refused, Err(RegistryError::AnotherDefinition { now: told }) if told == now), "{refused:?}");
    assert_eq!((desk.find("1.0").state.word(), desk.get("/spending/v1/balances")), ("verified", "nothing".to_owned()));
    assert_eq!(desk.publish_as("1.0", &now).unwrap().hash, now);
}

/// Submits the draft and reports that it passed.
fn verify_again(desk: &Desk, report: &str) -> DefinitionHash {
    desk.submit("1.0").unwrap();
    desk.begin("1.0").unwrap();
    desk.keep(desk.report("1.0", report, true)).unwrap().hash
}

#[test]
fn an_edit_at_the_last_moment_never_goes_live_on_anothers_word() {
    for _ in 0..20 {
        let desk = Desk::new();
        let meant = desk.verified(&api("1.0")).hash;
        let published = std::thread::scope(|scope| {
            let edits = scope.spawn(|| {
                let drafted = desk.registry.draft(titled("1.0", "Another"), "operator:eve");
                drafted.is_ok().then(|| verify_again(&desk, "report-edited"))
            });
            let published = desk.publish_as("1.0", &meant);
            edits.join().unwrap();
            published
        });
        match published {
            Ok(record) => assert_eq!((record.hash, desk.find("1.0").hash), (meant, meant)),
            Err(_) => assert!(!desk.find("1.0").state.is_live()),
        }
        assert_eq!(desk.disagreements(), Vec::<String>::new());
    }
}

#[test]
fn the_database_lets_nothing_go_live_that_no_record_says_by_its_hash() {
    let desk = Desk::new();
    desk.verified(&api("1.0"));
    let live = "UPDATE registry_apis SET state = 'published', facts = '{\"state\":\"published\",\"at\":\"2026-07-14T00:00:00Z\"}'";
    assert!(
        desk.sql(&format!("{live} WHERE family = 'spending'")).is_err(),
        "there is a green report, and nobody said so"
    );
    assert_eq!(desk.find("1.0").state.word(), "verified");
    assert_eq!(desk.publish("1.0").unwrap().state.word(), "published");
}

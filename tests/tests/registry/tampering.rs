//! Whoever writes to the database behind the platform's back gets nothing live, and is found.

use moa_bank_registry::Registry;
use moa_tests::spending::{V1_0, family, version};
use mock_banks::StatePlace;
use rusqlite::Connection;

use crate::centre::Centre;

/// A bank on disk with spending 1.0 drafted, and a second door to its file.
async fn tampered() -> (tempfile::TempDir, Centre, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.db");
    let centre = Centre::open(StatePlace::File(file.clone())).await;
    centre.draft(V1_0).unwrap();
    let door = Connection::open(file).unwrap();
    (folder, centre, door)
}

/// What the chain and the tables say together.
fn found(centre: &Centre) -> Vec<String> {
    let bank = centre.ground.world().bank("thames").unwrap();
    let mut found: Vec<String> =
        bank.registry().compare().unwrap().into_iter().map(|it| format!("{}: {}", it.subject, it.why)).collect();
    found.extend(bank.core().audit().verify().err().map(|fault| fault.to_string()));
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_puts_nothing_live_without_a_report_and_an_honest_bank_has_nothing_to_find() {
    let (_folder, centre, door) = tampered().await;
    for statement in [
        "UPDATE registry_apis SET state = 'published' WHERE family = 'spending'",
        "UPDATE registry_apis SET state = 'published', shipped = 1 WHERE family = 'spending'",
        "DELETE FROM registry_apis WHERE family = 'uk-account-information'",
        "UPDATE registry_revisions SET definition = '{}'",
        "DELETE FROM audit_records",
        "UPDATE audit_records SET actor = 'nobody'",
    ] {
        assert!(door.execute(statement, []).is_err(), "{statement}");
    }
    assert_eq!(found(&centre), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_forges_a_report_into_the_database_is_found_and_publishes_nothing() {
    let (_folder, centre, door) = tampered().await;
    door.execute(
        "INSERT INTO registry_reports (bank, id, family, major, minor, definition, passed, at, body, hash)
            SELECT bank, 'forged', family, major, minor, hash, 1, changed_at, x'7b7d', hash FROM registry_apis
            WHERE family = 'spending'",
        [],
    )
    .unwrap();
    door.execute(
        "UPDATE registry_apis SET state = 'verified', report = 'forged',
            facts = '{\"state\":\"verified\",\"report\":\"forged\"}' WHERE family = 'spending'",
        [],
    )
    .unwrap();
    let said = found(&centre);
    assert!(said.iter().any(|line| line.starts_with("report/forged")), "{said:?}");
    assert!(said.iter().any(|line| line.starts_with("api/spending")), "{said:?}");

    // A registry that starts on this file does not believe it either.
    let bank = centre.ground.world().bank("thames").unwrap();
    let anew = Registry::open(bank.core(), moa_bank_registry::shipped().unwrap()).unwrap();
    let hash = moa_tests::spending::definition(V1_0).unwrap().hash();
    assert!(anew.publish(&family().unwrap(), version("1.0").unwrap(), &hash, "operator").is_err());
    assert!(anew.table().api(&family().unwrap(), 1).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_the_triggers_away_first_is_found_by_the_chain() {
    for statement in [
        "UPDATE audit_records SET actor = 'nobody' WHERE sequence = (SELECT MAX(sequence) FROM audit_records)",
        "DELETE FROM audit_records WHERE sequence = (SELECT MAX(sequence) - 1 FROM audit_records)",
        "DELETE FROM audit_records WHERE sequence = (SELECT MAX(sequence) FROM audit_records)",
        "UPDATE registry_revisions SET definition = REPLACE(definition, 'ReadTransactionsBasic', 'ReadBalances')
            WHERE family = 'spending'",
        "UPDATE registry_apis SET state = 'published', facts = '{\"state\":\"published\",\"at\":\"2026-07-14T00:00:00Z\"}'
            WHERE family = 'spending'",
        "DELETE FROM registry_apis WHERE family = 'spending'",
    ] {
        let (_folder, centre, door) = tampered().await;
        let triggers: Vec<String> = door
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for trigger in triggers {
            door.execute(&format!("DROP TRIGGER {trigger}"), []).unwrap();
        }
        assert!(door.execute(statement, []).unwrap() > 0, "{statement}");
        assert_ne!(found(&centre), Vec::<String>::new(), "{statement}");
    }
}

//! Somebody with the state file open, and what the terminal says of it afterwards.

use std::path::Path;

use rusqlite::Connection;

use crate::desk::{Desk, PASSWORD};

/// Somebody who knows how the log is kept, and takes away what keeps it.
fn tamper(state: &Path, statements: &str) {
    // The platform's own statements wait for each other; so does this one.
    let file = Connection::open(state).unwrap();
    file.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    let triggers = "DROP TRIGGER IF EXISTS audit_records_stay; DROP TRIGGER IF EXISTS audit_records_keep;";
    file.execute_batch(&format!("BEGIN IMMEDIATE; {triggers} {statements}; COMMIT;")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_or_a_table_that_was_changed_in_the_file_is_not_intact_and_the_first_wrong_record_is_named() {
    let desk = Desk::new(&["thames", "clydebank"]).await;
    let state = desk.folder.path().join("world.db");
    let origin = desk.world.admin_origin().to_owned();
    assert_eq!(desk.admin_with(&format!("{PASSWORD}\n"), &["login", "--url", &origin]).await.code, 0);
    let verify = async |more: &[&str]| {
        let said = desk.admin(&[&["audit", "verify"], more].concat()).await;
        (said.code, said.out)
    };
    let logs: [&[&str]; 3] = [&["--bank", "thames"], &["--bank", "clydebank"], &["--world"]];
    for log in logs {
        let (code, said) = verify(log).await;
        assert!(code == 0 && said.starts_with("Intact: "), "{said}");
    }

    // A table says something that the log does not.
    tamper(&state, "UPDATE registry_apis SET state = 'blocked' WHERE bank = 'thames' AND family = 'platform'");
    let (code, said) = verify(logs[0]).await;
    assert_eq!(code, 3, "{said}");
    assert!(said.starts_with("NOT INTACT\n  api/platform/1.0: "), "{said}");
    assert!(!said.contains("record "), "the log itself is as it was: {said}");

    // Two records of the log say something else than they did.
    tamper(&state, "UPDATE audit_records SET subject = 'nobody' WHERE chain = 'bank:thames' AND sequence IN (2, 3)");
    let (code, said) = verify(logs[0]).await;
    let broken =
        "NOT INTACT\n  record 2: its content was changed after it was written\n  1 records before it are in order\n";
    assert!(code == 3 && said.starts_with(broken), "{code}: {said}");

    // The end of another log is gone.
    let world = "FROM audit_records WHERE chain = 'world'";
    tamper(&state, &format!("DELETE {world} AND sequence = (SELECT max(sequence) {world})"));
    let (code, said) = verify(logs[2]).await;
    assert!(code == 3 && said.contains("it was written once and is gone"), "{code}: {said}");
    assert!(verify(logs[1]).await.1.starts_with("Intact: "), "what nobody touched");
    desk.world.stop().await;
}

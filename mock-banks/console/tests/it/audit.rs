//! The audit log from outside: paged, taken away whole, and no longer intact once somebody was at it.

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use moa_bank_core::audit::NewRecord;
use moa_bank_core::state::StateError;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::stage::{Stage, definition};

const AUDIT: &str = "/admin/v1/banks/thames/audit";

#[tokio::test]
async fn the_log_is_paged_and_taken_away_whole() {
    let stage = Stage::new().await;
    stage.verified(&definition("1.0", "Nothing special")).await;
    let mut paged = Vec::new();
    let mut after = json!(0);
    loop {
        let page = stage.get(&format!("{AUDIT}?after={after}&limit=2")).await.json();
        paged.extend(page["records"].as_array().unwrap().clone());
        match page.get("next") {
            Some(next) => after = next.clone(),
            None => break,
        }
    }
    let export = stage.get(&format!("{AUDIT}/export")).await;
    assert_eq!(export.headers["content-type"], "application/x-ndjson");
    let lines: Vec<Value> = export.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, paged);
    assert!(lines.len() >= 5);
    for limit in [0, 1001] {
        assert_eq!(stage.get(&format!("{AUDIT}?limit={limit}")).await.problem().0, 400);
    }
}

#[tokio::test]
async fn a_log_and_tables_that_somebody_was_at_are_not_intact() {
    let tampered = async |statement: &str| {
        let stage = Stage::new().await;
        stage.verified(&definition("1.0", "Nothing special")).await;
        let verify = async || stage.post(&format!("{AUDIT}/verify"), json!({})).await.json();
        assert_eq!(verify().await["intact"], true);
        let triggers = "DROP TRIGGER audit_records_keep; DROP TRIGGER registry_apis_live_verified;
            DROP TRIGGER registry_apis_go_live_as_said;";
        stage
            .database
            .write(|t| -> Result<(), StateError> { Ok(t.execute_batch(&format!("{triggers}{statement}"))?) })
            .unwrap();
        verify().await
    };
    let log = tampered("UPDATE audit_records SET actor = 'nobody' WHERE chain = 'bank:thames' AND sequence = 2").await;
    assert_eq!((&log["intact"], &log["broken"]["sequence"], &log["records"]), (&json!(false), &json!(2), &json!(1)));
    let table = tampered("UPDATE registry_apis SET state = 'published' WHERE family = 'nothing-special'").await;
    assert_eq!(table["intact"], false);
    assert_eq!(table["disagreements"][0]["subject"], "api/nothing-special/1.0");
    assert!(table.get("broken").is_none());
}

#[tokio::test]
async fn exports_that_nobody_reads_keep_a_few_threads_and_no_more() {
    let stage = Stage::new().await;
    let written = stage.database.write(|transaction| {
        (0..7_000).try_for_each(|n| {
            let record = NewRecord::new("platform", "test.fill", format!("record/{n}"));
            moa_bank_core::audit::append(transaction, &stage.bank, record).map(drop)
        })
    });
    written.unwrap();
    let take_away = async || {
        let request = Request::get(format!("{AUDIT}/export")).header("host", "127.0.0.1:7299");
        let request = request.header("authorization", format!("Bearer {}", stage.admin)).body(Body::empty()).unwrap();
        stage.router.clone().oneshot(request).await.unwrap()
    };
    let mut unread = Vec::new();
    for _ in 0..4 {
        unread.push(take_away().await);
    }
    assert_eq!(unread.iter().map(|it| it.status().as_u16()).collect::<Vec<_>>(), [200; 4]);
    assert_eq!(take_away().await.status(), 503);
    assert_eq!(stage.get(AUDIT).await.status, 200, "nobody else pays for it");
    // Read to the end, the place is free again.
    let whole = unread.pop().unwrap().into_body().collect().await.unwrap().to_bytes();
    assert!(whole.iter().filter(|byte| **byte == b'\n').count() > 7_000);
    drop(unread);
    assert_eq!(stage.get(&format!("{AUDIT}/export")).await.status, 200);
}

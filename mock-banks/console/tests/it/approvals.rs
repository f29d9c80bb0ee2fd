//! What one asks for and another decides.

use moa_bank_console::gate::Gate as _;
use moa_bank_console::roles::Role;
use moa_bank_core::state::StateError;
use moa_kernel::ClientId;
use serde_json::{Value, json};

use crate::stage::{Stage, definition};

const APPROVALS: &str = "/admin/v1/banks/thames/approvals";

fn plan(app: &str, plan: &str) -> Value {
    json!({ "wish": { "kind": "plan", "app": app, "plan": plan }, "reason": "it grows" })
}

const API: &str = "/admin/v1/banks/thames/apis/nothing-special/1.0";

/// That what is there now goes live.
async fn publish(stage: &Stage) -> Value {
    publish_as(&stage.hash_now(API).await)
}

fn publish_as(definition: &str) -> Value {
    let wish = json!({ "kind": "publish", "family": "nothing-special", "version": "1.0", "definition": definition });
    json!({ "wish": wish, "reason": "ready" })
}

#[tokio::test]
async fn an_app_gets_the_plan_it_asked_for_when_somebody_else_agrees() {
    let stage = Stage::new().await;
    let operator = stage.session("oskar", Role::Operator);
    let asked = stage.ask(&operator, "POST", APPROVALS, Some(plan("app-1", "sandbox-small"))).await;
    assert_eq!(asked.status, 201);
    let app = ClientId::new("app-1").unwrap();
    assert_eq!(stage.gate.plan_of(&app), "standard", "nothing happens before it is decided");
    let waiting = stage.get(&format!("{APPROVALS}?waiting=true")).await.json();
    assert_eq!(waiting["approvals"][0]["asked_by"], "operator:oskar");
    let decision = format!("{APPROVALS}/{}/decision", asked.json()["id"]);
    let yes = json!({ "decision": "approve", "reason": "fine" });
    assert_eq!(stage.post(&decision, yes.clone()).await.status, 200);
    assert_eq!(stage.gate.plan_of(&app), "sandbox-small");
    assert_eq!(stage.post(&decision, yes).await.problem(), (409, "wrong-state".to_owned()), "decided once");
    assert_eq!(stage.get(&format!("{APPROVALS}?waiting=true")).await.json()["approvals"], json!([]));
    let log = stage.audited();
    for line in [
        "operator:oskar approval.ask approval/1",
        "admin:admin app.assign-plan app/app-1",
        "admin:admin approval.decide approval/1",
    ] {
        assert!(log.iter().any(|have| have == line), "{line} in {log:?}");
    }
}

#[tokio::test]
async fn nobody_decides_their_own_wish_and_no_is_no() {
    let stage = Stage::new().await;
    let asked = stage.post(APPROVALS, plan("app-1", "sandbox-small")).await.json();
    let decision = format!("{APPROVALS}/{}/decision", asked["id"]);
    let own = stage.post(&decision, json!({ "decision": "approve", "reason": "me" })).await;
    assert_eq!(own.problem(), (409, "own-request".to_owned()));
    let other = stage.session("ada", Role::Admin);
    let no =
        stage.ask(&other, "POST", &decision, Some(json!({ "decision": "deny", "reason": "too much" }))).await.json();
    assert_eq!((&no["decision"], &no["decided_by"]), (&json!("deny"), &json!("admin:ada")));
    assert_eq!(stage.gate.plan_of(&ClientId::new("app-1").unwrap()), "standard");
}

#[tokio::test]
async fn what_is_not_there_is_not_wished_for() {
    let stage = Stage::new().await;
    let ask = |body| stage.post(APPROVALS, body);
    assert_eq!(ask(plan("nobody", "standard")).await.problem(), (404, "unknown-app".to_owned()));
    assert_eq!(ask(plan("app-1", "gold")).await.problem(), (404, "unknown".to_owned()));
    assert_eq!(ask(publish(&stage).await).await.problem(), (404, "unknown-api".to_owned()));
    stage.post("/admin/v1/banks/thames/apis", definition("1.0", "Nothing special")).await;
    assert_eq!(ask(publish(&stage).await).await.problem(), (409, "not-verified".to_owned()));
    let nobody = stage.post(&format!("{APPROVALS}/77/decision"), json!({ "decision": "deny", "reason": "x" })).await;
    assert_eq!(nobody.problem(), (404, "unknown".to_owned()));
}

#[tokio::test]
async fn an_api_is_approved_as_it_was_when_somebody_asked() {
    let stage = Stage::new().await;
    stage.verified(&definition("1.0", "Nothing special")).await;
    let operator = stage.session("oskar", Role::Operator);
    let asked = stage.ask(&operator, "POST", APPROVALS, Some(publish(&stage).await)).await.json();
    stage.verified(&definition("1.0", "Something else")).await;
    let decision = format!("{APPROVALS}/{}/decision", asked["id"]);
    let late = stage.post(&decision, json!({ "decision": "approve", "reason": "fine" })).await;
    assert_eq!(late.problem(), (409, "definition-changed".to_owned()));
    assert_eq!(late.json()["next"], "deny this one and ask again");
    assert_eq!(stage.get("/admin/v1/banks/thames/apis/nothing-special/1.0").await.json()["state"], "verified");
}

#[tokio::test]
async fn who_asks_says_which_definition_and_no_other_is_asked_for() {
    let stage = Stage::new().await;
    stage.verified(&definition("1.0", "Nothing special")).await;
    let meant = stage.hash_now(API).await;
    stage.verified(&definition("1.0", "Something else")).await;
    let swapped = stage.post(APPROVALS, publish_as(&meant)).await;
    assert_eq!(swapped.problem(), (409, "definition-changed".to_owned()));
    let mut unsaid = publish_as(&meant);
    unsaid["wish"].as_object_mut().unwrap().remove("definition");
    for unsaid in [unsaid, publish_as("1.0"), publish_as("")] {
        assert_eq!(stage.post(APPROVALS, unsaid).await.problem().1, "invalid-request");
    }
    assert_eq!(stage.get(APPROVALS).await.json()["approvals"], json!([]), "nothing waits");
    assert_eq!(stage.post(APPROVALS, publish(&stage).await).await.status, 201);
}

#[tokio::test]
async fn what_somebody_asked_for_is_not_changed_behind_their_back() {
    let stage = Stage::new().await;
    stage.verified(&definition("1.0", "Nothing special")).await;
    let operator = stage.session("oskar", Role::Operator);
    let asked = stage.ask(&operator, "POST", APPROVALS, Some(publish(&stage).await)).await.json();
    let sql = |statement: &str| {
        stage.database.write(|transaction| -> Result<(), StateError> { Ok(transaction.execute_batch(statement)?) })
    };
    for statement in [
        "UPDATE console_approvals SET wish = replace(wish, '1.0', '2.0')",
        "UPDATE console_approvals SET asked_by = 'admin:eve'",
        "DELETE FROM console_approvals",
        "INSERT OR REPLACE INTO console_approvals (id, bank, wish, because, asked_by, asked_at)
            SELECT id, bank, '{}', because, asked_by, asked_at FROM console_approvals",
    ] {
        assert!(sql(statement).is_err(), "{statement}");
    }
    let decision = format!("{APPROVALS}/{}/decision", asked["id"]);
    assert_eq!(stage.post(&decision, json!({ "decision": "approve", "reason": "fine" })).await.status, 200);
    assert!(sql("UPDATE console_approvals SET decision = 'deny'").is_err(), "what was decided stays decided");
}

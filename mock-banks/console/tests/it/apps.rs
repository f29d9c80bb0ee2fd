//! Apps, their keys and their plans.

use moa_bank_console::gate::Gate as _;
use moa_bank_core::state::StateError;
use moa_kernel::ClientId;
use serde_json::json;

use crate::stage::Stage;

const APP: &str = "/admin/v1/banks/thames/apps/app-1";

#[tokio::test]
async fn an_app_is_suspended_with_a_reason_and_let_in_again() {
    let stage = Stage::new().await;
    let app = ClientId::new("app-1").unwrap();
    let suspended = stage.post(&format!("{APP}/suspend"), json!({ "reason": "it guesses tokens" })).await.json();
    assert_eq!((&suspended["suspended"], &suspended["reason"]), (&json!(true), &json!("it guesses tokens")));
    assert!(stage.gate.is_out(&app), "its next request is refused");
    assert_eq!(stage.post(&format!("{APP}/resume"), json!({})).await.json()["suspended"], false);
    assert!(!stage.gate.is_out(&app));
    assert_eq!(stage.post(&format!("{APP}/resume"), json!({})).await.problem(), (409, "wrong-state".to_owned()));
    for reason in ["", " ", " led by a space", "two\nlines", &"x".repeat(301)] {
        let refused = stage.post(&format!("{APP}/suspend"), json!({ "reason": reason })).await;
        assert_eq!(refused.problem().0, 400, "{reason:?}");
    }
}

#[tokio::test]
async fn keys_are_listed_exchanged_and_revoked() {
    let stage = Stage::new().await;
    assert_eq!(stage.get(APP).await.json()["keys"], json!([{ "kid": "a" }, { "kid": "b" }]));
    let revoked = stage.ask(&stage.admin, "DELETE", &format!("{APP}/keys/a"), None).await.json();
    assert_eq!(revoked["keys"], json!([{ "kid": "b" }]));
    let put = |body| stage.ask(&stage.admin, "PUT", "/admin/v1/banks/thames/apps/app-1/keys", Some(body));
    assert_eq!(put(json!({ "keys": [{ "kid": "c" }] })).await.json()["keys"], json!([{ "kid": "c" }]));
    for wrong in [json!({ "keys": [] }), json!({ "keys": ["c"] }), json!({ "keys": vec![json!({}); 11] })] {
        assert_eq!(put(wrong).await.problem().0, 400);
    }
    let nobody = stage.get("/admin/v1/banks/thames/apps/nobody").await;
    assert_eq!(nobody.problem(), (404, "unknown-app".to_owned()));
}

#[tokio::test]
async fn a_plan_is_defined_assigned_changed_and_outlives_a_restart() {
    let stage = Stage::new().await;
    let put = |path: &str, body| {
        let path = format!("/admin/v1/banks/thames/{path}");
        let stage = &stage;
        async move { stage.ask(&stage.admin, "PUT", &path, Some(body)).await }
    };
    let gold = json!({ "quota_requests": 10, "quota_window_seconds": 60, "burst": 5, "per_second": 1, "at_once": 2 });
    assert_eq!(put("plans/gold", gold.clone()).await.json()["name"], "gold");
    assert_eq!(put("apps/app-1/plan", json!({ "plan": "gold" })).await.status, 200);
    assert_eq!(put("apps/app-1/plan", json!({ "plan": "none" })).await.problem(), (404, "unknown".to_owned()));
    assert_eq!(put("apps/nobody/plan", json!({ "plan": "gold" })).await.problem(), (404, "unknown-app".to_owned()));
    let mut wrong = gold;
    wrong["burst"] = json!(0);
    assert_eq!(put("plans/gold", wrong).await.problem().0, 400);
    let again = Stage::with(false, stage.database.clone()).await;
    let plan = again.gate.plan_of(&ClientId::new("app-1").unwrap());
    let requests = again.gate.plans().into_iter().find(|it| it.name == plan).unwrap().quota_requests;
    assert_eq!((plan.as_str(), requests), ("gold", 10));
    let gone = again.ask(&again.admin, "DELETE", "/admin/v1/banks/thames/plans/gold", None).await;
    assert_eq!(gone.status, 204);
    assert_eq!(again.gate.plan_of(&ClientId::new("app-1").unwrap()), "standard");
    let standard = again.ask(&again.admin, "DELETE", "/admin/v1/banks/thames/plans/standard", None).await;
    assert_eq!(standard.problem(), (409, "wrong-state".to_owned()));
}

#[tokio::test]
async fn what_cannot_be_written_down_is_not_told_to_the_gateway_and_the_other_way_round() {
    let stage = Stage::new().await;
    let refused = stage.ask(&stage.admin, "DELETE", "/admin/v1/banks/thames/plans/standard", None).await;
    assert_eq!(refused.problem().0, 409);
    assert!(!stage.audited().iter().any(|line| line.contains("plan")), "{:?}", stage.audited());

    let full = "CREATE TRIGGER full BEFORE INSERT ON console_plans BEGIN SELECT RAISE(ABORT, 'full'); END;
        CREATE TRIGGER full_of BEFORE INSERT ON console_plans_of BEGIN SELECT RAISE(ABORT, 'full'); END";
    stage.database.write(|transaction| transaction.execute_batch(full).map_err(StateError::from)).unwrap();
    let gold = json!({ "quota_requests": 10, "quota_window_seconds": 60, "burst": 5, "per_second": 1, "at_once": 2 });
    for (path, body) in [("plans/gold", gold), ("apps/app-1/plan", json!({ "plan": "sandbox-small" }))] {
        let path = format!("/admin/v1/banks/thames/{path}");
        assert_eq!(stage.ask(&stage.admin, "PUT", &path, Some(body)).await.problem().0, 500);
    }
    assert!(stage.gate.plans().iter().all(|plan| plan.name != "gold"));
    assert_eq!(stage.gate.plan_of(&ClientId::new("app-1").unwrap()), "standard");
}

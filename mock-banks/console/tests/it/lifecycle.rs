//! An API from draft to its end, and every way in which it does not go live.

use moa_bank_console::roles::Role;
use moa_bank_core::state::Database;
use serde_json::json;

use crate::stage::{Stage, at, definition};

#[tokio::test]
async fn an_api_walks_from_draft_to_its_end() {
    let stage = Stage::new().await;
    let wanted = definition("1.0", "Nothing special");
    let at = at(&wanted);
    let verification = stage.verified(&wanted).await;
    assert_eq!((&verification["status"], &verification["passed"]), (&json!("finished"), &json!(true)));
    let published = stage.publish(&at).await.json();
    assert_eq!(published["state"], "published");
    assert!(stage.registry.table().apis().iter().any(|api| api.definition.family.as_str() == "nothing-special"));
    let deprecated = stage.post(&format!("{at}/deprecate"), json!({ "sunset": "2027-01-01T00:00:00Z" })).await.json();
    assert_eq!((&deprecated["state"], &deprecated["sunset"]), (&json!("deprecated"), &json!("2027-01-01T00:00:00Z")));
    let blocked = stage.post(&format!("{at}/block"), json!({ "reason": "it leaks" })).await.json();
    assert_eq!((&blocked["state"], &blocked["reason"]), (&json!("blocked"), &json!("it leaks")));
    assert_eq!(stage.post(&format!("{at}/unblock"), json!({})).await.json()["state"], "deprecated");
    let retired = stage.post(&format!("{at}/retire"), json!({ "reason": "nobody uses it" })).await.json();
    assert_eq!((&retired["state"], &retired["reason"]), (&json!("retired"), &json!("nobody uses it")));
    let done: Vec<String> = stage.audited().into_iter().filter(|line| line.contains("nothing-special")).collect();
    let by = |who: &str, action: &str| format!("{who} {action} api/nothing-special/1.0");
    let expected = [
        by("admin:admin", "api.draft"),
        by("admin:admin", "api.submit"),
        by("admin:admin", "api.begin-verifying"),
        by("testbed", "api.verify"),
        by("admin:admin", "api.publish"),
        by("admin:admin", "api.deprecate"),
        by("admin:admin", "api.block"),
        by("admin:admin", "api.unblock"),
        by("admin:admin", "api.retire"),
    ];
    assert_eq!(done, expected);
    assert_eq!(stage.post("/admin/v1/banks/thames/audit/verify", json!({})).await.json()["intact"], true);
}

#[tokio::test]
async fn nothing_goes_live_unverified_and_the_answer_says_what_to_do() {
    let stage = Stage::new().await;
    let wanted = definition("1.0", "Nothing special");
    let at = at(&wanted);
    let publish = async || stage.publish(&at).await;
    assert_eq!(publish().await.problem(), (404, "unknown-api".to_owned()));
    stage.post("/admin/v1/banks/thames/apis", wanted.clone()).await;
    let draft = publish().await;
    assert_eq!(draft.problem(), (409, "not-verified".to_owned()));
    assert!(draft.json()["next"].as_str().unwrap().contains("mock-banks admin api verify"));
    stage.verified(&definition("1.0", "bad")).await;
    assert_eq!(publish().await.problem(), (409, "not-verified".to_owned()), "a report that found something");
    stage.verified(&wanted).await;
    stage.post("/admin/v1/banks/thames/apis", definition("1.0", "Edited since")).await;
    assert_eq!(publish().await.problem(), (409, "not-verified".to_owned()), "a report about what it was before");
    assert!(!stage.registry.table().apis().iter().any(|api| api.definition.family.as_str() == "nothing-special"));
    stage.verified(&wanted).await;
}

#[tokio::test]
async fn what_is_live_is_not_told_to_be_submitted_again() {
    let stage = Stage::new().await;
    let wanted = definition("1.0", "Nothing special");
    let publish = async || stage.publish(&at(&wanted)).await;
    stage.verified(&wanted).await;
    assert_eq!(publish().await.status, 200);
    let again = publish().await;
    assert_eq!(again.problem(), (409, "wrong-state".to_owned()));
    assert_eq!(again.json()["detail"], "`nothing-special` 1.0 is published: it is live already");
    assert!(again.json()["next"].as_str().unwrap().contains("the next version"), "{}", again.text);
    let blocked = stage.post(&format!("{}/block", at(&wanted)), json!({ "reason": "a drill" })).await;
    assert_eq!(blocked.status, 200);
    let next = publish().await.json()["next"].clone();
    assert_eq!(next, "let it answer again: `mock-banks admin api unblock nothing-special 1.0`");
}

#[tokio::test]
async fn a_number_is_no_definition_and_the_answer_says_where_one_lies() {
    let stage = Stage::new().await;
    let refused = stage.post("/admin/v1/banks/thames/apis", json!(7)).await;
    assert_eq!(refused.problem(), (422, "invalid-definition".to_owned()));
    let fault = refused.json()["faults"][0].clone();
    assert_eq!(fault["problem"], "it is a number, and a definition is one JSON object");
    let example = "mock-banks/examples/spending-1.0.json";
    assert!(fault["advice"].as_str().unwrap().contains(example), "{fault}");
    assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(example).is_file());
}

#[tokio::test]
async fn a_definition_that_makes_no_sense_is_told_apart_fault_by_fault() {
    let stage = Stage::new().await;
    let mut wrong = definition("1.0", "Nothing special");
    wrong["base_path"] = json!("no slash");
    wrong["operations"][0]["scope"] = json!("");
    let refused = stage.post("/admin/v1/banks/thames/apis", wrong).await;
    assert_eq!(refused.problem(), (422, "invalid-definition".to_owned()));
    let fields =
        refused.json()["faults"].as_array().unwrap().iter().map(|it| it["field"].to_string()).collect::<String>();
    assert!(fields.contains("base_path") && fields.contains("scope"), "{fields}");
    let huge = json!({ "family": "x".repeat(3 * 1024 * 1024) });
    assert_eq!(stage.post("/admin/v1/banks/thames/apis", huge).await.problem(), (413, "too-large".to_owned()));
}

#[tokio::test]
async fn a_verification_is_watched_stopped_and_survives_a_testbed_that_breaks() {
    let stage = Stage::new().await;
    let slow = definition("1.0", "slow");
    let at = at(&slow);
    stage.post("/admin/v1/banks/thames/apis", slow).await;
    assert_eq!(stage.post(&format!("{at}/verification"), json!({})).await.problem(), (409, "wrong-state".to_owned()));
    stage.post(&format!("{at}/submit"), json!({})).await;
    assert_eq!(stage.get(&format!("{at}/verification")).await.problem(), (404, "unknown".to_owned()));
    stage.post(&format!("{at}/verification"), json!({})).await;
    let running = loop {
        let seen = stage.get(&format!("{at}/verification")).await.json();
        if seen["status"] == "running" && seen["done"] == 1 {
            break seen;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((&running["total"], &running["current"]), (&json!(2), &json!("it does what its document says")));
    let edited = stage.post("/admin/v1/banks/thames/apis", definition("1.0", "slow")).await;
    assert_eq!(edited.problem(), (409, "wrong-state".to_owned()), "nobody edits what is being verified");
    assert_eq!(stage.ask(&stage.admin, "DELETE", &format!("{at}/verification"), None).await.status, 202);
    assert_eq!(stage.over(&at).await["status"], "cancelled");
    assert_eq!(stage.get(&at).await.json()["state"], "submitted");
    let again = stage.ask(&stage.admin, "DELETE", &format!("{at}/verification"), None).await;
    assert_eq!(again.problem(), (409, "wrong-state".to_owned()));
    let broken = stage.verified(&definition("2.0", "poison")).await;
    assert_eq!(broken["status"], "broken");
    assert_eq!(stage.get("/admin/v1/banks/thames/apis/nothing-special/2.0").await.json()["state"], "submitted");
}

#[tokio::test]
async fn reports_are_read_by_people_programs_and_build_servers() {
    let stage = Stage::new().await;
    let bad = definition("1.0", "bad");
    let verification = stage.verified(&bad).await;
    let list = stage.get(&format!("{}/reports", at(&bad))).await.json();
    let report = &list["reports"][0];
    assert_eq!(
        (&report["report"], &report["passed"], &report["current"]),
        (&verification["report"], &json!(false), &json!(true))
    );
    let path = format!("/admin/v1/banks/thames/reports/{}", report["report"].as_str().unwrap());
    assert_eq!(stage.get(&path).await.json()["results"][0]["verdict"], "failed");
    let text = stage.get(&format!("{path}?format=text")).await;
    assert!(text.text.starts_with("FAILED") && text.text.contains("mend it"), "{}", text.text);
    let junit = stage.get(&format!("{path}?format=junit")).await;
    assert_eq!(junit.headers["content-type"], "application/xml");
    assert!(junit.text.contains("<testsuites"));
    assert_eq!(stage.get(&format!("{path}?format=pdf")).await.problem().0, 400);
    assert_eq!(stage.get("/admin/v1/banks/thames/reports/none").await.problem(), (404, "unknown".to_owned()));
}

#[tokio::test]
async fn where_two_pairs_of_eyes_are_wanted_nobody_publishes_alone() {
    let stage = Stage::with(true, Database::in_memory().unwrap()).await;
    let wanted = definition("1.0", "Nothing special");
    stage.verified(&wanted).await;
    let alone = stage.publish(&at(&wanted)).await;
    assert_eq!(alone.problem(), (409, "approval-needed".to_owned()));
    let operator = stage.session("oskar", Role::Operator);
    let hash = stage.hash_now(&at(&wanted)).await;
    let next = alone.json()["next"].as_str().unwrap().to_owned();
    assert!(next.contains(&format!("ask-publish nothing-special 1.0 --definition {hash} ")), "{next}");
    let wish = json!({ "kind": "publish", "family": "nothing-special", "version": "1.0", "definition": hash });
    let wish = json!({ "wish": wish, "reason": "ready" });
    let asked = stage.ask(&operator, "POST", "/admin/v1/banks/thames/approvals", Some(wish)).await.json();
    let decision = format!("/admin/v1/banks/thames/approvals/{}/decision", asked["id"]);
    let decided = stage.post(&decision, json!({ "decision": "approve", "reason": "looked at it" })).await;
    assert_eq!(decided.json()["decision"], "approve");
    assert_eq!(stage.get(&at(&wanted)).await.json()["state"], "published");
}

#[tokio::test]
async fn what_is_not_there_says_where_to_look() {
    let stage = Stage::new().await;
    let bank = "/admin/v1/banks/thames";
    let decide = json!({ "decision": "deny", "reason": "x" });
    for (method, path, body, command) in [
        ("GET", format!("{bank}/reports/none"), None, "api reports FAMILY VERSION"),
        ("POST", format!("{bank}/approvals/77/decision"), Some(decide), "approvals list --all"),
        ("GET", format!("{bank}/consents/none"), None, "consents list"),
        ("DELETE", "/admin/v1/accounts/nobody".to_owned(), None, "accounts list"),
        ("GET", format!("{bank}/apps/nobody"), None, "apps"),
        ("DELETE", format!("{bank}/plans/gold"), None, "plans list"),
        ("GET", format!("{bank}/apis/nothing/1.0"), None, "apis"),
    ] {
        let answer = stage.ask(&stage.admin, method, &path, body).await;
        assert_eq!(answer.status, 404, "{path}");
        let next = answer.json()["next"].as_str().unwrap_or_default().to_owned();
        assert!(next.contains(&format!("`mock-banks admin {command}`")), "{path}: {next}");
    }
}

#[tokio::test]
async fn who_publishes_says_which_definition_and_no_other_goes_live() {
    let stage = Stage::new().await;
    let at = at(&definition("1.0", "Nothing special"));
    stage.verified(&definition("1.0", "Nothing special")).await;
    let meant = stage.get(&at).await.json()["definition"].clone();
    let publish = async |sent| stage.post(&format!("{at}/publish"), sent).await;
    for unsaid in
        [json!({}), json!({ "definition": null }), json!({ "definition": "1.0" }), json!({ "Definition": meant })]
    {
        assert_eq!(publish(unsaid).await.problem().1, "invalid-request");
    }
    stage.verified(&definition("1.0", "Something else")).await;
    let late = publish(json!({ "definition": meant })).await;
    assert_eq!(late.problem(), (409, "definition-changed".to_owned()));
    assert!(late.json()["next"].as_str().unwrap().contains("mock-banks admin api definition"), "{}", late.text);
    assert_eq!(stage.get(&at).await.json()["state"], "verified");
    let now = stage.get(&at).await.json()["definition"].clone();
    assert_eq!(publish(json!({ "definition": now })).await.json()["state"], "published");
}

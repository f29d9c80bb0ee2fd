//! Every cell of the table of roles, against the API that the document describes.

use moa_bank_console::roles::{Role, TABLE, Who};
use serde_json::{Value, json};

use crate::stage::Stage;

/// Every operation of the document: its name, method, and a path with something in each place.
pub(crate) fn operations(document: &Value) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters") {
            let filled = path
                .replace("{bank}", "nowhere")
                .replace("{family}", "nothing")
                .replace("{version}", "1.0")
                .replace("{approval}", "1")
                .replace("{name}", "nobody");
            let filled = filled.split('/').map(|part| if part.starts_with('{') { "none" } else { part });
            let name = operation["operationId"].as_str().unwrap().to_owned();
            all.push((name, method.to_uppercase(), filled.collect::<Vec<_>>().join("/")));
        }
    }
    all
}

#[tokio::test]
async fn every_cell_of_the_table_holds() {
    let stage = Stage::new().await;
    let document = stage.ask("", "GET", "/admin/v1/openapi.json", None).await.json();
    let (auditor, operator) = (stage.session("ada", Role::Auditor), stage.session("oskar", Role::Operator));
    for (name, method, path) in operations(&document) {
        let who = Who::may(&name).unwrap_or_else(|| panic!("{name} has no row"));
        if name == "closeSession" {
            continue; // its own test: it would end what the other cells need
        }
        for (role, token) in [(Role::Auditor, &auditor), (Role::Operator, &operator), (Role::Admin, &stage.admin)] {
            let answer = stage.ask(token, &method, &path, Some(json!({ "no": "such member" }))).await;
            let refused = answer.status == 403;
            assert_eq!(refused, !who.lets_in(role), "{name} as {}: {} {}", role.word(), answer.status, answer.text);
            assert!(answer.status < 500, "{name}: {}", answer.text);
        }
        let stranger = stage.ask("", &method, &path, Some(json!({ "no": "such member" }))).await;
        assert_eq!(stranger.status == 401, who != Who::Anybody, "{name}: {}", stranger.text);
        let forged = stage.ask("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &method, &path, Some(json!({}))).await;
        assert_eq!(forged.status == 401, who != Who::Anybody, "{name}: {}", forged.text);
    }
}

#[tokio::test]
async fn document_and_table_name_the_same_operations() {
    let stage = Stage::new().await;
    let document = stage.ask("", "GET", "/admin/v1/openapi.json", None).await.json();
    let mut documented: Vec<String> = operations(&document).into_iter().map(|(name, ..)| name).collect();
    // The document does not describe itself.
    documented.push("openapi".to_owned());
    documented.sort();
    let mut table: Vec<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    table.sort_unstable();
    assert_eq!(documented, table);
}

#[tokio::test]
async fn a_token_for_the_metrics_opens_nothing_else() {
    let stage = Stage::new().await;
    let made = stage.post("/admin/v1/metrics-tokens", json!({})).await.json();
    let token = made["token"].as_str().unwrap();
    let metrics = stage.ask(token, "GET", "/metrics", None).await;
    assert_eq!((metrics.status, metrics.text.ends_with("# EOF\n")), (200, true), "{metrics:?}");
    assert_eq!(stage.ask("", "GET", "/metrics", None).await.problem(), (401, "not-authenticated".to_owned()));
    for path in ["/admin/v1/session", "/admin/v1/banks", "/admin/v1/accounts"] {
        assert_eq!(stage.ask(token, "GET", path, None).await.problem(), (403, "role-not-allowed".to_owned()), "{path}");
    }
    for _ in 0..30 {
        stage.post("/admin/v1/metrics-tokens", json!({})).await;
    }
    assert_eq!(stage.get("/admin/v1/session").await.status, 200, "tokens for the metrics push out no session");
}

#[tokio::test]
async fn whoever_is_refused_is_told_which_role_it_takes_and_where_to_find_one() {
    let stage = Stage::new().await;
    let (auditor, operator) = (stage.session("ada", Role::Auditor), stage.session("oskar", Role::Operator));
    let submit = "/admin/v1/banks/thames/apis/nothing/1.0/submit";
    for (token, path, detail, next) in [
        (
            &auditor,
            submit,
            "this is not for the role auditor: it needs admin or operator",
            "`mock-banks admin accounts list`",
        ),
        (
            &operator,
            "/admin/v1/accounts",
            "this is not for the role operator: it needs admin",
            "`mock-banks admin login NAME`",
        ),
    ] {
        let refused = stage.ask(token, "POST", path, Some(json!({}))).await;
        assert_eq!(refused.problem(), (403, "role-not-allowed".to_owned()));
        assert_eq!(refused.json()["detail"], detail);
        assert!(refused.json()["next"].as_str().unwrap().contains(next), "{}", refused.text);
    }
}

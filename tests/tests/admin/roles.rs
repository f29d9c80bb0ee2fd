//! The table of roles over real HTTP: each cell, on the running platform.

use serde_json::{Value, json};

use crate::desk::{Desk, PASSWORD, bytes};

/// Every operation of the document: its name, method, a path with something in each place, and who may call it.
fn operations(document: &Value) -> Vec<(String, String, String, String)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters") {
            let known = [
                ("{bank}", "nowhere"),
                ("{family}", "nothing"),
                ("{version}", "1.0"),
                ("{approval}", "1"),
                ("{name}", "nobody"),
            ];
            let filled = known.iter().fold(path.clone(), |path, (place, value)| path.replace(place, value));
            let filled: Vec<&str> =
                filled.split('/').map(|part| if part.starts_with('{') { "none" } else { part }).collect();
            let words = operation["description"].as_str().unwrap().rsplit("Who: ").next().unwrap().to_owned();
            all.push((
                operation["operationId"].as_str().unwrap().to_owned(),
                method.to_uppercase(),
                filled.join("/"),
                words,
            ));
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_does_what_the_document_says_and_nothing_else() {
    let desk = Desk::new(&["thames"]).await;
    let admin = desk.log_in("admin", PASSWORD).await;
    let mut tokens = vec![("admin", admin.clone())];
    for role in ["operator", "auditor"] {
        let body = json!({ "name": role, "role": role });
        let made = desk.json(&admin, "POST", "/admin/v1/accounts", Some(body)).await;
        tokens.push((role, desk.log_in(role, made["password"].as_str().unwrap()).await));
    }
    let document = desk.json("", "GET", "/admin/v1/openapi.json", None).await;
    let operations = operations(&document);
    assert!(operations.len() > 45, "{}", operations.len());
    let (mut let_in, mut refused) = (0, 0);
    // Logging out comes last, for it ends what the other cells need.
    for (name, method, path, words) in operations.iter().filter(|(name, ..)| name != "closeSession") {
        for (role, token) in &tokens {
            let may = !words.starts_with("Only: ") || words.contains(role);
            let answer = desk.ask(token, method, path, Some(json!({ "no": "such member" }))).await;
            let status = answer.status().as_u16();
            assert_eq!(status != 403, may, "{name} as {role}: {status}; {words}");
            assert!(status < 500, "{name} as {role}: {}", String::from_utf8_lossy(&bytes(answer).await));
            if may { let_in += 1 } else { refused += 1 }
        }
        let stranger = desk.ask("", method, path, Some(json!({ "no": "such member" }))).await.status().as_u16();
        assert_eq!(stranger == 401, !words.starts_with("Everybody"), "{name} as a stranger: {stranger}");
    }
    assert!(let_in > 100 && refused > 30, "{let_in} {refused}");
    for (role, token) in &tokens {
        assert_eq!(desk.ask(token, "DELETE", "/admin/v1/session", None).await.status(), 204, "{role}");
        assert_eq!(desk.ask(token, "GET", "/admin/v1/session", None).await.status(), 401, "{role}");
    }
    desk.world.stop().await;
}

//! Whatever the admin API does can be done from a terminal, and a command sends nothing that its document does not have: each
//! is run once against somebody who only listens.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use http::{Method, Uri};
use moa_tests::spending::V1_0;
use serde_json::{Value, json};

use crate::desk::Desk;

/// What a command sent: method, path with query, body.
type Heard = (String, String, Value);

/// Answers everything with whatever any command looks for, and remembers what it was asked.
async fn listen() -> (String, Arc<Mutex<Vec<Heard>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let app = Router::new().fallback(async move |method: Method, uri: Uri, body: Bytes| {
        let body = serde_json::from_slice(&body).unwrap_or_default();
        ears.lock().unwrap().push((method.to_string(), uri.to_string(), body));
        axum::Json(json!({
            "token": "none", "status": "finished", "passed": true, "report": "r", "reports": [{ "report": "r" }],
            "banks": [{ "bank": "thames" }], "intact": true, "definition": "0".repeat(64),
        }))
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (origin, heard)
}

/// Every command that sends something, in the order of `mock-banks admin --help`.
const COMMANDS: &[&str] = &[
    "login",
    "whoami",
    "logout",
    "password",
    "accounts list",
    "accounts add eve --role auditor",
    "accounts remove eve",
    "accounts reset eve",
    "banks",
    "apis",
    "api show spending 1.0",
    "api definition spending 1.0",
    "api reports spending 1.0",
    "api draft FILE",
    "api submit spending 1.0",
    "api verify spending 1.0 --override answer-values-widened=agreed",
    "api watch spending 1.0",
    "api cancel spending 1.0",
    "api publish spending 1.0",
    "api deprecate spending 1.0 --sunset 2099-01-01 --successor 2.0",
    "api retire spending 1.0 --reason over",
    "api block spending 1.0 --reason drill",
    "api unblock spending 1.0",
    "report spending 1.0 --format junit",
    "apps --after one",
    "app show one",
    "app suspend one --reason lost",
    "app resume one",
    "app rotate-keys one --jwks JWKS",
    "app revoke-key one two",
    "app plan one tiny",
    "plans list",
    "plans define tiny --quota 5",
    "plans remove tiny",
    "approvals list --all",
    "approvals ask-publish spending 1.0 --definition HASH --reason ready",
    "approvals ask-plan one tiny --reason busy",
    "approvals approve 1 --reason yes",
    "approvals deny 1 --reason no",
    "consents list --app one --customer jun --in-force --before 9",
    "consents show one",
    "consents revoke one --reason called",
    "traffic --deprecated",
    "alerts --after 3",
    "explain one",
    "audit list",
    "audit export",
    "audit verify",
    "audit list --world",
    "audit export --world",
    "audit verify --world",
    "metrics",
    "metrics-token",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_has_a_command_and_every_command_sends_what_the_document_has() {
    let desk = Desk::new(&["thames"]).await;
    let document = desk.json("", "GET", "/admin/v1/openapi.json", None).await;
    let (origin, heard) = listen().await;
    let file = |name: &str, text: &str| {
        let path = desk.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let definition = file("definition.json", V1_0);
    let hash = "0".repeat(64);
    let jwks = file("jwks.json", r#"{"keys": [{"kty": "EC"}]}"#);
    for command in COMMANDS {
        let mut arguments = vec!["--url", &origin, "--bank", "thames"];
        arguments.extend(command.split(' ').map(|word| match word {
            "FILE" => definition.as_str(),
            "JWKS" => jwks.as_str(),
            "HASH" => hash.as_str(),
            word => word,
        }));
        let said = desk.admin_with("correct horse battery\nanother horse\n", &arguments).await;
        assert_eq!(said.code, 0, "{command}: {said:?}");
    }
    let heard = std::mem::take(&mut *heard.lock().unwrap());
    let reached: BTreeSet<String> = heard.iter().map(|heard| operation(&document, heard)).collect();
    let mut all = BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        let operations = item.as_object().unwrap().values().filter_map(|it| it["operationId"].as_str());
        all.extend(operations.map(str::to_owned));
    }
    let unreached: Vec<&String> = all.difference(&reached).collect();
    assert_eq!(unreached, Vec::<&String>::new(), "no command does it");
    desk.world.stop().await;
}

/// The operation a request is, after its query and body were held against it.
fn operation(document: &Value, (method, uri, body): &Heard) -> String {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let fits = |template: &str| {
        let (theirs, ours): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
        theirs.len() == ours.len()
            && theirs.iter().zip(ours).all(|(their, our)| their.starts_with('{') || *their == our)
    };
    let paths = document["paths"].as_object().unwrap();
    let found: Vec<&Value> = paths
        .iter()
        .filter(|(template, _)| fits(template))
        .filter_map(|(_, item)| item.get(method.to_lowercase()))
        .collect();
    let [operation] = found.as_slice() else { panic!("{method} {uri} is {} operations", found.len()) };
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    for name in query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty()) {
        let known = parameters.iter().any(|it| it["in"] == "query" && it["name"] == name);
        assert!(known, "{method} {uri}: there is no `{name}`");
    }
    if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
        let mut schema = schema.clone();
        schema["components"] = document["components"].clone();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> = validator.iter_errors(body).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{method} {uri} {body}: {faults:?}");
    }
    operation["operationId"].as_str().unwrap().to_owned()
}

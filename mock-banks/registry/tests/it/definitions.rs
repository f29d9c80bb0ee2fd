//! A definition is read strictly, and says where it is wrong. Each test starts from one that is good and spoils one thing.

use serde_json::{Value, json};

use crate::desk::{read, written};

/// Where a spoilt definition is wrong.
fn wrong(spoil: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut text = written("1.0");
    spoil(&mut text);
    let faults = read(&text).expect_err("it was read");
    assert!(faults.list().iter().all(|fault| !fault.problem.is_empty() && !fault.advice.is_empty()));
    faults.list().iter().map(|fault| fault.field.clone()).collect()
}

fn operation(spoil: impl FnOnce(&mut Value)) -> Vec<String> {
    wrong(|text| spoil(&mut text["operations"][0]))
}

#[test]
fn a_good_one_is_read_and_its_hash_does_not_depend_on_how_it_is_written() {
    let definition = read(&written("1.0")).unwrap();
    assert_eq!(definition.operations.len(), 3);
    let again = moa_bank_registry::ApiDefinition::from_json(definition.canonical_json().as_bytes()).unwrap();
    assert_eq!((again.hash(), &again), (definition.hash(), &definition));
    let spaced = serde_json::to_string_pretty(&written("1.0")).unwrap();
    let spaced = moa_bank_registry::ApiDefinition::from_json(spaced.as_bytes()).unwrap();
    assert_eq!(spaced.hash(), definition.hash());
}

#[test]
fn its_names_and_its_place() {
    assert_eq!(wrong(|it| it["family"] = json!("Spending")), ["family"]);
    assert_eq!(wrong(|it| it["version"] = json!("1")), ["version"]);
    assert_eq!(wrong(|it| it["title"] = json!(" ")), ["title"]);
    assert_eq!(wrong(|it| it["title"] = json!("a\nb")), ["title"]);
    for base in ["/token/v1", "/admin/v1", "/.well-known/x", "/a", "a/b", "/a/b/", "/a/{b}"] {
        assert_eq!(wrong(|it| it["base_path"] = json!(base)), ["base_path"], "{base}");
    }
    assert_eq!(wrong(|it| it["owner"] = json!("mina")), ["owner"]);
    assert_eq!(wrong(|it| it["limits"] = json!({ "body_bytes_max": 0 })), ["limits.body_bytes_max"]);
    assert_eq!(
        wrong(|it| it["limits"] = json!({ "answer_bytes_max": 4_000_000_000_u32 })),
        ["limits.answer_bytes_max"]
    );
    assert_eq!(wrong(|it| it["limits"] = json!({ "speed": 1 })), ["limits.speed"]);
}

#[test]
fn its_operations() {
    assert_eq!(operation(|it| it["method"] = json!("TRACE")), ["operations[0].method"]);
    assert_eq!(operation(|it| it["grant"] = json!("anybody")), ["operations[0].grant"]);
    assert_eq!(operation(|it| it["scope"] = json!("accounts payments")), ["operations[0].scope"]);
    assert_eq!(operation(|it| it["permissions"] = json!([])), ["operations[0].permissions"]);
    assert_eq!(operation(|it| it["permissions"] = json!(["ReadEverything"])), ["operations[0].permissions[0]"]);
    assert!(operation(|it| it["handler"] = json!({ "shell": "rm" }))[0].starts_with("operations[0].handler"));
    assert_eq!(operation(|it| it["handler"] = json!({ "uk": "CreateConsent" })), ["operations[0].handler"]);
    assert_eq!(operation(|it| it["handler"] = json!({ "platform": "explain-response" })), ["operations[0].handler"]);
    assert_eq!(operation(|it| it["idempotent"] = json!(true)), ["operations[0].idempotent"]);
    assert_eq!(
        operation(|it| it["limits"] = json!({ "body_depth_max": 999 })),
        ["operations[0].limits.body_depth_max"]
    );
    assert!(operation(|it| it["id"] = json!("Latest")).contains(&"operations[2].id".to_owned()));
    let twice = wrong(|it| {
        let again = it["operations"][0].clone();
        it["operations"].as_array_mut().unwrap().push(again);
    });
    assert_eq!(twice, ["operations[3].id", "operations[3].path"]);
    assert!(wrong(|it| it["operations"] = json!([])).contains(&"operations".to_owned()));
    let by_app = operation(|it| it["grant"] = json!("app"));
    assert_eq!(by_app, ["operations[0].permissions", "operations[0].handler"]);
}

#[test]
fn its_document() {
    assert_eq!(wrong(|it| it["document"]["openapi"] = json!("2.0")), ["document.openapi"]);
    assert_eq!(wrong(|it| it["document"]["info"] = json!({})), ["document.info"]);
    assert_eq!(
        wrong(|it| it["document"] = json!({ "openapi": "3.1.0", "info": { "title": "a", "version": "1" } })),
        ["document.paths"]
    );
    let undescribed = wrong(|it| drop(it["document"]["paths"].as_object_mut().unwrap().remove("/balances")));
    assert_eq!(undescribed, ["operations[1]"]);
    let unserved = wrong(|it| it["document"]["paths"]["/more"] = json!({ "get": {}, "post": {} }));
    assert_eq!(unserved, ["document.paths./more.get", "document.paths./more.post"]);
    let renamed = wrong(|it| it["document"]["paths"]["/balances"]["get"]["operationId"] = json!("Other"));
    assert_eq!(renamed, ["document.paths./balances.operationId"]);
    for outside in ["https://evil.example/schema.json", "file:///etc/passwd", "other.json#/a", "#/nowhere", ""] {
        let fault = wrong(|it| it["document"]["paths"]["/balances"]["get"]["schema"] = json!({ "$ref": outside }));
        assert_eq!(fault, ["document"], "{outside}");
    }
    let inside = |it: &mut Value| it["document"]["paths"]["/balances"]["get"]["schema"] = json!({ "$ref": "#/info" });
    let mut text = written("1.0");
    inside(&mut text);
    assert!(read(&text).is_ok());
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_not_without_end() {
    let many = wrong(|it| {
        it["title"] = json!("");
        it["base_path"] = json!("/x");
        it["document"]["openapi"] = json!("1");
    });
    assert_eq!(many, ["title", "base_path", "document.openapi"]);
    let endless = wrong(|it| {
        for n in 0..500 {
            it["document"]["paths"][format!("/p{n}")] = json!({ "get": {} });
        }
    });
    assert_eq!(endless.len(), 40);
    let told = read(&json!({})).unwrap_err().to_string();
    assert!(told.starts_with("the definition cannot be used\n  definition: missing field `family`"), "{told}");
}

#[test]
fn an_api_has_so_many_recipes_and_no_more_because_each_is_tried_before_it_is_believed() {
    let with = |recipes: usize| {
        let mut written = written("1.0");
        let template = "{% for a in b %}{% for c in b %}{% for d in b %}{% endfor %}{% endfor %}{% endfor %}{}";
        for n in 0..recipes {
            let (id, path) = (format!("Made{n}"), format!("/made/{n}"));
            written["document"]["paths"][&path] =
                json!({ "get": { "operationId": id, "responses": { "200": { "description": "The answer." } } } });
            let recipe = json!({ "questions": [{ "ask": "balances", "name": "b" }], "template": template });
            written["operations"].as_array_mut().unwrap().push(json!({
                "id": id, "method": "GET", "path": path, "grant": "customer", "scope": "accounts",
                "permissions": ["ReadBalances"], "handler": { "recipe": recipe },
            }));
        }
        read(&written).map(drop).map_err(|faults| faults.to_string())
    };
    assert_eq!(with(3), Ok(()));
    let refused = with(41).unwrap_err();
    assert!(refused.contains("41 of them are recipes"), "{refused}");
}

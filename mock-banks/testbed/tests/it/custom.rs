//! An API that needs no code goes through the same door: a recipe with a template passes when it does what its document says,
//! and is refused with a readable reason when it does not.

use serde_json::{Value, json};

use crate::harness::{change, failed, found, standard, verify};

const EXAMPLES: &[&str] = &[
    include_str!("../../../examples/spending-1.0.json"),
    include_str!("../../../examples/spending-1.1.json"),
    include_str!("../../../examples/spending-2.0.json"),
];

/// What was spent in the last months, by category.
pub(crate) fn spending() -> Value {
    let standard = standard();
    let mut components = standard["document"]["components"].clone();
    let accounts = &standard["document"]["paths"]["/accounts"]["get"];
    let mut responses = accounts["responses"].clone();
    responses["200"]["content"]["application/json"]["schema"] = json!({ "$ref": "#/components/schemas/Spending" });
    components["schemas"]["Spending"] = json!({ "type": "object", "required": ["Months", "Category"], "additionalProperties": false,
        "properties": { "Months": { "type": "integer", "minimum": 1, "maximum": 24 }, "Category": { "type": "array", "items": {
            "type": "object", "required": ["Name", "Count"], "properties": { "Name": { "type": "string" }, "Count": { "type": "integer" } } } } } });
    let mut parameters = accounts["parameters"].clone();
    parameters.as_array_mut().unwrap().insert(
        0,
        json!({ "name": "months", "in": "query",
        "schema": { "type": "integer", "minimum": 1, "maximum": 24, "default": 3 } }),
    );
    json!({
        "family": "spending-by-category", "version": "1.0", "title": "Spending", "base_path": "/spending/v1",
        "operations": [{ "id": "GetSpending", "method": "GET", "path": "/spending", "grant": "customer", "scope": "accounts",
            "permissions": ["ReadTransactionsDetail"], "handler": { "recipe": {
                "parameters": [{ "kind": "integer", "name": "months", "min": 1, "max": 24, "default": 3 }],
                "questions": [{ "ask": "transactions", "name": "movements", "period": { "last-months": "months" }, "flow": "out", "rows-max": 5000 }],
                "template": TEMPLATE } } }],
        "document": { "openapi": "3.0.3", "info": { "title": "Spending", "version": "1.0" }, "components": components,
            "paths": { "/spending": { "get": { "operationId": "GetSpending", "security": accounts["security"],
                "parameters": parameters, "responses": responses } } } }
    })
}

const TEMPLATE: &str = r#"{"Months": {{ months }}, "Category": [
    {%- for group in movements | spent | group_by("category") -%}
    {"Name": {{ group.key }}, "Count": {{ group.rows | count }}}{% if not loop.last %},{% endif %}
    {%- endfor %}]}"#;

fn spoilt(pointer: &str, value: Option<Value>) -> Value {
    let mut spending = spending();
    change(&mut spending, pointer, value);
    spending
}

#[tokio::test]
async fn a_recipe_that_does_what_its_document_says_passes_whole() {
    let report = verify(&spending(), None, Vec::new()).await;
    assert!(report.passed(), "{}", report.to_text());
}

#[tokio::test]
async fn the_recipes_that_come_as_examples_pass_whole() {
    for text in EXAMPLES {
        let report = verify(&serde_json::from_str(text).unwrap(), None, Vec::new()).await;
        assert!(report.passed(), "{}", report.to_text());
    }
}

#[tokio::test]
async fn a_template_that_answers_otherwise_is_refused() {
    let renamed = TEMPLATE.replace("\"Count\"", "\"Number\"");
    let report = verify(&spoilt("/operations/0/handler/recipe/template", Some(json!(renamed))), None, Vec::new()).await;
    let said = found(&report, "fit.answers-match-the-document");
    assert!(said.contains("/Category/0: \"Count\" is a required property"), "{}", report.to_text());
}

#[tokio::test]
async fn a_document_that_allows_more_than_the_recipe_takes_is_refused_though_the_refusal_is_described() {
    let months = "/document/paths/~1spending/get/parameters/0/schema/maximum";
    let report = verify(&spoilt(months, Some(json!(36))), None, Vec::new()).await;
    assert_eq!(failed(&report), ["fit.answers-match-the-document"], "{}", report.to_text());
    let said = found(&report, "fit.answers-match-the-document");
    let words =
        "GET /spending with query months \"36\": it was answered with 400, and has to be with 200 or 201 or 202 or 204";
    assert!(said.contains(words), "{said}");
    assert!(said.contains("have the document allow less") && !said.contains("months \"24\""), "{said}");
}

#[tokio::test]
async fn a_document_that_asks_for_what_the_recipe_has_not_is_refused() {
    let report = verify(
        &spoilt(
            "/document/paths/~1spending/get/parameters/-",
            Some(json!({ "name": "why", "in": "query",
        "required": true, "schema": { "type": "string" } })),
        ),
        None,
        Vec::new(),
    )
    .await;
    let said = found(&report, "fit.answers-match-the-document");
    assert!(said.contains("it was answered with 400"), "{said}");
}

#[tokio::test]
async fn the_same_api_open_to_all_is_refused_by_reading_alone() {
    let report = verify(&spoilt("/document/paths/~1spending/get/security", None), None, Vec::new()).await;
    assert_eq!(failed(&report), ["fit.every-operation-asks-for-the-platforms-security"]);
    assert!(found(&report, "fit.every-operation-asks-for-the-platforms-security").contains("it would be open to all"));
}

#[tokio::test]
async fn its_next_version_may_add_and_may_not_take_away() {
    let next = |pointer: &str, value: Option<Value>| {
        let mut next = spoilt(pointer, value);
        next["version"] = json!("1.1");
        next["document"]["info"]["version"] = json!("1.1");
        next
    };
    let optional = json!({ "name": "x-note", "in": "header", "schema": { "type": "string" } });
    let added = next("/document/paths/~1spending/get/parameters/-", Some(optional));
    let report = verify(&added, Some(&spending()), Vec::new()).await;
    assert!(report.passed(), "{}", report.to_text());
    let fewer = next("/document/paths/~1spending/get/parameters/0/schema/maximum", Some(json!(12)));
    let report = verify(&fewer, Some(&spending()), Vec::new()).await;
    assert!(failed(&report).contains(&"compatible.no-input-takes-less"), "{}", report.to_text());
}

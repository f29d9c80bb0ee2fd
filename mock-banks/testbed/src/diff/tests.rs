//! Identical versions differ in nothing, what is added breaks nobody, and each thing that is taken away is found, named by
//! its rule, operation and field.

use moa_bank_registry::ApiDefinition;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// An API with one of everything.
fn published() -> Value {
    json!({
        "family": "orders", "version": "1.0", "title": "Orders", "base_path": "/orders/v1",
        "limits": { "body_bytes_max": 4096, "answer_bytes_max": 65536 },
        "operations": [
            { "id": "GetOrders", "method": "GET", "path": "/accounts/{AccountId}/orders", "grant": "customer", "scope": "accounts",
              "permissions": ["ReadAccountsBasic", "ReadAccountsDetail"], "handler": { "uk": "Accounts" } },
            { "id": "MakeOrder", "method": "POST", "path": "/orders", "grant": "app", "scope": "accounts",
              "handler": { "uk": "CreateConsent" }, "idempotent": true }
        ],
        "document": {
            "openapi": "3.0.3", "info": { "title": "Orders", "version": "1.0" },
            "security": [{ "Customer": ["accounts"] }],
            "paths": {
                "/accounts/{AccountId}/orders": { "get": { "operationId": "GetOrders",
                    "parameters": [
                        { "$ref": "#/components/parameters/AccountId" },
                        { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 100 } },
                        { "name": "sort", "in": "query", "schema": { "type": "string", "enum": ["asc", "desc"], "default": "asc" } },
                        { "name": "X-Trace", "in": "header", "schema": { "type": "string", "nullable": true } }
                    ],
                    "responses": { "200": { "description": "orders",
                        "headers": { "x-fapi-interaction-id": { "required": true, "schema": { "type": "string" } } },
                        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Orders" } },
                                     "text/csv": { "schema": { "type": "string" } } } },
                        "400": { "description": "wrong" } } } },
                "/orders": { "post": { "operationId": "MakeOrder", "security": [{ "App": ["accounts"] }],
                    "requestBody": { "required": false, "content": {
                        "application/json": { "schema": { "$ref": "#/components/schemas/NewOrder" } },
                        "application/xml": { "schema": { "type": "string" } } } },
                    "responses": { "201": { "description": "made" }, "202": { "description": "waiting" } } } }
            },
            "components": {
                "securitySchemes": {
                    "Customer": { "type": "oauth2", "flows": { "authorizationCode": { "scopes": {} } } },
                    "App": { "type": "oauth2", "flows": { "clientCredentials": { "scopes": {} } } } },
                "parameters": { "AccountId": { "name": "AccountId", "in": "path", "required": true, "schema": { "type": "string" } } },
                "schemas": {
                    "Orders": { "type": "object", "required": ["Data"], "properties": { "Data": { "type": "array",
                        "items": { "$ref": "#/components/schemas/Order" } } } },
                    "Order": { "type": "object", "required": ["Id", "State"], "properties": {
                        "Id": { "type": "string", "maxLength": 40, "pattern": "^[a-z0-9]+$" },
                        "State": { "type": "string", "enum": ["open", "done"] },
                        "Note": { "type": "string" },
                        "Amount": { "oneOf": [{ "$ref": "#/components/schemas/Money" }, { "type": "string" }] },
                        "Parts": { "type": "array", "items": { "$ref": "#/components/schemas/Order" } } } },
                    "NewOrder": { "type": "object", "required": ["Amount"], "properties": {
                        "Amount": { "$ref": "#/components/schemas/Money" },
                        "Note": { "type": "string", "maxLength": 100 },
                        "Payee": { "oneOf": [{ "type": "string" }, { "type": "object" }] } } },
                    "Money": { "allOf": [{ "type": "object", "required": ["Amount"] }, { "properties": {
                        "Amount": { "type": "number" }, "Currency": { "type": "string" } } }] }
                }
            }
        }
    })
}

fn definition(value: Value) -> ApiDefinition {
    serde_json::from_value(value).unwrap()
}

/// The next minor version, with one thing changed: set where there is a value, taken out where there is none.
fn changed(changes: &[(&str, Option<Value>)]) -> Value {
    let mut next = published();
    next["version"] = json!("1.1");
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/");
        match (next.pointer_mut(parent).unwrap(), value) {
            (Value::Object(parent), Some(value)) => drop(parent.insert(key, value.clone())),
            (Value::Object(parent), None) => assert!(parent.remove(&key).is_some(), "{pointer}"),
            (Value::Array(parent), Some(value)) if key == "-" => parent.push(value.clone()),
            (Value::Array(parent), Some(value)) => parent[key.parse::<usize>().unwrap()] = value.clone(),
            (Value::Array(parent), None) => drop(parent.remove(key.parse().unwrap())),
            _ => panic!("{pointer}"),
        }
    }
    next
}

fn differences(changes: &[(&str, Option<Value>)]) -> Vec<Difference> {
    compare(&definition(published()), &definition(changed(changes)))
}

/// Rule, operation and field of what was found.
fn found(changes: &[(&str, Option<Value>)]) -> Vec<(Rule, String, String)> {
    differences(changes).into_iter().map(|it| (it.rule, it.operation, it.field)).collect()
}

const ORDER: &str = "/document/components/schemas/Order";
const NEW_ORDER: &str = "/document/components/schemas/NewOrder";
const GET: &str = "/document/paths/~1accounts~1{AccountId}~1orders/get";
const POST: &str = "/document/paths/~1orders/post";

#[test]
fn a_version_that_only_counts_on_breaks_nobody() {
    assert_eq!(differences(&[]), []);
}

#[test]
fn what_is_added_and_need_not_be_used_breaks_nobody() {
    let additions: &[(&str, Value)] = &[
        (&format!("{GET}/parameters/-"), json!({ "name": "from", "in": "query", "schema": { "type": "string" } })),
        (&format!("{ORDER}/properties/New"), json!({ "type": "string", "nullable": true })),
        (&format!("{NEW_ORDER}/properties/New"), json!({ "type": "string", "maxLength": 3 })),
        (&format!("{GET}/responses/404"), json!({ "description": "no such account" })),
        (&format!("{GET}/responses/200/headers/X-New"), json!({ "schema": { "type": "string" } })),
        (&format!("{GET}/responses/200/content/application~1xml"), json!({})),
        ("/document/paths/~1new", json!({ "get": { "operationId": "New", "responses": {} } })),
        ("/document/security/-", json!({ "Another": [] })),
        ("/limits/body_bytes_max", json!(8192)),
    ];
    for (pointer, value) in additions {
        assert_eq!(differences(&[(pointer, Some(value.clone()))]), [], "{pointer}");
    }
}

#[test]
fn inputs_may_widen_and_answers_may_narrow() {
    for (pointer, value) in [
        (format!("{GET}/parameters/1/schema/maximum"), Some(json!(1000))),
        (format!("{GET}/parameters/1/schema/minimum"), None),
        (format!("{GET}/parameters/1/schema/type"), Some(json!("number"))),
        (format!("{GET}/parameters/2/schema/enum/-"), Some(json!("random"))),
        (format!("{NEW_ORDER}/properties/Note/maxLength"), Some(json!(200))),
        (format!("{NEW_ORDER}/properties/Payee/oneOf/-"), Some(json!({ "type": "integer" }))),
        (format!("{NEW_ORDER}/required"), Some(json!([]))),
        (format!("{ORDER}/properties/Id/maxLength"), Some(json!(20))),
        (format!("{ORDER}/properties/State/enum/1"), None),
        (format!("{ORDER}/properties/Amount/oneOf/1"), None),
        (format!("{ORDER}/required/-"), Some(json!("Note"))),
        (format!("{POST}/security"), Some(json!([{ "App": [] }]))),
    ] {
        assert_eq!(differences(&[(&pointer, value)]), [], "{pointer}");
    }
}

/// A change, the rule that it breaks, and the operation and field where that is told.
type Case = ((String, Option<Value>), Rule, &'static str, &'static str);

fn breaking() -> Vec<Case> {
    let get = "GET /accounts/{AccountId}/orders";
    let post = "POST /orders";
    let set = |pointer: String, value: Value| (pointer, Some(value));
    let cut = |pointer: String| (pointer, None);
    vec![
        (cut(POST.to_owned()), Rule::OperationRemoved, post, ""),
        (set(format!("{GET}/operationId"), json!("Orders")), Rule::OperationRenamed, get, "operationId"),
        (
            set(format!("{GET}/parameters/-"), json!({ "name": "who", "in": "query", "required": true })),
            Rule::RequiredInputAdded,
            get,
            "query who",
        ),
        (set(format!("{GET}/parameters/1/required"), json!(true)), Rule::InputBecameRequired, get, "query limit"),
        (cut(format!("{GET}/parameters/2")), Rule::InputRemoved, get, "query sort"),
        (
            set(format!("{GET}/parameters/2/schema/default"), json!("desc")),
            Rule::InputDefaultChanged,
            get,
            "query sort",
        ),
        (set(format!("{GET}/parameters/2/explode"), json!(true)), Rule::InputFormNarrowed, get, "query sort"),
        (set(format!("{GET}/parameters/1/schema/type"), json!("string")), Rule::TypeChanged, get, "query limit"),
        (set(format!("{GET}/parameters/1/schema/maximum"), json!(50)), Rule::InputRangeNarrowed, get, "query limit"),
        (
            set(format!("{GET}/parameters/1/schema/exclusiveMinimum"), json!(true)),
            Rule::InputRangeNarrowed,
            get,
            "query limit",
        ),
        (cut(format!("{GET}/parameters/2/schema/enum/0")), Rule::InputValuesNarrowed, get, "query sort"),
        (
            set(format!("{GET}/parameters/3/schema/nullable"), json!(false)),
            Rule::InputNullRefused,
            get,
            "header X-Trace",
        ),
        (
            set(format!("{GET}/parameters/3/schema/format"), json!("uuid")),
            Rule::InputFormNarrowed,
            get,
            "header X-Trace",
        ),
        (cut(format!("{GET}/responses/200/content/text~1csv")), Rule::AnswerMediaTypeRemoved, get, "200"),
        (
            cut(format!("{GET}/responses/200/headers/x-fapi-interaction-id/required")),
            Rule::AnswerHeaderRemoved,
            get,
            "200 header x-fapi-interaction-id",
        ),
        (cut(format!("{ORDER}/properties/Note")), Rule::AnswerFieldRemoved, get, "200 Data[].Note"),
        (set(format!("{ORDER}/required"), json!(["Id"])), Rule::AnswerFieldOptional, get, "200 Data[].State"),
        (set(format!("{ORDER}/properties/Id/nullable"), json!(true)), Rule::AnswerMayBeNull, get, "200 Data[].Id"),
        (set(format!("{ORDER}/properties/Id/maxLength"), json!(41)), Rule::AnswerRangeWidened, get, "200 Data[].Id"),
        (cut(format!("{ORDER}/properties/Id/pattern")), Rule::AnswerFormWidened, get, "200 Data[].Id"),
        (
            set(format!("{ORDER}/properties/State/enum/-"), json!("lost")),
            Rule::AnswerValuesWidened,
            get,
            "200 Data[].State",
        ),
        (
            set(format!("{ORDER}/properties/Amount/oneOf/-"), json!({ "type": "integer" })),
            Rule::AnswerAlternativeAdded,
            get,
            "200 Data[].Amount",
        ),
        (
            set("/document/components/schemas/Money/allOf/1/properties/Currency/type".to_owned(), json!("integer")),
            Rule::TypeChanged,
            get,
            "200 Data[].Amount.Currency",
        ),
        (cut(format!("{POST}/requestBody/content/application~1xml")), Rule::InputMediaTypeRemoved, post, "body"),
        (set(format!("{POST}/requestBody/required"), json!(true)), Rule::InputBecameRequired, post, "body"),
        (set(format!("{NEW_ORDER}/required/-"), json!("Note")), Rule::InputBecameRequired, post, "body Note"),
        (set(format!("{NEW_ORDER}/required/-"), json!("Why")), Rule::RequiredInputAdded, post, "body Why"),
        (cut(format!("{NEW_ORDER}/properties/Note")), Rule::InputRemoved, post, "body Note"),
        (set(format!("{NEW_ORDER}/additionalProperties"), json!(false)), Rule::InputClosed, post, "body"),
        (cut(format!("{NEW_ORDER}/properties/Payee/oneOf/1")), Rule::InputAlternativeRemoved, post, "body Payee"),
        (set(format!("{NEW_ORDER}/properties/Note/pattern"), json!("^a")), Rule::InputFormNarrowed, post, "body Note"),
        (cut(format!("{POST}/responses/202")), Rule::AnswerRemoved, post, "202"),
        (set(format!("{POST}/security/0/App/-"), json!("payments")), Rule::SecurityTightened, post, "security"),
        (
            set("/document/components/securitySchemes/App/type".to_owned(), json!("apiKey")),
            Rule::SecurityTightened,
            post,
            "security",
        ),
        (set("/operations/0/scope".to_owned(), json!("payments")), Rule::SecurityTightened, get, "scope"),
        (cut("/operations/0/permissions/0".to_owned()), Rule::PermissionsTightened, get, "permissions"),
        (set("/operations/1/idempotent".to_owned(), json!(false)), Rule::NoLongerIdempotent, post, "idempotent"),
        (set("/base_path".to_owned(), json!("/orders/v2")), Rule::AddressChanged, "", "base_path"),
        (set("/version".to_owned(), json!("1.0")), Rule::VersionNotAfter, "", "version"),
        (
            set("/document/components/schemas/Money/allOf/1/properties/Amount/type".to_owned(), json!("integer")),
            Rule::InputTypeNarrowed,
            post,
            "body Amount.Amount",
        ),
        (cut(format!("{ORDER}/properties/Note/type")), Rule::AnswerTypeWidened, get, "200 Data[].Note"),
        (set("/limits/body_bytes_max".to_owned(), json!(1024)), Rule::LimitLowered, post, "body_bytes_max"),
        (set(ORDER.to_owned(), without_end()), Rule::TooLarge, get, "200 Data[]"),
    ]
}

/// A schema that doubles with each step.
fn without_end() -> Value {
    let again = json!({ "$ref": "#/components/schemas/Order" });
    json!({ "allOf": [again, again] })
}

#[test]
fn each_thing_that_breaks_somebody_is_found_by_its_rule() {
    for ((pointer, value), rule, operation, field) in breaking() {
        let found = found(&[(&pointer, value)]);
        let wanted = (rule, operation.to_owned(), field.to_owned());
        assert!(found.contains(&wanted), "{pointer}: {found:#?}");
        // One change, one rule: what else it may touch is the same field seen from elsewhere.
        assert!(found.iter().all(|(other, ..)| *other == rule), "{pointer}: {found:#?}");
    }
}

#[test]
fn a_type_that_only_grows_or_shrinks_is_no_other_type() {
    let number = (&*format!("{GET}/parameters/1/schema/type"), Some(json!("number")));
    assert_eq!(differences(std::slice::from_ref(&number)), []);
    let back = compare(
        &definition(changed(&[number])),
        &definition({
            let mut next = published();
            next["version"] = json!("1.2");
            next
        }),
    );
    assert_eq!(back.iter().map(|it| it.rule).collect::<Vec<_>>(), [Rule::InputTypeNarrowed]);
    let mixed = found(&[(&format!("{ORDER}/properties/Note/type"), None)]);
    assert_eq!(mixed[0].0, Rule::AnswerTypeWidened);
}

#[test]
fn limits_do_not_fall() {
    let found = found(&[("/limits/body_bytes_max", Some(json!(1024)))]);
    assert_eq!(
        found.iter().map(|it| (it.0, it.2.as_str())).collect::<Vec<_>>(),
        [(Rule::LimitLowered, "body_bytes_max"); 2]
    );
}

#[test]
fn a_difference_says_where_and_what() {
    let difference = differences(&[(&format!("{ORDER}/properties/State/enum/-"), Some(json!("lost")))]).remove(0);
    assert_eq!(difference.pointer, "/components/schemas/Order/properties/State");
    assert_eq!(difference.problem, "new among the values: \"lost\"");
}

#[test]
fn documents_made_to_run_for_ever_come_to_an_end() {
    let found = found(&[(ORDER, Some(without_end()))]);
    assert!(found.iter().any(|(rule, ..)| *rule == Rule::TooLarge), "{found:?}");
    let circle = json!({ "$ref": "#/components/schemas/Order" });
    // A reference to itself is a fault of the document, told by another check; here it allows everything.
    assert!(differences(&[(ORDER, Some(circle))]).len() < 100);
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(names.len(), Rule::ALL.len());
    assert!(Rule::ALL.iter().all(|rule| Rule::find(rule.id()) == Some(*rule) && rule.sentence().ends_with('.')));
}

/// A rule that nothing breaks is no rule: a new one cannot come without a change that breaks it.
#[test]
fn every_rule_has_been_seen_broken() {
    let broken: std::collections::BTreeSet<_> = breaking().into_iter().map(|(_, rule, ..)| rule).collect();
    assert_eq!(broken, Rule::ALL.iter().copied().collect());
}

/// Any schema, as deep as it likes.
fn any_schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({})),
        (0_u32..5, 5_u32..50).prop_map(|(min, max)| json!({ "type": "string", "minLength": min, "maxLength": max })),
        (-5_i32..5, 5_i32..50).prop_map(|(min, max)| json!({ "type": "integer", "minimum": min, "maximum": max })),
        Just(json!({ "type": "string", "enum": ["a", "b"], "nullable": true })),
        Just(json!({ "$ref": "#/components/schemas/Order" })),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            proptest::collection::btree_map("[a-d]", inner.clone(), 0..4).prop_map(|properties| {
                let required: Vec<_> = properties.keys().take(2).cloned().collect();
                json!({ "type": "object", "properties": properties, "required": required })
            }),
            proptest::collection::vec(inner, 1..3).prop_map(|parts| json!({ "oneOf": parts })),
        ]
    })
}

fn with_schema(schema: &Value, version: &str, input: bool) -> ApiDefinition {
    let mut api = changed(&[(
        &format!("/document/components/schemas/{}", if input { "NewOrder" } else { "Orders" }),
        Some(schema.clone()),
    )]);
    api["version"] = json!(version);
    definition(api)
}

proptest! {
    #[test]
    fn whatever_a_version_says_saying_it_again_breaks_nobody(schema in any_schema(), input in any::<bool>()) {
        prop_assert_eq!(compare(&with_schema(&schema, "1.0", input), &with_schema(&schema, "1.1", input)), []);
    }

    #[test]
    fn adding_something_optional_breaks_nobody_and_taking_it_away_is_found(schema in any_schema(), added in any_schema(), input in any::<bool>()) {
        let object = |more: bool| {
            let mut properties = json!({ "kept": schema });
            if more {
                properties["added"] = added.clone();
            }
            json!({ "type": "object", "properties": properties })
        };
        let (less, more) = (object(false), object(true));
        prop_assert_eq!(compare(&with_schema(&less, "1.0", input), &with_schema(&more, "1.1", input)), []);
        let found = compare(&with_schema(&more, "1.0", input), &with_schema(&less, "1.1", input));
        let rule = if input { Rule::InputRemoved } else { Rule::AnswerFieldRemoved };
        prop_assert!(found.iter().any(|it| it.rule == rule && it.field.ends_with(" added")), "{:?}", found);
    }

    #[test]
    fn two_versions_that_have_nothing_in_common_still_come_to_an_end(one in any_schema(), other in any_schema(), input in any::<bool>()) {
        let _differences = compare(&with_schema(&one, "1.0", input), &with_schema(&other, "1.1", input));
    }
}

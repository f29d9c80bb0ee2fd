//! The fit plan, as far as it is answered by reading.

use serde_json::{Value, json};

use crate::harness::{failed, found, read, spoilt, standard, verify};

const ACCOUNTS: &str = "/document/paths/~1accounts/get";

#[tokio::test]
async fn whatever_comes_with_the_program_passes_whole() {
    for shipped in moa_bank_registry::shipped().unwrap() {
        let report = verify(&serde_json::to_value(shipped).unwrap(), None, Vec::new()).await;
        assert!(report.passed(), "{}", report.to_text());
    }
}

/// A fault, the check that has to catch it, and words that its finding has to say.
type Planted = (&'static str, String, Option<Value>, &'static [&'static str]);

pub(crate) fn planted() -> Vec<Planted> {
    let at = |rest: &str| format!("{ACCOUNTS}{rest}");
    vec![
        ("fit.the-definition-holds-together", "/title".to_owned(), Some(json!(" ")), &["title"]),
        ("fit.the-document-is-openapi", at("/responses/200/description"), None, &["description"]),
        ("fit.the-document-is-openapi", at("/deprecated"), Some(json!("perhaps")), &["document"]),
        (
            "fit.references-lead-somewhere",
            "/document/components/schemas/Round".to_owned(),
            Some(json!({ "$ref": "#/components/schemas/Round" })),
            &["#/components/schemas/Round", "circle"],
        ),
        (
            "fit.operation-ids-are-unique",
            "/document/paths/~1balances/get/operationId".to_owned(),
            Some(json!("GetAccounts")),
            &["GET /balances", "GET /accounts is called GetAccounts"],
        ),
        (
            "fit.document-and-definition-name-the-same-operations",
            "/document/paths/~1offers".to_owned(),
            Some(offers()),
            &["GET /offers", "nothing serves it"],
        ),
        (
            "fit.paths-name-their-parameters",
            "/document/components/parameters/AccountId/name".to_owned(),
            Some(json!("Account")),
            &["{AccountId} is in the path and not described", "Account is described as part of the path"],
        ),
        ("fit.version-and-address-agree", "/document/info/version".to_owned(), Some(json!("3.1")), &["3.1", "4.0"]),
        (
            "fit.version-and-address-agree",
            "/document/servers/0/url".to_owned(),
            Some(json!("/elsewhere")),
            &["/elsewhere"],
        ),
        (
            "fit.schemas-can-judge",
            "/document/components/schemas/Odd".to_owned(),
            Some(json!({ "type": "string", "pattern": "(" })),
            &["schema Odd", "no schema"],
        ),
        (
            "fit.examples-match-their-schemas",
            at("/responses/200/content/application~1json/example"),
            Some(json!({ "Data": { "Account": "none" } })),
            &["/paths/~1accounts/get/responses/200/content/application~1json/example"],
        ),
        (
            "fit.every-operation-asks-for-the-platforms-security",
            at("/security"),
            Some(json!([])),
            &["GET /accounts", "open to all", "authorizationCode"],
        ),
        (
            "fit.every-operation-asks-for-the-platforms-security",
            at("/security/0/customer"),
            Some(json!(["payments"])),
            &["GET /accounts", "the scope accounts"],
        ),
        (
            "fit.the-interaction-id-travels",
            at("/responses/200/headers/x-fapi-interaction-id"),
            None,
            &["GET /accounts, 200"],
        ),
        (
            "fit.success-is-described",
            at("/responses/200/content/application~1json/schema"),
            Some(json!({})),
            &["GET /accounts, 200"],
        ),
        ("fit.refusals-are-described", at("/responses/429"), None, &["GET /accounts, 429"]),
        (
            "fit.refusals-are-described",
            "/document/components/schemas/Error/properties/Errors".to_owned(),
            Some(json!({ "type": "string" })),
            &["400", "ErrorCode"],
        ),
    ]
}

/// A described operation that nothing serves: the accounts, under another name.
fn offers() -> Value {
    let mut offers = standard()["document"]["paths"]["/accounts"].clone();
    offers["get"]["operationId"] = json!("GetOffers");
    offers
}

/// Checks that look at the same thing from another side, and so may say no as well.
const BESIDE: &[&str] = &[
    "fit.the-definition-holds-together",
    "fit.the-document-is-openapi",
    "fit.document-and-definition-name-the-same-operations",
    "fit.schemas-can-judge",
];

#[tokio::test]
async fn each_planted_fault_is_caught_by_its_check_and_by_none_that_is_about_something_else() {
    for (check, pointer, value, words) in planted() {
        let report = read(&spoilt(&pointer, value), None, Vec::new()).await;
        let (said, failed) = (found(&report, check), failed(&report));
        assert!(failed.contains(&check), "{pointer} was not caught by {check}: {failed:?}");
        for word in words {
            assert!(said.contains(word), "{check} does not say {word:?}:\n{said}");
        }
        let others: Vec<_> = failed.into_iter().filter(|id| *id != check && !BESIDE.contains(id)).collect();
        assert_eq!(others, Vec::<&str>::new(), "{pointer}");
    }
}

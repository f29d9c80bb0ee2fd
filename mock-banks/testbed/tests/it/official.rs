//! The comparison on documents as large and as tangled as real standards are: the UK's own.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use moa_bank_registry::ApiDefinition;
use moa_bank_testbed::diff::{Rule, compare};
use serde_json::{Value, json};

use crate::harness::{standard, verify};

/// Where the current document lies beside the repository; the older one lies beside it.
const PLACE: &str = "../../../shared/standards/specs/uk-obie/v4.0-Update-4/account-info-openapi.yaml";

fn current() -> Option<PathBuf> {
    let given = std::env::var_os("MOA_UK_OPENAPI").map(PathBuf::from);
    let path = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(PLACE));
    if path.is_file() {
        return Some(path);
    }
    // Straight to the stream: the test runner would keep the words of a test that passes to itself.
    let _said = writeln!(
        std::io::stderr(),
        "SKIPPED: the official OpenAPI document is not at hand (set MOA_UK_OPENAPI to its path)"
    );
    None
}

fn api(path: &Path, version: &str) -> ApiDefinition {
    let text = std::fs::read_to_string(path).unwrap();
    let document: Value = serde_yaml_ng::from_str(&text).unwrap();
    let whole = json!({ "family": "uk", "version": version, "title": "UK", "base_path": "/uk/v4", "operations": [], "document": document });
    serde_json::from_value(whole).unwrap()
}

#[test]
fn a_standard_is_compatible_with_itself_and_its_next_major_is_not() {
    let Some(path) = current() else { return };
    assert_eq!(compare(&api(&path, "4.0"), &api(&path, "4.1")), []);
    let older = path.parent().unwrap().with_file_name("v3.1.11r5").join("account-info-openapi.yaml");
    if !older.is_file() {
        return;
    }
    let found = compare(&api(&older, "4.0"), &api(&path, "4.1"));
    assert!(found.iter().all(|difference| difference.rule != Rule::TooLarge), "{found:#?}");
    // 3.1.11 says a consent is `Authorised` or `AwaitingAuthorisation`; 4.0 says `AUTH` and `AWAU`.
    let status = |difference: &&moa_bank_testbed::diff::Difference| {
        difference.rule == Rule::AnswerValuesWidened && difference.field == "201 Data.Status"
    };
    let status = found.iter().find(status).unwrap_or_else(|| panic!("{found:#?}"));
    assert_eq!(status.operation, "POST /account-access-consents");
    assert!(status.problem.contains("\"AUTH\""), "{status:?}");
}

/// The official document in place of our own description of the same operations: an outside that our words cannot bend.
#[tokio::test]
async fn the_banks_answers_fit_the_official_document_too() {
    let Some(path) = current() else { return };
    let mut official = standard();
    let mut document = serde_json::to_value(&api(&path, "4.0").document).unwrap();
    let served: Vec<String> =
        official["operations"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    let paths = document["paths"].as_object_mut().unwrap();
    for item in paths.values_mut() {
        let kept =
            |operation: &Value| operation["operationId"].as_str().is_none_or(|id| served.iter().any(|it| it == id));
        item.as_object_mut().unwrap().retain(|_, operation| kept(operation));
    }
    paths.retain(|_, item| !item.as_object().unwrap().is_empty());
    official["document"] = document;
    let report = verify(&official, None, Vec::new()).await;
    assert!(report.passed(), "{}", report.to_text());
}

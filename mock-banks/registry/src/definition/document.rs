//! Do document and operations speak of the same requests? And does the document lead nowhere outside itself?

use serde_json::Value;

use super::ApiDefinition;
use super::fault::Faults;

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

pub(super) fn check(faults: &mut Faults, definition: &ApiDefinition) {
    let document = &definition.document;
    let is_three = document.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3."));
    faults.unless(is_three, "document.openapi", "it is not OpenAPI 3", "describe the API in OpenAPI 3.0 or 3.1");
    let titled = document.pointer("/info/title").is_some_and(Value::is_string);
    let versioned = document.pointer("/info/version").is_some_and(Value::is_string);
    faults.unless(titled && versioned, "document.info", "title or version is missing", "give the document both");
    let Some(paths) = document.get("paths").and_then(Value::as_object) else {
        faults.note("document.paths", "there are none", "describe every operation");
        return;
    };
    for (at, operation) in definition.operations.iter().enumerate() {
        let described =
            paths.get(&operation.path).and_then(|item| item.get(operation.method.as_str().to_ascii_lowercase()));
        match described {
            None => faults.note(
                format!("operations[{at}]"),
                format!("the document does not describe {} {}", operation.method, operation.path),
                "describe it under the same path",
            ),
            Some(described) => {
                let named = described.get("operationId").and_then(Value::as_str) == Some(operation.id.as_str());
                let advice = "give it the operation's id";
                faults.unless(
                    named,
                    operation_id(&operation.path),
                    "the document calls the operation otherwise",
                    advice,
                );
            }
        }
    }
    for (path, item) in paths {
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            let served = definition
                .operations
                .iter()
                .any(|operation| operation.path == *path && operation.method.as_str().eq_ignore_ascii_case(method));
            let field = format!("document.paths.{path}.{method}");
            faults.unless(
                served,
                field,
                "no operation answers it",
                "add the operation, or describe only what there is",
            );
        }
    }
    check_references(faults, document);
}

fn operation_id(path: &str) -> String {
    format!("document.paths.{path}.operationId")
}

/// A reference that leaves the document would have somebody fetch from wherever its author likes; one that leads nowhere
/// describes nothing.
fn check_references(faults: &mut Faults, document: &Value) {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(target)) = members.get("$ref") {
                    let inside = target.strip_prefix('#').is_some_and(|pointer| document.pointer(pointer).is_some());
                    if !inside {
                        let shown: String = target.chars().take(80).collect();
                        faults.note(
                            "document",
                            format!("the reference `{shown}` leads nowhere in it"),
                            "keep every part inside the document",
                        );
                    }
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

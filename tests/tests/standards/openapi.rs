//! Reads an OpenAPI 3.0 document as far as judging traffic needs it: paths, parameters, bodies, and schemas with their
//! references.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Mutex;

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

/// Where the document lies beside the repository.
const PLACE: &str = "../../shared/standards/specs/uk-obie/v4.0-Update-4/account-info-openapi.yaml";

/// The official document.
pub(crate) struct Document {
    root: Value,
    /// Compiling a schema takes longer than using it.
    validators: Mutex<HashMap<String, Validator>>,
}

/// One operation of it: the path as the document writes it, and its entry.
pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    pub(crate) entry: &'a Value,
    path_entry: &'a Value,
}

impl Document {
    /// The UK's account information document, or nothing, said aloud, where it is not at hand.
    pub(crate) fn uk_account_information() -> Option<Self> {
        let path = std::env::var_os("MOA_UK_OPENAPI")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(PLACE), PathBuf::from);
        let Ok(text) = std::fs::read_to_string(path) else {
            // Straight to the stream: the test runner would keep the words of a test that passes to itself.
            let _said = writeln!(
                std::io::stderr(),
                "SKIPPED: the official OpenAPI document is not at hand (set MOA_UK_OPENAPI to its path)"
            );
            return None;
        };
        let root = serde_yaml_ng::from_str(&text).expect("the official document is YAML");
        Some(Self { root, validators: Mutex::default() })
    }

    /// The operation that a request means.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Operation<'_>> {
        let paths = self.root["paths"].as_object()?;
        let (template, path_entry) = paths.iter().find(|(template, _)| fits(template, path))?;
        let entry = path_entry.get(method.to_ascii_lowercase())?;
        Some(Operation { path: template, entry, path_entry })
    }

    /// Follows a `$ref`, if it is one.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
            Some(pointer) => self.root.pointer(pointer).expect("the document refers to itself only"),
            None => value,
        }
    }

    /// The parameters of an operation, its path's included, with references followed.
    pub(crate) fn parameters<'a>(&'a self, operation: &Operation<'a>) -> Vec<&'a Value> {
        let lists = [&operation.path_entry["parameters"], &operation.entry["parameters"]];
        let all = lists.into_iter().filter_map(Value::as_array).flatten();
        all.map(|parameter| self.resolve(parameter)).collect()
    }

    /// What is wrong with a value by a schema of the document. Empty when nothing is.
    pub(crate) fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut validators = self.validators.lock().unwrap();
        let validator = validators.entry(schema.to_string()).or_insert_with(|| self.compile(schema));
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    /// OpenAPI 3.0 schemas are those of an early draft. References point into the document, so it comes along.
    fn compile(&self, schema: &Value) -> Validator {
        let whole = json!({ "allOf": [schema], "components": self.root["components"] });
        let options = jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(true);
        options.build(&whole).expect("the official schemas compile")
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return false,
        }
    }
}

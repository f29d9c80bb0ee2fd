//! The custom API that comes with Moa as an example, in its versions, and what goes wrong with it when somebody is careless.

use anyhow::{Context as _, Result};
use moa_bank_registry::{ApiDefinition, Family, Version};
use serde_json::{Value, json};

/// Spending by category.
pub const V1_0: &str = include_str!("../../mock-banks/examples/spending-1.0.json");
/// A change that breaks nobody: one more field, one more optional parameter.
pub const V1_1: &str = include_str!("../../mock-banks/examples/spending-1.1.json");
/// A change that breaks callers, so it is another major version and stands beside the first.
pub const V2_0: &str = include_str!("../../mock-banks/examples/spending-2.0.json");

/// Where the first major version lives below a bank's origin.
pub const V1_PATH: &str = "/spending/v1/spending";
/// Where the second one does.
pub const V2_PATH: &str = "/spending/v2/spending";
/// What a customer allows an app that calls it.
pub const PERMISSIONS: &[&str] =
    &["ReadAccountsDetail", "ReadTransactionsDetail", "ReadTransactionsCredits", "ReadTransactionsDebits"];

/// The family's name.
///
/// # Errors
/// Never, as it is written here.
pub fn family() -> Result<Family> {
    Ok(Family::new("spending")?)
}

/// A definition from its text.
///
/// # Errors
/// What is wrong with it, in the words its author is told.
pub fn definition(text: &str) -> Result<ApiDefinition> {
    Ok(ApiDefinition::from_json(text.as_bytes())?)
}

/// A version from its text.
///
/// # Errors
/// When it is none.
pub fn version(text: &str) -> Result<Version> {
    Ok(text.parse()?)
}

/// The next minor version, with a change that breaks callers: an amount becomes an object, and a category is called
/// otherwise.
///
/// # Errors
/// When the example is no longer what it was.
pub fn breaking_minor() -> Result<String> {
    let mut api = next_minor()?;
    let row = at(&mut api, "/document/components/schemas/Spending")?;
    *row = json!({
        "type": "object", "required": ["Of", "Amount"],
        "properties": {
            "Of": {"type": "string"},
            "Amount": {"type": "object", "properties": {"Amount": {"type": "string"}, "Currency": {"type": "string"}}},
        },
    });
    each_template(&mut api, |text| {
        let from = text.find("{\"Category\"").context("a row")?;
        let row = r#"{"Of": {{ category.key }}, "Amount": {{ total }}}"#;
        let to = text.get(from..).and_then(|rest| rest.find('\n')).map(|length| from + length).context("its end")?;
        Ok(format!("{}{row}{}", text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default()))
    })?;
    without_examples(&mut api)?;
    Ok(api.to_string())
}

/// An API of which one operation asks for no token, as its document has it.
///
/// # Errors
/// When the example is no longer what it was.
pub fn open_operation() -> Result<String> {
    let mut api: Value = serde_json::from_str(V1_0)?;
    *at(&mut api, "/document/paths/~1spending/get/security")? = json!([]);
    Ok(api.to_string())
}

/// An API whose answers are not what its document says: amounts are numbers of payments there.
///
/// # Errors
/// When the example is no longer what it was.
pub fn lying_answers() -> Result<String> {
    let mut api: Value = serde_json::from_str(V1_0)?;
    each_template(&mut api, |text| Ok(text.replace("{{ total.amount }}", "{{ one.rows | count }}")))?;
    Ok(api.to_string())
}

fn next_minor() -> Result<Value> {
    let mut api: Value = serde_json::from_str(V1_0)?;
    *at(&mut api, "/version")? = json!("1.1");
    *at(&mut api, "/document/info/version")? = json!("1.1");
    Ok(api)
}

fn each_template(api: &mut Value, change: impl Fn(&str) -> Result<String>) -> Result<()> {
    for operation in at(api, "/operations")?.as_array_mut().context("operations")? {
        let template = at(operation, "/handler/recipe/template")?;
        let lines: Vec<&str> = template.as_array().context("lines")?.iter().filter_map(Value::as_str).collect();
        *template = Value::String(change(&lines.join("\n"))?);
    }
    Ok(())
}

fn without_examples(api: &mut Value) -> Result<()> {
    for path in ["~1spending", "~1accounts~1{AccountId}~1spending"] {
        let content = at(api, &format!("/document/paths/{path}/get/responses/200/content/application~1json"))?;
        content.as_object_mut().context("an object")?.remove("example");
    }
    Ok(())
}

fn at<'a>(value: &'a mut Value, pointer: &str) -> Result<&'a mut Value> {
    value.pointer_mut(pointer).with_context(|| format!("no {pointer} in the example"))
}

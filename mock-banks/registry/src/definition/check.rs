//! Does a definition hold together? Each part is looked at by itself, then the parts against each other. All faults are
//! gathered, so that an author mends them in one go.

use std::collections::BTreeSet;

use http::Method;
use moa_bank_processing::Handler;
use moa_bank_processing::codec::uk;

use super::fault::Faults;
use super::limits::CEILING;
use super::{ApiDefinition, DefinitionFaults, Grant, Limits, Operation, document, path};

const TITLE_CHARS_MAX: usize = 120;
const OPERATIONS_MAX: usize = 200;
/// Each recipe is tried on rows before it is believed, whenever its definition is read, and one alone may keep a core busy for
/// a good part of a second.
const RECIPES_MAX: usize = 40;
const WORD_CHARS_MAX: usize = 100;

pub(super) fn check(definition: &ApiDefinition) -> Result<(), DefinitionFaults> {
    let mut faults = Faults::default();
    let title = definition.title.trim();
    let readable =
        !title.is_empty() && title.chars().count() <= TITLE_CHARS_MAX && !title.chars().any(char::is_control);
    faults.unless(
        readable,
        "title",
        "it is empty, too long, or holds control characters",
        "name the API in a few words",
    );
    if let Some((problem, advice)) = path::base_fault(&definition.base_path) {
        faults.note("base_path", problem, advice);
    }
    check_limits(&mut faults, "limits", definition.limits);
    let count = definition.operations.len();
    faults.unless((1..=OPERATIONS_MAX).contains(&count), "operations", "there is none, or too many", "list one to 200");
    let recipes = definition.operations.iter().filter(|it| matches!(*it.handler, Handler::Recipe(_))).count();
    if recipes > RECIPES_MAX {
        faults.note(
            "operations",
            format!("{recipes} of them are recipes"),
            "have at most 40 in one API, and others in another",
        );
        return faults.finish();
    }
    for (at, operation) in definition.operations.iter().take(OPERATIONS_MAX).enumerate() {
        check_operation(&mut faults, &format!("operations[{at}]"), operation);
    }
    check_apart(&mut faults, &definition.operations);
    document::check(&mut faults, definition);
    faults.finish()
}

fn check_limits(faults: &mut Faults, field: &str, limits: Limits) {
    let asked = [
        ("body_bytes_max", limits.body_bytes_max, CEILING.body_bytes_max),
        ("body_depth_max", limits.body_depth_max, CEILING.body_depth_max),
        ("answer_bytes_max", limits.answer_bytes_max, CEILING.answer_bytes_max),
    ];
    for (name, asked, ceiling) in asked {
        if !(1..=ceiling).contains(&asked) {
            faults.note(
                format!("{field}.{name}"),
                "it is outside what the platform gives",
                format!("stay within 1 to {ceiling}"),
            );
        }
    }
}

fn check_operation(faults: &mut Faults, field: &str, operation: &Operation) {
    let at = |part: &str| format!("{field}.{part}");
    let spelt = "use letters, digits, `-` and `_`, as in its operationId";
    faults.unless(is_word(&operation.id), at("id"), "it is no word", spelt);
    faults.unless(is_word(&operation.scope), at("scope"), "it is no word", "name one OAuth scope, as `accounts`");
    check_request(faults, &at, operation);
    if let Some((problem, advice)) = permissions_fault(operation) {
        faults.note(at("permissions"), problem, advice);
    }
    if let Some(limits) = operation.limits {
        check_limits(faults, &at("limits"), limits);
    }
    if let Some((problem, advice)) = handler_fault(operation) {
        faults.note(at("handler"), problem, advice);
    }
    if let Handler::Recipe(recipe) = &*operation.handler
        && let Err(fault) = recipe.check()
    {
        faults.note(at("handler.recipe"), fault.to_string(), "see docs/custom-apis.md for what a recipe can do");
    }
}

/// Its path, and whether it says more of a repeated request than its method does.
fn check_request(faults: &mut Faults, at: &impl Fn(&str) -> String, operation: &Operation) {
    if let Some((problem, advice)) = path::template_fault(&operation.path) {
        faults.note(at("path"), problem, advice);
    }
    let one_thing = operation.path.matches('{').count() <= 1;
    let advice = "name one thing in the path, and the rest in the query";
    faults.unless(one_thing, at("path"), "it has more than one parameter", advice);
    let takes_body = matches!(operation.method, Method::POST | Method::PUT | Method::PATCH);
    let idempotent = "a request of this method is idempotent by itself";
    faults.unless(takes_body || !operation.idempotent, at("idempotent"), idempotent, "leave it out");
}

/// What is wrong with the permissions an operation names, and what to do.
fn permissions_fault(operation: &Operation) -> Option<(&'static str, &'static str)> {
    match (operation.grant == Grant::Customer, operation.permissions.is_empty()) {
        (true, true) => {
            return Some(("a customer's data is read without any", "name the permissions of which one is needed"));
        }
        (false, false) => return Some(("no consent is asked here", "leave them out, or read with a customer's token")),
        _ => {}
    }
    let Handler::Recipe(recipe) = &*operation.handler else { return None };
    let asked = |named| recipe.permissions().any(|needed| needed.contains(named));
    let unasked = operation.permissions.iter().any(|named| !asked(named));
    unasked.then_some(("one is named that the recipe asks nothing by", "name those that its questions need"))
}

/// What is wrong with an operation's handler, and what to do.
fn handler_fault(operation: &Operation) -> Option<(&'static str, &'static str)> {
    let named = operation.path.split('/').find_map(path::parameter);
    match &*operation.handler {
        Handler::Uk(call) => {
            let (method, grant, parameters) = uk_call(*call);
            let fits = operation.method == method && operation.grant == grant && parameters.contains(&named);
            (!fits).then_some((
                "the standard's operation is asked for in another way",
                "take method, token and path as the standard has them",
            ))
        }
        Handler::Recipe(_) => {
            let fits = operation.grant == Grant::Customer && operation.method == Method::GET;
            let reaches = matches!(named, None | Some("AccountId"));
            (!fits || !reaches).then_some((
                "a recipe reads a customer's data and nothing else",
                "use GET, a customer's token, and at most `{AccountId}` in the path",
            ))
        }
        Handler::Platform(_) => {
            let fits = operation.grant == Grant::App && operation.method == Method::GET;
            (!fits).then_some((
                "the platform tells an app about itself and takes nothing",
                "use GET, and the app's own token",
            ))
        }
    }
}

/// How the standard asks for an operation: the method, whose token, and which parameters its path may have.
fn uk_call(call: uk::Operation) -> (Method, Grant, &'static [Option<&'static str>]) {
    match call {
        uk::Operation::CreateConsent => (Method::POST, Grant::App, &[None]),
        uk::Operation::ReadConsent => (Method::GET, Grant::App, &[Some("ConsentId")]),
        uk::Operation::DeleteConsent => (Method::DELETE, Grant::App, &[Some("ConsentId")]),
        uk::Operation::Transactions => (Method::GET, Grant::Customer, &[Some("AccountId")]),
        _ => (Method::GET, Grant::Customer, &[None, Some("AccountId")]),
    }
}

/// No two operations may have one name or mean one request.
fn check_apart(faults: &mut Faults, operations: &[Operation]) {
    let (mut ids, mut requests) = (BTreeSet::new(), BTreeSet::new());
    for (at, operation) in operations.iter().enumerate() {
        let new = ids.insert(&operation.id);
        faults.unless(
            new,
            format!("operations[{at}].id"),
            "another operation has it",
            "give each operation its own name",
        );
        let new = requests.insert((operation.method.as_str(), path::shape(&operation.path)));
        faults.unless(
            new,
            format!("operations[{at}].path"),
            "another operation means the same requests",
            "keep one of the two",
        );
    }
}

fn is_word(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'));
    !text.is_empty() && text.len() <= WORD_CHARS_MAX && plain
}

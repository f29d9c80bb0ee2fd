//! Writes the answer: the template, in an engine that has been given nothing it could do harm with.
//!
//! The environment starts empty: no loader, so nothing can be included; no built-in filter, function or test but the few
//! here. Work is bounded by fuel, nesting by what `scan` lets through, the answer by its bytes. Whatever a template prints is
//! written as a JSON value, texts with their quotes, so that no customer's text can become part of the answer's shape; and
//! the whole must be one JSON document before anybody sees it.

use std::io::{self, Write};

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::money::{Cash, Exact};
use super::{RecipeFault, filters, scan};

/// The most bytes of an answer.
pub(super) const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// Work and memory of one answer: about as many steps, or 64 bytes each.
const FUEL: u64 = 500_000;
const RECURSION_MAX: usize = 40;
const NAME: &str = "template";

/// An environment with one template in it, looked through and parsed.
pub(super) fn environment(template: &str) -> Result<Environment<'static>, RecipeFault> {
    scan::check(template)?;
    engine(template)
}

/// The engine and its bounds, for a template that has been looked through.
pub(super) fn engine(template: &str) -> Result<Environment<'static>, RecipeFault> {
    let mut environment = Environment::empty();
    environment.set_debug(false);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(RECURSION_MAX);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(print);
    environment.add_test("none", Value::is_none as fn(&Value) -> bool);
    filters::add(&mut environment);
    environment.add_template_owned(NAME, template.to_owned()).map_err(|error| fault(&error))?;
    Ok(environment)
}

/// Renders the template of an environment and checks that it wrote one JSON document.
pub(super) fn render(environment: &Environment<'_>, context: Value) -> Result<Vec<u8>, RecipeFault> {
    let mut bounded = Bounded(Vec::new());
    let template = environment.get_template(NAME).map_err(|error| fault(&error))?;
    match template.render_captured_to(context, &mut bounded) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::WriteFailure => {
            let problem = format!("the answer is longer than {ANSWER_BYTES_MAX} bytes");
            return Err(RecipeFault::template(error.line(), problem));
        }
        Err(error) => return Err(fault(&error)),
    }
    let Bounded(answer) = bounded;
    match serde_json::from_slice::<serde::de::IgnoredAny>(&answer) {
        Ok(_) => Ok(answer),
        Err(error) => Err(RecipeFault::template(None, format!("the answer is not one JSON document: {error}"))),
    }
}

/// Prints a value as JSON.
fn print(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let unwritable = |what: &str| Err(Error::new(ErrorKind::BadSerialization, what.to_owned()));
    let text = match value.kind() {
        ValueKind::Undefined => return unwritable("there is no such value"),
        ValueKind::None => "null".to_owned(),
        ValueKind::Bool => value.is_true().to_string(),
        ValueKind::Number if value.is_integer() => value.to_string(),
        ValueKind::Number => return unwritable("a number with decimals is not exact: amounts are printed as texts"),
        ValueKind::String => json(value.as_str().unwrap_or_default())?,
        _ => match (value.downcast_object_ref::<Exact>(), value.downcast_object_ref::<Cash>()) {
            (Some(Exact(amount)), _) => json(&amount.to_string())?,
            (_, Some(Cash(money))) => {
                let (amount, currency) = (json(&money.amount.to_string())?, json(&money.currency.to_string())?);
                format!(r#"{{"Amount":{amount},"Currency":{currency}}}"#)
            }
            _ => return unwritable("a list or a row is not printed whole: loop over it, and print its fields"),
        },
    };
    out.write_str(&text).map_err(Error::from)
}

fn json(text: &str) -> Result<String, Error> {
    serde_json::to_string(text).map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
}

/// An engine's error, with the line it names and without what surrounds it.
pub(super) fn fault(error: &Error) -> RecipeFault {
    let problem = match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it works too much: fewer loops, or fewer rows".to_owned(),
        (ErrorKind::TemplateNotFound, _) => "there is nothing to include: a recipe has one template".to_owned(),
        (ErrorKind::UndefinedError, _) => "there is no such value: a name or a field is not there".to_owned(),
        (kind, None) => kind.to_string(),
        (ErrorKind::InvalidOperation | ErrorKind::BadSerialization, Some(detail)) => detail.to_owned(),
        (kind, Some(detail)) => format!("{kind}: {detail}"),
    };
    RecipeFault::template(error.line(), problem)
}

struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > ANSWER_BYTES_MAX {
            return Err(io::Error::other("the answer is too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

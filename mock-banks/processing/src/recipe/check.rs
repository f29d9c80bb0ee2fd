//! Looks a recipe over when it is defined, so that nothing is wrong with it when it is called: its sizes, its names, what
//! its questions refer to, and its template, which is tried on rows before any customer's are put into it.

use std::collections::BTreeSet;

use super::render::environment;
use super::{Ask, Count, Day, Parameter, Period, Recipe, RecipeFault, scan, trial};

const PARAMETERS_MAX: usize = 16;
const QUESTIONS_MAX: usize = 8;
const TEMPLATE_BYTES_MAX: usize = 32 * 1024;
const NAME_CHARS_MAX: usize = 32;
const WORDS_MAX: usize = 64;
const TEXT_CHARS_MAX: usize = 200;
/// The most rows a question may have answered.
const ROWS_MAX: u32 = 5000;
const MONTHS_MAX: i64 = 120;
const DAYS_MAX: i64 = 3660;

/// What every template knows besides its parameters and questions.
pub(super) const ALWAYS: &[&str] = &["now", "today", "url"];
/// Words of the template's own language.
const RESERVED: &[&str] = &[
    "and", "else", "elif", "false", "for", "if", "in", "is", "loop", "none", "not", "or", "set", "true", "with",
    "False", "None", "True", "self", "super", "period",
];

pub(super) fn check(recipe: &Recipe) -> Result<(), RecipeFault> {
    at_most("parameters", PARAMETERS_MAX, recipe.parameters.len())?;
    at_most("questions", QUESTIONS_MAX, recipe.questions.len())?;
    at_most("bytes of template", TEMPLATE_BYTES_MAX, recipe.template.len())?;
    let mut names = BTreeSet::new();
    for name in recipe.parameters.iter().map(Parameter::name).chain(recipe.questions.iter().map(Ask::name)) {
        check_name(name)?;
        if !names.insert(name) {
            return Err(RecipeFault::Name { name: name.to_owned(), problem: "something else has it already" });
        }
    }
    recipe.parameters.iter().try_for_each(check_parameter)?;
    recipe.questions.iter().try_for_each(|ask| check_question(ask, &recipe.parameters))?;
    names.extend(ALWAYS);
    check_template(&recipe.template, &names)?;
    trial::run(recipe)
}

fn at_most(what: &'static str, most: usize, there_are: usize) -> Result<(), RecipeFault> {
    if there_are > most { Err(RecipeFault::TooMany { what, most }) } else { Ok(()) }
}

fn check_name(name: &str) -> Result<(), RecipeFault> {
    let fault = |problem| Err(RecipeFault::Name { name: name.chars().take(64).collect(), problem });
    let mut bytes = name.bytes();
    if !bytes.next().is_some_and(|first| first.is_ascii_alphabetic()) || name.len() > NAME_CHARS_MAX {
        return fault("a name is a letter and at most 31 letters, digits and underscores after it");
    }
    if !bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return fault("a name has only letters, digits and underscores");
    }
    if ALWAYS.contains(&name) || RESERVED.contains(&name) {
        return fault("the word has a meaning of its own");
    }
    Ok(())
}

fn check_parameter(parameter: &Parameter) -> Result<(), RecipeFault> {
    let fault = |problem: String| Err(RecipeFault::Parameter { name: parameter.name().to_owned(), problem });
    match parameter {
        Parameter::Integer { min, max, .. } if min > max => {
            return fault(format!("its least, {min}, is more than its most, {max}"));
        }
        Parameter::Word { words, .. } => {
            let odd = |word: &String| word.is_empty() || word.len() > 64 || word.chars().any(char::is_control);
            if words.is_empty() || words.len() > WORDS_MAX || words.iter().any(odd) {
                return fault(format!("it has 1 to {WORDS_MAX} words of 1 to 64 bytes"));
            }
            if words.iter().collect::<BTreeSet<_>>().len() < words.len() {
                return fault("it has a word twice".to_owned());
            }
        }
        Parameter::Text { max_chars, .. } if !(1..=TEXT_CHARS_MAX).contains(&(*max_chars as usize)) => {
            return fault(format!("its max-chars is from 1 to {TEXT_CHARS_MAX}"));
        }
        Parameter::Integer { .. } | Parameter::Date { .. } | Parameter::Text { .. } => {}
    }
    let default = match parameter {
        Parameter::Integer { default, .. } => default.map(|number| number.to_string()),
        Parameter::Date { .. } => None,
        Parameter::Word { default, .. } | Parameter::Text { default, .. } => default.clone(),
    };
    match default.map(|text| parameter.parse(&text)) {
        Some(Err(problem)) => fault(format!("its default {problem}")),
        Some(Ok(_)) | None => Ok(()),
    }
}

fn check_question(ask: &Ask, parameters: &[Parameter]) -> Result<(), RecipeFault> {
    let Ask::Transactions { name, period, rows_max, .. } = ask else { return Ok(()) };
    let fault = |problem: String| Err(RecipeFault::Question { name: name.clone(), problem });
    if !(1..=ROWS_MAX).contains(rows_max) {
        return fault(format!("its rows-max is from 1 to {ROWS_MAX}"));
    }
    let problem = match period {
        Period::LastMonths(count) => check_count(count, MONTHS_MAX, parameters),
        Period::LastDays(count) => check_count(count, DAYS_MAX, parameters),
        Period::Between { from, to } => check_day(from, parameters).and_then(|()| check_day(to, parameters)),
    };
    problem.or_else(fault)
}

fn check_count(count: &Count, most: i64, parameters: &[Parameter]) -> Result<(), String> {
    let (least_given, most_given) = match count {
        Count::Fixed(number) => (i64::from(*number), i64::from(*number)),
        Count::Parameter(name) => match parameters.iter().find(|parameter| parameter.name() == name) {
            Some(Parameter::Integer { min, max, .. }) => (*min, *max),
            Some(_) => return Err(format!("its period counts by `{name}`, which is not an integer")),
            None => return Err(format!("its period counts by `{name}`, and there is no such parameter")),
        },
    };
    if least_given < 1 || most_given > most {
        return Err(format!("its period may count from 1 to {most}"));
    }
    Ok(())
}

fn check_day(day: &Day, parameters: &[Parameter]) -> Result<(), String> {
    match day {
        Day::Fixed(_) => Ok(()),
        Day::Parameter(name) => match parameters.iter().find(|parameter| parameter.name() == name) {
            Some(Parameter::Date { .. }) => Ok(()),
            Some(_) => Err(format!("its period reaches to `{name}`, which is not a date")),
            None => Err(format!("its period reaches to `{name}`, and there is no such parameter or day")),
        },
    }
}

fn check_template(template: &str, names: &BTreeSet<&str>) -> Result<(), RecipeFault> {
    let environment = environment(template)?;
    let compiled = environment.get_template("template").map_err(|error| super::render::fault(&error))?;
    let mut unknown: Vec<String> =
        compiled.undeclared_variables(false).into_iter().filter(|name| !names.contains(name.as_str())).collect();
    unknown.sort_unstable();
    match unknown.first() {
        None => Ok(()),
        Some(name) => {
            let known = names.iter().copied().collect::<Vec<_>>().join(", ");
            let problem = format!("there is no `{name}` here, there is: {known}");
            Err(RecipeFault::template(scan::line_of(template, name), problem))
        }
    }
}

//! Reads a query into the parameters a recipe has. Every value is of its type and within its ends, or the request is
//! refused; a parameter the recipe has not, or one that is there twice, is refused as well, because a caller who mistypes
//! must not get an answer to another question.

use std::collections::BTreeMap;

use minijinja::value::Value;
use moa_kernel::Date;

use super::Parameter;
use crate::codec::uk::UkError;

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    Integer(i64),
    Date(Date),
    Text(String),
}

impl Given {
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Integer(number) => Value::from(*number),
            Self::Date(day) => Value::from(day.to_string()),
            Self::Text(text) => Value::from(text.as_str()),
        }
    }
}

/// The values of one request, by name. Every parameter of the recipe has one.
pub(super) type Values = BTreeMap<String, Given>;

/// Reads a query.
pub(super) fn read(parameters: &[Parameter], query: &[(String, String)]) -> Result<Values, UkError> {
    if let Some((unknown, _)) = query.iter().find(|(name, _)| !parameters.iter().any(|known| known.name() == name)) {
        // Cut short, because it is a stranger's text that goes back in an error.
        let name = unknown.chars().take(64).collect();
        return Err(UkError::Query { name, problem: "is not a parameter of this operation".to_owned() });
    }
    parameters.iter().map(|parameter| Ok((parameter.name().to_owned(), one(parameter, query)?))).collect()
}

fn one(parameter: &Parameter, query: &[(String, String)]) -> Result<Given, UkError> {
    let refused = |problem: String| UkError::Query { name: parameter.name().to_owned(), problem };
    let mut sent = query.iter().filter(|(name, _)| name == parameter.name()).map(|(_, text)| text.as_str());
    match (sent.next(), sent.next()) {
        (Some(text), None) => parameter.parse(text).map_err(refused),
        (Some(_), Some(_)) => Err(refused("is there more than once".to_owned())),
        (None, _) => parameter.default().ok_or_else(|| refused("is missing".to_owned())),
    }
}

impl Parameter {
    /// Reads a text, or says in words that follow the parameter's name why it cannot.
    pub(super) fn parse(&self, text: &str) -> Result<Given, String> {
        match self {
            Self::Integer { min, max, .. } => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                let plain = (1..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
                let number = text.parse().ok().filter(|number| plain && (min..=max).contains(&number));
                number.map(Given::Integer).ok_or_else(|| format!("must be a whole number from {min} to {max}"))
            }
            Self::Date { .. } => {
                let day = text.parse().ok().filter(|day: &Date| day.to_string() == text);
                day.map(Given::Date).ok_or_else(|| "must be a day as in 2026-11-23".to_owned())
            }
            Self::Word { words, .. } => {
                let known = words.iter().find(|word| *word == text);
                known.cloned().map(Given::Text).ok_or_else(|| format!("must be one of: {}", words.join(", ")))
            }
            Self::Text { max_chars, .. } => {
                let fits = text.chars().count() <= *max_chars as usize && !text.chars().any(char::is_control);
                let problem =
                    || format!("must be a text of at most {max_chars} characters, none of them a control one");
                fits.then(|| Given::Text(text.to_owned())).ok_or_else(problem)
            }
        }
    }

    pub(super) fn default(&self) -> Option<Given> {
        match self {
            Self::Integer { default, .. } => default.map(Given::Integer),
            Self::Date { default, .. } => default.map(Given::Date),
            Self::Word { default, .. } | Self::Text { default, .. } => default.clone().map(Given::Text),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parameters() -> Vec<Parameter> {
        serde_json::from_str(
            r#"[{"kind":"integer","name":"months","min":1,"max":24,"default":3},
                {"kind":"date","name":"since","default":"2026-01-01"},
                {"kind":"word","name":"order","words":["up","down"],"default":"up"},
                {"kind":"text","name":"label","max-chars":5,"default":""}]"#,
        )
        .unwrap()
    }

    fn read_one(name: &str, text: &str) -> Result<Given, String> {
        let query = [(name.to_owned(), text.to_owned())];
        match read(&parameters(), &query) {
            Ok(values) => Ok(values[name].clone()),
            Err(UkError::Query { name: blamed, problem }) => {
                assert_eq!(blamed, name);
                Err(problem)
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_not_sent_has_its_default() {
        let values = read(&parameters(), &[]).unwrap();
        assert_eq!(values["months"], Given::Integer(3));
        assert_eq!(values["order"], Given::Text("up".to_owned()));
        let needed = [Parameter::Integer { name: "n".to_owned(), min: 0, max: 1, default: None }];
        assert!(read(&needed, &[]).unwrap_err().to_string().contains("n is missing"));
    }

    #[test]
    fn what_is_sent_is_read() {
        assert_eq!(read_one("months", "24"), Ok(Given::Integer(24)));
        assert_eq!(read_one("since", "2026-11-23"), Ok(Given::Date("2026-11-23".parse().unwrap())));
        assert_eq!(read_one("label", "Mi\u{e4}\u{4e09}!"), Ok(Given::Text("Mi\u{e4}\u{4e09}!".to_owned())));
    }

    #[test]
    fn and_what_is_out_of_its_ends_is_refused_by_its_name() {
        for (name, text) in [
            ("months", "0"),
            ("months", "25"),
            ("months", "+3"),
            ("months", " 3"),
            ("months", "3.0"),
            ("months", "0x3"),
            ("months", "\u{ff13}"),
            ("months", "99999999999999999999"),
            ("months", ""),
            ("since", "2026-02-30"),
            ("since", "20260101"),
            ("since", "2026-01-01T00:00:00Z"),
            ("order", "Up"),
            ("order", ""),
            ("label", "123456"),
            ("label", "a\nb"),
            ("lable", "a"),
        ] {
            assert!(read_one(name, text).is_err(), "{name}={text}");
        }
        let twice = [("months".to_owned(), "1".to_owned()), ("months".to_owned(), "2".to_owned())];
        assert!(read(&parameters(), &twice).unwrap_err().to_string().contains("more than once"));
    }

    proptest! {
        #[test]
        fn no_query_breaks_it_and_what_it_lets_in_is_within_its_ends(name in "months|since|order|label|.{0,70}", text in ".{0,80}") {
            if let Ok(values) = read(&parameters(), &[(name, text)]) {
                prop_assert_eq!(values.len(), 4);
                prop_assert!(matches!(values["months"], Given::Integer(1..=24)));
                prop_assert!(matches!(&values["label"], Given::Text(text) if text.chars().count() <= 5));
            }
        }
    }
}

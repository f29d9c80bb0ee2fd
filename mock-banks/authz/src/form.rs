//! Strict reading of `application/x-www-form-urlencoded`, in bodies and in query strings.
//!
//! A parameter that occurs twice is refused (RFC 6749 §3.1): two readers that each take another of the two can be played
//! against each other. An empty value counts as absent (same section). Nothing here prints a value.

use std::collections::BTreeMap;
use std::fmt;

use moa_kernel::SecretString;

use crate::intake::Asked;

/// No honest request has more parameters than this.
const MAX_PARAMETERS: usize = 64;

/// The parameters of one request.
pub(crate) struct Form {
    single: BTreeMap<String, String>,
    repeated: Vec<(String, String)>,
}

/// Why a form cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FormError {
    /// The body is something else.
    #[error("the body must be application/x-www-form-urlencoded")]
    ContentType,
    /// A parameter occurs twice.
    #[error("a parameter occurs more than once")]
    Repeated,
    /// More parameters than any honest request has.
    #[error("there are too many parameters")]
    TooMany,
    /// Bytes that are no UTF-8, or control characters.
    #[error("a parameter is not printable text")]
    NotText,
}

impl Form {
    /// Reads a request's body.
    pub(crate) fn of_body(asked: &Asked) -> Result<Self, FormError> {
        Self::of_body_repeating(asked, &[])
    }

    /// Reads a request's body, in which the named parameters may occur any number of times (check boxes do).
    pub(crate) fn of_body_repeating(asked: &Asked, repeatable: &[&str]) -> Result<Self, FormError> {
        if !asked.has_content_type("application/x-www-form-urlencoded") {
            return Err(FormError::ContentType);
        }
        Self::parse(&asked.body, repeatable)
    }

    /// Reads a request's query string.
    pub(crate) fn of_query(asked: &Asked) -> Result<Self, FormError> {
        Self::parse(asked.uri.query().unwrap_or_default().as_bytes(), &[])
    }

    fn parse(text: &[u8], repeatable: &[&str]) -> Result<Self, FormError> {
        let mut form = Self { single: BTreeMap::new(), repeated: Vec::new() };
        for (count, (name, value)) in url::form_urlencoded::parse(text).enumerate() {
            if count >= MAX_PARAMETERS {
                return Err(FormError::TooMany);
            }
            // The parser turns bytes that are no UTF-8 into U+FFFD.
            if [&name, &value].iter().any(|text| text.chars().any(|c| c.is_control() || c == '\u{fffd}')) {
                return Err(FormError::NotText);
            }
            if repeatable.contains(&&*name) {
                form.repeated.push((name.into_owned(), value.into_owned()));
            } else if form.single.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(FormError::Repeated);
            }
        }
        Ok(form)
    }

    /// A parameter's value, when it is there and not empty.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.single.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The same for a value nobody should see.
    pub(crate) fn find_secret(&self, name: &str) -> Option<SecretString> {
        self.find(name).map(SecretString::from)
    }

    /// Every value of a repeatable parameter.
    pub(crate) fn all<'form>(&'form self, name: &'form str) -> impl Iterator<Item = &'form str> {
        self.repeated.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.single.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_occurs_twice_is_refused_unless_it_is_a_check_box() {
        let text = b"account=1&account=2&csrf=x";
        assert_eq!(Form::parse(text, &[]).unwrap_err(), FormError::Repeated);
        let form = Form::parse(text, &["account"]).unwrap();
        assert_eq!(form.all("account").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(form.find("csrf"), Some("x"));
    }

    #[test]
    fn an_empty_parameter_is_absent_but_still_counts_as_an_occurrence() {
        assert_eq!(Form::parse(b"scope=", &[]).unwrap().find("scope"), None);
        assert_eq!(Form::parse(b"scope=&scope=openid", &[]).unwrap_err(), FormError::Repeated);
    }

    #[test]
    fn control_characters_and_broken_text_are_refused() {
        for wrong in [&b"state=a%0d%0ab"[..], b"state=%ff", b"st%00ate=x"] {
            assert_eq!(Form::parse(wrong, &[]).unwrap_err(), FormError::NotText);
        }
        let many: String = (0..65).map(|n| format!("p{n}=x&")).collect();
        assert_eq!(Form::parse(many.as_bytes(), &[]).unwrap_err(), FormError::TooMany);
    }

    #[test]
    fn a_form_shows_names_and_never_values() {
        let form = Form::parse(b"code=secret-code", &[]).unwrap();
        assert_eq!(format!("{form:?}"), r#"{"code"}"#);
    }
}

//! Why an admitted request was answered with a no, for the owner of the app that got it.
//!
//! The error body says what the standard has words for. This says which step refused, where that is written and what
//! would have passed, in fixed words: nothing an app sent and nothing of a customer's is in it.

use crate::codec::uk::UkError;

/// Why an admitted request was answered with a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The step that refused: one of [`Refusal::REQUEST`], [`Refusal::CORE`], [`Refusal::RESOURCE`], [`Refusal::RECIPE`].
    pub rule: &'static str,
    /// What it found.
    pub why: &'static str,
    /// Where it is written.
    pub clause: &'static str,
    /// The smallest change with which the request would have passed, where the app can make one.
    pub change: Option<&'static str>,
}

impl Refusal {
    /// The query and the body are read.
    pub const REQUEST: &'static str = "request";
    /// The bank's core is asked.
    pub const CORE: &'static str = "core";
    /// What the path or the query names is looked up.
    pub const RESOURCE: &'static str = "resource";
    /// A custom API's own needs are looked at.
    pub const RECIPE: &'static str = "recipe";
}

impl From<&UkError> for Refusal {
    fn from(fault: &UkError) -> Self {
        let (rule, why, clause, change) = match fault {
            UkError::NotFound => (
                Self::RESOURCE,
                "the id in the path names nothing this app may see",
                "UK Read/Write Profile, 400 v. 404",
                Some("use an id that this bank has given to this app"),
            ),
            UkError::Parameter(_) | UkError::Query { .. } => (
                Self::REQUEST,
                "a query parameter cannot be read, or is not one of this operation's",
                "the API's document, parameters",
                Some("leave out or correct the parameter that the error names"),
            ),
            UkError::QueryDate(_) => (
                Self::REQUEST,
                "a date in the query cannot be read",
                "UK Read/Write Profile, date formats",
                Some("send a date and time without offset"),
            ),
            UkError::Body => (
                Self::REQUEST,
                "the body is not what the operation takes",
                "the API's document, request body",
                Some("send a body of the operation's schema"),
            ),
            UkError::Permissions(_) => (
                Self::REQUEST,
                "the permissions make no sense together",
                "UK Account Access Consents, permissions",
                Some("correct Data.Permissions as the error says"),
            ),
            UkError::BodyDate { .. } => (
                Self::REQUEST,
                "a date in the body is wrong",
                "UK Read/Write Profile, date formats",
                Some("correct the field that the error names"),
            ),
            UkError::TooMuch { .. } => (
                Self::RECIPE,
                "there are more transactions than this API may rest an answer on",
                "the API's definition, rows_max",
                Some("ask for a shorter time"),
            ),
            UkError::NotPermitted => (
                Self::RECIPE,
                "the consent lacks a permission that this API needs for its answer",
                "UK Account Access Consents, permissions; the API's definition, questions",
                Some("ask for a consent that names the permission"),
            ),
            UkError::Refused(_) => (
                Self::CORE,
                "the bank's core understood the transfer and will not make it",
                "ISO 20022 external status reasons",
                Some("correct what the error's code names"),
            ),
            UkError::Closed { .. } => (
                Self::CORE,
                "the bank's core is busy with its own day's work",
                "UK Read/Write Profile, 500",
                Some("wait for the seconds in Retry-After, where they are given"),
            ),
            UkError::Unavailable(_) => {
                (Self::CORE, "the bank could not answer; the fault is its own", "UK Read/Write Profile, 500", None)
            }
        };
        Self { rule, why, clause, change }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_an_app_sent_is_in_the_words() {
        let secret = || "GB29NWBK60161331926819".to_owned();
        let query = UkError::Query { name: secret(), problem: secret() };
        let ours = UkError::Unavailable(secret().into());
        for (fault, rule) in [(query, Refusal::REQUEST), (ours, Refusal::CORE)] {
            let refusal = Refusal::from(&fault);
            assert_eq!(refusal.rule, rule);
            assert!(!format!("{refusal:?}").contains(&secret()));
        }
    }
}

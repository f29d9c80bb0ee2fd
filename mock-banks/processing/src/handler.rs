//! What answers an operation, as data. An API definition names one handler per operation, so that the standard and an API
//! that a bank's own people wrote are registered in the same words.

use serde::{Deserialize, Serialize};

use crate::codec::uk;
use crate::recipe::Recipe;

/// What answers an operation.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Handler {
    /// The codec of the UK standard.
    Uk(uk::Operation),
    /// Questions to the core and a template for the answer: no code.
    Recipe(Recipe),
    /// The platform itself, before any core is asked.
    Platform(PlatformCall),
}

/// What the platform answers about itself. The gateway does it; no core and no customer's data is behind it.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum PlatformCall {
    /// Why an earlier response was what it was.
    ExplainResponse,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handler_is_one_word_of_data() {
        for (handler, text) in [
            (Handler::Uk(uk::Operation::StandingOrders), r#"{"uk":"StandingOrders"}"#),
            (Handler::Platform(PlatformCall::ExplainResponse), r#"{"platform":"explain-response"}"#),
        ] {
            assert_eq!(serde_json::to_string(&handler).unwrap(), text);
            assert_eq!(serde_json::from_str::<Handler>(text).unwrap(), handler);
        }
    }

    #[test]
    fn and_nothing_else() {
        for text in [r#"{"uk":"Everything"}"#, r#"{"shell":"rm"}"#, r#""uk""#, r#"{"platform":"shut-down"}"#] {
            assert!(serde_json::from_str::<Handler>(text).is_err(), "{text}");
        }
    }
}

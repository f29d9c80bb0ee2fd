//! An API without code: which parameters it takes, what it asks the core, and a template that writes the answer.
//!
//! A [`Recipe`] is data, and so are its limits. A caller's words are read into typed [`Parameter`]s or refused; each [`Ask`]
//! becomes questions about what the consent covers and nothing else, because the accounts, the window and the permissions
//! come from the [`CustomerEntitlement`](crate::CustomerEntitlement) and never from the recipe.

mod ask;
mod parameter;

pub use ask::{Ask, Count, Day, Flow, Period};
pub use parameter::Parameter;

use serde::{Deserialize, Serialize};

/// A custom API's operation: parameters, questions, and a template for the answer.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recipe {
    /// What a caller may say in the query.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// What the core is asked, in this order.
    pub questions: Vec<Ask>,
    /// What the answer looks like: a minijinja template that writes one JSON document. A list of lines is read as well.
    #[serde(deserialize_with = "template::text_or_lines")]
    pub template: String,
}

mod template {
    //! A template in JSON reads better as a list of lines than as one text full of `\n`.

    use serde::{Deserialize, Deserializer};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum TextOrLines {
        Text(String),
        Lines(Vec<String>),
    }

    pub(super) fn text_or_lines<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        Ok(match TextOrLines::deserialize(from)? {
            TextOrLines::Text(text) => text,
            TextOrLines::Lines(lines) => lines.join("\n"),
        })
    }
}

//! What a caller may say. Every parameter has a type and an end: nothing a caller sends is longer, larger or other than its
//! recipe foresaw.

use moa_kernel::Date;
use serde::{Deserialize, Serialize};

/// A parameter of the query. One without a default must be sent.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Parameter {
    /// A whole number.
    Integer {
        /// Its name in the query and in the template.
        name: String,
        /// The least it may be.
        min: i64,
        /// The most it may be.
        max: i64,
        /// What it is when it is not sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<i64>,
    },
    /// A day, `YYYY-MM-DD`.
    Date {
        /// Its name in the query and in the template.
        name: String,
        /// What it is when it is not sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<Date>,
    },
    /// One of these words.
    Word {
        /// Its name in the query and in the template.
        name: String,
        /// The words.
        words: Vec<String>,
        /// What it is when it is not sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<String>,
    },
    /// A short text.
    Text {
        /// Its name in the query and in the template.
        name: String,
        /// The most characters it may have.
        max_chars: u32,
        /// What it is when it is not sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<String>,
    },
}

impl Parameter {
    /// Its name in the query and in the template.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Integer { name, .. }
            | Self::Date { name, .. }
            | Self::Word { name, .. }
            | Self::Text { name, .. } => name,
        }
    }
}

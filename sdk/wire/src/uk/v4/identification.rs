//! Account numbers of every scheme, which are shown to nobody who did not ask for them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An IBAN, sort code and account number, card number or wallet name. `Debug` shows only its last two characters, so that
/// no log ever holds a whole one.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Identification(String);

impl Identification {
    /// Takes the text as it is.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Identification {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Identification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.0.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
        let shown = if self.0.chars().count() > 4 { self.0.get(start..).unwrap_or_default() } else { "" };
        write!(f, "Identification(…{shown})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_sees_the_end_of_a_number_and_no_more() {
        assert_eq!(format!("{:?}", Identification::from("GB33BUKB20201555555555")), "Identification(…55)");
        assert_eq!(format!("{:?}", Identification::from("계좌번호일이삼")), "Identification(…이삼)");
        assert_eq!(format!("{:?}", Identification::from("1234")), "Identification(…)");
    }
}

//! Codes: short words from a published list that grows without asking us.
//!
//! A list we act upon becomes an enum with `Other`, made by [`open_codes!`](crate::open_codes); a list we only pass on is a plain [`Code`].
//! Either way the bank's own text comes back out unchanged.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A code that is passed on as it is.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Takes the text as it is.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Code {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({:?})", self.0)
    }
}

/// Makes an enum of known codes in which an unknown one survives as text. It reads from, prints as and serialises to the
/// code.
#[macro_export]
macro_rules! open_codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A code this version does not know, as it was sent.
            Other(String),
        }

        impl $name {
            /// The code as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)+
                    _ => Self::Other(text),
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.as_str().to_owned()
            }
        }

        impl Default for $name {
            /// No code at all: an empty text.
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    open_codes! {
        /// For the tests.
        Weather {
            /// It shines.
            Sun = "SUNN",
            /// It pours.
            Rain = "RAIN",
        }
    }

    #[test]
    fn a_known_code_has_a_name_and_an_unknown_one_survives() {
        assert_eq!(serde_json::from_str::<Weather>("\"RAIN\"").unwrap(), Weather::Rain);
        let snow: Weather = serde_json::from_str("\"SNOW\"").unwrap();
        assert_eq!(snow, Weather::Other("SNOW".to_owned()));
        assert_eq!(serde_json::to_string(&snow).unwrap(), "\"SNOW\"");
        assert!(serde_json::from_str::<Weather>("7").is_err());
    }

    proptest! {
        #[test]
        fn every_code_comes_back_as_it_was(text in ".{0,40}") {
            prop_assert_eq!(String::from(Weather::from(text.clone())), text);
        }
    }
}

//! Names of things. Each kind of id is its own type, so that an account cannot be passed where a consent is meant.
//!
//! An id that comes from a bank is that bank's text, kept byte for byte: issuers, for one, are compared code point by
//! code point (RFC 8414 §3.3). The only rules are the ones that keep logs and databases sane.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest id any supported standard allows is 210 characters (a UK transaction id); URLs get more room.
const MAX_CHARS: usize = 512;

/// Why a text cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// There is no text at all.
    #[error("an id may not be empty")]
    Empty,
    /// There is more text than any standard allows.
    #[error("an id may not be longer than {MAX_CHARS} characters")]
    TooLong,
    /// There are line breaks, escapes or other control characters in it.
    #[error("an id may not hold control characters")]
    Control,
}

fn check(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.chars().count() > MAX_CHARS {
        return Err(IdError::TooLong);
    }
    if text.chars().any(char::is_control) {
        return Err(IdError::Control);
    }
    Ok(())
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            ///
            /// # Errors
            /// When it is empty, longer than 512 characters, or holds control characters.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                check(&text)?;
                Ok(Self(text))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = IdError;
            fn try_from(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// An account, as its bank names it. Unique at that bank only.
    AccountId
);
id!(
    /// A bank, as the directory names it: short, stable, the same on every device.
    BankId
);
id!(
    /// An app, as one bank's authorisation server names it (`client_id`, RFC 6749 §2.2).
    ClientId
);
id!(
    /// What a customer allowed, as its bank names it.
    ConsentId
);
id!(
    /// A customer, as their bank names them.
    CustomerId
);
id!(
    /// One request on its way through every component (`x-fapi-interaction-id`).
    InteractionId
);
id!(
    /// An authorisation server (`iss`). Compared code point by code point, no forgiveness for a trailing slash.
    Issuer
);
id!(
    /// A key within its owner's key set (`kid`, RFC 7517 §4.5).
    KeyId
);
id!(
    /// One customer's connection to one bank, as this installation names it.
    LinkId
);
id!(
    /// A transaction, as its bank names it. Often absent, sometimes not even unique: see `docs/dictionary.md`.
    TransactionId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_its_text_and_refuses_what_would_break_a_log() {
        assert_eq!(Issuer::new("https://bank.example/").unwrap().as_str(), "https://bank.example/");
        assert_eq!(AccountId::new(""), Err(IdError::Empty));
        assert_eq!(AccountId::new("a\nb"), Err(IdError::Control));
        assert_eq!(AccountId::new("x".repeat(513)), Err(IdError::TooLong));
        assert!(serde_json::from_str::<AccountId>("\"a\\u001bb\"").is_err());
    }
}

//! What a store calls a transaction.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The store's name for a transaction: derived from its account and from what it says, so it is the same on every sync
/// and on every device. See [`crate::sync::identity`] for how.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TransactionKey(String);

impl TransactionKey {
    /// Takes a key as it was given out before, for looking up. A text that never was a key finds nothing.
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

impl fmt::Debug for TransactionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransactionKey({})", self.0)
    }
}

impl fmt::Display for TransactionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

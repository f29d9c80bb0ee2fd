//! Which definition exactly: the SHA-256 of its canonical JSON. A report speaks of one hash and of no other.

use std::fmt;
use std::str::FromStr;

use moa_bank_core::audit::{self, NotAHash};
use serde::{Deserialize, Serialize};

/// The SHA-256 of a definition's canonical JSON, written as 64 hexadecimal digits. Other hashes are no hash of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DefinitionHash(audit::Hash);

impl DefinitionHash {
    /// The hash of a definition's canonical text.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(audit::Hash::of(bytes))
    }
}

impl fmt::Display for DefinitionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DefinitionHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        text.parse().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_and_a_text_that_is_none_does_not() {
        // FIPS 180-2, appendix B.1.
        let hash = DefinitionHash::of(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash.to_string(), text);
        assert_eq!(text.parse(), Ok(hash));
        assert_eq!(serde_json::to_value(hash).unwrap(), text);
        assert_eq!(text[1..].parse::<DefinitionHash>(), Err(NotAHash));
    }
}

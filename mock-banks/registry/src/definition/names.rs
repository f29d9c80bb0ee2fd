//! What an API is called: its family, its version, and the two together.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// No family has a longer name.
const FAMILY_CHARS_MAX: usize = 64;
/// No version number is higher.
const NUMBER_MAX: u32 = 9_999;

/// Why a text cannot be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A family in another form.
    #[error("a family is written in small letters, digits and single hyphens, as in `spending-by-category`")]
    Family,
    /// A version in another form.
    #[error("a version is written as two numbers with a dot, as in `4.0`, neither above {NUMBER_MAX}")]
    Version,
}

/// Which API: all versions of it have this name. `uk-account-information`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Family(String);

impl Family {
    /// Takes a name in small letters, digits and single hyphens.
    ///
    /// # Errors
    /// When it is written otherwise, or is longer than 64 characters.
    pub fn new(text: impl Into<String>) -> Result<Self, NameError> {
        let text = text.into();
        let parts_are_words = text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if parts_are_words && begins && text.len() <= FAMILY_CHARS_MAX {
            Ok(Self(text))
        } else {
            Err(NameError::Family)
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Family {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        Self::new(text)
    }
}

impl FromStr for Family {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::new(text)
    }
}

impl From<Family> for String {
    fn from(family: Family) -> Self {
        family.0
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Family({})", self.0)
    }
}

/// Which version of an API. A caller of one minor version can go on unchanged with the next; majors stand side by side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    /// Counts the changes that break callers.
    pub major: u32,
    /// Counts the changes that do not.
    pub minor: u32,
}

impl Version {
    /// A version from its two numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }
}

impl FromStr for Version {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let (major, minor) = text.split_once('.').ok_or(NameError::Version)?;
        Ok(Self { major: number(major)?, minor: number(minor)? })
    }
}

/// One way of writing each number, so that one version has one name.
fn number(text: &str) -> Result<u32, NameError> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let number = text.parse().ok().filter(|number| plain && *number <= NUMBER_MAX);
    number.ok_or(NameError::Version)
}

impl TryFrom<String> for Version {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({self})")
    }
}

/// A family in one major version: what owns a base path, and what apps hold on to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ApiKey {
    /// Which API.
    pub family: Family,
    /// In which major version.
    pub major: u32,
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.family, self.major)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_kebab_text_and_nothing_else() {
        for good in ["uk-account-information", "spending", "a1-b2"] {
            assert_eq!(Family::new(good).unwrap().as_str(), good);
        }
        let long = "a".repeat(FAMILY_CHARS_MAX + 1);
        for bad in ["", "-", "a-", "-a", "a--b", "Spending", "1a", "a b", "a/b", "../a", "é", &long] {
            assert_eq!(Family::new(bad), Err(NameError::Family), "{bad}");
        }
    }

    #[test]
    fn a_version_has_one_way_of_being_written() {
        assert_eq!("4.0".parse(), Ok(Version::new(4, 0)));
        assert!(Version::new(2, 0) > Version::new(1, 10));
        for bad in ["", "4", "4.", ".0", "4.0.0", "04.0", "4.00", "+4.0", "-1.0", "4.x", "10000.0", "99999999999.0"] {
            assert_eq!(bad.parse::<Version>(), Err(NameError::Version), "{bad}");
        }
    }
}

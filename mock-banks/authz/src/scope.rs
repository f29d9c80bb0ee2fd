//! What may be asked for: a set of words, each one known to the profile.

use moa_wire::oauth::code;

use crate::profile::Profile;
use crate::reply::Refusal;

/// The word without which nothing can be read.
const ACCOUNTS: &str = "accounts";

/// Why a scope cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ScopeError {
    /// None was asked for.
    #[error("no scope was asked for")]
    Missing,
    /// A word we do not know, or not the one that is needed.
    #[error("the scope is not one of ours")]
    Unknown,
    /// More than the customer gave.
    #[error("the scope is wider than what was granted")]
    Wider,
}

impl From<&ScopeError> for Refusal {
    fn from(error: &ScopeError) -> Self {
        match error {
            ScopeError::Missing => Self::bad(code::INVALID_SCOPE, "a scope is needed"),
            ScopeError::Unknown => Self::bad(code::INVALID_SCOPE, "the scope is unknown or does not hold accounts"),
            ScopeError::Wider => Self::bad(code::INVALID_SCOPE, "the scope is wider than what was granted"),
        }
    }
}

/// The scope a customer can be asked for.
pub(crate) fn granted(profile: &Profile, asked: Option<&str>) -> Result<String, ScopeError> {
    let words = words(asked.ok_or(ScopeError::Missing)?);
    let known = words.iter().all(|word| profile.scopes.contains(word));
    if !known || !words.contains(&ACCOUNTS) {
        return Err(ScopeError::Unknown);
    }
    Ok(words.join(" "))
}

/// The scope of an app's own token: enough to create and read consents, and no customer behind it.
pub(crate) fn own(asked: Option<&str>) -> Result<String, ScopeError> {
    match words(asked.ok_or(ScopeError::Missing)?).as_slice() {
        [ACCOUNTS] => Ok(ACCOUNTS.to_owned()),
        _ => Err(ScopeError::Unknown),
    }
}

/// The scope of a refreshed token: what was granted, or a part of it (RFC 6749 §6).
pub(crate) fn narrowed(granted: &str, asked: Option<&str>) -> Result<String, ScopeError> {
    let Some(asked) = asked else { return Ok(granted.to_owned()) };
    let (granted, asked) = (words(granted), words(asked));
    if asked.is_empty() || !asked.iter().all(|word| granted.contains(word)) {
        return Err(ScopeError::Wider);
    }
    Ok(asked.join(" "))
}

/// Whether a scope holds a word.
pub(crate) fn has(scope: &str, word: &str) -> bool {
    scope.split(' ').any(|own| own == word)
}

fn words(scope: &str) -> Vec<&str> {
    let mut words: Vec<&str> = scope.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable_by_key(|word| std::cmp::Reverse(*word));
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_words_with_accounts_among_them() {
        let profile = Profile::fapi2_security();
        assert_eq!(granted(&profile, Some("accounts openid")), Ok("openid accounts".to_owned()));
        assert_eq!(granted(&profile, Some("accounts")), Ok("accounts".to_owned()));
        assert_eq!(granted(&profile, None), Err(ScopeError::Missing));
        for wrong in ["openid", "openid accounts payments", "Accounts", "accounts\u{a0}openid", "  "] {
            assert_eq!(granted(&profile, Some(wrong)), Err(ScopeError::Unknown), "{wrong}");
        }
    }

    #[test]
    fn an_app_speaks_for_itself_only_about_consents() {
        assert_eq!(own(Some("accounts")), Ok("accounts".to_owned()));
        assert_eq!(own(Some("openid accounts")), Err(ScopeError::Unknown));
        assert_eq!(own(None), Err(ScopeError::Missing));
    }

    #[test]
    fn a_refresh_may_narrow_and_never_widen() {
        assert_eq!(narrowed("openid accounts", None), Ok("openid accounts".to_owned()));
        assert_eq!(narrowed("openid accounts", Some("accounts")), Ok("accounts".to_owned()));
        assert_eq!(narrowed("accounts", Some("openid accounts")), Err(ScopeError::Wider));
        assert_eq!(narrowed("accounts", Some(" ")), Err(ScopeError::Wider));
    }
}

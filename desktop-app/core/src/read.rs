//! Reading what the webview says. The webview is our own code, but it draws text from banks: whatever it sends is checked
//! for shape and for size before anything is done with it.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::dto::{AccountRef, Code, CommandError};

/// The most rows one window may hold.
pub const MAX_ROWS: u32 = 500;
/// The longest text a person can search for.
pub const MAX_SEARCH_CHARS: usize = 200;

/// Reads an argument: every field known, every field of its type.
///
/// # Errors
/// [`Code::BadArgument`] for anything else.
pub fn argument<T: DeserializeOwned>(ask: Value) -> Result<T, CommandError> {
    serde_json::from_value(ask).map_err(|error| {
        // The error names fields and types; serde_json would quote unexpected values, so only the place is logged.
        tracing::warn!(line = error.line(), category = ?error.classify(), "the window sent an argument that was refused");
        refused()
    })
}

/// The answer to an argument that is not what it claims to be.
#[must_use]
pub const fn refused() -> CommandError {
    CommandError::of(Code::BadArgument)
}

/// Reads an id of any kind.
///
/// # Errors
/// [`Code::BadArgument`] when it is empty, too long or holds control characters.
pub fn id<T: TryFrom<String>>(text: String) -> Result<T, CommandError> {
    T::try_from(text).map_err(|_| refused())
}

/// Reads the name of an account.
///
/// # Errors
/// [`Code::BadArgument`], as for any id.
pub fn account(ask: AccountRef) -> Result<moa_sdk::model::AccountRef, CommandError> {
    Ok(moa_sdk::model::AccountRef::new(id(ask.link)?, id(ask.account)?))
}

/// Reads a day, `YYYY-MM-DD` and nothing else.
///
/// # Errors
/// [`Code::BadArgument`] for anything else.
pub fn day(text: &str) -> Result<moa_kernel::Date, CommandError> {
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    shaped.then(|| text.parse().ok()).flatten().ok_or_else(refused)
}

/// Reads what to search for: nothing when it is only space.
///
/// # Errors
/// [`Code::BadArgument`] when it is too long or holds control characters.
pub fn search(text: &str) -> Result<Option<String>, CommandError> {
    let text = text.trim();
    if text.chars().count() > MAX_SEARCH_CHARS || text.chars().any(char::is_control) {
        return Err(refused());
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Reads how many rows to give.
///
/// # Errors
/// [`Code::BadArgument`] when it is none, or more than [`MAX_ROWS`].
pub const fn rows(limit: u32) -> Result<u32, CommandError> {
    if limit >= 1 && limit <= MAX_ROWS { Ok(limit) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dto::{BankAsk, TransactionsAsk};

    #[test]
    fn an_argument_with_an_unknown_or_missing_field_is_refused() {
        assert_eq!(argument::<BankAsk>(json!({ "bank": "thames" })).unwrap().bank, "thames");
        for wrong in
            [json!({}), json!({ "bank": 1 }), json!({ "bank": "a", "amount": 1 }), json!(null), json!("thames")]
        {
            assert_eq!(argument::<BankAsk>(wrong.clone()).unwrap_err().code, Code::BadArgument, "{wrong}");
        }
        let wrong = json!({ "query": { "where": "1=1" }, "offset": 0, "limit": 10 });
        assert!(argument::<TransactionsAsk>(wrong).is_err());
        assert!(argument::<TransactionsAsk>(json!({ "query": {}, "offset": -1, "limit": 10 })).is_err());
    }

    #[test]
    fn ids_days_searches_and_windows_have_limits() {
        assert!(id::<moa_kernel::BankId>("x".repeat(513)).is_err());
        assert!(id::<moa_kernel::BankId>(String::new()).is_err());
        assert!(day("2026-07-14").is_ok());
        for wrong in ["", "2026-7-14", "14/07/2026", "2026-02-30", "2026-07-14T00:00:00Z", "２０２６-07-14"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
        assert_eq!(search("  harrow ").unwrap().as_deref(), Some("harrow"));
        assert_eq!(search("   ").unwrap(), None);
        assert!(search(&"x".repeat(201)).is_err());
        assert!(search("a\u{0}b").is_err());
        assert!((rows(0).is_err(), rows(1).is_ok(), rows(500).is_ok(), rows(501).is_err()) == (true, true, true, true));
    }
}

//! What a claim may say about time (FAPI 2.0 Security Profile §5.3.2.1-13). Claims are whole seconds; a text, a fraction or
//! a number past `i64` does not even parse.

use moa_kernel::Timestamp;

/// How far ahead of us the other side's clock may be. The profile wants 10 s accepted and more than 60 s refused.
pub(crate) const AHEAD_MAX_SECONDS: i64 = 60;

/// Whether `iat` or `nbf` lies in a future our clocks cannot explain.
pub(crate) fn is_from_the_future(at: i64, now: Timestamp) -> bool {
    at > now.as_second().saturating_add(AHEAD_MAX_SECONDS)
}

/// Whether `exp` has come.
pub(crate) fn is_over(exp: i64, now: Timestamp) -> bool {
    exp <= now.as_second()
}

/// Whether `exp` is further away than anybody needs.
pub(crate) fn is_too_far(exp: i64, most_seconds: i64, now: Timestamp) -> bool {
    exp > now.as_second().saturating_add(most_seconds)
}

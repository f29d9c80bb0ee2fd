//! Was this request made before, under the same idempotency key?

/// What a request is to the one that came before it under its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// None came before that has an answer: it is done.
    First,
    /// The same came before: its answer is given again.
    TheSame,
    /// Another came before: whoever sends that has lost count, and is refused.
    Another,
}

/// Compares the digest of what was asked under a key with the digest of what is asked now.
pub(crate) fn repeat(before: Option<&str>, now: &str) -> Repeat {
    match before {
        None => Repeat::First,
        Some(before) if before == now => Repeat::TheSame,
        Some(_) => Repeat::Another,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_before_is_answered_again() {
        assert_eq!(repeat(None, "a"), Repeat::First);
        assert_eq!(repeat(Some("a"), "a"), Repeat::TheSame);
        assert_eq!(repeat(Some("a"), "b"), Repeat::Another);
        assert_eq!(repeat(Some(""), "a"), Repeat::Another, "an empty body is a body");
    }
}

//! The `page` parameter: where to go on, in a form nobody outside takes apart.
//!
//! It holds the core's own position and nothing about who asks. Entitlement is checked afresh on every page, so a cursor
//! that is invented, altered or taken from another account can at worst be refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A core's position is short; whatever is longer was not given by this bank.
const MAX_CHARS: usize = 512;

/// Hides a core's position.
pub(super) fn make_page(position: &str) -> String {
    URL_SAFE_NO_PAD.encode(position)
}

/// Finds the position again. Nothing when this bank cannot have written it.
pub(super) fn read_page(page: &str) -> Option<String> {
    if page.len() > MAX_CHARS {
        return None;
    }
    let position = String::from_utf8(URL_SAFE_NO_PAD.decode(page).ok()?).ok()?;
    (!position.is_empty() && !position.chars().any(char::is_control)).then_some(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_comes_back_and_an_invented_one_does_not() {
        assert_eq!(read_page(&make_page("1790000000:812")).as_deref(), Some("1790000000:812"));
        for page in ["", "2", "a b", "../..", "%00", &"A".repeat(600), &make_page("a\nb")] {
            assert_eq!(read_page(page), None, "{page}");
        }
    }
}

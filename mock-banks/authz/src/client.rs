//! An app as this bank knows it, and how its name is made fit to be read by a customer.

use moa_kernel::ClientId;
use moa_wire::jose::Jwks;

use crate::redirect::RedirectUri;

/// The longest name a customer is shown.
const NAME_CHARS_MAX: usize = 40;

/// A registered client. Every one is confidential: it has keys, and nothing else counts as who it is.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its name in the protocol.
    pub id: ClientId,
    /// What it may do here.
    pub role: Role,
    /// Its name on the pages.
    pub name: String,
    /// Where answers may be sent.
    pub redirect_uris: Vec<RedirectUri>,
    /// The keys it signs its assertions with.
    pub jwks: Jwks,
}

/// What kind of client it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Asks customers for permission and gets tokens.
    App,
    /// Is shown tokens by apps and asks us about them.
    ResourceServer,
}

impl Role {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::ResourceServer => "resource-server",
        }
    }

    /// Anything that is not plainly a resource server is an app, which may do less.
    pub(crate) fn of(text: &str) -> Self {
        if text == Self::ResourceServer.as_str() { Self::ResourceServer } else { Self::App }
    }
}

impl Client {
    /// Whether answers may be sent to this address.
    pub(crate) fn allows_redirect(&self, asked: &str) -> bool {
        self.redirect_uris.iter().any(|own| own.allows(asked))
    }
}

/// A name from outside, made fit for a page: one line, no control or direction characters, no invisible ones, not long.
/// Nothing when that leaves nothing.
#[must_use]
pub fn clean_name(name: &str) -> Option<String> {
    let visible: String =
        name.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_visible(*c)).collect();
    let words: Vec<&str> = visible.split(' ').filter(|word| !word.is_empty()).collect();
    let short: String = words.join(" ").chars().take(NAME_CHARS_MAX).collect();
    (!short.is_empty()).then(|| short.trim_end().to_owned())
}

/// Characters that turn the direction of text, join, or do not show at all could make a name look like another.
fn is_visible(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{f0000}'..='\u{10ffff}');
    !invisible && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_dress_up_as_another() {
        assert_eq!(clean_name("  Moa \n on\tMina's phone "), Some("Moa on Mina's phone".to_owned()));
        assert_eq!(clean_name("모아"), Some("모아".to_owned()));
        assert_eq!(clean_name("M\u{200b}o\u{202e}a\u{feff}"), Some("Moa".to_owned()));
        assert_eq!(clean_name("\u{1b}[31mMoa"), Some("[31mMoa".to_owned()));
        assert_eq!(clean_name("x".repeat(200).as_str()).unwrap().len(), 40);
    }

    #[test]
    fn a_name_of_nothing_is_no_name() {
        for nothing in ["", "   ", "\u{200b}\u{202e}", "\n\t"] {
            assert_eq!(clean_name(nothing), None);
        }
    }
}

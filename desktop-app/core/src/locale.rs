//! The language of the window, decided here and never by the webview.
//!
//! With `LANG=C`, WebKitGTK's `navigator.language` is `"C"`, and every `Intl` constructor throws on it: a blank window
//! and nothing in the log. So the webview gets a tag from a short list that is known to be good.

use crate::dto::LocaleChoice;

/// A language and the tag to format numbers and days with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// `en` or `ko`: which words to use.
    pub words: &'static str,
    /// A BCP 47 tag `Intl` accepts.
    pub format: &'static str,
}

const ENGLISH: Locale = Locale { words: "en", format: "en-GB" };
const KOREAN: Locale = Locale { words: "ko", format: "ko-KR" };

/// The language to use: what the person chose, else what the system says, else English.
#[must_use]
pub fn choose(choice: LocaleChoice, system: Option<&str>) -> Locale {
    match choice {
        LocaleChoice::En => ENGLISH,
        LocaleChoice::Ko => KOREAN,
        LocaleChoice::System => system.map_or(ENGLISH, read),
    }
}

/// Reads `ko_KR.UTF-8`, `ko-KR`, `KO` … Everything that is not Korean is English for now.
fn read(system: &str) -> Locale {
    let language = system.split(['_', '-', '.', '@']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("ko") { KOREAN } else { ENGLISH }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_system_says_the_window_gets_a_tag_that_works() {
        for system in ["C", "C.UTF-8", "POSIX", "", "en_GB.UTF-8", "de_DE@euro", "korn_shell", "\u{0}"] {
            assert_eq!(choose(LocaleChoice::System, Some(system)), ENGLISH, "{system:?}");
        }
        for system in ["ko_KR.UTF-8", "ko-KR", "KO", "ko"] {
            assert_eq!(choose(LocaleChoice::System, Some(system)), KOREAN, "{system:?}");
        }
        assert_eq!(choose(LocaleChoice::System, None), ENGLISH);
    }

    #[test]
    fn a_person_who_chose_is_not_overruled() {
        assert_eq!(choose(LocaleChoice::En, Some("ko_KR.UTF-8")), ENGLISH);
        assert_eq!(choose(LocaleChoice::Ko, Some("C")), KOREAN);
    }
}

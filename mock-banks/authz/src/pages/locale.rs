//! Which language a customer reads.

use crate::intake::Asked;

/// A language the pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locale {
    /// English, also for everyone whose language we do not speak.
    En,
    /// Korean.
    Ko,
}

impl Locale {
    /// The language's code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// The language of a code, if it is one of ours.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        match code {
            "en" => Some(Self::En),
            "ko" => Some(Self::Ko),
            _ => None,
        }
    }

    /// The first language of a list (`ui_locales`, OpenID Connect Core §3.1.2.1) that is one of ours.
    pub(crate) fn of_list(list: &str) -> Option<Self> {
        list.split(' ').find_map(|tag| Self::of_code(primary(tag).as_str()))
    }

    /// What the browser says its user reads (RFC 9110 §12.5.4); English when that is nothing of ours.
    pub(crate) fn of_request(asked: &Asked) -> Self {
        asked.only_header("accept-language").and_then(Self::of_accept_language).unwrap_or(Self::En)
    }

    fn of_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for range in header.split(',').take(20) {
            let mut parts = range.split(';');
            let locale = parts.next().map(|tag| primary(tag.trim())).and_then(|code| Self::of_code(&code));
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=").map(per_mille)).unwrap_or(1000);
            let better = best.is_none_or(|(known, _)| weight > known);
            if let Some(locale) = locale.filter(|_| weight > 0 && better) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// A weight of at most three decimals, in thousandths.
fn per_mille(weight: &str) -> u32 {
    let digits: String = weight.trim().chars().filter(char::is_ascii_digit).take(4).collect();
    format!("{digits:0<4}").parse().unwrap_or(0).min(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_of_ours_wins() {
        for (header, locale) in [
            ("ko-KR,ko;q=0.9,en-US;q=0.8", Some(Locale::Ko)),
            ("en-GB,en;q=0.9,ko;q=0.8", Some(Locale::En)),
            ("de, ko;q=0.5, en;q=0.25", Some(Locale::Ko)),
            ("KO", Some(Locale::Ko)),
            ("ko;q=0, en;q=0.1", Some(Locale::En)),
            ("de-DE, fr", None),
            ("", None),
            (";;;q=,,,", None),
        ] {
            assert_eq!(Locale::of_accept_language(header), locale, "{header}");
        }
        assert_eq!(Locale::of_list("de ko-KR en"), Some(Locale::Ko));
        assert_eq!(Locale::of_list("de"), None);
    }
}

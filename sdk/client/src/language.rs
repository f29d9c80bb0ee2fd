//! The two languages of what a person sees.

/// A language of what a person sees: the page the browser shows at the end, and the bank's pages as far as it knows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// The language of a locale (`ko-KR`, `ko_KR.UTF-8`); English for what is not known.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        let tag = locale.split(['-', '_', '.']).next().unwrap_or_default();
        if tag.eq_ignore_ascii_case("ko") { Self::Korean } else { Self::English }
    }

    /// Its tag (`en`, `ko`).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_however_written_gives_its_language() {
        for korean in ["ko", "ko-KR", "ko_KR.UTF-8", "KO"] {
            assert_eq!(Language::of_locale(korean), Language::Korean);
        }
        for other in ["en", "C", "", "kok-IN", "de_DE"] {
            assert_eq!(Language::of_locale(other), Language::English);
        }
    }
}

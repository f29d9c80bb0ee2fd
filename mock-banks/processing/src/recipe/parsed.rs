//! A template's environment, kept beside the text it was made of, so that an answer parses nothing. It belongs to the recipe
//! as it lies in the live table and goes with it: a definition has one, of a text of 32 KiB at most, and there is no other
//! place where one could pile up.

use std::sync::{Arc, OnceLock};

use minijinja::Environment;

use super::{RecipeFault, render};

/// What was parsed, once there was a reason to. A copy of a recipe begins without: its text may be changed.
#[derive(Default)]
pub(super) struct Parsed(OnceLock<Parse>);

/// A text, and what became of it. A fault is a fault each time.
struct Parse {
    text: String,
    environment: Result<Arc<Environment<'static>>, RecipeFault>,
}

impl Parsed {
    /// The environment of this text: the one that was made first, or for another text one of its own.
    pub(super) fn of(&self, text: &str) -> Result<Arc<Environment<'static>>, RecipeFault> {
        let parse = || render::environment(text).map(Arc::new);
        let kept = self.0.get_or_init(|| Parse { text: text.to_owned(), environment: parse() });
        if kept.text == text { kept.environment.clone() } else { parse() }
    }
}

impl Clone for Parsed {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What was parsed says nothing that its text does not.
impl PartialEq for Parsed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Parsed {}

impl std::fmt::Debug for Parsed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Parsed").field(&self.0.get().is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parsed_once_and_another_text_is_never_answered_by_it() {
        let parsed = Parsed::default();
        let first = parsed.of("{\"a\": 1}").unwrap();
        assert!(Arc::ptr_eq(&first, &parsed.of("{\"a\": 1}").unwrap()));
        let other = parsed.of("{\"a\": 2}").unwrap();
        assert_eq!(other.get_template("template").unwrap().source(), "{\"a\": 2}");
        assert!(Arc::ptr_eq(&first, &parsed.of("{\"a\": 1}").unwrap()));
        assert!(!Arc::ptr_eq(&first, &parsed.clone().of("{\"a\": 1}").unwrap()), "a copy begins anew");
    }

    #[test]
    fn what_is_no_template_is_none_each_time() {
        let parsed = Parsed::default();
        let fault = parsed.of("{% if %}").unwrap_err();
        assert_eq!(parsed.of("{% if %}").unwrap_err(), fault);
        assert!(parsed.of("{}").is_ok());
    }
}

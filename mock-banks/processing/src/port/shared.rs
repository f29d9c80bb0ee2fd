//! A record that a core may tell again: cheap to pass on, and each thing that is made of it is made once.
//!
//! A core that keeps its records hands out the same one again and again. What a bank leaves out of it, and each form in which
//! it is written, is then the same as the last time; so both are kept beside the record and go with it.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use moa_wire::Raw;

/// A record that a core may tell again.
pub struct Shared<T>(Arc<Inside<T>>);

struct Inside<T> {
    record: T,
    cut: OnceLock<Shared<T>>,
    written: Written,
}

#[derive(Default)]
struct Written {
    basic: OnceLock<Raw>,
    basic_with_numbers: OnceLock<Raw>,
    detail: OnceLock<Raw>,
    detail_with_numbers: OnceLock<Raw>,
}

/// A form in which a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    /// With everything that is not basic.
    pub(crate) detail: bool,
    /// With whole card numbers.
    pub(crate) numbers: bool,
}

impl<T> Shared<T> {
    /// The record as a bank tells it that leaves some of it out. It must be the same bank each time: what it leaves out is found
    /// out once.
    pub(crate) fn cut(&self, cut: impl FnOnce(&T) -> T) -> Self {
        self.0.cut.get_or_init(|| Self::from(cut(&self.0.record))).clone()
    }

    /// The record in one of its forms, which `write` gives the first time.
    ///
    /// # Errors
    /// What `write` says; the next time it is asked again.
    pub(crate) fn written<E>(&self, form: Form, write: impl FnOnce(&T) -> Result<Raw, E>) -> Result<&Raw, E> {
        let Written { basic, basic_with_numbers, detail, detail_with_numbers } = &self.0.written;
        let kept = match (form.detail, form.numbers) {
            (false, false) => basic,
            (false, true) => basic_with_numbers,
            (true, false) => detail,
            (true, true) => detail_with_numbers,
        };
        match kept.get() {
            Some(text) => Ok(text),
            None => write(&self.0.record).map(|text| kept.get_or_init(|| text)),
        }
    }
}

#[cfg(test)]
impl<T> Shared<T> {
    /// Whether both are one record, and not only alike.
    pub(crate) fn is_copy_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(record: T) -> Self {
        Self(Arc::new(Inside { record, cut: OnceLock::new(), written: Written::default() }))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.record
    }
}

impl<T> Borrow<T> for Shared<T> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASIC: Form = Form { detail: false, numbers: false };
    const DETAIL: Form = Form { detail: true, numbers: false };

    fn raw(text: &str) -> Result<Raw, serde_json::Error> {
        Raw::of(text)
    }

    #[test]
    fn each_form_is_written_once_and_goes_with_every_copy() {
        let told = Shared::from(7);
        assert_eq!(told.written(BASIC, |seven| raw(&format!("basic {seven}"))).unwrap().text(), "\"basic 7\"");
        assert_eq!(told.written(DETAIL, |seven| raw(&format!("detail {seven}"))).unwrap().text(), "\"detail 7\"");
        let copy = told.clone();
        assert_eq!(copy.written(BASIC, |_| raw("again")).unwrap().text(), "\"basic 7\"");
        assert_eq!(
            Shared::from(7).written(BASIC, |_| raw("another")).unwrap().text(),
            "\"another\"",
            "an equal is no copy"
        );
    }

    #[test]
    fn what_could_not_be_written_is_tried_again() {
        let told = Shared::from(7);
        assert_eq!(told.written(BASIC, |_| Err("no ink")), Err("no ink"));
        assert!(told.written(BASIC, |_| raw("ink")).is_ok());
    }

    #[test]
    fn a_bank_leaves_out_once() {
        let told = Shared::from("name and number".to_owned());
        let cut = told.cut(|text| text.replace(" and number", ""));
        assert_eq!((cut.as_str(), told.as_str()), ("name", "name and number"));
        assert_eq!(told.clone().cut(|_| "never".to_owned()), cut);
    }
}

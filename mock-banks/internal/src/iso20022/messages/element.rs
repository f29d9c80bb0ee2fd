//! How an element of the standard becomes a type: one macro, so that each message reads like its line in the schema.

use serde::{Deserialize, Serialize};

/// Declares elements: `"Tag" field: Type`. `Option` may be absent, `Vec` may repeat or be absent, everything else must be
/// there once; what is not named is refused.
macro_rules! element {
    ($($(#[$about:meta])* $name:ident { $($fields:tt)* })*) => {
        $(element!(@fields [$(#[$about])*] $name [] $($fields)*);)*
    };
    (@fields $about:tt $name:ident [$($done:tt)*] $tag:literal $field:ident: Option<$kind:ty>, $($rest:tt)*) => {
        element!(@fields $about $name [$($done)*
            #[doc = concat!("`", $tag, "`, if there is one.")]
            #[serde(rename = $tag, default, skip_serializing_if = "Option::is_none")]
            pub $field: Option<$kind>,
        ] $($rest)*);
    };
    (@fields $about:tt $name:ident [$($done:tt)*] $tag:literal $field:ident: Vec<$kind:ty>, $($rest:tt)*) => {
        element!(@fields $about $name [$($done)*
            #[doc = concat!("`", $tag, "`, any number of them.")]
            #[serde(rename = $tag, default, skip_serializing_if = "Vec::is_empty")]
            pub $field: Vec<$kind>,
        ] $($rest)*);
    };
    (@fields $about:tt $name:ident [$($done:tt)*] $tag:literal $field:ident: $kind:ty, $($rest:tt)*) => {
        element!(@fields $about $name [$($done)*
            #[doc = concat!("`", $tag, "`.")]
            #[serde(rename = $tag)]
            pub $field: $kind,
        ] $($rest)*);
    };
    (@fields [$($about:tt)*] $name:ident [$($done:tt)*]) => {
        $($about)*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($done)* }
    };
}

/// Declares a choice: one of some elements, each once. Stands in an element as `OneOf<Choice>`.
macro_rules! choice {
    ($($(#[$about:meta])* $name:ident { $($tag:literal $variant:ident($kind:ty),)* })*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            pub enum $name {
                $(
                    #[doc = concat!("`", $tag, "`.")]
                    #[serde(rename = $tag)]
                    $variant($kind),
                )*
            }
        )*
    };
}

/// Declares a closed list of codes.
macro_rules! codes {
    ($($(#[$about:meta])* $name:ident { $($code:literal $variant:ident,)* })*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            pub enum $name {
                $(
                    #[doc = concat!("`", $code, "`.")]
                    #[serde(rename = $code)]
                    $variant,
                )*
            }
        )*
    };
}

pub(super) use {choice, codes, element};

/// An element that holds exactly one of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneOf<T> {
    /// Which one.
    #[serde(rename = "$value")]
    pub is: T,
}

impl<T> From<T> for OneOf<T> {
    fn from(is: T) -> Self {
        Self { is }
    }
}

choice! {
    /// A code of an external code list, or a word of the bank's own.
    CodeOrWord { "Cd" Code(String), "Prtry" Word(String), }
}

impl OneOf<CodeOrWord> {
    /// A code.
    #[must_use]
    pub fn code(code: &str) -> Self {
        CodeOrWord::Code(code.to_owned()).into()
    }

    /// A word of the bank's own.
    #[must_use]
    pub fn word(word: &str) -> Self {
        CodeOrWord::Word(word.to_owned()).into()
    }

    /// The code or word.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.is {
            CodeOrWord::Code(text) | CodeOrWord::Word(text) => text,
        }
    }
}

//! What a person chose about the app itself.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LocaleChoice {
    /// What the operating system says.
    #[default]
    System,
    /// English.
    En,
    /// Korean.
    Ko,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// What the operating system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What a person chose. Kept in `preferences.json`, which holds nothing about money.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Preferences {
    /// The language.
    pub locale: LocaleChoice,
    /// Light or dark.
    pub theme: Theme,
    /// Whether amounts are hidden until asked for.
    pub hide_amounts: bool,
}

//! Banks, as the directory vouches for them.

use moa_sdk::directory::{Bank, Refused};
use moa_sdk::http::Environment;

/// A bank of the directory.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiBank {
    /// The directory's name for it: the same on every device.
    pub id: String,
    /// Its name, in the app's language as far as the directory has it.
    pub name: String,
    /// Its country (ISO 3166-1).
    pub country: Option<String>,
    /// Its colour, `#rrggbb`.
    pub colour: Option<String>,
    /// One to three characters to draw it with.
    pub monogram: Option<String>,
    /// A picture. The SDK never fetches it.
    pub logo: Option<String>,
    /// Whether it is a test bank.
    pub sandbox: bool,
    /// Whether an app can introduce itself there without paperwork.
    pub registers_apps: bool,
}

impl FfiBank {
    /// A bank, with its name in a language.
    #[must_use]
    pub fn new(bank: &Bank, language: &str) -> Self {
        let brand = bank.brand();
        Self {
            id: bank.id().to_string(),
            name: bank.name().in_language(language).to_owned(),
            country: brand.country.clone(),
            colour: brand.colour.clone(),
            monogram: brand.monogram.clone(),
            logo: brand.logo.as_ref().map(ToString::to_string),
            sandbox: bank.environment() == Environment::Sandbox,
            registers_apps: bank.registers_apps(),
        }
    }
}

/// An entry of the directory that is not used.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiRefusedBank {
    /// What it calls itself.
    pub name: Option<String>,
    /// Why.
    pub why: String,
}

impl From<&Refused> for FfiRefusedBank {
    fn from(refused: &Refused) -> Self {
        Self { name: refused.name.clone(), why: refused.why.to_string() }
    }
}

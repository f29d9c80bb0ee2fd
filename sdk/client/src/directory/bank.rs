//! A bank, as the directory vouches for it.

use std::collections::BTreeMap;

use moa_kernel::{BankId, Issuer};
use url::Url;

use crate::http::{Environment, Pins};

/// A family of APIs this version knows how to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiFamily {
    /// Open Banking UK, account information, version 4.
    UkAccountInformation4,
}

/// A bank's name, in the languages the directory has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankName {
    pub(super) plain: String,
    pub(super) by_language: BTreeMap<String, String>,
}

impl BankName {
    /// The name in a language (`en`, `ko`), or the plain one.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        self.by_language.get(language).unwrap_or(&self.plain)
    }

    /// The name the directory gives without a language.
    #[must_use]
    pub fn plain(&self) -> &str {
        &self.plain
    }
}

/// How a bank wants to look. All of it is decoration and none of it is fetched by the SDK.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    /// Two capital letters (ISO 3166-1).
    pub country: Option<String>,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// One to three characters.
    pub monogram: Option<String>,
    /// A picture, an SVG at an `https` address (or on a sandbox's own origin).
    pub logo: Option<Url>,
}

/// A bank, as the directory vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    pub(super) id: BankId,
    pub(super) name: BankName,
    pub(super) brand: Brand,
    pub(super) environment: Environment,
    pub(super) issuer: Issuer,
    pub(super) discovery: Url,
    pub(super) family: ApiFamily,
    pub(super) pins: Pins,
    pub(super) registers_apps: bool,
}

impl Bank {
    /// The directory's name for it: the same on every device.
    #[must_use]
    pub const fn id(&self) -> &BankId {
        &self.id
    }

    /// Its name, as customers know it.
    #[must_use]
    pub const fn name(&self) -> &BankName {
        &self.name
    }

    /// How it wants to look.
    #[must_use]
    pub const fn brand(&self) -> &Brand {
        &self.brand
    }

    /// Whether it is a real bank.
    #[must_use]
    pub const fn environment(&self) -> Environment {
        self.environment
    }

    /// Its authorisation server, code point by code point.
    #[must_use]
    pub const fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Where its metadata is.
    #[must_use]
    pub const fn discovery(&self) -> &Url {
        &self.discovery
    }

    /// What its API speaks.
    #[must_use]
    pub const fn family(&self) -> ApiFamily {
        self.family
    }

    /// The addresses it is pinned to.
    #[must_use]
    pub const fn pins(&self) -> &Pins {
        &self.pins
    }

    /// Whether apps can register with it by themselves.
    #[must_use]
    pub const fn registers_apps(&self) -> bool {
        self.registers_apps
    }
}

//! The other side of a payment: its bank (the agent), its account, and the party behind it.

use serde::{Deserialize, Serialize};

use super::{Identification, PostalAddress};
use crate::Code;

/// A financial institution, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Agent {
    /// Scheme of the identification, such as `UK.OBIE.BICFI`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme_name: Option<Code>,
    /// Its identification, such as a BIC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its legal entity identifier.
    #[serde(rename = "LEI", default, skip_serializing_if = "Option::is_none")]
    pub lei: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_address: Option<PostalAddress>,
}

/// A financial institution that must be identified.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RequiredAgent {
    /// Scheme of the identification, such as `UK.OBIE.BICFI`.
    pub scheme_name: Code,
    /// Its identification, such as a BIC.
    pub identification: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its legal entity identifier.
    #[serde(rename = "LEI", default, skip_serializing_if = "Option::is_none")]
    pub lei: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_address: Option<PostalAddress>,
}

/// The account at the other end. Scheme and identification are required in lists of mandates and optional in transactions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CounterAccount {
    /// Scheme of the identification, such as `UK.OBIE.IBAN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme_name: Option<Code>,
    /// The account number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification: Option<Identification>,
    /// Whose it is, as the bank writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A roll number, or the currency of a sub-account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_identification: Option<String>,
    /// Another name it is known by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<Proxy>,
}

/// A name that stands for an account, such as a telephone number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Proxy {
    /// The name.
    pub identification: Identification,
    /// What kind of name: `TELE`, `EMAL` and others.
    pub code: Code,
    /// Its kind in words.
    #[serde(rename = "Type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Who a payment is for in the end, or comes from in the beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UltimateParty {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Identification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification: Option<Identification>,
    /// Legal entity identifier.
    #[serde(rename = "LEI", default, skip_serializing_if = "Option::is_none")]
    pub lei: Option<String>,
    /// Scheme of the identification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme_name: Option<Code>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_address: Option<PostalAddress>,
}

//! What a payment says it is for.

use serde::{Deserialize, Serialize};

use super::Identification;
use crate::{Code, DateTimeText};

/// Words and references that travel with a payment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RemittanceInformation {
    /// In fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub structured: Vec<StructuredRemittance>,
    /// In words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unstructured: Vec<String>,
}

/// References in fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StructuredRemittance {
    /// The bills it pays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referred_document_information: Vec<ReferredDocumentInformation>,
    /// The amount of the bills.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referred_document_amount: Option<i32>,
    /// The reference the payee gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_reference_information: Option<CreditorReferenceInformation>,
    /// Who sent the bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoicer: Option<Identification>,
    /// Who got the bill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoicee: Option<Identification>,
    /// Tax facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_remittance: Option<String>,
    /// More words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub additional_remittance_information: Vec<String>,
}

/// A bill.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReferredDocumentInformation {
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_date: Option<DateTimeText>,
    /// Its lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_details: Vec<String>,
}

/// A reference the payee gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreditorReferenceInformation {
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// Who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

//! What every answer is wrapped in.

use serde::{Deserialize, Serialize};

use crate::DateTimeText;

/// An answer (or, without links, a request): the data and where to read on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope<T> {
    /// What was asked for.
    pub data: T,
    /// Only around consents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// Where this page is, and the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// About the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
}

/// Addresses of pages. Text from outside: nothing is sent there before `moa_sdk::http` has checked the origin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Links {
    /// This page.
    #[serde(rename = "Self")]
    pub this: String,
    /// The first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// The page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
    /// The next page. Absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

/// About a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Meta {
    /// How many pages there are, so the bank says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_pages: Option<i32>,
    /// The oldest record this consent reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_available_date_time: Option<DateTimeText>,
    /// The newest record this consent reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_available_date_time: Option<DateTimeText>,
}

/// The risk section of account information, which has no fields but must be there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {}

impl<T> Envelope<T> {
    /// Data with the address it is at.
    #[must_use]
    pub fn of(data: T, links: Links, meta: Meta) -> Self {
        Self { data, risk: None, links: Some(links), meta: Some(meta) }
    }
}

//! Removing a bank: both outcomes, said apart.

use serde::Serialize;
use ts_rs::TS;

use super::BankFace;

/// Whether the bank knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BankTold {
    /// The bank confirmed that the permission has ended.
    Confirmed,
    /// The bank could not be told now; the person can ask the bank to end it. Nothing on this device can use it.
    NotConfirmed,
}

/// The receipt of a removal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    /// The bank.
    pub bank: BankFace,
    /// Whether the bank knows.
    pub told: BankTold,
    /// Whether everything of the link is gone from this device: rows of the database and keys of the vault.
    pub erased: bool,
    /// How many records were erased.
    pub erased_records: u32,
    /// When.
    pub at: String,
}

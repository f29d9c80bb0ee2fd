//! What ending a link achieved, on both sides, so that a person is never told more than is true.

use moa_kernel::{BankId, LinkId};

use crate::error::ErrorKind;

/// What the bank said about the end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BankOutcome {
    /// The bank confirmed that it deleted the consent and revoked the tokens.
    Confirmed,
    /// The bank could not be told, or did not confirm. The customer can check the list of apps in their bank.
    NotConfirmed(ErrorKind),
}

/// What was erased on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalOutcome {
    /// How many rows of bank data went from the store.
    pub rows: u64,
    /// Whether tokens and keys went from the vault.
    pub secrets_erased: bool,
}

/// The receipt a customer gets for ending a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlinkReceipt {
    /// The link that ended.
    pub link: LinkId,
    /// Its bank.
    pub bank: BankId,
    /// What the bank said.
    pub at_bank: BankOutcome,
    /// What happened here.
    pub erased: LocalOutcome,
}

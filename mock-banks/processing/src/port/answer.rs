//! What a core says. One answer per kind of question.

use moa_kernel::{Timestamp, TransactionId};

use super::Shared;
use super::record::{
    AccountRecord, BalanceRecord, BeneficiaryRecord, DirectDebitRecord, PartyRecord, ScheduledPaymentRecord,
    StandingOrderRecord, TransactionRecord,
};

/// A core's answer.
#[derive(Debug, Clone, PartialEq)]
pub enum CoreAnswer {
    /// The accounts, in the order asked.
    Accounts(Vec<Shared<AccountRecord>>),
    /// The balances: several kinds per account are usual.
    Balances(Vec<BalanceRecord>),
    /// One page of movements.
    Transactions(TransactionPage),
    /// The beneficiaries.
    Beneficiaries(Vec<BeneficiaryRecord>),
    /// The direct debits.
    DirectDebits(Vec<DirectDebitRecord>),
    /// The standing orders.
    StandingOrders(Vec<StandingOrderRecord>),
    /// The scheduled payments.
    ScheduledPayments(Vec<ScheduledPaymentRecord>),
    /// The customer.
    Party(PartyRecord),
    /// The transfer, made now or when it was asked for the first time.
    Transfer(TransferRecord),
}

/// What became of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferRecord {
    /// The payer's own name for it.
    pub end_to_end_id: String,
    /// The movement on the payer's account, where the bank gives it an id.
    pub transaction: Option<TransactionId>,
    /// When it was booked.
    pub at: Timestamp,
    /// How far it has come.
    pub status: TransferStatus,
}

/// How far a transfer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferStatus {
    /// It is booked on the payer's account.
    Booked,
    /// The bank has taken it on and will book it.
    Accepted,
}

/// One page of movements, and what is known of the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TransactionPage {
    /// The movements, newest first.
    pub rows: Vec<Shared<TransactionRecord>>,
    /// Where to go on, when there is more.
    pub next: Option<String>,
    /// How many rows all pages together have.
    pub total: u64,
    /// The oldest moment the core has movements for, on this account.
    pub first_available: Option<Timestamp>,
    /// The newest moment the core has movements for, on this account.
    pub last_available: Option<Timestamp>,
}

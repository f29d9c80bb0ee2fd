//! What a core says. One answer per kind of question.

use moa_kernel::Timestamp;

use super::record::{
    AccountRecord, BalanceRecord, BeneficiaryRecord, DirectDebitRecord, PartyRecord, ScheduledPaymentRecord,
    StandingOrderRecord, TransactionRecord,
};

/// A core's answer.
#[derive(Debug, Clone, PartialEq)]
pub enum CoreAnswer {
    /// The accounts, in the order asked.
    Accounts(Vec<AccountRecord>),
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
}

/// One page of movements, and what is known of the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TransactionPage {
    /// The movements, newest first.
    pub rows: Vec<TransactionRecord>,
    /// Where to go on, when there is more.
    pub next: Option<String>,
    /// How many rows all pages together have.
    pub total: u64,
    /// The oldest moment the core has movements for, on this account.
    pub first_available: Option<Timestamp>,
    /// The newest moment the core has movements for, on this account.
    pub last_available: Option<Timestamp>,
}

//! What every bank's records mean, in one vocabulary.
//!
//! A standard's `map` turns wire records into these types and nothing else happens on the way: money becomes signed
//! from the customer's view (negative leaves or is owed), codes the standard does not list survive as text, and what the
//! bank left out stays absent: an optional field here is optional because some bank somewhere does not send it. Whatever
//! is kept goes about as a [`Sourced`] record: what it means, where it came from, and the bank's own JSON beside it.

mod account;
mod balance;
mod bank_time;
mod beneficiary;
mod consent;
mod counterparty;
mod direct_debit;
mod party;
mod scheduled_payment;
mod sourced;
mod standing_order;
mod transaction;

pub use account::{Account, AccountCategory, AccountKind, AccountNumber, AccountRef, AccountStatus, NumberScheme};
pub use balance::{Balance, BalanceKind, CreditLine, CreditLineKind};
pub use bank_time::{BankTime, NotATime};
pub use beneficiary::{Beneficiary, BeneficiaryKind};
pub use consent::{Consent, ConsentStatus};
pub use counterparty::{Agent, Counterparty};
pub use direct_debit::DirectDebit;
pub use party::{Party, PartyKind, PostalAddress};
pub use scheduled_payment::{ScheduledKind, ScheduledPayment};
pub use sourced::{Original, Provenance, Sourced};
pub use standing_order::StandingOrder;
pub use transaction::{
    BankTransactionCode, CardUse, CurrencyExchange, Merchant, Mutability, RunningBalance, Transaction,
    TransactionStatus,
};

pub use direct_debit::{MandateStatus, PlannedPayment};

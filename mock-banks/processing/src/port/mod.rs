//! The port every core of a bank is asked through.
//!
//! A core answers [`CoreQuestion`]s with [`CoreAnswer`]s: plain facts about accounts, balances and movements, in no
//! standard's words. Whatever the core behind it is (a ledger in this process, a mainframe that wants telegrams), the
//! adapter that implements [`CoreBanking`] passes the same suite, [`contract`].

mod answer;
pub mod contract;
mod question;
mod record;

pub use answer::{CoreAnswer, TransactionPage};
pub use question::{AccountsQuestion, CoreQuestion, Directions, TransactionsQuestion, Window};
pub use record::{
    AccountKind, AccountNumber, AccountRecord, BalanceKind, BalanceRecord, BeneficiaryRecord, CounterpartyRecord,
    CreditLineRecord, DirectDebitRecord, ExchangeRecord, Frequency, MandateStatus, MerchantRecord, NumberScheme,
    PartyRecord, ScheduledPaymentRecord, StandingOrderRecord, TransactionRecord, TransactionStatus,
};

use async_trait::async_trait;

/// A bank's core, as the open platform sees it.
#[async_trait]
pub trait CoreBanking: Send + Sync {
    /// Answers a question.
    ///
    /// # Errors
    /// [`CoreFault::NotFound`] when the customer has no such account: an account that is somebody else's is told from one
    /// that does not exist by nobody. [`CoreFault::BadCursor`] when a position was not given by this core.
    async fn answer(&self, question: CoreQuestion) -> Result<CoreAnswer, CoreFault>;
}

/// Why a core gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum CoreFault {
    /// The customer has no such account.
    #[error("the customer has no such account")]
    NotFound,
    /// The position to go on from was not given by this core.
    #[error("the page cursor was not given by this bank")]
    BadCursor,
    /// The core itself is in trouble. Nobody outside the bank is told more.
    #[error("the core could not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

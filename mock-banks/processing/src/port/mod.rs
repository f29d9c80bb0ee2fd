//! The port every core of a bank is asked through.
//!
//! A core answers [`CoreQuestion`]s with [`CoreAnswer`]s: plain facts about accounts, balances and movements, in no
//! standard's words. Whatever the core behind it is (a ledger in this process, a mainframe that wants telegrams), the
//! adapter that implements [`CoreBanking`] passes the same suite, [`contract`].

mod answer;
pub mod contract;
mod journal;
mod question;
mod record;
mod shared;
mod switch;

pub use answer::{CoreAnswer, TransactionPage, TransferRecord, TransferStatus};
pub use journal::{Command, CommandOutcome, Journal};
pub use question::{AccountsQuestion, CoreQuestion, Directions, Payee, TransactionsQuestion, TransferQuestion, Window};
pub use record::{
    AccountKind, AccountNumber, AccountRecord, BalanceKind, BalanceRecord, BeneficiaryRecord, CounterpartyRecord,
    CreditLineRecord, DirectDebitRecord, ExchangeRecord, Frequency, MandateStatus, MerchantRecord, NumberScheme,
    PartyRecord, ScheduledPaymentRecord, StandingOrderRecord, TransactionRecord, TransactionStatus,
};
pub(crate) use shared::Form;
pub use shared::Shared;
pub use switch::CoreSwitch;

use async_trait::async_trait;
use moa_kernel::Timestamp;

/// A bank's core, as the open platform sees it.
#[async_trait]
pub trait CoreBanking: Send + Sync {
    /// What the core speaks: `ledger`, `telegram` or `iso20022`. A label in metrics and explanations.
    fn protocol(&self) -> &'static str;

    /// Answers a question, and notes in the journal what had to be said for it.
    ///
    /// # Errors
    /// [`CoreFault::NotFound`] when the customer has no such account: an account that is somebody else's is told from one
    /// that does not exist by nobody. [`CoreFault::BadCursor`] when a position was not given by this core. After
    /// [`CoreFault::TimedOut`] or [`CoreFault::Unavailable`] a transfer may have been booked or not; asking again with the
    /// same end-to-end id tells, and books it at most once.
    async fn answer(&self, question: CoreQuestion, journal: &Journal) -> Result<CoreAnswer, CoreFault>;
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
    /// The core is busy with its own day's work (a batch window).
    #[error("the core is closed")]
    Closed {
        /// When it opens again, as far as that is known.
        until: Option<Timestamp>,
    },
    /// The core did not answer in time.
    #[error("the core did not answer in time")]
    TimedOut,
    /// The core understood a transfer and will not make it. Nothing was booked.
    #[error("the transfer was refused: {0}")]
    Refused(TransferRefusal),
}

/// Why a core refuses a transfer. Each is final: the same transfer will not be made by asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransferRefusal {
    /// There is less on the account than the amount, credit line included.
    #[error("there is not enough on the account")]
    InsufficientFunds,
    /// The account does not hold the currency.
    #[error("the account does not hold the currency")]
    WrongCurrency,
    /// The amount is nothing, less than nothing, or finer than the currency's smallest coin.
    #[error("the amount cannot be paid")]
    BadAmount,
    /// The payee's account at this bank takes no such money.
    #[error("the payee's account cannot take it")]
    BadPayee,
    /// The id, the name or the reference is empty or too long.
    #[error("a text is empty or too long")]
    BadText,
    /// The end-to-end id was used before, for another transfer.
    #[error("the end-to-end id was used for another transfer")]
    IdUsedBefore,
}

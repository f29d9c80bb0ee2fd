//! A core that speaks in telegrams, as Korean cores do: the side that asks.
//!
//! A question becomes one command per account, many of them under way at once on a small pool of connections; answers come
//! in any order and are matched by sequence number ([`connection`]). A list that is longer than a message is read on from
//! the position its answer names. A connection that breaks is made anew, and what was under way on it is asked once more:
//! every command may be repeated, transfers because the core knows their end-to-end ids. What does not come in time is
//! given up. `ask` writes the commands, `read` reads the answers; the language itself is in `moa_bank_internal::telegram`.

mod ask;
mod connection;
mod exchange;
mod pool;
mod read;

use async_trait::async_trait;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use moa_bank_internal::telegram::wire::code::Transaction;
use moa_kernel::AccountId;

use crate::port::{
    AccountsQuestion, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal, TransactionPage, TransactionsQuestion,
};
use exchange::Asked;
pub use exchange::TelegramCore;

/// How many accounts of one question are asked about at once.
const AT_ONCE: usize = 8;
/// The most rows of one page, whoever asks for more.
const ROWS_MAX: u32 = 1000;
/// The most messages one list is read from.
const MESSAGES_MAX: usize = 1000;
/// How often a list that changes while it is read is begun anew.
const BEGINNINGS_MAX: usize = 3;
/// No position that this core gives out is longer.
const POSITION_BYTES_MAX: usize = 100;

#[async_trait]
impl CoreBanking for TelegramCore {
    fn protocol(&self) -> &'static str {
        "telegram"
    }

    async fn answer(&self, question: CoreQuestion, journal: &Journal) -> Result<CoreAnswer, CoreFault> {
        use CoreAnswer as A;
        use CoreQuestion as Q;
        Ok(match question {
            Q::Accounts(asked) => A::Accounts(self.each(&asked, Transaction::Account, read::account, journal).await?),
            Q::Balances(asked) => A::Balances(self.each(&asked, Transaction::Balance, read::balances, journal).await?),
            Q::Transactions(asked) => A::Transactions(self.statement(asked, journal).await?),
            Q::Beneficiaries(asked) => {
                A::Beneficiaries(self.each(&asked, Transaction::Beneficiaries, read::beneficiaries, journal).await?)
            }
            Q::DirectDebits(asked) => {
                A::DirectDebits(self.each(&asked, Transaction::DirectDebits, read::direct_debits, journal).await?)
            }
            Q::StandingOrders(asked) => {
                A::StandingOrders(self.each(&asked, Transaction::StandingOrders, read::standing_orders, journal).await?)
            }
            Q::ScheduledPayments(asked) => {
                let read = read::scheduled_payments;
                A::ScheduledPayments(self.each(&asked, Transaction::ScheduledPayments, read, journal).await?)
            }
            Q::Party { customer } => {
                let told = self.exchange(&Asked::of(Transaction::Person, ask::person(customer)?), journal).await?;
                A::Party(told.read(read::person)?)
            }
            Q::Transfer(asked) => {
                let told = self.exchange(&Asked::of(Transaction::Transfer, ask::transfer(asked)?), journal).await?;
                A::Transfer(told.read(read::transfer)?)
            }
        })
    }
}

impl TelegramCore {
    /// Asks the same of each account and puts the answers one after the other, in the order asked.
    async fn each<T>(
        &self,
        asked: &AccountsQuestion,
        transaction: Transaction,
        read: read::Rows<T>,
        journal: &Journal,
    ) -> Result<Vec<T>, CoreFault> {
        let answers = stream::iter(asked.accounts.clone()).map(|account| async move {
            let body = ask::account(asked.customer.clone(), account.clone())?;
            self.whole_list(&account, Asked::of(transaction, body), read, journal).await
        });
        let answers: Vec<Vec<T>> = answers.buffered(AT_ONCE).try_collect().await?;
        Ok(answers.into_iter().flatten().collect())
    }

    /// A list to its end. One that changes while it is read is read from the beginning.
    async fn whole_list<T>(
        &self,
        account: &AccountId,
        mut asked: Asked,
        read: read::Rows<T>,
        journal: &Journal,
    ) -> Result<Vec<T>, CoreFault> {
        for _ in 0..BEGINNINGS_MAX {
            let mut rows = Vec::new();
            asked.position = None;
            for _ in 0..MESSAGES_MAX {
                let told = match self.exchange(&asked, journal).await {
                    Err(CoreFault::BadCursor) if asked.position.is_some() => break,
                    told => told?,
                };
                rows.extend(told.read(|lines| read(account, lines))?);
                asked.position = told.position();
                if asked.position.is_none() {
                    return Ok(rows);
                }
            }
        }
        Err(CoreFault::Unavailable("a list changes faster than it can be read".into()))
    }

    /// As many messages as the page needs.
    async fn statement(&self, asked: TransactionsQuestion, journal: &Journal) -> Result<TransactionPage, CoreFault> {
        if asked.after.as_ref().is_some_and(|after| after.len() > POSITION_BYTES_MAX) {
            return Err(CoreFault::BadCursor);
        }
        let wanted = asked.limit.clamp(1, ROWS_MAX) as usize;
        let mut page = TransactionPage::default();
        let mut position = asked.after.clone();
        for messages in 0..MESSAGES_MAX {
            let body = ask::statement(&asked, wanted.saturating_sub(page.rows.len()))?;
            let told = self.exchange(&Asked { position, ..Asked::of(Transaction::Statement, body) }, journal).await?;
            let part = told.read(|lines| read::statement(&asked.account, lines))?;
            let is_stuck = part.rows.is_empty() && told.position().is_some();
            if messages == 0 {
                page = TransactionPage { rows: Vec::new(), ..part.clone() };
            }
            page.rows.extend(part.rows);
            position = told.position();
            if page.rows.len() >= wanted || position.is_none() {
                return Ok(TransactionPage { next: position, ..page });
            }
            if is_stuck {
                break;
            }
        }
        Err(CoreFault::Unavailable("a statement does not end".into()))
    }
}

/// A telegram that is not what it should be is the core's trouble, not the caller's.
fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> CoreFault {
    CoreFault::Unavailable(error.into())
}

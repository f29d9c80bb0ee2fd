//! A core that speaks ISO 20022: questions become `camt.060` and `pain.001`, and what the core answers becomes plain facts.
//!
//! [`ask`] makes the messages, [`link`] carries them to the core and back, [`read`] makes facts of the answers and believes
//! none that does not belong to its question, and [`fault`] is the one table of what can go wrong. The types of the messages
//! are shared with the server ([`moa_bank_internal::iso20022::messages`]); everything else is told apart.

mod ask;
mod fault;
mod link;
mod read;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use moa_bank_core::spec::CoreTemper;
use moa_bank_internal::identity::Dialer;
use moa_bank_internal::iso20022::messages::Message;
use moa_bank_internal::iso20022::messages::supplementary::Wanted;
use moa_bank_internal::iso20022::xml;
use moa_kernel::{AccountId, Clock};
use tokio::time::{Instant, timeout_at};

use crate::port::{AccountsQuestion, Command, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal};
use ask::Asking;
use fault::Fault;
use link::Link;
use read::Reports;

/// What this core speaks, in metrics and explanations.
const PROTOCOL: &str = "iso20022";
/// Accounts asked for in one message; a customer of more has several messages.
const ACCOUNTS_PER_MESSAGE: usize = 50;

/// A bank whose books are kept by a server that speaks ISO 20022.
pub struct Iso20022Core {
    link: Link,
    answer_time_max: Duration,
    clock: Arc<dyn Clock>,
    sent: AtomicU64,
}

impl Iso20022Core {
    /// The core that a dialer reaches. How long it may take and how many connections are kept is the bank's temper. Nothing
    /// is dialled before the first question.
    #[must_use]
    pub fn new(dialer: Dialer, temper: &CoreTemper, clock: Arc<dyn Clock>) -> Self {
        Self {
            link: Link::new(dialer, temper.connections),
            answer_time_max: Duration::from_millis(u64::from(temper.answer_ms_max)),
            clock,
            sent: AtomicU64::new(0),
        }
    }

    /// Sends a message and reads its answer; once more when the connection broke. Every message may be repeated, transfers
    /// because the core knows their end-to-end ids.
    async fn say<T>(
        &self,
        journal: &Journal,
        make: impl Fn(&Asking) -> Result<Message, Fault>,
        read: impl Fn(&str, Message) -> Result<T, Fault>,
    ) -> Result<T, CoreFault> {
        // One patience for both tries: whoever asked waits no longer because a connection broke.
        let until = Instant::now() + self.answer_time_max;
        let said = match self.once(journal, &make, &read, until).await {
            Err(Fault::HungUp(_)) => self.once(journal, &make, &read, until).await,
            said => said,
        };
        said.map_err(CoreFault::from)
    }

    /// One message, timed and noted. What cannot be put in a message is not sent and not noted.
    async fn once<T>(
        &self,
        journal: &Journal,
        make: impl Fn(&Asking) -> Result<Message, Fault>,
        read: impl Fn(&str, Message) -> Result<T, Fault>,
        until: Instant,
    ) -> Result<T, Fault> {
        let (sequence, at) = (self.sent.fetch_add(1, Ordering::Relaxed), self.clock.now());
        let asking = Asking { id: format!("{:x}-{sequence}", at.as_microsecond()), at };
        let message = make(&asking)?;
        let name = message.name().short().to_owned();
        let began = Instant::now();
        let answer = timeout_at(until, self.carry(message)).await.unwrap_or(Err(Fault::TimedOut));
        let said = answer.and_then(|answer| read(&asking.id, answer));
        let took = SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX);
        let outcome = fault::outcome(&said);
        journal.note(Command { protocol: PROTOCOL, name, sequence: Some(sequence), took, outcome });
        said
    }

    async fn carry(&self, message: Message) -> Result<Message, Fault> {
        let body = xml::write(message).map_err(Fault::broken)?;
        Ok(self.link.exchange(body).await?)
    }

    /// Asks the same of each account and puts the answers one after the other.
    async fn reports<T>(
        &self,
        journal: &Journal,
        asked: &AccountsQuestion,
        wanted: Wanted,
        read: fn(&Reports, &[AccountId]) -> Result<Vec<T>, Fault>,
    ) -> Result<Vec<T>, CoreFault> {
        let mut rows = Vec::new();
        for accounts in asked.accounts.chunks(ACCOUNTS_PER_MESSAGE) {
            let make = |asking: &Asking| Ok(ask::reports(asking, &asked.customer, accounts, wanted));
            let read = |id: &str, answer| read(&Reports::of(id, answer)?, accounts);
            rows.extend(self.say(journal, make, read).await?);
        }
        Ok(rows)
    }
}

#[async_trait]
impl CoreBanking for Iso20022Core {
    fn protocol(&self) -> &'static str {
        PROTOCOL
    }

    async fn answer(&self, question: CoreQuestion, journal: &Journal) -> Result<CoreAnswer, CoreFault> {
        use CoreAnswer as A;
        use CoreQuestion as Q;
        Ok(match question {
            Q::Accounts(asked) => A::Accounts(self.reports(journal, &asked, Wanted::Accounts, read::accounts).await?),
            Q::Balances(asked) => A::Balances(self.reports(journal, &asked, Wanted::Balances, read::balances).await?),
            Q::Beneficiaries(asked) => {
                A::Beneficiaries(self.reports(journal, &asked, Wanted::Beneficiaries, read::beneficiaries).await?)
            }
            Q::DirectDebits(asked) => {
                A::DirectDebits(self.reports(journal, &asked, Wanted::DirectDebits, read::direct_debits).await?)
            }
            Q::StandingOrders(asked) => {
                A::StandingOrders(self.reports(journal, &asked, Wanted::StandingOrders, read::standing_orders).await?)
            }
            Q::ScheduledPayments(asked) => A::ScheduledPayments(
                self.reports(journal, &asked, Wanted::ScheduledPayments, read::scheduled_payments).await?,
            ),
            Q::Transactions(asked) => {
                let read = |id: &str, answer| read::page(id, answer, &asked);
                A::Transactions(self.say(journal, |asking| ask::entries(asking, &asked), read).await?)
            }
            Q::Party { customer } => {
                let read = |id: &str, answer| read::party(&Reports::of(id, answer)?, &customer);
                A::Party(self.say(journal, |asking| Ok(ask::owner(asking, &customer)), read).await?)
            }
            Q::Transfer(asked) => {
                let read = |id: &str, answer| read::transfer(id, answer, &asked);
                A::Transfer(self.say(journal, |asking| ask::transfer(asking, &asked), read).await?)
            }
        })
    }
}

impl std::fmt::Debug for Iso20022Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Iso20022Core").field("link", &self.link).finish_non_exhaustive()
    }
}

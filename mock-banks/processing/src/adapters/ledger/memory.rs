//! What this core read before.
//!
//! *Answers* are kept whole, question by question, for one revision of the bank's state ([`Remembered`]): after any write the
//! books are asked again. What depends on the clock is not kept, and what is to be done is done. *Rows* that are booked never
//! change, so they outlive every write: a page that is asked for again is joined from them, and only what is new is read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_bank_core::Bank;
use moa_bank_core::ledger::Cursor;
use moa_bank_core::state::Remembered;

use crate::port::{CoreAnswer, CoreFault, CoreQuestion, Shared, TransactionRecord};

/// An answer is a page at most.
const ANSWERS_MAX: usize = 512;
/// A row with its text is about two thousand bytes, and up to five thousand where it was asked for in all of its forms.
const ROWS_MAX: usize = 10_000;

/// What a ledger said before.
#[derive(Debug)]
pub(super) struct Memory {
    answers: Remembered<CoreQuestion, Arc<CoreAnswer>>,
    rows: Rows,
}

/// Booked rows that were read before.
#[derive(Debug, Default)]
pub(super) struct Rows(Mutex<HashMap<Cursor, Shared<TransactionRecord>>>);

impl Default for Memory {
    fn default() -> Self {
        Self { answers: Remembered::new(ANSWERS_MAX), rows: Rows::default() }
    }
}

impl Memory {
    /// What was said to this question, when nothing has been written since.
    pub(super) fn find(&self, bank: &Bank, question: &CoreQuestion) -> Option<CoreAnswer> {
        let revision = bank.database().revision();
        self.answers.find(question, revision).map(|answer| CoreAnswer::clone(&answer))
    }

    /// Asks the books, and remembers what they said.
    pub(super) fn ask(
        &self,
        bank: &Bank,
        question: CoreQuestion,
        ask: impl FnOnce(&Bank, &Rows, CoreQuestion) -> Result<CoreAnswer, CoreFault>,
    ) -> Result<CoreAnswer, CoreFault> {
        if !is_the_same_at_any_time(&question) {
            return ask(bank, &self.rows, question);
        }
        let revision = bank.database().revision();
        let answer = ask(bank, &self.rows, question.clone())?;
        self.answers.keep(question, revision, Arc::new(answer.clone()));
        Ok(answer)
    }
}

impl Rows {
    pub(super) fn find(&self, place: Cursor) -> Option<Shared<TransactionRecord>> {
        self.lock().get(&place).cloned()
    }

    pub(super) fn keep(&self, place: Cursor, row: &Shared<TransactionRecord>) {
        let mut rows = self.lock();
        if rows.len() >= ROWS_MAX {
            rows.clear();
        }
        rows.insert(place, row.clone());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Cursor, Shared<TransactionRecord>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether only a write can change the answer. Balances tell of this moment and of the day that ended before it.
const fn is_the_same_at_any_time(question: &CoreQuestion) -> bool {
    use CoreQuestion as Q;
    match question {
        Q::Balances(_) | Q::Transfer(_) => false,
        Q::Accounts(_)
        | Q::Transactions(_)
        | Q::Beneficiaries(_)
        | Q::DirectDebits(_)
        | Q::StandingOrders(_)
        | Q::ScheduledPayments(_)
        | Q::Party { .. } => true,
    }
}

#[cfg(test)]
mod tests;

//! The attempts to add a bank that are under way: each waits for a person in a browser, and can be cancelled.
//!
//! An attempt lives in a task of its own, so that the window may be reloaded, or look away, without losing it. Whoever
//! asks for the outcome gets it, once or many times, as long as no later attempt has swept it away.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use moa_kernel::BankId;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::dto::{AttemptOutcome, Code, CommandError};

/// The attempts of this run.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, Known>>);

#[derive(Debug, Clone)]
struct Known {
    bank: BankId,
    page: Option<Url>,
    cancel: CancellationToken,
    outcome: watch::Receiver<Option<AttemptOutcome>>,
}

impl Known {
    fn is_over(&self) -> bool {
        // A sender that is gone without a word counts as over, too.
        self.outcome.borrow().is_some() || self.outcome.has_changed().is_err()
    }
}

/// The right to run one attempt. When it is dropped without an outcome, the attempt is over all the same.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) id: String,
    pub(crate) cancel: CancellationToken,
    outcome: watch::Sender<Option<AttemptOutcome>>,
}

impl Place {
    /// Says how it ended.
    pub(crate) fn end(self, outcome: AttemptOutcome) {
        self.outcome.send_replace(Some(outcome));
    }
}

impl Attempts {
    /// Takes a place for a bank.
    ///
    /// # Errors
    /// [`Code::AttemptRunning`] when an attempt at this bank is under way.
    pub(crate) fn take_place(&self, id: String, bank: &BankId) -> Result<Place, CommandError> {
        let mut known = self.lock();
        known.retain(|_, attempt| !attempt.is_over());
        if known.values().any(|attempt| attempt.bank == *bank) {
            return Err(CommandError::of(Code::AttemptRunning).at_bank(bank));
        }
        let (sender, outcome) = watch::channel(None);
        let cancel = CancellationToken::new();
        known.insert(id.clone(), Known { bank: bank.clone(), page: None, cancel: cancel.clone(), outcome });
        Ok(Place { id, cancel, outcome: sender })
    }

    /// Notes the page the person has to visit.
    pub(crate) fn note_page(&self, id: &str, page: &Url) {
        if let Some(attempt) = self.lock().get_mut(id) {
            attempt.page = Some(page.clone());
        }
    }

    /// The page of an attempt that still waits.
    pub(crate) fn page(&self, id: &str) -> Result<Url, CommandError> {
        let attempt = self.find(id)?;
        attempt.page.clone().filter(|_| !attempt.is_over()).ok_or(CommandError::of(Code::NotFound))
    }

    /// Stops an attempt. One that is over already stays as it ended.
    pub(crate) fn cancel(&self, id: &str) -> Result<(), CommandError> {
        self.find(id)?.cancel.cancel();
        Ok(())
    }

    /// Waits for the outcome.
    pub(crate) async fn outcome(&self, id: &str) -> Result<AttemptOutcome, CommandError> {
        let mut outcome = self.find(id)?.outcome;
        match outcome.wait_for(Option::is_some).await {
            Ok(ended) => ended.clone().ok_or(CommandError::of(Code::NotFound)),
            Err(_) => Err(CommandError::of(Code::NotFound)),
        }
    }

    fn find(&self, id: &str) -> Result<Known, CommandError> {
        self.lock().get(id).cloned().ok_or(CommandError::of(Code::NotFound))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dto::AttemptEnd;

    fn denied() -> AttemptOutcome {
        AttemptOutcome { outcome: AttemptEnd::Denied, link: None, error: None }
    }

    fn thames() -> BankId {
        BankId::new("thames").unwrap()
    }

    #[tokio::test]
    async fn everybody_who_waits_learns_how_it_ended() {
        let attempts = Attempts::default();
        let place = attempts.take_place("a1".to_owned(), &thames()).unwrap();
        let waiting = attempts.outcome("a1");
        let ending = async { place.end(denied()) };
        let (outcome, ()) = tokio::join!(waiting, ending);
        assert_eq!(outcome.unwrap(), denied());
        assert_eq!(attempts.outcome("a1").await.unwrap(), denied());
        assert_eq!(attempts.outcome("a2").await.unwrap_err().code, Code::NotFound);
    }

    #[tokio::test]
    async fn a_bank_has_one_attempt_at_a_time_and_a_vanished_one_does_not_block_it() {
        let attempts = Attempts::default();
        let first = attempts.take_place("a1".to_owned(), &thames()).unwrap();
        assert_eq!(attempts.take_place("a2".to_owned(), &thames()).unwrap_err().code, Code::AttemptRunning);
        assert!(attempts.take_place("a3".to_owned(), &BankId::new("rheinbank").unwrap()).is_ok());

        drop(first);
        assert_eq!(attempts.outcome("a1").await.unwrap_err().code, Code::NotFound);
        assert!(attempts.take_place("a2".to_owned(), &thames()).is_ok());
    }

    #[test]
    fn a_page_can_be_opened_again_only_while_the_attempt_waits() {
        let attempts = Attempts::default();
        let place = attempts.take_place("a1".to_owned(), &thames()).unwrap();
        assert!(attempts.page("a1").is_err(), "there is no page yet");
        let page: Url = "https://bank.example/authorize?request_uri=x".parse().unwrap();
        attempts.note_page("a1", &page);
        assert_eq!(attempts.page("a1").unwrap(), page);
        place.end(denied());
        assert_eq!(attempts.page("a1").unwrap_err().code, Code::NotFound);
    }

    #[test]
    fn cancelling_reaches_the_one_who_runs_it() {
        let attempts = Attempts::default();
        let place = attempts.take_place("a1".to_owned(), &thames()).unwrap();
        attempts.cancel("a1").unwrap();
        assert!(place.cancel.is_cancelled());
        assert!(attempts.cancel("nobody").is_err());
    }
}

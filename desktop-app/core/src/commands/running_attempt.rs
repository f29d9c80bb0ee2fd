//! `await_link`, `reopen_bank_page`, `cancel_link`: an attempt that waits for a person in a browser.

use crate::desktop::Desktop;
use crate::dto::{AttemptAsk, AttemptOutcome, Code, CommandError};
use crate::host::Host;

/// Waits until the attempt is over, and says how it ended. Asking again gives the same answer.
///
/// # Errors
/// [`Code::NotFound`] when there is no such attempt.
pub async fn await_link<H: Host>(desktop: &Desktop<H>, ask: AttemptAsk) -> Result<AttemptOutcome, CommandError> {
    desktop.attempts.outcome(&ask.attempt_id).await
}

/// Opens the bank's page once more, for a person who closed it.
///
/// # Errors
/// [`Code::NotFound`] when the attempt does not wait (any more), [`Code::BrowserUnavailable`] when nothing could be opened.
pub fn reopen_bank_page<H: Host>(desktop: &Desktop<H>, ask: &AttemptAsk) -> Result<(), CommandError> {
    let page = desktop.attempts.page(&ask.attempt_id)?;
    desktop.host.open_page(&page).map_err(|_| CommandError::of(Code::BrowserUnavailable))
}

/// Stops an attempt. Nothing of it is kept; the bank's request lapses by itself. One that is over stays as it ended.
///
/// # Errors
/// [`Code::NotFound`] when there is no such attempt.
pub fn cancel_link<H: Host>(desktop: &Desktop<H>, ask: &AttemptAsk) -> Result<(), CommandError> {
    desktop.attempts.cancel(&ask.attempt_id)
}

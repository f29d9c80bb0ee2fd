//! `begin_link`: sends the request to the bank, opens its page in the person's browser, and leaves a task waiting there.

use std::sync::Arc;

use moa_sdk::authorise::{Flow, Months};
use moa_sdk::directory::Bank;
use moa_sdk::error::{Error, ErrorKind};
use moa_sdk::link::Link;
use moa_sdk::standards::DataKind;

use super::list_banks::address;
use crate::attempts::Place;
use crate::desktop::Desktop;
use crate::dto::{
    Attempt, AttemptEnd, AttemptOutcome, AttemptStage, BankAsk, Code, CommandError, DataChange, LinkProgress,
};
use crate::host::{Event, Host};
use crate::read::id;

/// How far back transactions are asked for.
const HISTORY: Months = Months(24);

/// Begins to add a bank. The answer says which page is open and until when; `await_link` gives the outcome.
///
/// # Errors
/// [`Code::NotFound`] for a bank that is not in the directory, [`Code::AttemptRunning`], and whatever the bank answers.
pub async fn begin_link<H: Host>(desktop: &Arc<Desktop<H>>, ask: BankAsk) -> Result<Attempt, CommandError> {
    let opened = desktop.opened().await?;
    let bank_id = id::<moa_kernel::BankId>(ask.bank)?;
    let moa = opened.moa().await?;
    let bank = moa.directory().find_bank(bank_id.as_str()).cloned().ok_or(CommandError::of(Code::NotFound))?;
    let place = desktop.attempts.take_place(desktop.entropy.uuid(), &bank_id)?;

    tell(desktop, None, &bank, AttemptStage::Requesting);
    let mut asking = moa.authorise(&bank).accounts().transactions(HISTORY).data(DataKind::Party);
    if let Some(old) = ask.renew {
        asking = asking.renewing(moa.link(&id(old)?).await?);
    }
    // Before the bank is asked: when this disk refuses, nothing is to be left behind there.
    opened.remember_name(&bank).await?;
    let mut preparing = Box::pin(asking.prepare());
    let flow = tokio::select! {
        flow = &mut preparing => flow.map_err(|error| CommandError::from(error).at_bank(&bank_id))?,
        () = place.cancel.cancelled() => {
            // The bank may have heard of it already: what comes of it is taken back.
            tokio::spawn(async move {
                if let Ok(flow) = preparing.await {
                    flow.cancel().await;
                }
            });
            return Err(CommandError::of(Code::Cancelled).at_bank(&bank_id));
        }
    };

    let page = flow.url().clone();
    desktop.attempts.note_page(&place.id, &page);
    let attempt = Attempt {
        attempt_id: place.id.clone(),
        bank: opened.faces().of(&bank_id),
        bank_address: address(&bank),
        expires_at: flow.expires_at().to_string(),
        browser_opened: desktop.host.open_page(&page).is_ok(),
        page: page.into(),
    };
    tell(desktop, Some(&place), &bank, AttemptStage::WaitingForPerson);
    tokio::spawn(wait_for_person(Arc::clone(desktop), bank, place, flow));
    Ok(attempt)
}

/// The attempt's own task: waits for the browser to come back, and makes the link. What came to nothing is taken back at
/// the bank, so that no open request is left there.
async fn wait_for_person<H: Host>(desktop: Arc<Desktop<H>>, bank: Bank, place: Place, mut flow: Flow) {
    let came_back = tokio::select! {
        came_back = flow.listen() => came_back,
        () = place.cancel.cancelled() => Err(Error::new(ErrorKind::Cancelled)),
    };
    let outcome = match came_back {
        Ok(redirect) => {
            tell(&desktop, Some(&place), &bank, AttemptStage::Finishing);
            outcome(flow.complete(redirect).await, &bank)
        }
        Err(error) => {
            let outcome = outcome(Err(error), &bank);
            flow.cancel().await;
            outcome
        }
    };
    if outcome.link.is_some() {
        desktop.changed(&[DataChange::Links], outcome.link.clone());
    }
    tell(&desktop, Some(&place), &bank, AttemptStage::Over);
    place.end(outcome);
}

/// How an attempt ended, from what the SDK says about it.
fn outcome(result: Result<Link, Error>, bank: &Bank) -> AttemptOutcome {
    match result {
        Ok(link) => AttemptOutcome { outcome: AttemptEnd::Linked, link: Some(link.id.to_string()), error: None },
        Err(error) => {
            let end = match error.kind() {
                ErrorKind::Denied => AttemptEnd::Denied,
                ErrorKind::Cancelled => AttemptEnd::Cancelled,
                ErrorKind::AttemptExpired => AttemptEnd::Expired,
                _ => AttemptEnd::Failed,
            };
            let error = (end == AttemptEnd::Failed).then(|| CommandError::from(error).at_bank(bank.id()));
            AttemptOutcome { outcome: end, link: None, error }
        }
    }
}

fn tell<H: Host>(desktop: &Desktop<H>, place: Option<&Place>, bank: &Bank, stage: AttemptStage) {
    desktop.host.tell(&Event::LinkProgress(LinkProgress {
        attempt_id: place.map(|place| place.id.clone()),
        bank: bank.id().to_string(),
        stage,
    }));
}

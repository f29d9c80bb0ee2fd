//! When the definition of what is live is lost, the last good one stands in: the version of the same major whose place it had
//! taken, which has a green report of its own and breaks nobody who came before the lost one. Callers of what the lost version
//! added get the refusals of a version that does not have it, which is less than they had and more than nothing.

use std::sync::Arc;

use moa_bank_core::audit::{self, NewRecord, PAGE_MAX};
use serde_json::json;
use tracing::error;

use super::ship::PLATFORM;
use super::{Desk, Step, refused};
use crate::definition::{ApiDefinition, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;
use crate::shelf::Shelf;
use crate::state::{Refusal, State};
use crate::store::{self, Lost};

impl Registry {
    /// Lets the last good version stand in for each lost one. What cannot be helped stays as it is, and is listed.
    pub(crate) fn stand_in(&self, all: &[Lost], builtin: &[Arc<ApiDefinition>]) {
        for lost in all {
            let comes_again = lost.shipped && builtin.iter().any(|it| lost.is_of(it));
            let by = if comes_again { None } else { self.found_for(lost, all) };
            if let Some(by) = by {
                error!(
                    bank = %self.inside.bank.id(),
                    family = %lost.family,
                    lost = %lost.version,
                    %by,
                    "an older version stands in for one whose definition is lost"
                );
                self.put_up(self.shelf().stood_in(&lost.family, lost.version, by));
            }
        }
    }

    /// The version that stands in: since an earlier start, or from now on.
    fn found_for(&self, lost: &Lost, all: &[Lost]) -> Option<Version> {
        let shelf = self.shelf();
        if let State::Retired { successor: Some(by), .. } = &lost.state {
            let answers = shelf.find(&lost.family, *by).is_some_and(|record| record.state.is_live());
            return (*by < lost.version && by.major == lost.version.major && answers).then_some(*by);
        }
        let former = last_good(&shelf, lost, all).filter(|_| lost.state.is_live())?;
        match self.take_back(lost, former.version()) {
            Ok(record) => Some(record.version()),
            Err(error) => {
                error!(
                    family = %lost.family,
                    lost = %lost.version,
                    former = %former.version(),
                    %error,
                    "no version can stand in"
                );
                None
            }
        }
    }

    /// The former version answers again, in the state of the lost one, which retires: one change, like any other.
    fn take_back(&self, lost: &Lost, former: Version) -> Result<ApiRecord, RegistryError> {
        self.change(PLATFORM, |desk| {
            let record = desk.shelf.wanted(&lost.family, former)?;
            store::check_verified(desk.transaction, desk.bank, record).map_err(RegistryError::Tampered)?;
            let state = if was_blocked(desk, record)? {
                Err(Refusal::NotReplaced)
            } else {
                record.state.standing_in(&lost.state)
            };
            let state = state.map_err(refused(record))?;
            retire(desk, lost, former)?;
            Ok(vec![Step::to(record, state, "api.stand-in").saying("instead_of", json!(lost.version))])
        })
    }
}

/// The newest readable version whose place was taken by the lost one, or by one that is lost as well.
fn last_good<'a>(shelf: &'a Shelf, lost: &Lost, all: &[Lost]) -> Option<&'a ApiRecord> {
    let mut by = lost.version;
    loop {
        let gave_way = |version: Version, state: &State| {
            let replaced = matches!(state, State::Retired { successor: Some(successor), .. } if *successor == by);
            replaced && version.major == by.major && version < by
        };
        let mut records = shelf.records().filter(|record| *record.family() == lost.family);
        if let Some(record) = records.find(|record| gave_way(record.version(), &record.state)) {
            return Some(record);
        }
        by = all.iter().find(|it| it.family == lost.family && gave_way(it.version, &it.state))?.version;
    }
}

/// Whether somebody had pulled the switch when it was replaced: what was wrong with it then is wrong with it now.
fn was_blocked(desk: &Desk<'_>, record: &ApiRecord) -> Result<bool, RegistryError> {
    let subject = store::subject(record.family(), record.version());
    let told = desk.bank.audit().about(desk.transaction, &subject, PAGE_MAX)?;
    let last = told.iter().map(|told| told.action.as_str()).find(|it| ["api.block", "api.unblock"].contains(it));
    Ok(last == Some("api.block"))
}

/// The lost version's row gives way, and the audit says to whom.
fn retire(desk: &Desk<'_>, lost: &Lost, by: Version) -> Result<(), RegistryError> {
    let state = lost.state.lost(desk.at, by).map_err(|refusal| RegistryError::Refused {
        family: lost.family.clone(),
        version: lost.version,
        state: lost.state.word(),
        refusal,
    })?;
    let after = Lost { state, ..lost.clone() };
    let facts = after.facts(json!({}))?;
    let subject = store::subject(&lost.family, lost.version);
    let told = NewRecord { actor: PLATFORM.to_owned(), action: "api.lose".to_owned(), subject, facts };
    let told = audit::append(desk.transaction, desk.bank, told)?.sequence;
    after.put(desk.transaction, desk.bank.id().as_str(), told)
}

//! Going live. A version of a new major begins beside the others; a new minor takes the place of the one before, in the same
//! moment and at the same path.

use moa_bank_core::audit::PAGE_MAX;
use moa_bank_core::state::StateError;

use super::{Desk, Step, refused};
use crate::definition::{DefinitionHash, Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;
use crate::state::State;
use crate::store;

impl Registry {
    /// Publishes a verified definition: from the next request on it answers. The former minor version of the same major
    /// retires; if that one was deprecated, so is this one.
    ///
    /// Whoever publishes says by its hash which `definition` they mean. A name and a version alone would also mean what
    /// somebody else drafted and had verified under them a moment before.
    ///
    /// # Errors
    /// When the version's definition is another one, when it was not verified, its report is not there, failed, speaks of
    /// another definition or is unknown to the audit chain; when it was not compared with the version whose place it takes;
    /// when its path belongs to another API, or is not its major's; when a newer version was published before.
    pub fn publish(
        &self,
        family: &Family,
        version: Version,
        definition: &DefinitionHash,
        actor: &str,
    ) -> Result<ApiRecord, RegistryError> {
        self.change(actor, |desk| {
            let record = desk.shelf.wanted(family, version)?;
            if record.hash != *definition {
                return Err(RegistryError::AnotherDefinition { now: record.hash });
            }
            let state = record.state.published(desk.at).map_err(refused(record))?;
            check_report(desk, record)?;
            store::revisions::check(desk.transaction, desk.bank.id().as_str(), record)?;
            let mut steps = Vec::new();
            let former = former(desk, record)?;
            let state = former.map_or(state.clone(), |former| as_deprecated_as(&former.state, state));
            if let Some(former) = former {
                check_compared(desk, record, former)?;
                let over = former.state.replaced(desk.at, version).map_err(refused(former))?;
                steps.push(Step::to(former, over, "api.replace"));
            }
            steps.push(Step::to(record, state, "api.publish"));
            Ok(steps)
        })
    }
}

/// Whether the newest report about exactly this definition passed, and is the one the audit chain knows.
fn check_report(desk: &Desk<'_>, record: &ApiRecord) -> Result<(), RegistryError> {
    let State::Verified { report: named } = &record.state else { return Err(RegistryError::NoReport) };
    let report = store::reports::newest(desk.transaction, desk.bank.id().as_str(), record)?;
    let report = report.ok_or(RegistryError::NoReport)?;
    if report.definition != record.hash || report.id != *named {
        return Err(RegistryError::ReportStale(report.id));
    }
    if !store::reports::is_in_chain(desk.transaction, desk.bank, &report)? {
        return Err(RegistryError::ReportForged(report.id));
    }
    if report.passed { Ok(()) } else { Err(RegistryError::ReportFailed(report.id)) }
}

/// Whether the testbed can have compared it with the version whose place it takes. That one must have been live when the
/// look began: of two that were verified side by side, the later would break what callers of the earlier rely on.
fn check_compared(desk: &Desk<'_>, record: &ApiRecord, former: &ApiRecord) -> Result<(), RegistryError> {
    let newest = |it: &ApiRecord, actions: &[&str]| -> Result<Option<u64>, RegistryError> {
        let subject = store::subject(it.family(), it.version());
        let told = desk.bank.audit().about(desk.transaction, &subject, PAGE_MAX)?;
        Ok(told.iter().find(|told| actions.contains(&told.action.as_str())).map(|told| told.sequence))
    };
    let live = newest(former, &["api.publish", "api.ship", "api.stand-in"])?;
    let looked = newest(record, &["api.begin-verifying"])?;
    match live.zip(looked) {
        Some((live, looked)) if live < looked => Ok(()),
        _ => Err(RegistryError::ReportOvertaken { live: former.version() }),
    }
}

/// The minor version whose place is taken, if there is one.
pub(super) fn former<'a>(desk: &Desk<'a>, record: &ApiRecord) -> Result<Option<&'a ApiRecord>, RegistryError> {
    let key = record.definition.key();
    let was_live = |other: &&ApiRecord| other.state.is_live() || matches!(other.state, State::Retired { .. });
    let same: Vec<&ApiRecord> =
        desk.shelf.records().map(|other| &**other).filter(|it| it.definition.key() == key).collect();
    let newest = same.iter().copied().filter(was_live).map(ApiRecord::version).max();
    if let Some(newest) = newest.filter(|newest| *newest > record.version()) {
        return Err(RegistryError::Older { newest });
    }
    let former = same.into_iter().find(|other| other.state.is_live());
    if let Some(former) = former.filter(|former| former.definition.base_path != record.definition.base_path) {
        let (live, base_path) = (former.version(), former.definition.base_path.clone());
        return Err(RegistryError::PathMoved { live, base_path });
    }
    // A damaged row is live in the database and nowhere else: it has to be drafted anew before its major goes on.
    let known = [former.map(ApiRecord::version), Some(record.version())];
    if store::apis::has_other_live(desk.transaction, desk.bank.id().as_str(), &key, known)? {
        return Err(RegistryError::State(StateError::Unreadable("definition of a live version of the same major")));
    }
    Ok(former)
}

/// A minor version goes on where the one before was: a sunset that was announced stays announced.
fn as_deprecated_as(former: &State, published: State) -> State {
    match former {
        State::Deprecated { .. } => former.clone(),
        State::Blocked { from, .. } => as_deprecated_as(from, published),
        _ => published,
    }
}

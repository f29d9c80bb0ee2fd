//! From a draft to a verified definition: asked for, begun, reported.

use moa_bank_core::audit::{self, NewRecord};
use serde_json::json;

use super::{Step, refused};
use crate::definition::{Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;
use crate::report::StoredReport;
use crate::state::State;
use crate::store;

/// Who signs for reports.
const TESTBED: &str = "testbed";
/// The largest report.
const REPORT_BYTES_MAX: usize = 8 * 1024 * 1024;

impl Registry {
    /// Asks for a draft to be verified.
    ///
    /// # Errors
    /// When it is no draft.
    pub fn submit(&self, family: &Family, version: Version, actor: &str) -> Result<ApiRecord, RegistryError> {
        self.step((family, version), actor, "api.submit", |state, _| state.submitted())
    }

    /// Says that the testbed is at it: nobody edits it now.
    ///
    /// # Errors
    /// When it was not submitted.
    pub fn begin_verifying(&self, family: &Family, version: Version, actor: &str) -> Result<ApiRecord, RegistryError> {
        self.step((family, version), actor, "api.begin-verifying", |state, _| state.verifying())
    }

    /// Keeps what the testbed wrote, and says so in the audit chain. A passed definition is verified; one in which
    /// something was found is a draft again.
    ///
    /// # Errors
    /// When it is not being verified, the report speaks of another definition, or its hash is not its hash.
    pub fn keep_report(&self, report: StoredReport) -> Result<ApiRecord, RegistryError> {
        if report.body.len() > REPORT_BYTES_MAX {
            return Err(RegistryError::ReportTooLarge(REPORT_BYTES_MAX));
        }
        if report.hash != report.true_hash() {
            return Err(RegistryError::ReportForged(report.id));
        }
        self.change(TESTBED, |desk| {
            let record = desk.shelf.wanted(&report.family, report.version)?;
            let state = record.state.reported(report.id.clone(), report.passed).map_err(refused(record))?;
            if report.definition != record.hash {
                return Err(RegistryError::ReportStale(report.id.clone()));
            }
            let bank = desk.bank.id().as_str();
            if store::reports::find(desk.transaction, bank, &report.id)?.is_some() {
                return Err(RegistryError::ReportKnown(report.id.clone()));
            }
            store::reports::add(desk.transaction, bank, &report)?;
            let audited = NewRecord {
                actor: TESTBED.to_owned(),
                action: "report.keep".to_owned(),
                subject: store::reports::subject(&report.id),
                facts: store::reports::facts(&report),
            };
            audit::append(desk.transaction, desk.bank, audited)?;
            let action = if report.passed { "api.verify" } else { "api.fail" };
            let mut step = Step::to(record, state, action).saying("report", json!(report.id));
            step.record.report = Some(report.id.clone());
            Ok(vec![step])
        })
    }

    /// Says that a verification came to nothing: it was stopped, or the testbed itself failed. The API is submitted again.
    ///
    /// # Errors
    /// When it is not being verified.
    pub fn give_up_verifying(
        &self,
        family: &Family,
        version: Version,
        actor: &str,
    ) -> Result<ApiRecord, RegistryError> {
        self.step((family, version), actor, "api.give-up-verifying", |state, _| state.given_up())
    }

    /// What was being verified when the program ended is submitted again: the testbed's work was lost.
    pub(crate) fn take_up_again(&self) -> Result<(), RegistryError> {
        let shelf = self.shelf();
        for record in shelf.records().filter(|record| record.state == State::Verifying) {
            let at = (record.family(), record.version());
            self.give_up_verifying(at.0, at.1, super::ship::PLATFORM)?;
        }
        Ok(())
    }
}

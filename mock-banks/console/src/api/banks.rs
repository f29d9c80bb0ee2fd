//! The banks of this world.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use moa_bank_core::audit::{Audit, HeadStanding};
use serde::Serialize;
use utoipa::ToSchema;

use crate::approvals;
use crate::desk::{Desk, blocking};
use crate::problem::Problem;

/// All banks.
#[derive(Serialize, ToSchema)]
pub(crate) struct BankList {
    /// In the order of their ports.
    banks: Vec<BankView>,
    /// How the world's own audit log stands, in the words of a bank's.
    audit: String,
    /// What somebody has to look into: audit logs that are not as they were noted, in a sentence each.
    warnings: Vec<String>,
}

/// A bank, and what needs somebody's eye.
#[derive(Serialize, ToSchema)]
pub(crate) struct BankView {
    /// Its id.
    bank: String,
    /// Its name.
    name: String,
    /// How many versions of APIs answer.
    live_apis: u32,
    /// How many stored definitions were found damaged at the start.
    damaged_apis: u32,
    /// How many requests wait for a decision.
    waiting_approvals: i64,
    /// How its audit log stands to the note, kept outside it, of how far it reached: `complete` where it still reaches as far,
    /// or `cut-off`, `not-noted`, `unreadable`, `not-written`. `verify` tells whether a record was changed.
    audit: String,
}

/// Lists the banks.
#[utoipa::path(
    get, path = "/admin/v1/banks", operation_id = "listBanks", tag = "banks",
    responses((status = 200, body = BankList, description = "The banks"))
)]
pub(crate) async fn list(State(desk): State<Arc<Desk>>) -> Result<Json<BankList>, Problem> {
    let banks = blocking(move || {
        let view = |bank: &Arc<crate::desk::BankDesk>| {
            let (managed, id) = (&bank.parts, bank.parts.bank.id().as_str());
            let live = managed.registry.list().iter().filter(|record| record.state.is_live()).count();
            Ok(BankView {
                bank: id.to_owned(),
                name: managed.bank.spec().name.en.clone(),
                live_apis: u32::try_from(live).unwrap_or(u32::MAX),
                damaged_apis: u32::try_from(managed.registry.damages().len()).unwrap_or(u32::MAX),
                waiting_approvals: desk.database.read(|connection| approvals::count_waiting(connection, id))?,
                audit: managed.bank.audit().standing().word().to_owned(),
            })
        };
        let world = Audit::of_world(&desk.database, &*desk.clock).standing();
        let logs = desk.banks.iter().map(|bank| (bank.parts.bank.id().as_str(), bank.parts.bank.audit().standing()));
        let logs = logs.chain([("the world", world)]).filter(|(_, standing)| *standing != HeadStanding::Reached);
        Ok(BankList {
            warnings: logs.map(|(whose, standing)| format!("the audit log of {whose}: {standing}")).collect(),
            audit: world.word().to_owned(),
            banks: desk.banks.iter().map(view).collect::<Result<Vec<_>, Problem>>()?,
        })
    });
    Ok(Json(banks.await?))
}

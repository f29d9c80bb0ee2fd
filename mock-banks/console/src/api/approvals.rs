//! What waits for a decision: asked by one, decided by another.

use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use moa_bank_core::audit::{self, NewRecord};
use moa_bank_registry::{Family, RegistryError, Version};
use moa_kernel::ClientId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::BankPath;
use super::texts::Reason;
use crate::approvals::{self, Approval, Decision, Wish};
use crate::apps::AppError;
use crate::desk::{BankDesk, Desk, blocking};
use crate::guard::Caller;
use crate::plans;
use crate::problem::{Code, Problem};
use crate::read::{Asked, InPath, Sent};

/// An approval, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ApprovalPath {
    /// The bank's id.
    #[param(example = "thames")]
    bank: String,
    /// The approval's number.
    #[param(minimum = 1)]
    approval: i64,
}

/// Which approvals.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalQuery {
    /// Only those that wait for a decision.
    #[serde(default)]
    waiting: bool,
}

/// A wish, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asking {
    /// What is wished for.
    wish: Wish,
    /// Why.
    reason: Reason,
}

/// How somebody decides, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deciding {
    /// Whether it happens.
    decision: Decision,
    /// Why.
    reason: Reason,
}

/// Approvals.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApprovalList {
    /// Those that wait first, and of each the newest first.
    approvals: Vec<Approval>,
}

/// Lists what waits for a decision and what was decided.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/approvals", operation_id = "listApprovals", tag = "approvals",
    params(BankPath, ApprovalQuery),
    responses((status = 200, body = ApprovalList, description = "The approvals"))
)]
pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
    Asked(query): Asked<ApprovalQuery>,
) -> Result<Json<ApprovalList>, Problem> {
    desk.bank(&path.bank)?;
    let listed = move || Ok(desk.database.read(|connection| approvals::list(connection, &path.bank, query.waiting))?);
    Ok(Json(ApprovalList { approvals: blocking(listed).await? }))
}

/// Asks for a decision: another plan for an app, or that a verified API goes live.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/approvals", operation_id = "askApproval", tag = "approvals",
    params(BankPath), request_body = Asking,
    responses((status = 201, body = Approval, description = "It waits"))
)]
pub(crate) async fn ask(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<BankPath>,
    Sent(sent): Sent<Asking>,
) -> Result<(StatusCode, Json<Approval>), Problem> {
    let bank = desk.bank(&path.bank)?;
    let mut approval = Approval {
        id: 0,
        wish: look_at(&bank, sent.wish).await?,
        because: sent.reason.as_str().to_owned(),
        asked_by: caller.actor(),
        asked_at: desk.now(),
        decision: None,
        decided_by: None,
        decided_at: None,
        reason: None,
    };
    let kept = blocking(move || {
        let id = bank.parts.bank.id().as_str();
        let number = desk.database.write(|transaction| {
            if approvals::count_waiting(transaction, id)? >= approvals::WAITING_MAX {
                let next = "decide some of it first: `mock-banks admin approvals list`";
                return Err(Problem::conflict(Code::LimitReached, "too much waits already", next));
            }
            let number = approvals::insert(transaction, id, &approval)?;
            let record = NewRecord::new(&approval.asked_by, "approval.ask", format!("approval/{number}"))
                .facts(json!({ "wish": approval.wish, "because": approval.because }));
            audit::append(transaction, &bank.parts.bank, record)?;
            Ok(number)
        })?;
        approval.id = number;
        Ok(approval)
    });
    Ok((StatusCode::CREATED, Json(kept.await?)))
}

/// Decides. Approved, it happens at once; nobody decides what they asked for themselves.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/approvals/{approval}/decision", operation_id = "decideApproval",
    tag = "approvals", params(ApprovalPath), request_body = Deciding,
    responses((status = 200, body = Approval, description = "It is decided"))
)]
pub(crate) async fn decide(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<ApprovalPath>,
    Sent(sent): Sent<Deciding>,
) -> Result<Json<Approval>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let decided = blocking(move || {
        let _one_at_a_time = bank.deciding.lock().unwrap_or_else(PoisonError::into_inner);
        let id = bank.parts.bank.id().as_str();
        let found = desk.database.read(|connection| approvals::find(connection, id, path.approval))?;
        let found = found.ok_or_else(unknown)?;
        if found.decision.is_some() {
            return Err(decided_already());
        }
        if is_same_person(&found.asked_by, &caller) {
            let detail = "nobody decides what they asked for themselves";
            return Err(Problem::conflict(Code::OwnRequest, detail, "another admin has to look at it"));
        }
        // Done first: what cannot happen is not approved, and may be approved later.
        if sent.decision == Decision::Approve {
            carry_out(&desk, &bank, &found.wish, &caller.actor())?;
        }
        let decided = Approval {
            decision: Some(sent.decision),
            decided_by: Some(caller.actor()),
            decided_at: Some(desk.now()),
            reason: Some(sent.reason.as_str().to_owned()),
            ..found
        };
        desk.database.write(|transaction| {
            if !approvals::decide(transaction, id, &decided)? {
                return Err(decided_already());
            }
            let record = NewRecord::new(caller.actor(), "approval.decide", format!("approval/{}", decided.id))
                .facts(json!({ "decision": sent.decision, "reason": decided.reason, "wish": decided.wish }));
            Ok(audit::append(transaction, &bank.parts.bank, record).map(drop)?)
        })?;
        Ok(decided)
    });
    Ok(Json(decided.await?))
}

fn unknown() -> Problem {
    Problem::unknown(Code::Unknown, "there is no such approval", "`mock-banks admin approvals list --all` shows them")
}

fn decided_already() -> Problem {
    let next = "`mock-banks admin approvals list --all` tells how, and by whom; for another answer, ask again";
    Problem::conflict(Code::WrongState, "it is decided already", next)
}

/// Whoever changed role since is still the same person.
fn is_same_person(asked_by: &str, caller: &Caller) -> bool {
    asked_by.split_once(':').is_some_and(|(_, name)| name == caller.session.name.as_str())
}

/// Looks whether there is what is wished for, and whether an API is the one that is meant.
async fn look_at(bank: &BankDesk, wish: Wish) -> Result<Wish, Problem> {
    match wish {
        Wish::Plan { app, plan } => {
            let id = ClientId::new(app.as_str()).map_err(|error| Problem::invalid(error.to_string()))?;
            bank.parts.apps.find(&id).await?.ok_or(AppError::Unknown)?;
            if !bank.parts.gate.plans().iter().any(|known| known.name == plan) {
                return Err(crate::gate::PlanError::Unknown(plan).into());
            }
            Ok(Wish::Plan { app, plan })
        }
        Wish::Publish { family, version, definition } => {
            let (named, numbered) = name_of(&family, &version)?;
            let found = bank.parts.registry.find(&named, numbered);
            let unknown = RegistryError::Unknown { family: named, version: numbered };
            let record = found.ok_or(unknown)?;
            let refused = |refusal| RegistryError::Refused {
                family: record.family().clone(),
                version: numbered,
                state: record.state.word(),
                refusal,
            };
            record.state.may_go_live().map_err(refused)?;
            if record.hash != definition {
                return Err(RegistryError::AnotherDefinition { now: record.hash }.into());
            }
            Ok(Wish::Publish { family, version, definition })
        }
    }
}

fn carry_out(desk: &Desk, bank: &BankDesk, wish: &Wish, actor: &str) -> Result<(), Problem> {
    match wish {
        Wish::Plan { app, plan } => {
            let app = ClientId::new(app.as_str()).map_err(|error| Problem::invalid(error.to_string()))?;
            plans::assign(&desk.database, &bank.parts, &app, plan, actor)
        }
        Wish::Publish { family, version, definition } => {
            let (family, version) = name_of(family, version)?;
            let published = bank.parts.registry.publish(&family, version, definition, actor);
            published.map(drop).map_err(|error| match error {
                RegistryError::AnotherDefinition { .. } => {
                    Problem::conflict(Code::DefinitionChanged, error.to_string(), "deny this one and ask again")
                }
                error => error.into(),
            })
        }
    }
}

fn name_of(family: &str, version: &str) -> Result<(Family, Version), Problem> {
    let invalid = |error: moa_bank_registry::NameError| Problem::invalid(error.to_string());
    Ok((Family::new(family).map_err(invalid)?, version.parse().map_err(invalid)?))
}

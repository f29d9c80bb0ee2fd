//! Plans: what apps may ask, and which app is on which.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BankPath;
use super::apps::AppPath;
use super::texts::whole;
use crate::apps::AppError;
use crate::desk::{Desk, blocking};
use crate::gate::PlanRecord;
use crate::guard::Caller;
use crate::plans;
use crate::problem::Problem;
use crate::read::{InPath, Sent};

/// A plan, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct PlanPath {
    /// The bank's id.
    #[param(example = "thames")]
    bank: String,
    /// The plan's name.
    #[param(pattern = "^[a-z0-9-]{1,40}$")]
    plan: String,
}

/// What apps on a plan may ask of each API.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanBody {
    /// So many requests …
    #[serde(deserialize_with = "whole::<_, 1_000_000_000>")]
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    quota_requests: u32,
    /// … in so many seconds.
    #[serde(deserialize_with = "whole::<_, 2_678_400>")]
    #[schema(minimum = 1, maximum = 2_678_400)]
    quota_window_seconds: u32,
    /// So many at once …
    #[serde(deserialize_with = "whole::<_, 1_000_000_000>")]
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    burst: u32,
    /// … and so many a second after that.
    #[serde(deserialize_with = "whole::<_, 1_000_000>")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    per_second: u32,
    /// So many under way at the same time.
    #[serde(deserialize_with = "whole::<_, 1_000_000_000>")]
    #[schema(minimum = 1, maximum = 1_000_000_000)]
    at_once: u32,
}

/// A plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanView {
    /// Its name.
    name: String,
    /// So many requests …
    quota_requests: u32,
    /// … in so many seconds.
    quota_window_seconds: u32,
    /// So many at once …
    burst: u32,
    /// … and so many a second after that.
    per_second: u32,
    /// So many under way at the same time.
    at_once: u32,
}

/// The plans of a bank.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanList {
    /// By name.
    plans: Vec<PlanView>,
}

/// The plan an app is to be on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assignment {
    /// Its name.
    #[schema(pattern = "^[a-z0-9-]{1,40}$")]
    plan: String,
}

/// An app and its plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct AssignmentView {
    /// The app.
    app: String,
    /// Its plan.
    plan: String,
}

impl PlanView {
    fn of(plan: &PlanRecord) -> Self {
        Self {
            name: plan.name.clone(),
            quota_requests: plan.quota_requests,
            quota_window_seconds: plan.quota_window_seconds,
            burst: plan.burst,
            per_second: plan.per_second,
            at_once: plan.at_once,
        }
    }
}

/// Lists the plans of a bank.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/plans", operation_id = "listPlans", tag = "plans", params(BankPath),
    responses((status = 200, body = PlanList, description = "The plans"))
)]
pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
) -> Result<Json<PlanList>, Problem> {
    let bank = desk.bank(&path.bank)?;
    Ok(Json(PlanList { plans: bank.parts.gate.plans().iter().map(PlanView::of).collect() }))
}

/// Defines a plan, or changes one: apps on it are held to it from their next request on.
#[utoipa::path(
    put, path = "/admin/v1/banks/{bank}/plans/{plan}", operation_id = "definePlan", tag = "plans", params(PlanPath),
    request_body = PlanBody,
    responses((status = 200, body = PlanView, description = "The plan"))
)]
pub(crate) async fn define(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<PlanPath>,
    Sent(sent): Sent<PlanBody>,
) -> Result<Json<PlanView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let PlanBody { quota_requests, quota_window_seconds, burst, per_second, at_once } = sent;
    let plan = PlanRecord { name: path.plan, quota_requests, quota_window_seconds, burst, per_second, at_once };
    let view = PlanView::of(&plan);
    blocking(move || plans::define(&desk.database, &bank.parts, &plan, &caller.actor())).await?;
    Ok(Json(view))
}

/// Forgets a plan. Apps on it go back to the standard one.
#[utoipa::path(
    delete, path = "/admin/v1/banks/{bank}/plans/{plan}", operation_id = "removePlan", tag = "plans", params(PlanPath),
    responses((status = 204, description = "It is gone"))
)]
pub(crate) async fn remove(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<PlanPath>,
) -> Result<StatusCode, Problem> {
    let bank = desk.bank(&path.bank)?;
    blocking(move || plans::remove(&desk.database, &bank.parts, &path.plan, &caller.actor())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts an app on a plan.
#[utoipa::path(
    put, path = "/admin/v1/banks/{bank}/apps/{app}/plan", operation_id = "assignPlan", tag = "plans", params(AppPath),
    request_body = Assignment,
    responses((status = 200, body = AssignmentView, description = "The app and its plan"))
)]
pub(crate) async fn assign(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<AppPath>,
    Sent(sent): Sent<Assignment>,
) -> Result<Json<AssignmentView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    bank.parts.apps.find(&path.app).await?.ok_or(AppError::Unknown)?;
    let view = AssignmentView { app: path.app.to_string(), plan: sent.plan.clone() };
    blocking(move || plans::assign(&desk.database, &bank.parts, &path.app, &sent.plan, &caller.actor())).await?;
    Ok(Json(view))
}

//! Verifications: begun, watched, stopped.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use moa_bank_testbed::Override;
use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::apis::{ApiPath, load};
use super::texts::Reason;
use crate::desk::Desk;
use crate::guard::Caller;
use crate::problem::{Code, Problem};
use crate::read::{InPath, Sent};
use crate::verifications::{self, Job, Outcome};

/// How to verify.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verify {
    /// Rules of the compatible plan that shall not stop this version, each with the reason. They stand in the report.
    #[serde(default)]
    #[schema(max_items = 50)]
    overrides: Vec<OverrideBody>,
}

/// A rule that shall not stop a version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverrideBody {
    /// The rule, as the report names it.
    #[schema(max_length = 100)]
    rule: String,
    /// Why.
    why: Reason,
}

/// How far a verification is, or how it ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct VerificationView {
    /// Whether it waits for its turn, runs, or is over.
    status: Status,
    /// Checks that are done.
    done: u32,
    /// Checks there are.
    total: u32,
    /// What is being checked.
    current: String,
    /// Who asked for it.
    started_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    /// The report, once it is finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    report: Option<String>,
    /// Whether nothing was found, once it is finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    passed: Option<bool>,
}

/// How it stands with a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    /// Another verification is under way.
    Waiting,
    /// The testbed is at it.
    Running,
    /// There is a report.
    Finished,
    /// Somebody stopped it: the API is submitted, as before.
    Cancelled,
    /// The testbed itself failed: the API is submitted, as before.
    Broken,
}

impl VerificationView {
    fn of(job: Job) -> Self {
        let (status, report, passed) = match job.outcome {
            Outcome::Waiting => (Status::Waiting, None, None),
            Outcome::Running => (Status::Running, None, None),
            Outcome::Finished { report, passed } => (Status::Finished, Some(report), Some(passed)),
            Outcome::Cancelled => (Status::Cancelled, None, None),
            Outcome::Broken => (Status::Broken, None, None),
        };
        let (step, started_by, started_at) = (job.step, job.started_by, job.started_at);
        Self {
            status,
            done: step.done,
            total: step.total,
            current: step.current,
            started_by,
            started_at,
            report,
            passed,
        }
    }
}

/// Lets the testbed verify a submitted API. Returns at once; look at it with `GET`.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/verification", operation_id = "verifyApi", tag = "apis",
    params(ApiPath), request_body = Verify,
    responses((status = 202, body = VerificationView, description = "It has begun"))
)]
pub(crate) async fn start(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<ApiPath>,
    Sent(sent): Sent<Verify>,
) -> Result<(StatusCode, Json<VerificationView>), Problem> {
    let bank = desk.bank(&path.bank)?;
    if sent.overrides.len() > 50 {
        return Err(Problem::invalid("no verification needs more than 50 overrides"));
    }
    let who = caller.actor();
    let overrides = sent.overrides.into_iter();
    let overrides = overrides
        .map(|said| Override { rule: said.rule, who: who.clone(), why: said.why.as_str().to_owned() })
        .collect();
    verifications::start(&bank, (path.family.clone(), path.version), overrides, who).await?;
    let job = bank.verifications.find(&path.family, path.version).ok_or_else(verifications::none)?;
    Ok((StatusCode::ACCEPTED, Json(VerificationView::of(job))))
}

/// Shows how far the verification is, or how the last one ended.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/verification", operation_id = "showVerification",
    tag = "apis", params(ApiPath),
    responses((status = 200, body = VerificationView, description = "The verification"))
)]
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<ApiPath>,
) -> Result<Json<VerificationView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    load(&bank, &path)?;
    let job = bank.verifications.find(&path.family, path.version).ok_or_else(verifications::none)?;
    Ok(Json(VerificationView::of(job)))
}

/// Stops a verification. The API is submitted then, as before.
#[utoipa::path(
    delete, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/verification", operation_id = "cancelVerification",
    tag = "apis", params(ApiPath),
    responses((status = 202, description = "It will stop"))
)]
pub(crate) async fn cancel(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<ApiPath>,
) -> Result<StatusCode, Problem> {
    let bank = desk.bank(&path.bank)?;
    load(&bank, &path)?;
    if bank.verifications.cancel(&path.family, path.version) {
        Ok(StatusCode::ACCEPTED)
    } else {
        let next = format!("its last report: `mock-banks admin report {} {}`", path.family, path.version);
        Err(Problem::conflict(Code::WrongState, "no verification of this API is under way", next))
    }
}

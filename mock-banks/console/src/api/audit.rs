//! The audit log: read, taken away, and checked against itself, its seals and the tables.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use http::header::CONTENT_TYPE;
use http::{HeaderName, StatusCode};
use moa_bank_core::audit::{Audit, AuditFault, PAGE_MAX, Record, Verified};
use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};
use utoipa::{IntoParams, ToSchema};

use super::BankPath;
use super::texts::mark;
use crate::desk::{BankDesk, Desk, blocking};
use crate::problem::{Code, Problem};
use crate::read::{Asked, InPath};

/// Which page of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditQuery {
    /// Only records after this number.
    #[serde(default, deserialize_with = "mark")]
    #[param(minimum = 0, maximum = 9223372036854775807_i64)]
    after: u64,
    /// So many at most.
    #[serde(default = "usual")]
    #[param(minimum = 1, maximum = 1000)]
    limit: u32,
}

const fn usual() -> u32 {
    100
}

/// A page of the log.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditPage {
    /// The oldest first.
    records: Vec<RecordView>,
    /// Where the next page begins; nothing when this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<u64>,
}

/// A record.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordView {
    /// Its number.
    sequence: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who.
    actor: String,
    /// What was done.
    action: String,
    /// To what.
    subject: String,
    /// What else must be known.
    #[schema(value_type = Object)]
    facts: Value,
    /// The hash of the record before.
    previous: String,
    /// Its hash.
    hash: String,
}

/// What the check of a log found.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditVerdict {
    /// Whether log and tables are as they were written.
    intact: bool,
    /// How many records were looked at.
    records: u64,
    /// The hash of the last of them. Whoever notes it elsewhere can prove later that nothing before it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    head: Option<String>,
    /// The first record that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    broken: Option<BrokenView>,
    /// What stands in the tables otherwise than the log says.
    disagreements: Vec<DisagreementView>,
}

/// A record that is not as it was written.
#[derive(Serialize, ToSchema)]
pub(crate) struct BrokenView {
    /// Its number.
    sequence: u64,
    /// What is wrong with it.
    why: String,
}

/// Something that stands in the tables otherwise than the log says.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisagreementView {
    /// What it is about.
    subject: String,
    /// In what they differ.
    why: String,
}

impl RecordView {
    fn of(record: Record) -> Self {
        Self {
            sequence: record.sequence,
            at: record.at,
            actor: record.actor,
            action: record.action,
            subject: record.subject,
            facts: record.facts,
            previous: record.previous.to_string(),
            hash: record.hash.to_string(),
        }
    }
}

/// A log on its way to somebody.
type Exported = Result<([(HeaderName, &'static str); 1], Body), Problem>;

/// Whose log.
#[derive(Clone)]
enum Log {
    Bank(Arc<BankDesk>),
    World(Arc<Desk>),
}

impl Log {
    fn audit(&self) -> Audit<'_> {
        match self {
            Self::Bank(bank) => bank.parts.bank.audit(),
            Self::World(desk) => Audit::of_world(&desk.database, &*desk.clock),
        }
    }

    async fn page(self, query: AuditQuery) -> Result<Json<AuditPage>, Problem> {
        if !(1..=PAGE_MAX).contains(&query.limit) {
            return Err(Problem::invalid(format!("`limit` is between 1 and {PAGE_MAX}"))
                .next("read on with `after`: the answer names it"));
        }
        let records = blocking(move || Ok(self.audit().page(query.after, query.limit)?)).await?;
        let is_full = records.len() >= query.limit as usize;
        let next = records.last().filter(|_| is_full).map(|record| record.sequence);
        Ok(Json(AuditPage { records: records.into_iter().map(RecordView::of).collect(), next }))
    }

    /// The whole log, one record a line, read as fast as it is taken.
    fn export(self, exports: &Arc<Semaphore>) -> Exported {
        let place = Arc::clone(exports).try_acquire_owned().map_err(|_| {
            let detail = "too many logs are being taken away at once";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::TooBusy, detail).retry_after(10)
        })?;
        let (to, from) = mpsc::channel::<Result<Bytes, std::io::Error>>(4);
        tokio::task::spawn_blocking(move || {
            let _until_it_is_read = place;
            let mut after = 0;
            loop {
                let page = match self.audit().page(after, PAGE_MAX) {
                    Ok(page) => page,
                    Err(error) => {
                        // The connection breaks: a log that ends in the middle must not look like a whole one.
                        let _gone = to.blocking_send(Err(std::io::Error::other(error)));
                        return;
                    }
                };
                let Some(last) = page.last() else { return };
                after = last.sequence;
                let lines: String = page
                    .iter()
                    .map(|record| {
                        let line = serde_json::to_string(record).unwrap_or_default();
                        line + "\n"
                    })
                    .collect();
                if to.blocking_send(Ok(lines.into())).is_err() {
                    return;
                }
            }
        });
        let lines = futures::stream::unfold(from, |mut from| async move { from.recv().await.map(|line| (line, from)) });
        Ok(([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)))
    }

    async fn verify(self) -> Result<Json<AuditVerdict>, Problem> {
        let verdict = blocking(move || {
            let (verified, broken) = match self.audit().verify() {
                Ok(verified) => (Some(verified), None),
                Err(AuditFault::Broken(broken)) => {
                    (None, Some(BrokenView { sequence: broken.sequence, why: broken.why.to_string() }))
                }
                Err(AuditFault::State(error)) => return Err(error.into()),
            };
            // A broken log proves nothing about the tables.
            let disagreements = match &self {
                Self::Bank(bank) if broken.is_none() => bank.parts.registry.compare()?,
                _ => Vec::new(),
            };
            let disagreements: Vec<_> =
                disagreements.into_iter().map(|it| DisagreementView { subject: it.subject, why: it.why }).collect();
            let sound_until = broken.as_ref().map_or(0, |broken| broken.sequence.saturating_sub(1));
            let records = verified.map_or(sound_until, |Verified { records, .. }| records);
            let head = verified.map(|verified| verified.head.to_string());
            Ok(AuditVerdict {
                intact: broken.is_none() && disagreements.is_empty(),
                records,
                head,
                broken,
                disagreements,
            })
        });
        Ok(Json(verdict.await?))
    }
}

/// Shows a page of a bank's audit log.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/audit", operation_id = "listAudit", tag = "audit", params(BankPath, AuditQuery),
    responses((status = 200, body = AuditPage, description = "A page"))
)]
pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
    Asked(query): Asked<AuditQuery>,
) -> Result<Json<AuditPage>, Problem> {
    Log::Bank(desk.bank(&path.bank)?).page(query).await
}

/// Gives a bank's whole audit log, one record a line.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/audit/export", operation_id = "exportAudit", tag = "audit", params(BankPath),
    responses((status = 200, body = String, content_type = "application/x-ndjson", description = "The log"))
)]
pub(crate) async fn export(State(desk): State<Arc<Desk>>, InPath(path): InPath<BankPath>) -> Exported {
    Log::Bank(desk.bank(&path.bank)?).export(&desk.exports)
}

/// Checks a bank's audit log from its first record to its last, and the registry's tables against it.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/audit/verify", operation_id = "verifyAudit", tag = "audit", params(BankPath),
    responses((status = 200, body = AuditVerdict, description = "What was found"))
)]
pub(crate) async fn verify(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
) -> Result<Json<AuditVerdict>, Problem> {
    Log::Bank(desk.bank(&path.bank)?).verify().await
}

/// Shows a page of the world's own audit log: accounts and sessions.
#[utoipa::path(
    get, path = "/admin/v1/audit", operation_id = "listWorldAudit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = AuditPage, description = "A page"))
)]
pub(crate) async fn list_world(
    State(desk): State<Arc<Desk>>,
    Asked(query): Asked<AuditQuery>,
) -> Result<Json<AuditPage>, Problem> {
    Log::World(desk).page(query).await
}

/// Gives the world's own audit log, one record a line.
#[utoipa::path(
    get, path = "/admin/v1/audit/export", operation_id = "exportWorldAudit", tag = "audit",
    responses((status = 200, body = String, content_type = "application/x-ndjson", description = "The log"))
)]
pub(crate) async fn export_world(State(desk): State<Arc<Desk>>) -> Exported {
    Log::World(Arc::clone(&desk)).export(&desk.exports)
}

/// Checks the world's own audit log from its first record to its last.
#[utoipa::path(
    post, path = "/admin/v1/audit/verify", operation_id = "verifyWorldAudit", tag = "audit",
    responses((status = 200, body = AuditVerdict, description = "What was found"))
)]
pub(crate) async fn verify_world(State(desk): State<Arc<Desk>>) -> Result<Json<AuditVerdict>, Problem> {
    Log::World(desk).verify().await
}

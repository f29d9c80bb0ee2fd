//! What the testbed wrote, for people, for programs and for build servers.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::HeaderName;
use http::header::CONTENT_TYPE;
use moa_bank_registry::ReportId;
use moa_bank_testbed::Report;
use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::apis::{ApiPath, load};
use crate::desk::{Desk, blocking};
use crate::problem::{Code, Problem};
use crate::read::{Asked, InPath};

/// A report, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ReportPath {
    /// The bank's id.
    #[param(example = "thames")]
    bank: String,
    /// The report's id.
    #[param(value_type = String, pattern = "^[A-Za-z0-9-]{1,64}$")]
    report: ReportId,
}

/// In which form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// As the testbed wrote it, for a build server, or for a terminal.
    #[serde(default)]
    #[param(inline)]
    format: Format,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Format {
    /// As the testbed wrote it.
    #[default]
    Json,
    /// JUnit XML.
    Junit,
    /// Plain text.
    Text,
}

/// The reports about one version of an API.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportList {
    /// The newest first.
    reports: Vec<ReportView>,
}

/// A report in short.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportView {
    /// Its id.
    report: String,
    /// The hash of the definition it speaks of.
    definition: String,
    /// Whether that is the definition as it is now.
    current: bool,
    /// Whether nothing was found.
    passed: bool,
    /// When the testbed was through.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The hash of the report, which stands in the audit log.
    hash: String,
}

/// Lists the reports about one version of an API.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/reports", operation_id = "listReports", tag = "apis",
    params(ApiPath),
    responses((status = 200, body = ReportList, description = "The reports"))
)]
pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<ApiPath>,
) -> Result<Json<ReportList>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let record = load(&bank, &path)?;
    let reports = blocking(move || Ok(bank.parts.registry.reports(&path.family, path.version)?)).await?;
    let reports = reports.into_iter().map(|report| ReportView {
        report: report.id.to_string(),
        definition: report.definition.to_string(),
        current: report.definition == record.hash,
        passed: report.passed,
        at: report.at,
        hash: report.hash.to_string(),
    });
    Ok(Json(ReportList { reports: reports.collect() }))
}

/// Shows a report.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/reports/{report}", operation_id = "showReport", tag = "apis",
    params(ReportPath, Form),
    responses((status = 200, description = "The report", content(
        (Object = "application/json"), (String = "application/xml"), (String = "text/plain")
    )))
)]
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<ReportPath>,
    Asked(form): Asked<Form>,
) -> Result<([(HeaderName, &'static str); 1], Vec<u8>), Problem> {
    let bank = desk.bank(&path.bank)?;
    let found = blocking(move || Ok(bank.parts.registry.report(&path.report)?)).await?;
    let stored = found.ok_or_else(|| {
        let next = "`mock-banks admin api reports FAMILY VERSION` lists those about an API";
        Problem::unknown(Code::Unknown, "there is no such report at this bank", next)
    })?;
    let read = || Report::from_json(&stored.body).map_err(|error| Problem::internal(&error));
    let (kind, body) = match form.format {
        Format::Json => ("application/json", stored.body),
        Format::Junit => ("application/xml", read()?.to_junit_xml().into_bytes()),
        Format::Text => ("text/plain; charset=utf-8", read()?.to_text().into_bytes()),
    };
    Ok(([(CONTENT_TYPE, kind)], body))
}

//! What goes through the gateways: who uses what, and what looked like an attack.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::HeaderName;
use http::header::CONTENT_TYPE;
use moa_bank_registry::{ApiRecord, State as Stands};
use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BankPath;
use super::texts::mark;
use crate::desk::Desk;
use crate::gate::{AlertRecord, UsageRecord};
use crate::problem::Problem;
use crate::read::{Asked, InPath};

/// Which traffic.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrafficQuery {
    /// Only traffic to versions that are deprecated: who has to be told.
    #[serde(default)]
    deprecated: bool,
}

/// Who used what since the platform started.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrafficView {
    /// By app, API and version.
    traffic: Vec<UsageView>,
}

/// One app's use of one version of one API.
#[derive(Serialize, ToSchema)]
pub(crate) struct UsageView {
    /// The app.
    app: String,
    /// The API's family.
    api: String,
    /// Its version.
    version: String,
    /// How that version stands now.
    state: &'static str,
    /// When it ends, where it is deprecated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    sunset: Option<Timestamp>,
    /// How many requests.
    requests: u64,
    /// How many of them were not answered with success.
    refused: u64,
    /// When first.
    #[schema(value_type = String, format = DateTime)]
    first_at: Timestamp,
    /// When last.
    #[schema(value_type = String, format = DateTime)]
    last_at: Timestamp,
}

/// Which alerts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlertQuery {
    /// Only those after this number.
    #[serde(default, deserialize_with = "mark")]
    #[param(minimum = 0, maximum = 9223372036854775807_i64)]
    after: u64,
}

/// What looked like an attack.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlertList {
    /// The oldest first.
    alerts: Vec<AlertView>,
}

/// A threat that was seen.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlertView {
    /// Its number.
    sequence: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// What.
    threat: String,
    /// Where the recommendation names it.
    clause: String,
    /// In a sentence.
    what: String,
    /// Who: an address or an app.
    culprit: String,
    /// How often it had been seen by then.
    count: u32,
}

impl UsageView {
    fn of(usage: UsageRecord, state: Option<&Stands>) -> Self {
        let sunset = match state {
            Some(Stands::Deprecated { sunset, .. }) => Some(*sunset),
            _ => None,
        };
        Self {
            app: usage.app.to_string(),
            api: usage.api,
            version: usage.version,
            state: state.map_or("unknown", Stands::word),
            sunset,
            requests: usage.requests,
            refused: usage.refused,
            first_at: usage.first_at,
            last_at: usage.last_at,
        }
    }
}

impl AlertView {
    fn of(alert: AlertRecord) -> Self {
        Self {
            sequence: alert.sequence,
            at: alert.at,
            threat: alert.threat,
            clause: alert.clause,
            what: alert.what,
            culprit: alert.culprit,
            count: alert.count,
        }
    }
}

/// Shows who used which version of which API since the platform started.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/traffic", operation_id = "showTraffic", tag = "traffic",
    params(BankPath, TrafficQuery),
    responses((status = 200, body = TrafficView, description = "The traffic"))
)]
pub(crate) async fn usage(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
    Asked(query): Asked<TrafficQuery>,
) -> Result<Json<TrafficView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let records = bank.parts.registry.list();
    let traffic = bank.parts.gate.usage().into_iter().map(|usage| {
        let same = |record: &&ApiRecord| {
            record.family().as_str() == usage.api && record.version().to_string() == usage.version
        };
        let state = records.iter().find(same).map(|record| &record.state);
        UsageView::of(usage, state)
    });
    let wanted = traffic.filter(|view| !query.deprecated || view.state == "deprecated");
    Ok(Json(TrafficView { traffic: wanted.collect() }))
}

/// Lists what looked like an attack, up to 200 at a time.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/alerts", operation_id = "listAlerts", tag = "traffic",
    params(BankPath, AlertQuery),
    responses((status = 200, body = AlertList, description = "The alerts"))
)]
pub(crate) async fn alerts(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
    Asked(query): Asked<AlertQuery>,
) -> Result<Json<AlertList>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let alerts = bank.parts.gate.alerts(query.after, 200);
    Ok(Json(AlertList { alerts: alerts.into_iter().map(AlertView::of).collect() }))
}

/// What the gateways count, in the Prometheus text format.
#[utoipa::path(
    get, path = "/metrics", operation_id = "metrics", tag = "traffic",
    responses((status = 200, body = String, content_type = "text/plain", description = "The metrics"))
)]
pub(crate) async fn metrics(State(desk): State<Arc<Desk>>) -> ([(HeaderName, &'static str); 1], String) {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], desk.gauges.render())
}

//! The apps of a bank and their keys.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use moa_kernel::{ClientId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::BankPath;
use super::texts::Because;
use crate::apps::{AppError, AppRecord};
use crate::console::ManagedBank;
use crate::desk::Desk;
use crate::guard::Caller;
use crate::problem::Problem;
use crate::read::{Asked, InPath, Sent};

/// An app, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AppPath {
    /// The bank's id.
    #[param(example = "thames")]
    pub(crate) bank: String,
    /// The app's id.
    #[param(value_type = String, min_length = 1, max_length = 512, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    pub(crate) app: ClientId,
}

/// A key of an app, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct KeyPath {
    /// The bank's id.
    #[param(example = "thames")]
    bank: String,
    /// The app's id.
    #[param(value_type = String, min_length = 1, max_length = 512, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    app: ClientId,
    /// The key's `kid`, or its thumbprint where it has none.
    #[param(min_length = 1, max_length = 512)]
    key: String,
}

/// Which page of apps.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppQuery {
    /// Only those after this one.
    #[param(value_type = Option<String>, min_length = 1, max_length = 512, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    after: Option<ClientId>,
}

const PAGE: u32 = 100;

/// A page of apps.
#[derive(Serialize, ToSchema)]
pub(crate) struct AppList {
    /// By id.
    apps: Vec<AppView>,
    /// Where the next page begins; nothing when this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

/// An app.
#[derive(Serialize, ToSchema)]
pub(crate) struct AppView {
    /// Its name in the protocol.
    id: String,
    /// The name customers are shown.
    name: String,
    /// Whether it is a resource server.
    resource_server: bool,
    /// Where answers may be sent.
    redirect_uris: Vec<String>,
    /// The plan it is on.
    plan: String,
    /// Whether it is shut out.
    suspended: bool,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<String>,
    /// When it registered.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Its public keys (JWK).
    #[schema(value_type = Vec<Object>)]
    keys: Vec<Value>,
}

/// Public keys that take the place of all there were (RFC 7517 §5).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeySet {
    /// Public keys, 1 to 10.
    #[schema(value_type = Vec<Object>, min_items = 1, max_items = 10)]
    keys: Vec<Value>,
}

impl AppView {
    fn of(managed: &ManagedBank, app: AppRecord) -> Self {
        Self {
            plan: managed.gate.plan_of(&app.id),
            id: app.id.to_string(),
            name: app.name,
            resource_server: app.resource_server,
            redirect_uris: app.redirect_uris,
            suspended: app.suspended.is_some(),
            reason: app.suspended,
            created_at: app.created_at,
            keys: app.keys,
        }
    }
}

/// Lists the apps of a bank.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/apps", operation_id = "listApps", tag = "apps", params(BankPath, AppQuery),
    responses((status = 200, body = AppList, description = "The apps"))
)]
pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
    Asked(query): Asked<AppQuery>,
) -> Result<Json<AppList>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let page = bank.parts.apps.list(query.after, PAGE).await?;
    let is_full = page.len() >= PAGE as usize;
    let next = page.last().filter(|_| is_full).map(|app| app.id.to_string());
    Ok(Json(AppList { apps: page.into_iter().map(|app| AppView::of(&bank.parts, app)).collect(), next }))
}

/// Shows an app.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/apps/{app}", operation_id = "showApp", tag = "apps", params(AppPath),
    responses((status = 200, body = AppView, description = "The app"))
)]
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<AppPath>,
) -> Result<Json<AppView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let app = bank.parts.apps.find(&path.app).await?.ok_or(AppError::Unknown)?;
    Ok(Json(AppView::of(&bank.parts, app)))
}

/// Shuts an app out: from its next request on it authenticates nowhere, and its tokens open nothing.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apps/{app}/suspend", operation_id = "suspendApp", tag = "apps",
    params(AppPath), request_body = Because,
    responses((status = 200, body = AppView, description = "The app"))
)]
pub(crate) async fn suspend(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<AppPath>,
    Sent(sent): Sent<Because>,
) -> Result<Json<AppView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let app = bank.parts.apps.suspend(&path.app, sent.reason.as_str(), &caller.actor()).await?;
    bank.parts.gate.shut_out(&path.app, true);
    Ok(Json(AppView::of(&bank.parts, app)))
}

/// Lets a suspended app in again.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apps/{app}/resume", operation_id = "resumeApp", tag = "apps", params(AppPath),
    responses((status = 200, body = AppView, description = "The app"))
)]
pub(crate) async fn resume(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<AppPath>,
) -> Result<Json<AppView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let app = bank.parts.apps.resume(&path.app, &caller.actor()).await?;
    bank.parts.gate.shut_out(&path.app, false);
    Ok(Json(AppView::of(&bank.parts, app)))
}

/// Puts other public keys in the place of all an app had.
#[utoipa::path(
    put, path = "/admin/v1/banks/{bank}/apps/{app}/keys", operation_id = "rotateKeys", tag = "apps", params(AppPath),
    request_body = KeySet,
    responses((status = 200, body = AppView, description = "The app"))
)]
pub(crate) async fn rotate_keys(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<AppPath>,
    Sent(sent): Sent<KeySet>,
) -> Result<Json<AppView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    if !(1..=10).contains(&sent.keys.len()) || !sent.keys.iter().all(Value::is_object) {
        let detail = "an app has one to ten keys, each an object";
        return Err(Problem::invalid(detail).next("send a key set: {\"keys\": [{\"kty\": \"EC\", …}]} (RFC 7517)"));
    }
    let keys = serde_json::json!({ "keys": sent.keys });
    let app = bank.parts.apps.replace_keys(&path.app, keys, &caller.actor()).await?;
    Ok(Json(AppView::of(&bank.parts, app)))
}

/// Takes one key of an app away. The last one stays: an app without keys is one to suspend.
#[utoipa::path(
    delete, path = "/admin/v1/banks/{bank}/apps/{app}/keys/{key}", operation_id = "revokeKey", tag = "apps",
    params(KeyPath),
    responses((status = 200, body = AppView, description = "The app"))
)]
pub(crate) async fn revoke_key(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<KeyPath>,
) -> Result<Json<AppView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let app = bank.parts.apps.revoke_key(&path.app, &path.key, &caller.actor()).await?;
    Ok(Json(AppView::of(&bank.parts, app)))
}

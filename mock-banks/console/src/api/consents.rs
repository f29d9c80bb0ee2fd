//! What customers allowed apps to see.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use moa_bank_core::consents::{Consent, ConsentFilter};
use moa_kernel::{ClientId, ConsentId, CustomerId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BankPath;
use super::texts::Because;
use crate::desk::{Desk, blocking};
use crate::guard::Caller;
use crate::problem::Problem;
use crate::read::{Asked, InPath, Sent};

/// A consent, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ConsentPath {
    /// The bank's id.
    #[param(example = "thames")]
    bank: String,
    /// The consent's id.
    #[param(value_type = String, min_length = 1, max_length = 512, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    consent: ConsentId,
}

/// Which consents.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentQuery {
    /// Only this app's.
    #[param(value_type = Option<String>, min_length = 1, max_length = 512, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    app: Option<ClientId>,
    /// Only those this customer allowed.
    #[param(value_type = Option<String>, min_length = 1, max_length = 512, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    customer: Option<CustomerId>,
    /// Only those that are in force.
    #[serde(default)]
    in_force: bool,
    /// Only those before this mark, which a page before gave.
    before: Option<i64>,
}

const PAGE: u32 = 100;

/// A page of consents.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentList {
    /// The newest first.
    consents: Vec<ConsentView>,
    /// Where the next page begins; nothing when this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<i64>,
}

/// A consent. Which accounts it opens is the customer's business; how many is shown.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentView {
    /// Its id.
    id: String,
    /// The app.
    app: String,
    /// Who allowed it, as the bank names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    customer: Option<String>,
    /// How it stands.
    state: &'static str,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// When the app asked.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    expires_at: Option<Timestamp>,
    /// What may be read, in the standard's words.
    permissions: Vec<String>,
    /// How many accounts it opens.
    accounts: u32,
}

impl ConsentView {
    fn of(consent: Consent) -> Self {
        Self {
            id: consent.id.to_string(),
            app: consent.client.to_string(),
            customer: consent.customer().map(ToString::to_string),
            state: consent.state.word(),
            since: consent.state_since(),
            created_at: consent.created_at,
            expires_at: consent.expires_at,
            accounts: consent.accounts().map_or(0, |accounts| u32::try_from(accounts.len()).unwrap_or(u32::MAX)),
            permissions: consent.permissions.into_iter().collect(),
        }
    }
}

/// Lists the consents of a bank.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/consents", operation_id = "listConsents", tag = "consents",
    params(BankPath, ConsentQuery),
    responses((status = 200, body = ConsentList, description = "The consents"))
)]
pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
    Asked(query): Asked<ConsentQuery>,
) -> Result<Json<ConsentList>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let ConsentQuery { app, customer, in_force, before } = query;
    let filter = ConsentFilter { client: app, customer, in_force, before, limit: PAGE };
    let page = blocking(move || Ok(bank.parts.bank.consents().list(&filter)?)).await?;
    Ok(Json(ConsentList { consents: page.consents.into_iter().map(ConsentView::of).collect(), next: page.next }))
}

/// Shows a consent.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/consents/{consent}", operation_id = "showConsent", tag = "consents",
    params(ConsentPath),
    responses((status = 200, body = ConsentView, description = "The consent"))
)]
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<ConsentPath>,
) -> Result<Json<ConsentView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let consent = blocking(move || Ok(bank.parts.bank.consents().load(&path.consent)?)).await?;
    Ok(Json(ConsentView::of(consent)))
}

/// Ends a consent for the bank, and the tokens that rest on it.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/consents/{consent}/revoke", operation_id = "revokeConsent", tag = "consents",
    params(ConsentPath), request_body = Because,
    responses((status = 200, body = ConsentView, description = "The consent"))
)]
pub(crate) async fn revoke(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<ConsentPath>,
    Sent(sent): Sent<Because>,
) -> Result<Json<ConsentView>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let (managed, id) = (Arc::clone(&bank), path.consent.clone());
    let by = caller.actor();
    let consent =
        blocking(move || Ok(managed.parts.bank.consents().revoke_by_operator(&id, &by, sent.reason.as_str())?));
    let consent = consent.await?;
    bank.parts.apps.consent_ended(&path.consent).await;
    Ok(Json(ConsentView::of(consent)))
}

//! APIs: what there is, how it stands, and drafting.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use moa_bank_registry::{ApiDefinition, ApiRecord, Family, State as Stands, Version};
use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::BankPath;
use crate::desk::{BankDesk, Desk, blocking};
use crate::guard::Caller;
use crate::problem::Problem;
use crate::read::{InPath, is_json, no_json, too_large};

/// The largest definition that is read. The registry has bounds of its own for what is in it.
const DEFINITION_BYTES_MAX: usize = 2 * 1024 * 1024;

/// One version of an API, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ApiPath {
    /// The bank's id.
    #[param(example = "thames")]
    pub(crate) bank: String,
    /// The API's family.
    #[param(value_type = String, pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length = 64, example = "uk-account-information")]
    pub(crate) family: Family,
    /// Its version.
    #[param(value_type = String, pattern = r"^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$", example = "4.0")]
    pub(crate) version: Version,
}

/// One version of an API.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiView {
    /// Which API.
    family: String,
    /// In which version.
    version: String,
    /// What people call it.
    title: String,
    /// Where it lives below the bank's origin.
    base_path: String,
    /// How it stands.
    state: &'static str,
    /// Since when it is published, deprecated, retired or blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    since: Option<Timestamp>,
    /// When a deprecated one ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    sunset: Option<Timestamp>,
    /// What takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    successor: Option<String>,
    /// Why it is blocked or retired.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<String>,
    /// How many operations it has.
    operations: u32,
    /// The hash of its definition: a report speaks of exactly one.
    definition: String,
    /// How often it was drafted.
    revision: u32,
    /// The newest report about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    report: Option<String>,
    /// Whether it came with the program.
    shipped: bool,
    /// Who drafted it first.
    created_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
}

/// The APIs of a bank.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApiList {
    /// By family and version.
    apis: Vec<ApiView>,
    /// What was found damaged at the start.
    damages: Vec<DamageView>,
}

/// A stored definition that was not as it was stored.
#[derive(Serialize, ToSchema)]
pub(crate) struct DamageView {
    /// Its family, as far as it can be read.
    family: String,
    /// Its version, as far as it can be read.
    version: String,
    /// What is wrong with it.
    problem: String,
    /// Whether the last good copy took its place.
    mended: bool,
    /// The version that answers in its place, because its own definition is lost.
    stands_in: Option<String>,
}

/// A definition: OpenAPI document, operations and what answers each.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes what the registry reads")]
pub(crate) struct DefinitionBody {
    /// Which API.
    #[schema(pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length = 64)]
    family: String,
    /// In which version.
    #[schema(pattern = r"^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$")]
    version: String,
    /// What people call it.
    title: String,
    /// Where it lives below the bank's origin.
    base_path: String,
    /// The OpenAPI 3 document that describes it.
    #[schema(value_type = Object)]
    document: Value,
    /// What it lets an app do: see docs/custom-apis.md.
    #[schema(value_type = Vec<Object>, min_items = 1)]
    operations: Vec<Value>,
    /// How much it takes and gives.
    #[schema(value_type = Option<Object>, nullable = false)]
    limits: Option<Value>,
}

impl ApiView {
    pub(crate) fn of(record: &ApiRecord) -> Self {
        let mut view = Self {
            family: record.family().to_string(),
            version: record.version().to_string(),
            title: record.definition.title.clone(),
            base_path: record.definition.base_path.clone(),
            state: record.state.word(),
            since: None,
            sunset: None,
            successor: None,
            reason: None,
            operations: u32::try_from(record.definition.operations.len()).unwrap_or(u32::MAX),
            definition: record.hash.to_string(),
            revision: record.revision,
            report: record.report.as_ref().map(ToString::to_string),
            shipped: record.shipped,
            created_by: record.created_by.clone(),
            created_at: record.created_at,
            changed_at: record.changed_at,
        };
        view.put_state(&record.state);
        view
    }

    fn put_state(&mut self, state: &Stands) {
        match state {
            Stands::Draft | Stands::Submitted | Stands::Verifying | Stands::Verified { .. } => {}
            Stands::Published { at } => self.since = Some(*at),
            Stands::Deprecated { at, sunset, successor } => {
                self.since = Some(*at);
                self.sunset = Some(*sunset);
                self.successor = successor.map(|version| version.to_string());
            }
            Stands::Retired { at, because, successor } => {
                self.since = Some(*at);
                self.reason = Some(because.clone());
                self.successor = successor.map(|version| version.to_string());
            }
            Stands::Blocked { at, from, reason } => {
                self.put_state(from);
                self.since = Some(*at);
                self.reason = Some(reason.clone());
            }
        }
    }
}

/// Lists the APIs of a bank, in every state.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/apis", operation_id = "listApis", tag = "apis", params(BankPath),
    responses((status = 200, body = ApiList, description = "The APIs"))
)]
pub(crate) async fn list(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<BankPath>,
) -> Result<Json<ApiList>, Problem> {
    let registry = &desk.bank(&path.bank)?.parts.registry;
    let damages = registry.damages().into_iter().map(|damage| DamageView {
        family: damage.family,
        version: damage.version,
        problem: damage.problem,
        mended: damage.mended,
        stands_in: damage.stands_in.map(|version| version.to_string()),
    });
    Ok(Json(ApiList { apis: registry.list().iter().map(ApiView::of).collect(), damages: damages.collect() }))
}

/// Shows one version of an API.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/apis/{family}/{version}", operation_id = "showApi", tag = "apis",
    params(ApiPath),
    responses((status = 200, body = ApiView, description = "The API"))
)]
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<ApiPath>,
) -> Result<Json<ApiView>, Problem> {
    Ok(Json(ApiView::of(&load(&*desk.bank(&path.bank)?, &path)?)))
}

/// Shows the definition of an API as it is kept.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/definition", operation_id = "showDefinition",
    tag = "apis", params(ApiPath),
    responses((status = 200, body = DefinitionBody, description = "The definition"))
)]
pub(crate) async fn definition(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<ApiPath>,
) -> Result<([(http::HeaderName, &'static str); 1], String), Problem> {
    let record = load(&*desk.bank(&path.bank)?, &path)?;
    Ok(([(CONTENT_TYPE, "application/json")], record.definition.canonical_json()))
}

/// Keeps a definition as a draft: a new version, or the next revision of one that never went live.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apis", operation_id = "draftApi", tag = "apis", params(BankPath),
    request_body = DefinitionBody,
    responses((status = 201, body = ApiView, description = "The draft"))
)]
pub(crate) async fn draft(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<BankPath>,
    Definition(bytes): Definition,
) -> Result<(StatusCode, Json<ApiView>), Problem> {
    let bank = desk.bank(&path.bank)?;
    let record = blocking(move || {
        let definition = ApiDefinition::from_json(&bytes).map_err(moa_bank_registry::RegistryError::from)?;
        Ok(bank.parts.registry.draft(definition, &caller.actor())?)
    });
    Ok((StatusCode::CREATED, Json(ApiView::of(&record.await?))))
}

/// The bytes of a definition: read as they are, because the registry reads more strictly than a JSON extractor does.
pub(crate) struct Definition(Bytes);

impl<S: Send + Sync> FromRequest<S> for Definition {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(no_json("a definition is sent as `application/json`"));
        }
        let mut request = request;
        // This operation takes more than the others do.
        DefaultBodyLimit::max(DEFINITION_BYTES_MAX).apply(&mut request);
        let bytes = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
        Ok(Self(bytes))
    }
}

pub(crate) fn load(bank: &BankDesk, path: &ApiPath) -> Result<ApiRecord, Problem> {
    let found = bank.parts.registry.find(&path.family, path.version);
    found.ok_or_else(|| {
        moa_bank_registry::RegistryError::Unknown { family: path.family.clone(), version: path.version }.into()
    })
}

//! The ways an API goes. The registry and the database hold the rules; here only whoever asks is named.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use moa_bank_registry::{ApiRecord, DefinitionHash, Registry, RegistryError, Version};
use moa_kernel::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::apis::{ApiPath, ApiView};
use super::texts::Because;
use crate::desk::{Desk, blocking};
use crate::guard::Caller;
use crate::problem::{Code, Problem};
use crate::read::{InPath, Sent};

type Changed = Result<Json<ApiView>, Problem>;

/// How an API ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deprecation {
    /// When it will end. Callers read it in `Sunset`.
    #[schema(value_type = String, format = DateTime, example = "2030-01-01T00:00:00Z")]
    sunset: Timestamp,
    /// What takes its place: a published version of another major. Callers find it in `Link`.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = r"^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$")]
    successor: Option<Version>,
}

/// Which definition goes live.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Publication {
    /// The hash of the definition that is meant, as the API shows it. Another one that somebody drafted and had verified
    /// under the same name since does not go live.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    definition: DefinitionHash,
}

async fn change(
    desk: &Arc<Desk>,
    path: ApiPath,
    work: impl FnOnce(&Registry, &ApiPath) -> Result<ApiRecord, RegistryError> + Send + 'static,
) -> Changed {
    let bank = desk.bank(&path.bank)?;
    let record = blocking(move || Ok(work(&bank.parts.registry, &path)?)).await?;
    Ok(Json(ApiView::of(&record)))
}

/// Asks for a draft to be verified.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/submit", operation_id = "submitApi", tag = "apis",
    params(ApiPath), responses((status = 200, body = ApiView, description = "The API"))
)]
pub(crate) async fn submit(State(desk): State<Arc<Desk>>, caller: Caller, InPath(path): InPath<ApiPath>) -> Changed {
    change(&desk, path, move |registry, at| registry.submit(&at.family, at.version, &caller.actor())).await
}

/// Publishes a verified API: from the next request on it answers.
///
/// Without a green report about exactly this definition that is impossible, here as in the registry and in the database.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/publish", operation_id = "publishApi", tag = "apis",
    params(ApiPath), request_body = Publication, responses((status = 200, body = ApiView, description = "The API"))
)]
pub(crate) async fn publish(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<ApiPath>,
    Sent(sent): Sent<Publication>,
) -> Changed {
    if desk.second_pair_of_eyes {
        let detail = "here an API goes live when somebody else than who asked for it approves";
        let which = format!("{} {} --definition {}", path.family, path.version, sent.definition);
        let ask = format!("ask for it: `mock-banks admin approvals ask-publish {which} --reason WHY`");
        return Err(Problem::conflict(Code::ApprovalNeeded, detail, ask));
    }
    let by = caller.actor();
    change(&desk, path, move |registry, at| registry.publish(&at.family, at.version, &sent.definition, &by)).await
}

/// Announces the end of a published API. It goes on answering, and says when it ends.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/deprecate", operation_id = "deprecateApi", tag = "apis",
    params(ApiPath), request_body = Deprecation, responses((status = 200, body = ApiView, description = "The API"))
)]
pub(crate) async fn deprecate(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<ApiPath>,
    Sent(sent): Sent<Deprecation>,
) -> Changed {
    let by = caller.actor();
    let step = move |registry: &Registry, at: &ApiPath| {
        registry.deprecate(&at.family, at.version, sent.sunset, sent.successor, &by)
    };
    change(&desk, path, step).await
}

/// Ends a live API. Callers are told the reason.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/retire", operation_id = "retireApi", tag = "apis",
    params(ApiPath), request_body = Because, responses((status = 200, body = ApiView, description = "The API"))
)]
pub(crate) async fn retire(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<ApiPath>,
    Sent(sent): Sent<Because>,
) -> Changed {
    let by = caller.actor();
    change(&desk, path, move |registry, at| registry.retire(&at.family, at.version, sent.reason.as_str(), &by)).await
}

/// Pulls the switch: from the next request on a live API answers nothing but that it is blocked, and why.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/block", operation_id = "blockApi", tag = "apis",
    params(ApiPath), request_body = Because, responses((status = 200, body = ApiView, description = "The API"))
)]
pub(crate) async fn block(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<ApiPath>,
    Sent(sent): Sent<Because>,
) -> Changed {
    let by = caller.actor();
    change(&desk, path, move |registry, at| registry.block(&at.family, at.version, sent.reason.as_str(), &by)).await
}

/// Lets a blocked API answer again, in the state it was in.
#[utoipa::path(
    post, path = "/admin/v1/banks/{bank}/apis/{family}/{version}/unblock", operation_id = "unblockApi", tag = "apis",
    params(ApiPath), responses((status = 200, body = ApiView, description = "The API"))
)]
pub(crate) async fn unblock(State(desk): State<Arc<Desk>>, caller: Caller, InPath(path): InPath<ApiPath>) -> Changed {
    change(&desk, path, move |registry, at| registry.unblock(&at.family, at.version, &caller.actor())).await
}

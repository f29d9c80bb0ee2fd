//! Why requests were answered as they were.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use moa_kernel::InteractionId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::desk::{BankDesk, Desk};
use crate::problem::{Code, Problem};
use crate::read::InPath;

/// What an id looks like: the banks take no other from an app, and make no other.
const EXAMPLE: &str = "93bac548-d2de-4546-b106-880a5018460d";

/// The requests of one id, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct InteractionPath {
    /// The bank's id.
    #[param(example = "thames")]
    bank: String,
    /// The requests' `x-fapi-interaction-id`.
    #[param(
        example = "93bac548-d2de-4546-b106-880a5018460d",
        pattern = r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
    )]
    interaction: String,
}

/// Why the requests of one id were answered as they were.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExplanationList {
    /// An explanation of each answer that is remembered, the oldest first; of many of one app, those that were refused and the newest.
    #[schema(value_type = Vec<Object>, min_items = 1)]
    answers: Vec<Value>,
}

/// Explains why the requests of one id were answered as they were.
///
/// There are several where an app sent a request again under the same id, as it does when it is told to use a nonce.
#[utoipa::path(
    get, path = "/admin/v1/banks/{bank}/explanations/{interaction}", operation_id = "explain", tag = "traffic",
    params(InteractionPath),
    responses((status = 200, body = ExplanationList, description = "The explanations"))
)]
pub(crate) async fn explain(
    State(desk): State<Arc<Desk>>,
    InPath(path): InPath<InteractionPath>,
) -> Result<Json<ExplanationList>, Problem> {
    let bank = desk.bank(&path.bank)?;
    let interaction = read(&path.interaction)?;
    let answers = bank.parts.gate.explain(&interaction);
    if answers.is_empty() {
        return Err(not_here(&desk, &bank, &interaction));
    }
    Ok(Json(ExplanationList { answers }))
}

fn read(text: &str) -> Result<InteractionId, Problem> {
    let id = InteractionId::new(text).ok().filter(|_| is_uuid(text));
    id.ok_or_else(|| {
        let next = format!("take it from the header x-fapi-interaction-id of the answer; one looks like {EXAMPLE}");
        Problem::invalid("the id of a request is a UUID, and this is none").next(next)
    })
}

/// In the usual form, with hyphens.
fn is_uuid(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.into_iter().all(digits)
}

/// Whoever looks at the wrong bank is told the right one.
fn not_here(desk: &Desk, asked: &BankDesk, interaction: &InteractionId) -> Problem {
    let id = |bank: &BankDesk| bank.parts.bank.id().as_str().to_owned();
    let here = id(asked);
    let others = || desk.banks.iter().filter(|bank| id(bank) != here);
    if let Some(other) = others().find(|bank| !bank.parts.gate.explain(interaction).is_empty()).map(|bank| id(bank)) {
        let detail = format!("no request of this id is remembered at {here}, but one is at {other}");
        let next = format!("ask there: `mock-banks admin explain {} --bank {other}`", interaction.as_str());
        return Problem::unknown(Code::Unknown, detail, next);
    }
    let nor: String = others().map(|bank| format!(", nor at {}", id(bank))).collect();
    let next = format!(
        "the newest {} answers of each app are remembered, until the platform stops: send the request again, and take the \
         id from the header x-fapi-interaction-id of its answer",
        asked.parts.gate.explained_per_app()
    );
    Problem::unknown(Code::Unknown, format!("no request of this id is remembered at {here}{nor}"), next)
}

//! Logging in and out.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use moa_kernel::{ExposeSecret as _, SecretString, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::texts::secret;
use crate::accounts::{AccountError, LogInOutcome, Opened, Session};
use crate::desk::{Desk, blocking};
use crate::guard::{Caller, Peer};
use crate::problem::{Code, Problem};
use crate::read::Sent;
use crate::roles::Role;

/// Name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// The account's name.
    #[schema(max_length = 200, example = "admin")]
    name: String,
    /// Its password.
    #[serde(deserialize_with = "secret")]
    #[schema(value_type = String, max_length = 1024, format = Password)]
    password: SecretString,
}

/// A session that was opened. The token is not shown again.
#[derive(Serialize, ToSchema)]
pub(crate) struct OpenedView {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
    #[serde(flatten)]
    session: SessionView,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// Whose it is.
    name: String,
    /// What they may do.
    role: Role,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// The present password and another one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The present one.
    #[serde(deserialize_with = "secret")]
    #[schema(value_type = String, max_length = 1024, format = Password)]
    present: SecretString,
    /// The new one.
    #[serde(deserialize_with = "secret")]
    #[schema(value_type = String, min_length = 12, max_length = 200, format = Password)]
    new: SecretString,
}

impl SessionView {
    fn of(session: &Session) -> Self {
        Self { name: session.name.to_string(), role: session.role, expires_at: session.expires_at }
    }
}

impl OpenedView {
    fn of(opened: &Opened) -> Self {
        Self { token: opened.token.expose_secret().to_owned(), session: SessionView::of(&opened.session) }
    }
}

/// Opens a session.
///
/// Whoever fails is told the same whether the name exists or not, and waits after several failures.
#[utoipa::path(
    post, path = "/admin/v1/sessions", operation_id = "openSession", tag = "sessions", request_body = Credentials,
    responses((status = 201, body = OpenedView, description = "The session"))
)]
pub(crate) async fn open(
    State(desk): State<Arc<Desk>>,
    Peer(peer): Peer,
    Sent(sent): Sent<Credentials>,
) -> Result<(StatusCode, Json<OpenedView>), Problem> {
    let accounts = desk.accounts.clone();
    let _turn = desk.passwords.acquire().await.map_err(|error| Problem::internal(&error))?;
    let name = sent.name.clone();
    match blocking(move || Ok(accounts.log_in(&sent.name, &sent.password)?)).await? {
        LogInOutcome::Opened(opened) => Ok((StatusCode::CREATED, Json(OpenedView::of(&opened)))),
        LogInOutcome::Wrong => {
            note_refusal(&desk, name, peer);
            let detail = "name or password is wrong";
            Err(Problem::new(StatusCode::UNAUTHORIZED, Code::WrongCredentials, detail)
                .next("a forgotten password: `mock-banks admin reset-password` while the platform is stopped"))
        }
        LogInOutcome::Wait(wait) => Err(AccountError::TooManyTries(wait).into()),
    }
}

/// Writes down that somebody was refused, beside the answer, which is not to take longer for one name than for another.
fn note_refusal(desk: &Desk, name: String, peer: Option<IpAddr>) {
    let accounts = desk.accounts.clone();
    tokio::task::spawn_blocking(move || {
        if let Err(error) = accounts.note_refusal(&name, peer) {
            tracing::error!(%error, "that somebody was refused could not be written down");
        }
    });
}

/// Shows whose session this is.
#[utoipa::path(
    get, path = "/admin/v1/session", operation_id = "showSession", tag = "sessions",
    responses((status = 200, body = SessionView, description = "The session"))
)]
pub(crate) async fn show(caller: Caller) -> Json<SessionView> {
    Json(SessionView::of(&caller.session))
}

/// Ends this session.
#[utoipa::path(
    delete, path = "/admin/v1/session", operation_id = "closeSession", tag = "sessions",
    responses((status = 204, description = "It is over"))
)]
pub(crate) async fn close(State(desk): State<Arc<Desk>>, caller: Caller) -> Result<StatusCode, Problem> {
    let accounts = desk.accounts.clone();
    blocking(move || Ok(accounts.log_out(&caller.token, &caller.session)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Chooses another password. Every session of this account ends.
#[utoipa::path(
    put, path = "/admin/v1/session/password", operation_id = "changePassword", tag = "sessions",
    request_body = PasswordChange,
    responses((status = 204, description = "It is changed; log in again"))
)]
pub(crate) async fn change_password(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Peer(peer): Peer,
    Sent(sent): Sent<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let accounts = desk.accounts.clone();
    let _turn = desk.passwords.acquire().await.map_err(|error| Problem::internal(&error))?;
    blocking(move || Ok(accounts.change_password(&caller.session, &sent.present, &sent.new, peer)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a token that reads `/metrics` and nothing else, for the configuration of a Prometheus. It lasts 90 days.
#[utoipa::path(
    post, path = "/admin/v1/metrics-tokens", operation_id = "makeMetricsToken", tag = "sessions",
    responses((status = 201, body = OpenedView, description = "The token"))
)]
pub(crate) async fn make_metrics_token(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<(StatusCode, Json<OpenedView>), Problem> {
    let accounts = desk.accounts.clone();
    let session = caller.session;
    let opened = blocking(move || Ok(accounts.make_metrics_token(&session.name, session.role)?)).await?;
    Ok((StatusCode::CREATED, Json(OpenedView::of(&opened))))
}

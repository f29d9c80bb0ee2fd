//! The accounts of people who manage the platform.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use moa_kernel::{ExposeSecret as _, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::accounts::{Account, AccountName, NewPassword};
use crate::desk::{Desk, blocking};
use crate::guard::Caller;
use crate::problem::Problem;
use crate::read::{InPath, Sent};
use crate::roles::Role;

/// An account, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AccountPath {
    /// The account's name.
    #[param(value_type = String, pattern = "^[a-z][a-z0-9._-]{0,39}$")]
    name: AccountName,
}

/// An account that is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    /// Its name.
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9._-]{0,39}$", example = "jun")]
    name: AccountName,
    /// What it may do.
    role: Role,
}

/// An account.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountView {
    /// Its name.
    name: String,
    /// What it may do.
    role: Role,
    /// Since when it exists.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When somebody last logged in with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    last_login_at: Option<Timestamp>,
}

/// All accounts.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountList {
    /// By name.
    accounts: Vec<AccountView>,
}

/// A password that was made. It is shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewPasswordView {
    /// Whose it is.
    name: String,
    /// The password.
    password: String,
}

impl AccountView {
    fn of(account: Account) -> Self {
        let Account { name, role, created_at, last_login_at } = account;
        Self { name: name.into(), role, created_at, last_login_at }
    }
}

impl NewPasswordView {
    fn of(made: &NewPassword) -> Self {
        Self { name: made.name.to_string(), password: made.password.expose_secret().to_owned() }
    }
}

/// Lists the accounts.
#[utoipa::path(
    get, path = "/admin/v1/accounts", operation_id = "listAccounts", tag = "accounts",
    responses((status = 200, body = AccountList, description = "The accounts"))
)]
pub(crate) async fn list(State(desk): State<Arc<Desk>>) -> Result<Json<AccountList>, Problem> {
    let accounts = desk.accounts.clone();
    let all = blocking(move || Ok(accounts.list()?)).await?;
    Ok(Json(AccountList { accounts: all.into_iter().map(AccountView::of).collect() }))
}

/// Makes an account, with a password that is shown this once.
#[utoipa::path(
    post, path = "/admin/v1/accounts", operation_id = "addAccount", tag = "accounts", request_body = NewAccount,
    responses((status = 201, body = NewPasswordView, description = "Its password"))
)]
pub(crate) async fn add(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Sent(new): Sent<NewAccount>,
) -> Result<(StatusCode, Json<NewPasswordView>), Problem> {
    let accounts = desk.accounts.clone();
    let made = blocking(move || Ok(accounts.add(&new.name, new.role, &caller.actor())?)).await?;
    Ok((StatusCode::CREATED, Json(NewPasswordView::of(&made))))
}

/// Takes an account away, and its sessions with it.
#[utoipa::path(
    delete, path = "/admin/v1/accounts/{name}", operation_id = "removeAccount", tag = "accounts", params(AccountPath),
    responses((status = 204, description = "It is gone"))
)]
pub(crate) async fn remove(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<AccountPath>,
) -> Result<StatusCode, Problem> {
    let accounts = desk.accounts.clone();
    blocking(move || Ok(accounts.remove(&path.name, &caller.actor())?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives an account a new password, which is shown this once, and ends its sessions.
#[utoipa::path(
    post, path = "/admin/v1/accounts/{name}/password", operation_id = "resetPassword", tag = "accounts",
    params(AccountPath),
    responses((status = 200, body = NewPasswordView, description = "The new password"))
)]
pub(crate) async fn reset_password(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    InPath(path): InPath<AccountPath>,
) -> Result<Json<NewPasswordView>, Problem> {
    let accounts = desk.accounts.clone();
    let made = blocking(move || Ok(accounts.reset_password(&path.name, &caller.actor())?)).await?;
    Ok(Json(NewPasswordView::of(&made)))
}

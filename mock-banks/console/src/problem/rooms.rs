//! What the rooms of the management centre refuse, in words: accounts, consents, plans, apps.

use http::StatusCode;
use moa_bank_core::consents::ConsentError;

use super::{Code, Problem};
use crate::accounts::AccountError;
use crate::apps::AppError;
use crate::gate::PlanError;

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        let said = error.to_string();
        match error {
            AccountError::Name => Self::invalid(said).next("choose another name, such as `jun` or `night-shift.2`"),
            AccountError::Password => Self::invalid(said).next("choose a longer one: a few words are easy to remember"),
            AccountError::Hash(_) => Self::invalid(said),
            AccountError::Known(name) => {
                let next = "choose another name; if its password is lost, make a new one";
                Self::conflict(Code::AlreadyThere, said, format!("{next}: `mock-banks admin accounts reset {name}`"))
            }
            AccountError::Unknown(_) => {
                Self::unknown(Code::Unknown, said, "`mock-banks admin accounts list` shows them")
            }
            AccountError::TooMany => {
                Self::conflict(Code::LimitReached, said, "`mock-banks admin accounts list` tells who logged in last")
            }
            AccountError::LastAdmin(_) => {
                let next = "`mock-banks admin accounts add NAME --role admin`";
                Self::conflict(Code::LastAdmin, said, next)
            }
            AccountError::WrongPassword => Self::conflict(
                Code::WrongCredentials,
                said,
                "type it again; an admin gives you a new one with `mock-banks admin accounts reset`",
            ),
            AccountError::TooManyTries(wait) => {
                let seconds = u32::try_from(wait.as_secs()).unwrap_or(60).saturating_add(1);
                Self::new(StatusCode::TOO_MANY_REQUESTS, Code::TooManyTries, said)
                    .next(format!("try again in {seconds} s"))
                    .retry_after(seconds)
            }
            AccountError::State(error) => error.into(),
        }
    }
}

impl From<ConsentError> for Problem {
    fn from(error: ConsentError) -> Self {
        let said = error.to_string();
        match error {
            ConsentError::Unknown => Self::unknown(Code::Unknown, said, "`mock-banks admin consents list` shows them"),
            ConsentError::Refused(_) => {
                let next =
                    "nothing has to be done; `mock-banks admin consents list --in-force` shows those that can be ended";
                Self::conflict(Code::WrongState, said, next)
            }
            ConsentError::NotTheirAccount | ConsentError::Impossible(_) => Self::invalid(said),
            ConsentError::Id(error) => Self::internal(&error),
            ConsentError::State(error) => error.into(),
        }
    }
}

impl From<PlanError> for Problem {
    fn from(error: PlanError) -> Self {
        let said = error.to_string();
        let plans = "`mock-banks admin plans list` shows them";
        match error {
            PlanError::Unknown(_) => Self::unknown(Code::Unknown, said, plans),
            PlanError::Standard(_) => {
                let next = "define another plan and put apps on it: `mock-banks admin app plan APP PLAN`";
                Self::conflict(Code::WrongState, said, next)
            }
            PlanError::TooMany => {
                Self::conflict(Code::LimitReached, said, "remove one: `mock-banks admin plans remove NAME`")
            }
            PlanError::Invalid(_) => {
                Self::invalid(said).next("`mock-banks admin plans define --help` tells what a plan has")
            }
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let said = error.to_string();
        match error {
            AppError::Unknown => Self::unknown(Code::UnknownApp, said, "`mock-banks admin apps` shows them"),
            AppError::Keys(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::InvalidRequest, said)
                .next("send public keys as JWK, each with its own `kid`"),
            AppError::State(_) => {
                let next = "`mock-banks admin app show` tells how it stands and which keys it has";
                Self::conflict(Code::WrongState, said, next)
            }
            AppError::Broken(_) => Self::internal(&error),
        }
    }
}

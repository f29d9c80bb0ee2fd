//! A no, in words for the person who asked (RFC 9457): what happened, a stable code for programs, and what to do next.

mod registry;
mod rooms;

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use moa_bank_core::state::StateError;
use serde::Serialize;
use tracing::error;
use utoipa::ToSchema;

/// The media type of problems.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong. Programs decide by the code; sentences may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The request makes no sense: its address, its form or its content.
    InvalidRequest,
    /// The body is larger than any body of this kind.
    TooLarge,
    /// The body is not of the media type that is read here.
    MediaType,
    /// The request was not meant for this address, or comes from a web page.
    WrongHost,
    /// There is no session, or it is over.
    NotAuthenticated,
    /// Name or password is wrong.
    WrongCredentials,
    /// Too many tries to log in.
    TooManyTries,
    /// The role may not do this.
    RoleNotAllowed,
    /// There is nothing here.
    NotFound,
    /// The method means nothing here.
    MethodNotAllowed,
    /// There is no such bank.
    UnknownBank,
    /// There is no such API, or not in this version.
    UnknownApi,
    /// There is no such app.
    UnknownApp,
    /// There is no such thing of another kind.
    Unknown,
    /// There is one already.
    AlreadyThere,
    /// The state of the thing does not allow the change.
    WrongState,
    /// The definition makes no sense.
    InvalidDefinition,
    /// Another API lives at this path, or this one would move.
    PathConflict,
    /// A newer version is live, or was.
    VersionConflict,
    /// The definition is another one by now than was meant.
    DefinitionChanged,
    /// No green report speaks of exactly this definition.
    NotVerified,
    /// The testbed found something.
    VerificationFailed,
    /// The report is not what the testbed wrote.
    ReportForged,
    /// Another person has to approve it first.
    ApprovalNeeded,
    /// Nobody approves what they asked for themselves.
    OwnRequest,
    /// It would leave nobody who may manage accounts.
    LastAdmin,
    /// There is no room for more.
    LimitReached,
    /// Too much at once.
    TooBusy,
    /// It took too long.
    TooSlow,
    /// Something of ours is broken.
    Internal,
}

/// What a caller is told when something does not happen (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// The kind of problem.
    #[serde(rename = "type")]
    #[schema(example = "urn:moa:problem:not-verified")]
    pub kind: String,
    /// The status, in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// For programs: stable.
    pub code: Code,
    /// What happened.
    pub detail: String,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next: Option<String>,
    /// Each thing that is wrong, where there are several.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<FaultView>)]
    pub faults: Box<[FaultView]>,
    /// When it is worth trying again.
    #[serde(skip)]
    pub(crate) retry_after_seconds: Option<u32>,
}

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FaultView {
    /// Where.
    pub field: String,
    /// What.
    pub problem: String,
    /// What to do about it.
    pub advice: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: Code, detail: impl Into<String>) -> Self {
        let word =
            serde_json::to_value(code).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
        Self {
            kind: format!("urn:moa:problem:{word}"),
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            next: None,
            faults: Box::default(),
            retry_after_seconds: None,
        }
    }

    pub(crate) fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }

    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::InvalidRequest, detail)
    }

    /// It cannot be done as things stand. There is always something that can be done instead, so that is asked for here.
    pub(crate) fn conflict(code: Code, detail: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail).next(next)
    }

    /// It is not there; `next` tells where to look for what is.
    pub(crate) fn unknown(code: Code, detail: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail).next(next)
    }

    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds.max(1));
        self
    }

    /// Something of ours is broken: the log says what, the caller does not hear it.
    pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        error!(%error, cause, "the management centre could not do what it was asked");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, "something in the platform is broken").next(
            "look into the platform's log; `mock-banks admin audit verify` tells whether the state was tampered with",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, [(CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        if self.code == Code::NotAuthenticated {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StateError> for Problem {
    fn from(error: StateError) -> Self {
        Self::internal(&error)
    }
}

#[cfg(test)]
mod tests;

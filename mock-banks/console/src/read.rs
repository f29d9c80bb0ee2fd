//! What a request says, read strictly: a body that is JSON and says so, an address and a query in which nothing is left over.
//! What cannot be read is told in a sentence that names the member, and not in the words of the library that reads.

mod words;

use axum::body::Bytes;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::problem::{Code, Problem};

/// Where it is written what an operation reads.
const DOCUMENT: &str = "what is read here tells `--help` of the command, and GET /admin/v1/openapi.json";

/// A body.
pub(crate) struct Sent<T>(pub(crate) T);

/// What stands in the path.
pub(crate) struct InPath<T>(pub(crate) T);

/// What stands in the query.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(no_json("a body here is `application/json`"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => too_large(),
            _ => Problem::invalid("the body broke off").next("send all of it"),
        })?;
        read(&bytes).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for InPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(path)) => Ok(Self(path)),
            Err(rejection) => Err(Problem::invalid(of_path(rejection)).next(DOCUMENT)),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(rejection) => {
                let text = rejection.body_text();
                let said = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
                Err(Problem::invalid(format!("in the query: {}", words::plain(said))).next(DOCUMENT))
            }
        }
    }
}

/// Whether a body says that it is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

pub(crate) fn no_json(detail: &str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::MediaType, detail)
        .next("send the header `Content-Type: application/json`")
}

pub(crate) fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge, "the body is larger than any body of this kind")
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        of_json(if path == "." { "" } else { &path }, error.inner())
    })?;
    reader.end().map_err(|error| of_json("", &error))?;
    Ok(value)
}

fn of_json(field: &str, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let said = match error.classify() {
        // Where a member has its name, the column says nothing more.
        serde_json::error::Category::Data => words::plain(text.strip_suffix(&place).unwrap_or(&text)),
        _ => format!("the body is no JSON: {text}"),
    };
    let detail = if field.is_empty() { said } else { format!("`{field}`: {said}") };
    Problem::invalid(detail).next(DOCUMENT)
}

fn of_path(rejection: PathRejection) -> String {
    let PathRejection::FailedToDeserializePathParams(error) = rejection else { return rejection.body_text() };
    match error.into_kind() {
        ErrorKind::ParseErrorAtKey { key, value, expected_type } => {
            format!("`{}` in the address is no {key}: {} is wanted", short(&value), words::wanted(expected_type))
        }
        ErrorKind::DeserializeError { key, value, message } => {
            format!("`{}` in the address is no {key}: {}", short(&value), words::plain(&message))
        }
        other => other.to_string(),
    }
}

/// What is repeated of somebody's address: enough to know it again.
fn short(value: &str) -> String {
    value.chars().take(60).collect()
}

//! `GET /jwks`: the public key that ID tokens are signed with.

use axum::response::Response;
use http::StatusCode;
use moa_wire::jose::Jwks;

use crate::desk::Desk;
use crate::intake::Asked;
use crate::reply;

pub(crate) fn answer(desk: &Desk, _asked: &Asked) -> Response {
    reply::json(StatusCode::OK, &Jwks { keys: vec![desk.key.public_jwk()] })
}

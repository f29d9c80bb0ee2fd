//! The OpenAPI document of the admin API, made from the same functions that answer it.
//!
//! Each operation says what it takes and what it gives when it succeeds. What all of them have in common is added here: who
//! may call it (from the table of roles), and the ways in which it says no. So a new operation is documented as soon as it
//! is written, and one without a row in the table of roles is refused.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse as _, Response};
use http::Method;
use http::header::CONTENT_TYPE;
use utoipa::openapi::path::{HttpMethod, Operation, PathItem};
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, ComponentsBuilder, Content, InfoBuilder, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa::{PartialSchema as _, ToSchema as _};
use utoipa_axum::router::OpenApiRouter;

use crate::desk::Desk;
use crate::guard::Operations;
use crate::problem::{Code, FaultView, MEDIA_TYPE, Problem};
use crate::roles::Who;

/// Where the document is.
pub const PATH: &str = "/admin/v1/openapi.json";

const SCHEME: &str = "session";

/// The routes as a router, which operation stands behind which, and the document's text.
pub(crate) fn assemble(routes: OpenApiRouter<Arc<Desk>>) -> (Router<Arc<Desk>>, Operations, Arc<str>) {
    let (router, mut api) = routes.split_for_parts();
    api.info = InfoBuilder::new()
        .title("Moa management centre")
        .version("1")
        .description(Some(
            "Runs a world of banks: APIs and their states, apps, plans, approvals, consents, traffic and audit. \
             Every no is a problem (RFC 9457) with a stable `code`.",
        ))
        .build();
    describe_components(&mut api);
    let mut operations = HashMap::new();
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in of_item(item) {
            let name = operation.operation_id.clone().unwrap_or_default();
            complete(operation, &name, &method);
            operations.insert((method, path.clone()), name);
        }
    }
    let text = api.to_json().unwrap_or_default();
    (router, operations, text.into())
}

/// The document, for whoever wants to write a client.
pub(crate) fn answer(text: &Arc<str>) -> Response {
    ([(CONTENT_TYPE, "application/json")], text.to_string()).into_response()
}

fn of_item(item: &mut PathItem) -> Vec<(Method, &mut Operation)> {
    let PathItem { get, put, post, delete, .. } = item;
    [(HttpMethod::Get, get), (HttpMethod::Put, put), (HttpMethod::Post, post), (HttpMethod::Delete, delete)]
        .into_iter()
        .filter_map(|(method, operation)| {
            let method = match method {
                HttpMethod::Get => Method::GET,
                HttpMethod::Put => Method::PUT,
                HttpMethod::Post => Method::POST,
                _ => Method::DELETE,
            };
            operation.as_mut().map(|operation| (method, operation))
        })
        .collect()
}

fn describe_components(api: &mut OpenApi) {
    let former = api.components.take().unwrap_or_default();
    let mut components = ComponentsBuilder::from(former)
        .schema("Problem", Problem::schema())
        .schema("Code", Code::schema())
        .schema("FaultView", FaultView::schema())
        .build();
    close_wishes(&mut components);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("From `POST /admin/v1/sessions`."));
    components.add_security_scheme(SCHEME, SecurityScheme::Http(bearer.build()));
    api.components = Some(components);
}

/// A wish has its own members and no others; the derived schema of an enum does not say so.
fn close_wishes(components: &mut Components) {
    let Some(RefOr::T(Schema::OneOf(wishes))) = components.schemas.get_mut("Wish") else { return };
    for wish in &mut wishes.items {
        if let RefOr::T(Schema::Object(wish)) = wish {
            wish.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
}

/// Adds to one operation what all have in common.
fn complete(operation: &mut Operation, name: &str, method: &Method) {
    let who = Who::may(name);
    let words = who.map_or_else(|| "Nobody.".to_owned(), Who::words);
    let told = operation.description.take().unwrap_or_default();
    operation.description = Some(format!("{told}\n\nWho: {words}").trim().to_owned());
    let mut noes = vec![
        (400, "The request makes no sense"),
        (404, "There is no such thing"),
        (421, "The request was not meant for this address"),
        (500, "Something of the platform is broken"),
        (503, "Too much is asked for at once"),
        (504, "It took too long"),
    ];
    if who != Some(Who::Anybody) {
        operation.security = Some(vec![SecurityRequirement::new::<_, [String; 0], String>(SCHEME, [])]);
        noes.extend([(401, "There is no session, or it is over"), (403, "The role may not do this")]);
    } else if name == "openSession" {
        noes.push((401, "Name or password is wrong"));
    }
    // Both take a password, and whoever guesses has to wait.
    if ["openSession", "changePassword"].contains(&name) {
        noes.push((429, "Too many tries: wait"));
    }
    if *method != Method::GET {
        noes.push((409, "The state of the thing does not allow it"));
    }
    if operation.request_body.is_some() {
        noes.extend([
            (413, "The body is too large"),
            (415, "The body is not JSON"),
            (422, "The content makes no sense"),
        ]);
    }
    for (status, words) in noes {
        let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name(Problem::name()))));
        let response = ResponseBuilder::new().description(words).content(MEDIA_TYPE, problem).build();
        operation.responses.responses.entry(status.to_string()).or_insert(RefOr::T(response));
    }
}

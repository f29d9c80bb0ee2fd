//! Before any handler runs: was the request meant for us, is there a session, may its role do this?
//!
//! The host is looked at because a web page can make a browser send requests to this machine under another name (DNS
//! rebinding); pages from elsewhere are sent away by their `Origin`. There are no cookies, so a browser never sends a session
//! by itself. Which role may call which operation stands in [`crate::roles`], and nowhere else is it asked.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{AUTHORIZATION, HOST, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};
use moa_kernel::SecretString;

use crate::accounts::{Purpose, Session};
use crate::desk::{Desk, blocking};
use crate::problem::{Code, Problem};
use crate::roles::{Role, Who};

/// Which operation stands behind a method and a path.
pub(crate) type Operations = HashMap<(Method, String), String>;

/// Who calls, and with which token.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) session: Session,
    pub(crate) token: SecretString,
}

impl Caller {
    /// The caller as the audit log names them.
    pub(crate) fn actor(&self) -> String {
        self.session.actor()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(not_authenticated)
    }
}

/// From where somebody calls, where that is known.
pub(crate) struct Peer(pub(crate) Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map(|ConnectInfo(address)| address.ip())))
    }
}

/// Lets through what was meant for this address.
pub(crate) async fn host(request: Request, next: Next) -> Response {
    if is_for_us(request.uri(), request.headers()) {
        return next.run(request).await;
    }
    Problem::new(
        StatusCode::MISDIRECTED_REQUEST,
        Code::WrongHost,
        "this request was not meant for the management centre",
    )
    .next("call it as 127.0.0.1 or localhost, and not from a web page")
    .into_response()
}

/// Lets through who may call the operation.
pub(crate) async fn role(
    State((desk, operations)): State<(Arc<Desk>, Arc<Operations>)>,
    request: Request,
    next: Next,
) -> Response {
    match admit(&desk, &operations, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn admit(desk: &Arc<Desk>, operations: &Operations, mut request: Request) -> Result<Request, Problem> {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()).unwrap_or_default();
    let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let Some(operation) = operations.get(&(method, path)) else {
        // A method that means nothing here: the router says so itself, and there is nothing behind it to guard.
        return Ok(request);
    };
    // An operation that the table forgot is nobody's.
    let who = Who::may(operation).unwrap_or(Who::Only(&[]));
    if who == Who::Anybody {
        return Ok(request);
    }
    let token = bearer(request.headers()).ok_or_else(not_authenticated)?;
    let (asked, accounts) = (token.clone(), desk.accounts.clone());
    let session = blocking(move || Ok(accounts.find_session(&asked)?)).await?.ok_or_else(not_authenticated)?;
    if session.purpose != Purpose::Everything && who != Who::Metrics {
        return Err(only_metrics());
    }
    if !who.lets_in(session.role) {
        return Err(role_not_allowed(session.role, who));
    }
    request.extensions_mut().insert(Caller { session, token });
    Ok(request)
}

fn bearer(headers: &HeaderMap) -> Option<SecretString> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(one), None) = (all.next(), all.next()) else { return None };
    let (scheme, token) = one.to_str().ok()?.split_once(' ')?;
    let fits = scheme.eq_ignore_ascii_case("bearer") && (1..=128).contains(&token.len());
    fits.then(|| SecretString::from(token))
}

fn not_authenticated() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, Code::NotAuthenticated, "there is no session, or it is over")
        .next("log in: `mock-banks admin login`, or POST /admin/v1/sessions")
}

fn only_metrics() -> Problem {
    let detail = "this token reads /metrics and opens nothing else";
    Problem::new(StatusCode::FORBIDDEN, Code::RoleNotAllowed, detail).next("log in: `mock-banks admin login`")
}

fn role_not_allowed(role: Role, who: Who) -> Problem {
    let detail = format!("this is not for the role {}: it needs {}", role.word(), who.needed());
    let next = match Who::may("listAccounts") {
        Some(listing) if listing.lets_in(role) => {
            "ask somebody who has that role (`mock-banks admin accounts list` shows who), or log in as one"
        }
        _ => "ask somebody who has that role, or log in as one: `mock-banks admin login NAME`",
    };
    Problem::new(StatusCode::FORBIDDEN, Code::RoleNotAllowed, detail).next(next)
}

fn is_for_us(uri: &Uri, headers: &HeaderMap) -> bool {
    let host = match uri.authority() {
        Some(authority) => Some(authority.as_str()),
        None => headers.get(HOST).and_then(|host| host.to_str().ok()),
    };
    let origins_are_ours = headers.get_all(ORIGIN).iter().all(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")).is_some_and(is_loopback)
    });
    host.is_some_and(is_loopback) && origins_are_ours && headers.get_all(HOST).iter().count() <= 1
}

/// Whether a host with or without a port is this machine, by a name that no resolver is asked for.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_by_its_own_names_is_us() {
        for good in ["127.0.0.1", "127.0.0.1:7299", "localhost:1", "[::1]", "[::1]:7299"] {
            assert!(is_loopback(good), "{good}");
        }
        for bad in [
            "",
            "evil.example",
            "evil.example:7299",
            "127.0.0.1.evil.example",
            "localhost.evil",
            "0.0.0.0",
            "::1",
            "127.0.0.1:x",
        ] {
            assert!(!is_loopback(bad), "{bad}");
        }
    }

    #[test]
    fn a_token_is_one_bearer_in_one_header() {
        let of = |values: &[&str]| {
            let headers: HeaderMap = values.iter().map(|value| (AUTHORIZATION, value.parse().unwrap())).collect();
            bearer(&headers).is_some()
        };
        assert!(of(&["Bearer abc"]) && of(&["bearer abc"]));
        let long = format!("Bearer {}", "x".repeat(129));
        for wrong in [&[][..], &["abc"], &["Basic abc"], &["Bearer "], &["Bearer a", "Bearer b"], &[&long]] {
            assert!(!of(wrong), "{wrong:?}");
        }
    }
}

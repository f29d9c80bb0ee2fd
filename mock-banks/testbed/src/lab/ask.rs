//! A request, as data, so that a check can spoil one thing of it.

use axum::body::Body;
use http::{HeaderName, HeaderValue, Method, Request};
use moa_kernel::{ExposeSecret as _, SecretString};
use moa_security::dpop::{self, ProofFor};
use url::Url;

use super::twin::{App, ORIGIN, Twin};

/// A request that has not been sent.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    /// What it is, in words.
    pub(crate) label: String,
    pub(crate) method: Method,
    /// The path from the origin on, with ids written in.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
    /// The token, if one is sent.
    pub(crate) token: Option<String>,
    /// Under which scheme.
    pub(crate) scheme: &'static str,
    pub(crate) proof: Proof,
    /// Whose key makes the proof.
    pub(crate) app: App,
}

/// The proof that goes with the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proof {
    /// One for this request, by the app's key.
    Good,
    /// None.
    Missing,
    /// One by a key that the token is not bound to.
    OtherKey,
    /// One for another method.
    OtherMethod,
    /// One for another path.
    OtherPath,
    /// One for another token.
    OtherToken,
    /// One without a nonce of the bank's.
    NoNonce,
    /// This one.
    These(String),
}

impl Ask {
    /// Adds to the words.
    pub(crate) fn but(mut self, words: &str) -> Self {
        self.label = format!("{} {words}", self.label);
        self
    }

    /// Whether it has a header of this name.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// Sets a header, in place of one of the same name.
    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets a parameter of the query, in place of one of the same name.
    pub(crate) fn with_query(mut self, name: &str, value: &str) -> Self {
        self.query.retain(|(known, _)| known != name);
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends JSON.
    pub(crate) fn with_body(self, body: Vec<u8>) -> Self {
        Self { body: Some(body), ..self.with_header("content-type", "application/json") }
    }

    /// The proof this request goes with, if it is one that can be made.
    pub(crate) fn proof(&self, twin: &Twin) -> Option<String> {
        let token = self.token.as_deref().unwrap_or("none");
        let url = |path: &str| Url::parse(&format!("{ORIGIN}{path}")).ok();
        let nonce = twin.nonce();
        let good = (self.method.as_str(), url(&self.path)?, token, Some(nonce.as_str()));
        let (method, url, token, nonce) = match &self.proof {
            Proof::Missing => return None,
            Proof::These(proof) => return Some(proof.clone()),
            Proof::Good | Proof::OtherKey => good,
            Proof::OtherMethod => (if self.method == Method::GET { "POST" } else { "GET" }, good.1, good.2, good.3),
            Proof::OtherPath => (good.0, url("/somewhere/else")?, good.2, good.3),
            Proof::OtherToken => (good.0, good.1, "another-token", good.3),
            Proof::NoNonce => (good.0, good.1, good.2, None),
        };
        let app = if self.proof == Proof::OtherKey { self.app.other() } else { self.app };
        let token = SecretString::from(token);
        let request = ProofFor { method, url: &url, access_token: Some(&token), nonce };
        let proof = dpop::make(twin.key(app), &request, &*twin.clock, &*twin.entropy).ok()?;
        Some(proof.expose_secret().to_owned())
    }

    /// The request, if it is one.
    pub(super) fn to_request(&self, twin: &Twin) -> Option<Request<Body>> {
        let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
        let target = if self.query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) };
        let mut request = Request::builder().method(self.method.clone()).uri(target).body(Body::empty()).ok()?;
        let headers = request.headers_mut();
        if let Some(token) = &self.token {
            headers
                .insert(http::header::AUTHORIZATION, HeaderValue::from_str(&format!("{} {token}", self.scheme)).ok()?);
        }
        if let Some(proof) = self.proof(twin) {
            headers.insert(HeaderName::from_static("dpop"), HeaderValue::from_str(&proof).ok()?);
        }
        for (name, value) in &self.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
        }
        if let Some(body) = &self.body {
            *request.body_mut() = Body::from(body.clone());
        }
        Some(request)
    }
}

/// A text as one part of a path.
pub(crate) fn path_part(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

//! The outer form of a request: what it accepts, what its body is, and how large that is.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, Method};
use http_body_util::{BodyExt as _, Limited};
use moa_bank_registry::Limits;

use super::PayloadFacts;

/// What is wrong with a request's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormFault {
    /// The app does not take JSON.
    NotAcceptable,
    /// The body is not said to be JSON.
    UnsupportedMediaType,
    /// The body broke off.
    Broken,
    /// An idempotency key came before, with another body.
    KeyReused,
    /// A header of the standard cannot be read.
    Header(&'static str),
}

/// Whether the app can read what this API writes.
pub(crate) fn check_accept(headers: &HeaderMap) -> Result<(), FormFault> {
    let mut ranges = headers.get_all(ACCEPT).iter().peekable();
    if ranges.peek().is_none() {
        return Ok(());
    }
    let readable = ranges.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(takes_json);
    if readable { Ok(()) } else { Err(FormFault::NotAcceptable) }
}

fn takes_json(range: &str) -> bool {
    let mut parts = range.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let refused = parts.any(|parameter| matches!(parameter, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
    matches!(kind.as_str(), "application/json" | "application/*" | "*/*") && !refused
}

/// Whether the standard's optional headers, where an app sends them, say what they are for: since when the customer has been
/// there, and from where. A wrong one would otherwise count as an attended call.
pub(crate) fn check_headers(headers: &HeaderMap) -> Result<(), FormFault> {
    const AUTH_DATE: &str = "x-fapi-auth-date";
    const CUSTOMER_IP: &str = "x-fapi-customer-ip-address";
    let is_date =
        |text: &str| jiff::fmt::rfc2822::parse(text).is_ok() && (text.ends_with("GMT") || text.ends_with("UTC"));
    let is_address = |text: &str| text.parse::<std::net::IpAddr>().is_ok();
    check_header(headers, AUTH_DATE, is_date)?;
    check_header(headers, CUSTOMER_IP, is_address)
}

fn check_header(headers: &HeaderMap, name: &'static str, reads: impl Fn(&str) -> bool) -> Result<(), FormFault> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(()),
        (Some(value), None) if value.to_str().is_ok_and(reads) => Ok(()),
        _ => Err(FormFault::Header(name)),
    }
}

/// Reads a body that must be JSON, and measures it; other methods have none worth reading. Nothing is read beyond what the
/// API takes: the rest would only fill our memory.
pub(crate) async fn read_body(
    method: &Method,
    headers: &HeaderMap,
    body: axum::body::Body,
    limits: Limits,
) -> Result<(Bytes, PayloadFacts), FormFault> {
    let none = PayloadFacts { bytes: 0, depth: 0, limits };
    if !matches!(*method, Method::POST | Method::PUT | Method::PATCH) {
        return Ok((Bytes::new(), none));
    }
    if !is_json(headers) {
        return Err(FormFault::UnsupportedMediaType);
    }
    match Limited::new(body, usize::try_from(limits.body_bytes_max).unwrap_or(usize::MAX)).collect().await {
        Ok(collected) => {
            let body = collected.to_bytes();
            let measured = PayloadFacts::of(&body, limits);
            Ok((body, measured))
        }
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            let bytes = u64::from(limits.body_bytes_max).saturating_add(1);
            Ok((Bytes::new(), PayloadFacts { bytes, ..none }))
        }
        Err(_) => Err(FormFault::Broken),
    }
}

impl PayloadFacts {
    /// Measures a body, for an API that takes so much and no more.
    #[must_use]
    pub fn of(body: &[u8], limits: Limits) -> Self {
        let bytes = u64::try_from(body.len()).unwrap_or(u64::MAX);
        Self { bytes, depth: depth(body, limits.body_depth_max), limits }
    }
}

/// How deep arrays and objects lie in each other, counted no further than one beyond `most`. Looked at before anybody
/// parses: a parser that follows every bracket would be led as deep as the sender likes.
fn depth(body: &[u8], most: u32) -> u32 {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_u32, 0_u32, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => depth = depth.saturating_add(1),
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        if deepest > most {
            break;
        }
    }
    deepest
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(kind), None) = (types.next(), types.next()) else { return false };
    let Ok(kind) = kind.to_str() else { return false };
    let mut parts = kind.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.next().as_deref() == Some("application/json") && parts.all(|parameter| parameter == "charset=utf-8")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(name: &http::HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn an_app_that_takes_json_is_served() {
        for accept in
            [&[][..], &["*/*"], &["application/json"], &["text/html, application/json;q=0.5"], &["text/html", "*/*"]]
        {
            assert_eq!(check_accept(&headers(&ACCEPT, accept)), Ok(()), "{accept:?}");
        }
        for accept in [&["text/html"][..], &["application/jose+jwe"], &["application/json;q=0"], &[""]] {
            assert_eq!(check_accept(&headers(&ACCEPT, accept)), Err(FormFault::NotAcceptable), "{accept:?}");
        }
    }

    #[test]
    fn the_standards_optional_headers_are_read_or_refused() {
        let one = |name: &'static str, values: &[&str]| check_headers(&headers(&name.parse().unwrap(), values));
        assert_eq!(one("x-fapi-auth-date", &["Mon, 23 Nov 2026 09:00:00 GMT"]), Ok(()));
        assert_eq!(one("x-fapi-customer-ip-address", &["2001:db8::7"]), Ok(()));
        assert_eq!(one("x-other", &["anything"]), Ok(()));
        for (name, values) in [
            ("x-fapi-auth-date", &["2026-11-23T09:00:00Z"][..]),
            ("x-fapi-auth-date", &["Mon, 23 Nov 2026 09:00:00 +0900"]),
            ("x-fapi-customer-ip-address", &["localhost"]),
            ("x-fapi-customer-ip-address", &["192.0.2.7", "192.0.2.8"]),
        ] {
            assert_eq!(one(name, values), Err(FormFault::Header(name)), "{values:?}");
        }
    }

    #[tokio::test]
    async fn a_body_is_json_and_not_endless() {
        let read = async |types: &[&str], bytes: usize| {
            read_body(&Method::POST, &headers(&CONTENT_TYPE, types), vec![b' '; bytes].into(), Limits::default())
                .await
                .map(|(body, measured)| (body.len(), measured.bytes))
        };
        assert_eq!(read(&["application/json"], 10).await, Ok((10, 10)));
        assert_eq!(read(&["application/json; charset=UTF-8"], 64 * 1024).await, Ok((64 * 1024, 64 * 1024)));
        for beyond in [1, 1_000_000] {
            let measured = read(&["application/json"], 64 * 1024 + beyond).await;
            assert_eq!(measured, Ok((0, 64 * 1024 + 1)), "what is too large is not kept, and not read to its end");
        }
        for types in
            [&[][..], &["text/json"], &["application/json; charset=utf-16"], &["application/json", "text/html"]]
        {
            assert_eq!(read(types, 10).await, Err(FormFault::UnsupportedMediaType), "{types:?}");
        }
    }

    #[test]
    fn a_body_is_as_deep_as_its_brackets_lie_in_each_other() {
        let deep = |body: &str| depth(body.as_bytes(), 32);
        assert_eq!(deep("7"), 0);
        assert_eq!(deep(r#"{"a":[1,[2]],"b":{}}"#), 3);
        assert_eq!(deep("[][][]"), 1);
        assert_eq!(deep(&"[".repeat(60_000)), 33, "counted until it is too deep for anybody");
        assert_eq!(deep(&format!("\"{}\"", "[".repeat(100))), 0, "brackets in a text are text");
        assert_eq!(deep(r#""\"[[[[""#), 0, "and so are they behind an escaped quote");
        assert_eq!(deep(r#""\\"[[[["#), 4, "but not behind an escaped backslash");
    }
}

//! What a state has every answer say, so that apps notice before people have to be told: `Deprecation` (RFC 9745), `Sunset`
//! (RFC 8594) and a `Link` to the successor (RFC 8288, relation `successor-version` of RFC 5829).

use http::{HeaderName, HeaderValue};
use jiff::Zoned;
use jiff::tz::TimeZone;
use moa_kernel::Timestamp;

use crate::definition::Version;
use crate::record::ApiRecord;
use crate::state::State;

const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
const SUNSET: HeaderName = HeaderName::from_static("sunset");

/// The headers of a record, the others being there to find its successor among.
pub(super) fn headers(record: &ApiRecord, all: &[&ApiRecord]) -> Vec<(HeaderName, HeaderValue)> {
    let (deprecated, sunset, successor) = match settled(&record.state) {
        State::Deprecated { at, sunset, successor } => (Some(*at), Some(*sunset), *successor),
        State::Retired { at, successor, .. } => (None, Some(*at), *successor),
        _ => (None, None, None),
    };
    let link = successor.and_then(|version| link(record, version, all));
    [
        deprecated.map(|at| (DEPRECATION, format!("@{}", at.as_second()))),
        sunset.and_then(http_date).map(|date| (SUNSET, date)),
        link.map(|link| (http::header::LINK, link)),
    ]
    .into_iter()
    .flatten()
    .filter_map(|(name, text)| Some((name, HeaderValue::from_str(&text).ok()?)))
    .collect()
}

/// A switch that was pulled does not make the API less deprecated.
fn settled(state: &State) -> &State {
    match state {
        State::Blocked { from, .. } => from,
        state => state,
    }
}

/// Where the successor lives: whichever minor of its major is live now.
fn link(record: &ApiRecord, successor: Version, all: &[&ApiRecord]) -> Option<String> {
    let is_it = |other: &&&ApiRecord| {
        other.family() == record.family() && other.version().major == successor.major && other.state.is_live()
    };
    let at = &all.iter().find(is_it)?.definition.base_path;
    Some(format!("<{at}>; rel=\"successor-version\""))
}

/// RFC 9110 §5.6.7.
fn http_date(at: Timestamp) -> Option<String> {
    let at: Zoned = at.to_zoned(TimeZone::UTC);
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at.timestamp()).ok()
}

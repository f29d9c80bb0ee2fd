//! A device whose clock is wrong makes assertions and proofs the bank must refuse. The bank's `Date` header tells.
//!
//! The offset is learnt from a refusal only, and only up to five minutes: a bank that claims it is ten years later is not
//! followed (FAPI 2.0 Security Profile §5.3.3.1, note 1).

use std::sync::{Arc, Mutex};

use http::header::DATE;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use moa_kernel::Clock;
use moa_wire::oauth::code;
use serde::Deserialize;

use crate::standards::HttpReply;

const SMALLEST: SignedDuration = SignedDuration::from_secs(5);
const LARGEST: SignedDuration = SignedDuration::from_secs(5 * 60);

/// The device's clock, as one bank sees it.
pub(super) struct BankClock {
    device: Arc<dyn Clock>,
    offset: Mutex<SignedDuration>,
}

impl BankClock {
    pub(super) fn new(device: Arc<dyn Clock>) -> Self {
        Self { device, offset: Mutex::new(SignedDuration::ZERO) }
    }

    /// Learns from a refusal that may be due to our clock. True when another try makes sense.
    pub(super) fn learn_from(&self, reply: &HttpReply) -> bool {
        if !blames_the_client(reply) {
            return false;
        }
        let Some(theirs) = reply.headers.get(DATE).and_then(|date| date.to_str().ok()).and_then(read_http_date) else {
            return false;
        };
        let offset = theirs.duration_since(self.device.now());
        let mut known = self.offset.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let news = offset.checked_sub(*known).unwrap_or(SignedDuration::MAX);
        if news.unsigned_abs() < SMALLEST.unsigned_abs() || offset.unsigned_abs() > LARGEST.unsigned_abs() {
            return false;
        }
        tracing::warn!(seconds = offset.as_secs(), "this device's clock differs from the bank's; following the bank");
        *known = offset;
        true
    }
}

impl Clock for BankClock {
    fn now(&self) -> Timestamp {
        let offset = *self.offset.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = self.device.now();
        now.checked_add(offset).unwrap_or(now)
    }
}

fn blames_the_client(reply: &HttpReply) -> bool {
    #[derive(Deserialize)]
    struct Code {
        error: String,
    }
    reply.status.is_client_error()
        && serde_json::from_slice::<Code>(&reply.body)
            .is_ok_and(|said| [code::INVALID_CLIENT, code::INVALID_DPOP_PROOF].contains(&said.error.as_str()))
}

/// Reads the date form of HTTP headers.
pub(super) fn read_http_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};
    use moa_kernel::FrozenClock;

    use super::*;

    fn refusal(date: &str, code: &str) -> HttpReply {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, date.parse().unwrap());
        let body = Bytes::from(format!(r#"{{"error":"{code}"}}"#));
        HttpReply { status: StatusCode::UNAUTHORIZED, headers, body, interaction_id: None }
    }

    fn clock() -> BankClock {
        BankClock::new(Arc::new(FrozenClock::at("2026-07-14T07:42:00Z".parse().unwrap())))
    }

    #[test]
    fn a_refusal_two_minutes_off_is_learnt_from_once() {
        let clock = clock();
        let refusal = refusal("Tue, 14 Jul 2026 07:44:00 GMT", "invalid_client");
        assert!(clock.learn_from(&refusal));
        assert_eq!(clock.now().to_string(), "2026-07-14T07:44:00Z");
        assert!(!clock.learn_from(&refusal), "a second refusal has another reason");
    }

    #[test]
    fn a_hostile_date_is_not_followed() {
        let clock = clock();
        for date in [
            "Tue, 14 Jul 2036 07:42:00 GMT",
            "Tue, 14 Jul 2026 07:48:00 GMT",
            "Tue, 14 Jul 2026 07:42:03 GMT",
            "yesterday",
        ] {
            assert!(!clock.learn_from(&refusal(date, "invalid_client")), "{date}");
        }
        assert!(!clock.learn_from(&refusal("Tue, 14 Jul 2026 07:44:00 GMT", "invalid_grant")));
        assert_eq!(clock.now().to_string(), "2026-07-14T07:42:00Z");
    }
}

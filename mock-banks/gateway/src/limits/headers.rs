//! Tells an app how it stands: `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10), lists of
//! structured fields (RFC 9651), and `Retry-After` (RFC 9110 §10.2.3) where it asked too much.
//!
//! They are on every answer to an app that has proved who it is, refusals included, and on no other: a stranger learns
//! nothing about anybody's plan. A plan's name is small letters, digits and hyphens, so no quoting is needed.

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::LimitFacts;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STANDING: HeaderName = HeaderName::from_static("ratelimit");

/// Puts the two fields on an answer.
pub(crate) fn put(headers: &mut HeaderMap, facts: &LimitFacts) {
    for (name, value) in [(POLICY, policy(facts)), (STANDING, standing(facts))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

/// Says when it is worth asking again.
pub(crate) fn put_retry_after(headers: &mut HeaderMap, seconds: u32) {
    headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
}

fn policy(facts: &LimitFacts) -> String {
    let (quota, spike) = (facts.plan.quota, facts.plan.spike);
    // A bucket's window is the time in which a whole burst is earned again.
    let refilled_in = spike.burst.div_ceil(spike.per_second.max(1)).max(1);
    let name = &facts.plan.name;
    format!(
        "\"{name}-quota\";q={};w={}, \"{name}-spike\";q={};w={refilled_in}",
        quota.requests, quota.window_seconds, spike.burst
    )
}

fn standing(facts: &LimitFacts) -> String {
    let (quota, spike, name) = (facts.quota, facts.spike, &facts.plan.name);
    format!(
        "\"{name}-quota\";r={};t={}, \"{name}-spike\";r={};t={}",
        quota.remaining, quota.reset_seconds, spike.remaining, spike.reset_seconds
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::limits::{Plan, Standing};

    #[test]
    fn the_fields_are_written_as_the_draft_has_them() {
        let quota = Standing { within: true, remaining: 59, reset_seconds: 600 };
        let spike = Standing { within: true, remaining: 9, reset_seconds: 1 };
        let facts = LimitFacts { quota, spike, ..LimitFacts::untouched(Arc::new(Plan::sandbox_small())) };
        let mut headers = HeaderMap::new();
        put(&mut headers, &facts);
        assert_eq!(headers[POLICY], "\"sandbox-small-quota\";q=60;w=600, \"sandbox-small-spike\";q=10;w=10");
        assert_eq!(headers[STANDING], "\"sandbox-small-quota\";r=59;t=600, \"sandbox-small-spike\";r=9;t=1");
    }

    #[test]
    fn whoever_asked_too_much_is_told_when_to_come_again() {
        let free = LimitFacts::untouched(Arc::new(Plan::sandbox_small()));
        assert_eq!(free.retry_after(), None);
        let over = Standing { within: false, remaining: 0, reset_seconds: 42 };
        assert_eq!(LimitFacts { quota: over, ..free.clone() }.retry_after(), Some(42));
        let soon = Standing { reset_seconds: 0, ..over };
        assert_eq!(LimitFacts { spike: soon, ..free.clone() }.retry_after(), Some(1), "never at once");
        assert_eq!(LimitFacts { has_place: false, ..free }.retry_after(), Some(1));
    }
}

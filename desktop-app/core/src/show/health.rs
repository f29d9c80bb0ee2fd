//! How a link is doing, from its state, its last sync and the moment.

use moa_kernel::Timestamp;
use moa_sdk::error::ErrorKind;
use moa_sdk::link::{Link, LinkState};
use moa_sdk::store::{SyncEnd, SyncRecord};

use crate::dto::{Health, HealthCode};

/// A permission that ends within this many days should be renewed.
const SOON_DAYS: i64 = 14;

/// The health of a link. What a person has to act on comes before what merely is.
pub(crate) fn health(link: &Link, last: Option<&SyncRecord>, now: Timestamp) -> Health {
    let (code, since, until) = match link.state_at(now) {
        LinkState::Expired { since } | LinkState::Revoked { since } => (HealthCode::Ended, Some(since), None),
        LinkState::Lost { since } => (HealthCode::NeedsReconnect, Some(since), None),
        _ => usable(link, last, now),
    };
    Health {
        code,
        since: since.map(|at| at.to_string()),
        until: until.map(|at| at.to_string()),
        last_success: last.and_then(|sync| sync.last_success).map(|at| at.to_string()),
    }
}

fn usable(
    link: &Link,
    last: Option<&SyncRecord>,
    now: Timestamp,
) -> (HealthCode, Option<Timestamp>, Option<Timestamp>) {
    let Some(last) = last else { return (HealthCode::NeverSynced, Some(link.linked_at), link.expires_at) };
    if let Some(retry_at) = last.retry_at.filter(|at| *at > now)
        && failed_with(last, ErrorKind::RateLimited)
    {
        return (HealthCode::AskedToWait, Some(last.finished_at), Some(retry_at));
    }
    if failed_with(last, ErrorKind::LinkEnded) {
        return (HealthCode::NeedsReconnect, last.failing_since, None);
    }
    if let SyncEnd::Failed { .. } = last.end {
        return (HealthCode::Down, last.failing_since.or(Some(last.finished_at)), last.retry_at);
    }
    if link.expires_at.is_some_and(|ends| ends.duration_since(now).as_hours() < SOON_DAYS * 24) {
        return (HealthCode::EndingSoon, None, link.expires_at);
    }
    match last.end {
        SyncEnd::Complete => (HealthCode::Healthy, None, link.expires_at),
        _ => (HealthCode::Partial, Some(last.finished_at), link.expires_at),
    }
}

fn failed_with(last: &SyncRecord, kind: ErrorKind) -> bool {
    matches!(&last.end, SyncEnd::Failed { code } if code == kind.code())
}

#[cfg(test)]
mod tests {
    use moa_sdk::store::Tally;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn link(state: LinkState) -> Link {
        Link {
            id: "l1".try_into().unwrap(),
            bank: "thames".try_into().unwrap(),
            consent: "c1".try_into().unwrap(),
            state,
            linked_at: at("2026-05-02T09:00:00Z"),
            expires_at: Some(at("2026-10-29T09:00:00Z")),
        }
    }

    fn sync(end: SyncEnd) -> SyncRecord {
        SyncRecord {
            link: "l1".try_into().unwrap(),
            started_at: at("2026-07-14T07:42:00Z"),
            finished_at: at("2026-07-14T07:42:09Z"),
            end,
            last_success: Some(at("2026-07-14T05:40:00Z")),
            failing_since: Some(at("2026-07-14T07:10:00Z")),
            retry_at: Some(at("2026-07-14T12:00:00Z")),
            pages: 1,
            skipped: 0,
            tally: Tally::default(),
        }
    }

    fn code(state: LinkState, last: Option<&SyncRecord>, now: &str) -> HealthCode {
        health(&link(state), last, at(now)).code
    }

    fn failed(kind: ErrorKind) -> SyncRecord {
        sync(SyncEnd::Failed { code: kind.code().to_owned() })
    }

    #[test]
    fn a_good_sync_is_healthy_until_the_end_comes_near() {
        let last = sync(SyncEnd::Complete);
        assert_eq!(code(LinkState::Active, Some(&last), "2026-07-14T08:00:00Z"), HealthCode::Healthy);
        assert_eq!(code(LinkState::Active, Some(&last), "2026-10-15T10:00:00Z"), HealthCode::EndingSoon);
        assert_eq!(code(LinkState::Active, Some(&last), "2026-10-29T09:00:00Z"), HealthCode::Ended);
        assert_eq!(code(LinkState::Active, None, "2026-07-14T08:00:00Z"), HealthCode::NeverSynced);
    }

    #[test]
    fn a_bank_that_failed_is_said_to_be_down_since_when_and_not_healthy() {
        let seen = health(&link(LinkState::Active), Some(&failed(ErrorKind::BankDown)), at("2026-07-14T08:00:00Z"));
        assert_eq!(seen.code, HealthCode::Down);
        assert_eq!(seen.since.as_deref(), Some("2026-07-14T07:10:00Z"));
        assert_eq!(seen.last_success.as_deref(), Some("2026-07-14T05:40:00Z"));
        assert_eq!(code(LinkState::Active, Some(&sync(SyncEnd::Partial)), "2026-07-14T08:00:00Z"), HealthCode::Partial);
    }

    #[test]
    fn a_wait_lasts_as_long_as_the_bank_said() {
        let last = failed(ErrorKind::RateLimited);
        let seen = health(&link(LinkState::Active), Some(&last), at("2026-07-14T08:00:00Z"));
        assert_eq!((seen.code, seen.until.as_deref()), (HealthCode::AskedToWait, Some("2026-07-14T12:00:00Z")));
        assert_eq!(code(LinkState::Active, Some(&last), "2026-07-14T12:00:00Z"), HealthCode::Down);
    }

    #[test]
    fn an_ended_permission_is_said_before_anything_else() {
        let since = at("2026-07-01T00:00:00Z");
        let last = sync(SyncEnd::Complete);
        assert_eq!(code(LinkState::Lost { since }, Some(&last), "2026-07-14T08:00:00Z"), HealthCode::NeedsReconnect);
        assert_eq!(code(LinkState::Revoked { since }, Some(&last), "2026-07-14T08:00:00Z"), HealthCode::Ended);
        let last = failed(ErrorKind::LinkEnded);
        assert_eq!(code(LinkState::Active, Some(&last), "2026-07-14T08:00:00Z"), HealthCode::NeedsReconnect);
    }
}

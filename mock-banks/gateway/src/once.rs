//! Answers a repeated request as the first one was (`x-idempotency-key`, UK Read/Write Profile, idempotency), for operations
//! that their definition marks so.
//!
//! A key belongs to one app, one operation and one path, for 24 hours. The same key with the same body gets the same answer;
//! with another body it is refused, because whoever sends that has lost count. Two requests with one key at the same time are
//! served one after the other: the second finds what the first left. What the bank failed to do (5xx) is not remembered, so a
//! retry is a real one. The memory is in this process and bounded per app; when it is full of keys that still count, a new
//! key is refused rather than an old one forgotten, for forgetting could book something twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as Lock, PoisonError};

use axum::body::Bytes;
use http::{HeaderMap, StatusCode};
use jiff::SignedDuration;
use moa_bank_processing::{ApiReply, Refusal};
use moa_kernel::{ClientId, Timestamp};
use moa_security::digest::sha256_base64url;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::policy::{Repeat, repeat};

pub(crate) const HEADER: &str = "x-idempotency-key";
const KEY_CHARS_MAX: usize = 40;
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);
const KEYS_PER_APP_MAX: usize = 1_000;
const APPS_MAX: usize = 1_000;

/// What a request is known by when it comes again: the same key for another operation or path is another request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repeated {
    /// The operation, as its definition names it.
    pub operation: String,
    /// The path that was asked.
    pub path: String,
    /// The key that the app gave.
    pub key: String,
}

/// The keys that still count.
#[derive(Debug, Default)]
pub struct Keys(Lock<HashMap<ClientId, HashMap<Repeated, Slot>>>);

#[derive(Debug)]
struct Slot {
    since: Timestamp,
    answer: Arc<Mutex<Option<Kept>>>,
}

/// An answer that is given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    asked: String,
    pub(crate) status: StatusCode,
    pub(crate) body: Option<Bytes>,
    pub(crate) refusal: Option<Refusal>,
}

/// What a key means for a request.
#[derive(Debug)]
pub enum Turn {
    /// It is the first: what comes of it goes here.
    First(Writer),
    /// It was answered before.
    Again(Kept),
    /// The key came with another body before.
    OtherBody,
    /// There is no room for another key of this app.
    Full,
}

/// The right to say what comes of a key. Dropped unused, the key is as if it had never been seen.
#[derive(Debug)]
pub struct Writer {
    slot: OwnedMutexGuard<Option<Kept>>,
    asked: String,
}

impl Writer {
    /// Remembers the answer, unless the fault was ours.
    pub fn keep(mut self, reply: &ApiReply) {
        if !reply.status.is_server_error() {
            let body = reply.body.clone().map(Bytes::from);
            *self.slot = Some(Kept { asked: self.asked, status: reply.status, body, refusal: reply.refusal });
        }
    }
}

/// The key of a request: exactly one header, one to forty visible characters.
pub(crate) fn key(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(HEADER).iter();
    let (Some(key), None) = (given.next(), given.next()) else { return None };
    let key = key.to_str().ok()?;
    let is_key = (1..=KEY_CHARS_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    is_key.then_some(key)
}

impl Keys {
    /// What a key means for this request. Waits for another request with the same key that is under way.
    pub async fn turn(&self, app: &ClientId, request: Repeated, body: &[u8], now: Timestamp) -> Turn {
        let Some(answer) = self.slot(app, request, now) else { return Turn::Full };
        let slot = answer.lock_owned().await;
        let asked = sha256_base64url(body);
        match (repeat(slot.as_ref().map(|kept| kept.asked.as_str()), &asked), &*slot) {
            (Repeat::TheSame, Some(kept)) => Turn::Again(kept.clone()),
            (Repeat::Another, _) => Turn::OtherBody,
            (Repeat::First | Repeat::TheSame, _) => Turn::First(Writer { slot, asked }),
        }
    }

    fn slot(&self, app: &ClientId, request: Repeated, now: Timestamp) -> Option<Arc<Mutex<Option<Kept>>>> {
        let mut apps = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if apps.len() >= APPS_MAX && !apps.contains_key(app) {
            apps.values_mut().for_each(|keys| forget(keys, now));
            apps.retain(|_, keys| !keys.is_empty());
            if apps.len() >= APPS_MAX {
                return None;
            }
        }
        let keys = apps.entry(app.clone()).or_default();
        if keys.get(&request).is_some_and(|slot| is_over(slot, now)) {
            keys.remove(&request);
        }
        if keys.len() >= KEYS_PER_APP_MAX && !keys.contains_key(&request) {
            forget(keys, now);
            if keys.len() >= KEYS_PER_APP_MAX {
                return None;
            }
        }
        let slot = keys.entry(request).or_insert_with(|| Slot { since: now, answer: Arc::default() });
        Some(Arc::clone(&slot.answer))
    }
}

/// Forgets what is a day old, and keys whose request came to nothing.
fn forget(keys: &mut HashMap<Repeated, Slot>, now: Timestamp) {
    keys.retain(|_, slot| {
        let came_to_nothing =
            Arc::strong_count(&slot.answer) == 1 && slot.answer.try_lock().is_ok_and(|answer| answer.is_none());
        !is_over(slot, now) && !came_to_nothing
    });
}

/// A key under way is never over: forgetting it would let a second request with it begin beside the first.
fn is_over(slot: &Slot, now: Timestamp) -> bool {
    now.duration_since(slot.since) >= KEPT_FOR && Arc::strong_count(&slot.answer) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app(id: &str) -> ClientId {
        ClientId::new(id).unwrap()
    }

    fn payment(key: &str) -> Repeated {
        Repeated { operation: "pay".to_owned(), path: "/payments".to_owned(), key: key.to_owned() }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    async fn answer(keys: &Keys, key: &str, status: u16) {
        let Turn::First(writer) = keys.turn(&app("a"), payment(key), b"1", at(0)).await else { panic!("{key}") };
        writer.keep(&ApiReply::new(StatusCode::from_u16(status).unwrap(), Some(b"done".to_vec())));
    }

    #[tokio::test]
    async fn the_same_request_is_answered_once_and_told_again_for_a_day() {
        let keys = Keys::default();
        answer(&keys, "k", 201).await;
        let day = 24 * 3600;
        let Turn::Again(kept) = keys.turn(&app("a"), payment("k"), b"1", at(day - 1)).await else { panic!() };
        assert_eq!((kept.status.as_u16(), kept.body.unwrap()), (201, Bytes::from_static(b"done")));
        assert!(matches!(keys.turn(&app("a"), payment("k"), b"2", at(1)).await, Turn::OtherBody));
        let elsewhere = Repeated { path: "/transfers".to_owned(), ..payment("k") };
        let otherwise = Repeated { operation: "read".to_owned(), ..payment("k") };
        for (id, other) in [("b", payment("k")), ("a", payment("l")), ("a", elsewhere), ("a", otherwise)] {
            assert!(matches!(keys.turn(&app(id), other.clone(), b"1", at(1)).await, Turn::First(_)), "{id}, {other:?}");
        }
        assert!(matches!(keys.turn(&app("a"), payment("k"), b"2", at(day)).await, Turn::First(_)));
    }

    #[tokio::test]
    async fn what_the_bank_failed_to_do_can_be_tried_again() {
        let keys = Keys::default();
        answer(&keys, "k", 503).await;
        answer(&keys, "k", 400).await;
        assert!(matches!(keys.turn(&app("a"), payment("k"), b"1", at(1)).await, Turn::Again(_)));
    }

    #[tokio::test]
    async fn of_two_at_once_the_second_finds_what_the_first_left() {
        let keys = Keys::default();
        let Turn::First(writer) = keys.turn(&app("a"), payment("k"), b"1", at(0)).await else { panic!() };
        let mut second = Box::pin(async { keys.turn(&app("a"), payment("k"), b"1", at(0)).await });
        let mut idle = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(second.as_mut().poll(&mut idle).is_pending());
        writer.keep(&ApiReply::new(StatusCode::CREATED, None));
        assert!(matches!(second.await, Turn::Again(_)));
    }

    #[tokio::test]
    async fn a_full_memory_refuses_new_keys_and_forgets_none_that_count() {
        let keys = Keys::default();
        for n in 0..KEYS_PER_APP_MAX {
            answer(&keys, &n.to_string(), 201).await;
        }
        assert!(matches!(keys.turn(&app("a"), payment("new"), b"1", at(1)).await, Turn::Full));
        assert!(matches!(keys.turn(&app("a"), payment("0"), b"1", at(1)).await, Turn::Again(_)));
        assert!(matches!(keys.turn(&app("b"), payment("new"), b"1", at(1)).await, Turn::First(_)));
        assert!(matches!(keys.turn(&app("a"), payment("new"), b"1", at(24 * 3600)).await, Turn::First(_)));
    }

    #[test]
    fn a_key_is_one_header_of_up_to_forty_characters() {
        let headers = |values: &[&str]| -> HeaderMap {
            values.iter().map(|value| (http::HeaderName::from_static(HEADER), value.parse().unwrap())).collect()
        };
        assert_eq!(key(&headers(&["a"])), Some("a"));
        assert!(key(&headers(&[&"a".repeat(40)])).is_some());
        for values in [&[][..], &[""], &["a", "a"], &[&"a".repeat(41)], &["a b"]] {
            assert_eq!(key(&headers(values)), None, "{values:?}");
        }
    }
}

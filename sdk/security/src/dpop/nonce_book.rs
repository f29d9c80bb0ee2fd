//! The app's memory of servers' nonces (RFC 9449 §8.2, §9). Authorisation server and APIs have one each, even at one
//! origin; every answer may bring a new one, successes too.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use http::HeaderMap;
use url::{Origin, Url};

use super::NONCE_HEADER;

const NONCE_BYTES_MAX: usize = 1024;
/// More servers than anybody links; past it the book starts again, which costs one retry each.
const SERVERS_MAX: usize = 1024;

/// Which of a bank's two servers a request goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The authorisation server.
    Authorisation,
    /// The APIs.
    Resource,
}

/// Remembers the last nonce of each server.
#[derive(Default)]
pub struct NonceBook(Mutex<HashMap<(Origin, Side), String>>);

impl NonceBook {
    /// An empty book.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The nonce to put into the next proof for this server.
    #[must_use]
    pub fn nonce_for(&self, url: &Url, side: Side) -> Option<String> {
        self.lock().get(&(url.origin(), side)).cloned()
    }

    /// Takes the nonce out of an answer, if there is a sane one, and tells whether there was. A server that gives
    /// several at once, or something that is not a nonce (RFC 9449 §8.1), is not believed.
    pub fn note(&self, url: &Url, side: Side, answer: &HeaderMap) -> bool {
        let mut given = answer.get_all(NONCE_HEADER).iter();
        let (Some(nonce), None) = (given.next(), given.next()) else { return false };
        let Some(nonce) = nonce.to_str().ok().filter(|nonce| is_nonce(nonce)) else { return false };
        let mut book = self.lock();
        if book.len() >= SERVERS_MAX {
            book.clear();
        }
        book.insert((url.origin(), side), nonce.to_owned());
        true
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(Origin, Side), String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for NonceBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NonceBook({} servers)", self.lock().len())
    }
}

fn is_nonce(text: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    (1..=NONCE_BYTES_MAX).contains(&text.len()) && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn answer(nonces: &[&[u8]]) -> HeaderMap {
        nonces
            .iter()
            .map(|nonce| (http::HeaderName::from_static(NONCE_HEADER), HeaderValue::from_bytes(nonce).unwrap()))
            .collect()
    }

    #[test]
    fn each_server_has_its_own_nonce_and_the_last_one_counts() {
        let book = NonceBook::new();
        let token = Url::parse("https://bank.example/token").unwrap();
        let par = Url::parse("https://bank.example/par").unwrap();
        let other = Url::parse("https://bank.example:8443/token").unwrap();
        assert_eq!(book.nonce_for(&token, Side::Authorisation), None);
        assert!(book.note(&token, Side::Authorisation, &answer(&[b"one"])));
        assert!(book.note(&token, Side::Authorisation, &answer(&[b"two"])));
        assert_eq!(book.nonce_for(&par, Side::Authorisation).as_deref(), Some("two"), "one origin, one nonce");
        assert_eq!(book.nonce_for(&token, Side::Resource), None);
        assert_eq!(book.nonce_for(&other, Side::Authorisation), None);
    }

    #[test]
    fn what_is_not_a_nonce_is_not_noted() {
        let book = NonceBook::new();
        let url = Url::parse("https://bank.example/token").unwrap();
        let long = vec![b'a'; NONCE_BYTES_MAX + 1];
        let strange: [&[&[u8]]; 7] = [&[], &[b""], &[b"a b"], &[b"a\"b"], &[b"\xff"], &[b"a", b"b"], &[&long]];
        for nonces in strange {
            assert!(!book.note(&url, Side::Resource, &answer(nonces)), "{nonces:?}");
        }
        assert_eq!(book.nonce_for(&url, Side::Resource), None);
    }

    #[test]
    fn the_book_does_not_grow_for_ever() {
        let book = NonceBook::new();
        for port in 1..=3000 {
            let url = Url::parse(&format!("https://bank.example:{port}/token")).unwrap();
            book.note(&url, Side::Resource, &answer(&[b"n"]));
        }
        assert!(book.lock().len() <= SERVERS_MAX);
    }
}

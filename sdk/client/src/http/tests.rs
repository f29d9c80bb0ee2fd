//! One call at a time against a server that says what each test needs: what is sent, what is asked again, what is refused.

use std::sync::{Arc, Mutex};

use moa_kernel::{FrozenClock, SeededEntropy};
use moa_security::dpop::Side;
use mockito::{Matcher, Mock, Server, ServerGuard};
use reqwest::Method;
use url::Url;

use super::sleeper::tests::Notes;
use super::*;
use crate::error::{Error, ErrorKind};
use crate::standards::HttpReply;

const MOST_BYTES: usize = 1024;

/// `gzip` of 8192 spaces.
const EIGHT_KIBIBYTES: &[u8] = &[
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc1, 0x01, 0x0d, 0x00, 0x00, 0x00, 0xc2, 0xa0,
    0x2a, 0xef, 0x9f, 0xd2, 0x1c, 0x6e, 0x40, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xef, 0x06, 0x8d, 0xc4,
    0xbe, 0xe7, 0x00, 0x20, 0x00, 0x00,
];

/// A pretend bank, and what speaks to it without ever waiting.
struct Conversation {
    server: ServerGuard,
    http: BankHttp,
    waits: Arc<Notes>,
}

impl Conversation {
    async fn begin() -> Self {
        let server = Server::new_async().await;
        let (environment, limits, waits) = (Environment::Sandbox, Limits::default(), Arc::new(Notes::default()));
        let origin = Url::parse(&server.url()).unwrap();
        let pins = Pins::new(environment, &origin, &origin.join("/aisp").unwrap()).unwrap();
        let options = TransportOptions { environment, limits, trusted: None, app_name: "moa/test".to_owned() };
        let tools = Tools {
            clock: Arc::new(FrozenClock::at("2026-07-14T07:42:00Z".parse().unwrap())),
            entropy: Arc::new(SeededEntropy::new(1)),
            sleeper: Arc::<Notes>::clone(&waits),
        };
        let http = BankHttp::new("thames".try_into().unwrap(), pins, Transport::new(options).unwrap(), tools);
        Self { server, http, waits }
    }

    /// The next answer to this method at `/`, before the mock is set up.
    fn answers(&mut self, method: &Method, status: usize, body: &str) -> Mock {
        let mock = self.server.mock(method.as_str(), "/").with_status(status).with_body(body);
        mock.with_header("content-type", "application/json")
    }

    async fn call(&self, method: Method, idempotency_key: Option<&str>, most_bytes: usize) -> Result<HttpReply, Error> {
        let (url, server) = (Url::parse(&self.server.url()).unwrap(), Side::Resource);
        let (proof, payload) = (None, Payload::Nothing);
        self.http.call(&Call { method, url, server, proof, payload, idempotency_key, most_bytes }).await
    }

    async fn get(&self) -> Result<HttpReply, Error> {
        self.call(Method::GET, None, MOST_BYTES).await
    }

    fn waits(&self) -> usize {
        self.waits.0.lock().unwrap().len()
    }
}

#[tokio::test]
async fn a_read_that_met_a_busy_bank_is_asked_again_and_so_is_a_keyed_write() {
    for (method, key) in [(Method::GET, None), (Method::POST, Some("k-1"))] {
        let mut bank = Conversation::begin().await;
        let sent = key.map_or(Matcher::Missing, |key| Matcher::Exact(key.to_owned()));
        let busy = bank.answers(&method, 503, "").match_header("x-idempotency-key", sent.clone()).expect(1);
        let well = bank.answers(&method, 200, "[]").match_header("x-idempotency-key", sent).expect(1);
        let (busy, well) = (busy.create_async().await, well.create_async().await);
        assert_eq!(bank.call(method, key, MOST_BYTES).await.unwrap().body, "[]");
        assert_eq!(bank.waits(), 1, "it paused before the second try");
        busy.assert_async().await;
        well.assert_async().await;
    }
}

#[tokio::test]
async fn a_write_without_a_key_and_a_fault_that_will_not_pass_are_sent_once() {
    for (method, status) in [(Method::POST, 503), (Method::GET, 500)] {
        let mut bank = Conversation::begin().await;
        let trouble = bank.answers(&method, status, "").expect(1).create_async().await;
        let well = bank.answers(&method, 200, "[]").expect(0).create_async().await;
        assert_eq!(bank.call(method, None, MOST_BYTES).await.unwrap_err().kind(), ErrorKind::BankDown);
        assert_eq!(bank.waits(), 0);
        trouble.assert_async().await;
        well.assert_async().await;
    }
}

#[tokio::test]
async fn a_redirect_is_refused_and_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let mut bank = Conversation::begin().await;
        let elsewhere = bank.server.mock("GET", "/elsewhere").expect(0).create_async().await;
        bank.answers(&Method::GET, status, "[]").with_header("location", "/elsewhere").create_async().await;
        assert_eq!(bank.get().await.unwrap_err().kind(), ErrorKind::Redirected, "{status}");
        elsewhere.assert_async().await;
    }
}

#[tokio::test]
async fn an_answer_is_taken_for_json_only_when_it_says_so() {
    for (kind, is_json) in [
        ("application/json", true),
        ("Application/JSON; charset=utf-8", true),
        ("application/jwk-set+json", true),
        ("text/html", false),
        ("text/html; application/json", false),
        ("application/jsonp", false),
    ] {
        let mut bank = Conversation::begin().await;
        let mock = bank.server.mock("GET", "/").with_header("content-type", kind).with_body("[]").expect(1);
        let mock = mock.create_async().await;
        let refused = bank.get().await.map_err(|error| (error.kind(), error.context().status));
        let expected = if is_json { Ok("[]".into()) } else { Err((ErrorKind::NotJson, Some(200))) };
        assert_eq!(refused.map(|reply| reply.body), expected, "{kind}");
        mock.assert_async().await;
    }
}

#[tokio::test]
async fn a_body_may_be_as_large_as_the_limit_and_not_one_byte_larger() {
    for (length, fits) in [(MOST_BYTES, true), (MOST_BYTES + 1, false)] {
        for announced in [true, false] {
            let (mut bank, body) = (Conversation::begin().await, " ".repeat(length));
            let mock = bank.answers(&Method::GET, 200, &body);
            let mock = if announced { mock } else { mock.with_chunked_body(move |out| out.write_all(body.as_bytes())) };
            let mock = mock.expect(1).create_async().await;
            let length_read = bank.get().await.map(|reply| reply.body.len()).map_err(|error| error.kind());
            let expected = if fits { Ok(length) } else { Err(ErrorKind::TooLarge) };
            assert_eq!(length_read, expected, "{length} bytes, announced: {announced}");
            mock.assert_async().await;
        }
    }
}

#[tokio::test]
async fn a_packed_body_counts_as_large_as_what_comes_out_of_it() {
    let inside = 8192;
    for (most, expected) in [(inside, Ok(inside)), (inside - 1, Err(ErrorKind::TooLarge))] {
        let mut bank = Conversation::begin().await;
        let mock = bank.answers(&Method::GET, 200, "").with_header("content-encoding", "gzip");
        mock.with_body(EIGHT_KIBIBYTES).create_async().await;
        let length_read = bank.call(Method::GET, None, most).await.map(|reply| reply.body.len());
        assert_eq!(length_read.map_err(|error| error.kind()), expected, "at most {most}");
    }
}

#[tokio::test]
async fn every_call_has_a_random_uuid_that_its_tries_and_its_error_share() {
    let mut bank = Conversation::begin().await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
    let busy =
        bank.answers(&Method::GET, 503, "").match_header("x-fapi-interaction-id", Matcher::Regex(uuid.to_owned()));
    let busy = busy.with_body_from_request(move |request| {
        let id = request.header("x-fapi-interaction-id").first().and_then(|id| id.to_str().ok());
        ear.lock().unwrap().extend(id.map(str::to_owned));
        Vec::new()
    });
    let busy = busy.expect(6).create_async().await;
    let mut named = Vec::new();
    for _ in 0..2 {
        let error = bank.get().await.unwrap_err();
        named.push(error.context().interaction_id.as_ref().unwrap().to_string());
    }
    busy.assert_async().await;
    assert_ne!(named[0], named[1]);
    let three_of_each: Vec<_> = named.into_iter().flat_map(|id| std::iter::repeat_n(id, 3)).collect();
    assert_eq!(*heard.lock().unwrap(), three_of_each);
}

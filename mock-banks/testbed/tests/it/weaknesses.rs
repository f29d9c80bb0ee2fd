//! What is planted in a gateway, one weakness at a time, and the check that has to catch it.

use std::sync::{Mutex, OnceLock};

use crate::weakened::{Answered, Asked, Weaken};

fn path(asked: &Asked) -> &str {
    asked.uri.path()
}

/// The account whose transactions were asked for first. The seed of every run is the same, and so are its accounts.
static FIRST: OnceLock<String> = OnceLock::new();

fn is_of_a_second_account(asked: &Asked) -> bool {
    path(asked).ends_with("/transactions") && path(asked) != FIRST.get_or_init(|| path(asked).to_owned())
}

/// The key of the app that was held back, as the head of its proofs has it.
static HELD_BACK: Mutex<Option<String>> = Mutex::new(None);

/// Holds back the first request that would be answered after an app was held back: of that same app, or of another one.
fn after_one_was_held_back(asked: &Asked, it: Answered, same: bool) -> Answered {
    let proof = asked.headers.get("dpop").and_then(|proof| proof.to_str().ok());
    let key = proof.and_then(|proof| proof.split('.').next()).map(str::to_owned);
    let mut held_back = HELD_BACK.lock().unwrap();
    if it.status == 429 {
        *held_back = key;
    } else if held_back.is_some() && (*held_back == key) == same && it.status == 200 {
        *held_back = None;
        return Answered { status: 429, ..it };
    }
    it
}

/// The check, what is weakened, words of the finding, and checks that see it from another side.
pub(crate) type Planted = (&'static str, Weaken, &'static str, &'static [&'static str]);

const REFUSALS: &str = "fit.refusals-match-the-document";

pub(crate) const PLANTED: &[Planted] = &[
    (
        "fit.answers-match-the-document",
        |asked, it| if path(asked).ends_with("/accounts") { it.misspelt() } else { it },
        "\"Data\" is a required property",
        &[],
    ),
    // Three that the plain good request does not show: an input, an account and a body of another kind.
    (
        "fit.answers-match-the-document",
        |asked, it| match asked.uri.query().is_some_and(|query| query.contains("fromBookingDateTime=")) {
            true => it.misspelt(),
            false => it,
        },
        "with query fromBookingDateTime \"2026-10-01T00:00:00Z\": 200: the whole value: \"Data\" is a required property",
        &[REFUSALS],
    ),
    (
        "fit.answers-match-the-document",
        |asked, it| if is_of_a_second_account(asked) { it.misspelt() } else { it },
        "account: 200: the whole value: \"Data\" is a required property",
        &[],
    ),
    (
        "fit.answers-match-the-document",
        |asked, it| match asked.method == "POST" && !asked.body.windows(12).any(|part| part == b"ReadBalances") {
            true => it.misspelt(),
            false => it,
        },
        "with another body: 201: the whole value: \"Data\" is a required property",
        &[],
    ),
    (
        REFUSALS,
        |_, it| match it.body.contains("\"U003\"") {
            true => Answered { body: "{\"oops\":1}".to_owned(), ..it },
            false => it,
        },
        "400: the whole value",
        // Dates that the standard's text takes and its schema does not, or the other way round.
        &["fit.answers-match-the-document"],
    ),
    (
        "safe.no-token-opens-nothing",
        |asked, it| if asked.headers.contains_key("authorization") { it } else { it.forgiven() },
        "has to be with 401",
        &[REFUSALS],
    ),
    (
        "safe.a-token-without-its-key-opens-nothing",
        |_, it| if it.challenge.contains("use_dpop_nonce") { it.forgiven() } else { it },
        "with a proof without a nonce",
        &[],
    ),
    (
        "safe.a-token-of-another-scope-opens-nothing",
        |asked, it| {
            if asked.method == "GET" && it.challenge.contains("insufficient_scope") { it.forgiven() } else { it }
        },
        "with a token of the scope accounts2",
        &["safe.a-token-of-another-kind-opens-nothing", REFUSALS],
    ),
    (
        "safe.a-token-of-another-kind-opens-nothing",
        |asked, it| {
            if asked.method == "POST" && it.challenge.contains("insufficient_scope") { it.forgiven() } else { it }
        },
        "with a token of the other kind",
        &["safe.a-token-of-another-scope-opens-nothing", REFUSALS],
    ),
    (
        "safe.what-has-ended-opens-nothing",
        |_, it| if it.body.contains("does not permit") { it.forgiven() } else { it },
        "with a consent for everything else",
        &[],
    ),
    (
        "safe.another-apps-token-opens-nothing-of-this-app",
        |_, it| if it.body.contains("\"U009\"") { it.forgiven() } else { it },
        "with another app's token",
        &["safe.what-has-ended-opens-nothing"],
    ),
    (
        "safe.another-customers-objects-are-not-there",
        |asked, it| {
            if path(asked).contains("0000000") { Answered { status: 404, body: String::new(), ..it } } else { it }
        },
        "or in other words",
        &[],
    ),
    (
        "safe.injected-text-does-nothing",
        |asked, it| match asked.uri.query().is_some_and(|query| query.contains("31337+*")) {
            true => Answered { status: 200, body: "{\"sum\":982007569}".to_owned(), ..it },
            false => it,
        },
        "it was carried out",
        &[],
    ),
    (
        "safe.injected-text-does-nothing",
        |asked, it| {
            if asked.uri.query().is_some_and(|query| query.contains("%27+OR")) {
                Answered { status: 500, ..it }
            } else {
                it
            }
        },
        "the bank broke: 500",
        &[],
    ),
    ("safe.what-is-too-large-is-refused", |_, it| if it.status == 413 { it.forgiven() } else { it }, "too large", &[]),
    (
        "safe.what-is-too-large-is-refused",
        |_, it| if it.status == 414 { it.forgiven() } else { it },
        "10,000 characters",
        &[],
    ),
    (
        "safe.what-is-too-large-is-refused",
        |asked, it| if asked.body.starts_with(b"[[[[[[[[") { it.forgiven() } else { it },
        "with a body that is too deep",
        &[],
    ),
    (
        "safe.what-is-too-large-is-refused",
        |asked, it| if asked.body.starts_with(br#"{"a":{"a":{"a":"#) { it.forgiven() } else { it },
        "with a body of objects without end",
        &[],
    ),
    (
        "safe.what-is-too-large-is-refused",
        |asked, it| {
            if asked.method == "GET" && asked.body.len() > 1_000_000 { Answered { status: 500, ..it } } else { it }
        },
        "with a body of 4 MiB that nobody asked for: the bank broke: 500",
        &[],
    ),
    (
        "safe.wrong-methods-and-types-are-refused",
        |asked, it| if asked.headers.get("accept").is_some_and(|it| it == "text/html") { it.forgiven() } else { it },
        "wanting HTML: it was answered with 200",
        &["fit.answers-match-the-document", REFUSALS],
    ),
    (
        "safe.wrong-methods-and-types-are-refused",
        |asked, it| match asked.headers.get("content-type").is_some_and(|it| it == "text/plain") {
            true => it.forgiven(),
            false => it,
        },
        "with a body of text/plain: it was answered with 200",
        &[],
    ),
    (
        "safe.wrong-methods-and-types-are-refused",
        |asked, it| if asked.body.as_ref() == b"{\"a\": " { it.forgiven() } else { it },
        "with a body that is no JSON: it was answered with 200",
        &[],
    ),
    (
        "safe.wrong-methods-and-types-are-refused",
        |asked, it| if asked.method == "DELETE" && it.status == 405 { it.forgiven() } else { it },
        "asked with DELETE: it was answered with 200",
        &[],
    ),
    (
        "safe.wrong-methods-and-types-are-refused",
        |_, it| if it.status == 405 { Answered { take: vec!["allow"], ..it } } else { it },
        "Allow says",
        &[],
    ),
    (
        "safe.every-answer-wears-the-security-headers",
        |_, it| if it.status == 404 { Answered { take: vec!["cache-control"], ..it } } else { it },
        "no `Cache-Control: no-store`",
        &[],
    ),
    (
        "safe.every-answer-wears-the-security-headers",
        |_, it| Answered { set: vec![("server", "moa/0.1")], ..it },
        "it says what answers, in the header server",
        &[],
    ),
    (
        "safe.rate-limits-limit",
        |_, it| if it.status == 429 { it.forgiven() } else { it },
        "it was answered 64 times in one moment",
        &[],
    ),
    (
        "safe.rate-limits-limit",
        |asked, it| match path(asked).ends_with("/transactions") && it.status == 429 {
            true => it.forgiven(),
            false => it,
        },
        "GET /accounts/{AccountId}/transactions after the plan was used up: it was answered with 200, and has to be with 429",
        &[],
    ),
    (
        "safe.rate-limits-limit",
        |asked, it| after_one_was_held_back(asked, it, false),
        "of another app in the same moment: it was answered with 429",
        &[],
    ),
    (
        "safe.rate-limits-limit",
        |asked, it| after_one_was_held_back(asked, it, true),
        "when it was told to come again: it was answered with 429",
        &[],
    ),
    (
        "safe.rate-limits-limit",
        |_, it| if it.status == 429 { Answered { take: vec!["retry-after"], ..it } } else { it },
        "it does not say when to come again",
        &[],
    ),
    (
        "safe.rate-limits-limit",
        |_, it| if it.status == 429 { Answered { take: vec!["ratelimit"], ..it } } else { it },
        "it does not say how the app stands with its plan (the header ratelimit)",
        &[],
    ),
    (
        "safe.nothing-leaks",
        |_, it| match it.status {
            404 => Answered { set: vec![("x-debug", "panicked at src/main.rs:1")], ..it },
            _ => it,
        },
        "it tells of the inside of the platform: \"panicked at\"",
        &[],
    ),
    (
        "safe.nothing-leaks",
        |asked, it| match (it.status, asked.headers.get("authorization")) {
            (405, Some(token)) => Answered { body: format!("{{\"you\":{token:?}}}"), ..it },
            _ => it,
        },
        "it holds the access token it was asked with",
        &[],
    ),
    (
        "safe.nothing-leaks",
        |asked, it| {
            if asked.uri.query().is_some_and(|query| query.contains("customer=")) {
                Answered { set: vec![("x-holder", "Kanarie Zilverveer")], ..it }
            } else {
                it
            }
        },
        "\"Kanarie Zilverveer\" of a customer who gave no consent",
        &[],
    ),
];

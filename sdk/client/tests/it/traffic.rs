//! What the HTTP stack does with banks that are slow, busy, chatty or hostile.

use std::time::Duration;

use moa_sdk::link::Link;
use moa_sdk::standards::{AskPath, HttpAsk};
use moa_sdk::{Advice, ErrorKind};
use serde_json::json;

use crate::fake_bank::{FakeBank, Reply};
use crate::installation::Installation;

const ACCOUNTS: &str = "/open-banking/v4.0/aisp/accounts";

async fn linked() -> (FakeBank, Installation, Link) {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let link = here.link(&bank).await;
    (bank, here, link)
}

async fn kind_when(answer: impl Fn() -> Reply + Send + Sync + 'static) -> ErrorKind {
    let (bank, here, link) = linked().await;
    bank.trick(ACCOUNTS, move |_, _| Some(answer()));
    let error = here.ask_accounts(&link).await.unwrap_err();
    assert_eq!(error.context().bank.as_ref().unwrap().as_str(), "thames");
    error.kind()
}

#[tokio::test]
async fn a_bank_that_is_busy_for_a_moment_is_asked_again() {
    let (bank, here, link) = linked().await;
    bank.trick(ACCOUNTS, |_, before| (before < 2).then(|| Reply::empty(503)));
    assert!(here.ask_accounts(&link).await.is_ok());
    assert_eq!(bank.heard_on(ACCOUNTS).len(), 3);
    assert_eq!(here.waits.0.lock().unwrap().len(), 2);
    let proofs: std::collections::HashSet<_> =
        bank.heard_on(ACCOUNTS).iter().map(|heard| heard.proof()["jti"].to_string()).collect();
    assert_eq!(proofs.len(), 3, "each try has a proof of its own");
}

#[tokio::test]
async fn a_bank_that_stays_busy_is_left_alone() {
    let (bank, here, link) = linked().await;
    bank.trick(ACCOUNTS, |_, _| Some(Reply::text(503, "text/html", "<h1>maintenance</h1>")));
    let error = here.ask_accounts(&link).await.unwrap_err();
    assert_eq!((error.kind(), error.context().status), (ErrorKind::BankDown, Some(503)));
    assert!(error.context().interaction_id.is_some());
    assert_eq!(bank.heard_on(ACCOUNTS).len(), 3);
}

#[tokio::test]
async fn what_is_not_safe_to_repeat_is_sent_once() {
    let (bank, here, link) = linked().await;
    bank.trick(ACCOUNTS, |_, _| Some(Reply::empty(503)));
    let ask = HttpAsk { method: http::Method::POST, body: Some(b"{}".to_vec()), ..HttpAsk::get("/accounts") };
    assert!(here.moa.asking().send(&link, ask.clone()).await.is_err());
    assert_eq!(bank.heard_on(ACCOUNTS).len(), 1);
    let keyed = HttpAsk { idempotency_key: Some("k-1".to_owned()), ..ask };
    assert!(here.moa.asking().send(&link, keyed).await.is_err());
    assert_eq!(bank.heard_on(ACCOUNTS).len(), 4);
    assert_eq!(bank.heard_on(ACCOUNTS)[3].header("x-idempotency-key"), Some("k-1"));
}

#[tokio::test]
async fn a_bank_that_asks_for_patience_gets_it() {
    let (bank, here, link) = linked().await;
    bank.trick(ACCOUNTS, |_, before| (before == 0).then(|| Reply::empty(429).with("retry-after", "3")));
    assert!(here.ask_accounts(&link).await.is_ok());
    assert!(here.waits.0.lock().unwrap().contains(&Duration::from_secs(3)));

    bank.trick(ACCOUNTS, |_, _| Some(Reply::empty(429).with("retry-after", "600")));
    let wait = Advice::RetryAfter(Duration::from_secs(600));
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().advice(), wait);
    let asked = bank.heard_on(ACCOUNTS).len();
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().advice(), wait);
    assert_eq!(bank.heard_on(ACCOUNTS).len(), asked, "until then the bank hears nothing");
}

#[tokio::test]
async fn a_demand_for_a_nonce_is_answered_once() {
    let (bank, here, link) = linked().await;
    let challenge =
        || Reply::empty(401).with("www-authenticate", "DPoP error=\"use_dpop_nonce\"").with("dpop-nonce", "n-1");
    bank.trick(ACCOUNTS, move |heard, _| (heard.proof()["nonce"] != json!("n-1")).then(challenge));
    assert!(here.ask_accounts(&link).await.is_ok());
    assert!(here.ask_accounts(&link).await.is_ok());
    assert_eq!(bank.heard_on(ACCOUNTS).len(), 3, "the second call knew the nonce already");

    bank.trick(ACCOUNTS, move |_, _| Some(challenge()));
    assert_eq!(here.ask_accounts(&link).await.unwrap_err().kind(), ErrorKind::NonceLoop);
    assert_eq!(bank.heard_on(ACCOUNTS).len(), 5);
}

#[tokio::test]
async fn the_authorisation_servers_nonce_needs_a_new_assertion_too() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    bank.trick("/par", |heard, _| {
        let missing = heard.proof()["nonce"].is_null();
        missing.then(|| Reply::json(400, &json!({"error": "use_dpop_nonce"})).with("dpop-nonce", "as-1"))
    });
    here.link(&bank).await;
    let assertions: Vec<_> =
        bank.heard_on("/par").iter().map(|heard| heard.form("client_assertion").unwrap()).collect();
    assert_eq!(assertions.len(), 2);
    assert_ne!(assertions[0], assertions[1]);

    bank.trick("/par", |_, _| Some(Reply::json(400, &json!({"error": "use_dpop_nonce"})).with("dpop-nonce", "as-2")));
    assert_eq!(here.prepare(&bank).await.unwrap_err().kind(), ErrorKind::NonceLoop);
}

#[tokio::test]
async fn a_wrong_clock_is_put_right_from_the_banks_date_once() {
    let bank = FakeBank::open("thames").await;
    let here = Installation::with(&[&bank]).await;
    let honest = moa_kernel::Clock::now(&*here.clock);
    let date =
        jiff::fmt::rfc2822::to_string(&honest.to_zoned(jiff::tz::TimeZone::UTC)).unwrap().replace("+0000", "GMT");
    here.clock.advance(jiff::SignedDuration::from_secs(-120));
    bank.trick("/token", move |heard, _| {
        let behind = heard.proof()["iat"].as_i64().unwrap() < honest.as_second() - 60;
        behind.then(|| Reply::json(401, &json!({"error": "invalid_client"})).with("date", &date))
    });
    assert!(here.prepare(&bank).await.is_ok());
    assert_eq!(bank.heard_on("/token").len(), 2);
}

#[tokio::test]
async fn answers_that_are_not_json_too_large_or_sent_elsewhere_are_refused() {
    assert_eq!(
        kind_when(|| Reply::text(200, "text/html", "<h1>Welcome to the hotel network</h1>")).await,
        ErrorKind::NotJson
    );
    assert_eq!(kind_when(|| Reply::text(200, "application/json", &"x".repeat(300 * 1024))).await, ErrorKind::TooLarge);
    assert_eq!(kind_when(|| Reply::empty(302).with("location", "http://127.0.0.1:9/")).await, ErrorKind::Redirected);
    let endless = || Reply { endless: true, ..Reply::text(200, "application/json", &" ".repeat(8192)) };
    assert_eq!(kind_when(endless).await, ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_small_answer_that_unpacks_to_a_large_one_is_refused() {
    // 16 MiB of spaces in a tenth of a megabyte.
    let bomb = gzip_of_spaces(16 * 1024 * 1024);
    assert!(bomb.len() < 256 * 1024, "{} bytes on the wire", bomb.len());
    let answer = move || Reply {
        body: bomb.clone(),
        ..Reply::text(200, "application/json", "").with("content-encoding", "gzip")
    };
    assert_eq!(kind_when(answer).await, ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_silent_bank_is_not_waited_for_for_ever() {
    assert_eq!(kind_when(Reply::silence).await, ErrorKind::TimedOut);
}

#[tokio::test]
async fn links_are_followed_inside_the_api_and_nowhere_else() {
    let (bank, here, link) = linked().await;
    let evil = FakeBank::open("evil").await;
    let next = |link: String| HttpAsk { path: AskPath::Next(link), ..HttpAsk::get("") };
    let inside = next(format!("{}{ACCOUNTS}?page=2", bank.origin));
    assert!(here.moa.asking().send(&link, inside).await.is_ok());
    assert_eq!(bank.heard_on(ACCOUNTS)[0].query, "page=2");
    let heard = bank.heard().len();
    for outside in [
        format!("{}{ACCOUNTS}", evil.origin),
        evil.origin.replace("http:", ""),
        format!("{}/admin", bank.origin),
        format!("{}/open-banking/v4.0/aisp/../../../admin", bank.origin),
        bank.origin.replace("http://", "http://u:p@") + ACCOUNTS,
        "file:///etc/passwd".to_owned(),
    ] {
        let error = here.moa.asking().send(&link, next(outside.clone())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UntrustedLink, "{outside}");
    }
    assert!(evil.heard().is_empty(), "the attacker heard nothing");
    assert_eq!(bank.heard().len(), heard);
}

#[tokio::test]
async fn a_slow_bank_is_asked_a_few_questions_at_a_time() {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    let (bank, here, link) = linked().await;
    static NOW: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    bank.trick(ACCOUNTS, |_, _| {
        MOST.fetch_max(NOW.fetch_add(1, SeqCst) + 1, SeqCst);
        NOW.fetch_sub(1, SeqCst);
        None
    });
    let all = futures::future::join_all((0..40).map(|_| here.ask_accounts(&link))).await;
    assert!(all.iter().all(Result::is_ok));
    assert!(MOST.load(SeqCst) <= 4);
}

/// A gzip file of `length` spaces, written by hand: a stored-size promise and one repeated back-reference.
fn gzip_of_spaces(length: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0b011, 3); // last block, fixed codes
    bits.put_code(0x30 + u32::from(b' '), 8); // the space itself
    let mut left = length - 1;
    while left >= 258 {
        bits.put_code(0b1100_0101, 8); // length 258
        bits.put_code(0, 5); // distance 1
        left -= 258;
    }
    for _ in 0..left {
        bits.put_code(0x30 + u32::from(b' '), 8);
    }
    bits.put_code(0, 7); // end of block
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    file.extend(bits.bytes);
    file.extend([0; 8]); // no checksum: nobody should get that far
    file
}

/// Bits as deflate packs them: values from the low bit, Huffman codes from the high bit.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        for place in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= (((value >> place) & 1) as u8) << (self.used % 8);
            self.used += 1;
        }
    }

    fn put_code(&mut self, code: u32, count: u32) {
        self.put(code.reverse_bits() >> (32 - count), count);
    }
}

//! Passwords: the right one, the wrong ones, too many of them, and whom all that must never keep out.

use std::time::Duration;

use moa_bank_core::state::StateError;
use tower::ServiceExt as _;

use crate::Profile;
use crate::stage::{Browser, ISSUER, PASSWORD, Stage};

async fn at_login(stage: &Stage) -> Browser {
    let mut browser = Browser::default();
    browser.arrive(stage, &stage.push().await).await;
    browser
}

#[tokio::test]
async fn the_right_password_leads_to_the_consent_page_under_a_new_secret() {
    let stage = Stage::new();
    let mut browser = at_login(&stage).await;
    let planted = browser.jar.clone();
    let page = browser.login(&stage, "mina", PASSWORD).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Mina Park"));
    assert_ne!(browser.jar, planted);
    let mut thief = Browser { jar: planted, ..Browser::default() };
    assert_eq!(thief.get(&stage, &browser.page).await.status, 403, "who planted the old secret has nothing");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_look_the_same() {
    let stage = Stage::new();
    let mut pages = Vec::new();
    for (name, password) in [("mina", "wrong"), ("nobody", PASSWORD), ("mina", &"x".repeat(1000)), ("' OR 1=1 --", "x")]
    {
        let mut browser = at_login(&stage).await;
        let page = browser.login(&stage, name, password).await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains(name) || name == "mina", "what was typed is not shown again");
        pages.push(page.body.replace(&browser.hidden("csrf"), "").replace(&browser.page, ""));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("User name and password do not match"));
}

#[tokio::test]
async fn a_name_that_keeps_failing_waits_and_then_gets_in() {
    let stage = Stage::new();
    let mut browser = at_login(&stage).await;
    for _ in 0..5 {
        browser.login(&stage, "mina", "wrong").await;
    }
    let locked = browser.login(&stage, "mina", PASSWORD).await;
    assert!(locked.body.contains("Try again in 15 seconds"), "{}", locked.body);
    assert!(browser.accounts.is_empty());
    stage.advance(20);
    let page = browser.page.clone();
    assert!(!browser.get(&stage, &page).await.body.contains("Try again in"), "the notice ends with the wait");
    assert!(browser.login(&stage, "mina", PASSWORD).await.body.contains("Mina Park"));
}

#[tokio::test]
async fn one_browser_cannot_try_for_ever_and_the_app_is_told() {
    let mut profile = Profile::fapi2_security();
    profile.limits.wrong_passwords_per_interaction = 3;
    let stage = Stage::with(profile, ISSUER);
    let mut browser = at_login(&stage).await;
    browser.login(&stage, "one", "x").await;
    browser.login(&stage, "two", "x").await;
    let answer = browser.login(&stage, "three", "x").await.redirect();
    assert_eq!(
        (answer["error"].as_str(), answer["iss"].as_str(), answer["state"].as_str()),
        ("access_denied", ISSUER, "state-1")
    );
    let mut elsewhere = at_login(&stage).await;
    assert!(elsewhere.login(&stage, "mina", PASSWORD).await.body.contains("Mina Park"), "the owner is not locked out");
}

/// A stage where one address may be wrong so often, and then waits so long before each further try.
fn with_slow_logins(wrong_passwords: u32, pause: Duration) -> Stage {
    let mut profile = Profile::fapi2_security();
    profile.limits.wrong_passwords_per_address = wrong_passwords;
    profile.limits.slow_login_pause = pause;
    Stage::with(profile, ISSUER)
}

const AN_HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn one_address_with_many_wrong_passwords_is_slowed_down_and_no_other() {
    let stage = with_slow_logins(3, AN_HOUR);
    for name in ["a", "b", "c"] {
        let page = at_login(&stage).await.login_from(&stage, name, PASSWORD, "203.0.113.7").await;
        assert!(page.body.contains("do not match"), "{}", page.body);
    }
    let slow = at_login(&stage).await.login_request("mina", PASSWORD, Some("203.0.113.7"));
    assert!(tokio::time::timeout(Duration::from_millis(100), stage.send(slow)).await.is_err(), "it is not slowed");
    let page = at_login(&stage).await.login_from(&stage, "mina", PASSWORD, "203.0.113.8").await;
    assert!(page.body.contains("Mina Park"), "{}", page.body);
}

#[tokio::test]
async fn a_right_password_opens_even_from_an_address_that_floods() {
    let stage = with_slow_logins(3, Duration::from_millis(1));
    for name in ["a", "b", "c", "d", "e"] {
        at_login(&stage).await.login_from(&stage, name, PASSWORD, "203.0.113.7").await;
    }
    let page = at_login(&stage).await.login_from(&stage, "mina", PASSWORD, "203.0.113.7").await;
    assert!(page.body.contains("Mina Park"), "{}", page.body);
}

#[tokio::test]
async fn every_wrong_password_is_reported_with_its_place_and_no_right_one() {
    let stage = Stage::new();
    for (name, password, from) in [
        ("nobody", PASSWORD, "203.0.113.7"),
        ("mina", "wrong", "203.0.113.8"),
        ("mina", &*"x".repeat(1000), "203.0.113.7"),
        ("mina", PASSWORD, "203.0.113.9"),
    ] {
        at_login(&stage).await.login_from(&stage, name, password, from).await;
    }
    at_login(&stage).await.login(&stage, "mina", "wrong").await;
    assert_eq!(stage.seen.all(), ["203.0.113.7", "203.0.113.8", "203.0.113.7"]);
}

#[tokio::test]
async fn without_addresses_nobody_is_counted_together() {
    let stage = with_slow_logins(1, AN_HOUR);
    at_login(&stage).await.login(&stage, "a", PASSWORD).await;
    at_login(&stage).await.login(&stage, "b", PASSWORD).await;
    assert!(at_login(&stage).await.login(&stage, "mina", PASSWORD).await.body.contains("Mina Park"));
}

#[tokio::test]
async fn only_so_many_passwords_are_looked_at_at_once() {
    let stage = Stage::new();
    let mut browser = at_login(&stage).await;
    let seats: Vec<_> = std::iter::from_fn(|| stage.server.desk().door.enter()).collect();
    assert!(!seats.is_empty());
    let busy = browser.send_login(&stage, "mina", PASSWORD).await;
    assert_eq!((busy.status.as_u16(), busy.header("retry-after")), (429, "2"));
    assert!(busy.body.contains("Too many people are signing in"));
    drop(seats);
    assert!(browser.login(&stage, "mina", PASSWORD).await.body.contains("Mina Park"), "and nothing was counted");
}

#[tokio::test]
async fn tries_at_once_are_counted_before_they_are_judged() {
    let mut profile = Profile::fapi2_security();
    profile.limits.wrong_passwords_per_interaction = 1;
    let stage = Stage::with(profile, ISSUER);
    let browser = at_login(&stage).await;
    let tries: Vec<_> = (0..4)
        .map(|n| stage.server.router().oneshot(browser.login_request(&format!("name-{n}"), "x", None)))
        .map(tokio::spawn)
        .collect();
    for one in tries {
        one.await.unwrap().unwrap();
    }
    let judged: u32 = stage
        .bank
        .database()
        .read(|connection| -> Result<_, StateError> {
            let sql = "SELECT COUNT(DISTINCT login) FROM core_login_failures";
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        })
        .unwrap();
    assert_eq!(judged, 1);
}

#[tokio::test]
async fn a_browser_that_was_here_before_gets_in_whatever_others_do_at_its_address() {
    let stage = Stage::new();
    let mut own = at_login(&stage).await;
    own.login_from(&stage, "mina", PASSWORD, "127.0.0.1").await;
    let mut guesser = at_login(&stage).await;
    for _ in 0..5 {
        guesser.login_from(&stage, "mina", "guess", "127.0.0.1").await;
    }
    let locked = guesser.login_from(&stage, "mina", PASSWORD, "127.0.0.1").await;
    assert!(locked.body.contains("Try again in 15 seconds"), "{}", locked.body);
    own.arrive(&stage, &stage.push().await).await;
    assert!(own.login_from(&stage, "mina", PASSWORD, "127.0.0.1").await.body.contains("Mina Park"));

    // It is known for Mina's login and for no other.
    for _ in 0..5 {
        at_login(&stage).await.login_from(&stage, "jun", "guess", "127.0.0.1").await;
    }
    own.arrive(&stage, &stage.push().await).await;
    let locked = own.login_from(&stage, "jun", "quiet-harbour-58", "127.0.0.1").await;
    assert!(locked.body.contains("Try again in 15 seconds"), "{}", locked.body);
}

#[tokio::test]
async fn leaving_tells_the_app_and_leaves_the_consent_as_it_was() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let mut browser = Browser::default();
    browser.arrive(&stage, &stage.push_for(&consent).await).await;
    let answer = browser.leave(&stage).await.redirect();
    assert_eq!((answer["error"].as_str(), answer["iss"].as_str()), ("access_denied", ISSUER));
    assert_eq!(stage.bank.consents().load(&consent).unwrap().state.word(), "awaiting");
    let page = browser.page.clone();
    assert!(browser.get(&stage, &page).await.body.contains("You did not allow this"));
}

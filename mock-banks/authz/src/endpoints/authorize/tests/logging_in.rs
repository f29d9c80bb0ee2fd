use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;

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

#[tokio::test]
async fn one_address_cannot_try_one_password_on_everyone() {
    let mut profile = Profile::fapi2_security();
    profile.limits.wrong_passwords_per_address = 3;
    let stage = Stage::with(profile, ISSUER);
    for (address, name, says) in [
        ("203.0.113.7", "a", "do not match"),
        ("203.0.113.7", "b", "do not match"),
        ("203.0.113.7", "c", "do not match"),
        ("203.0.113.7", "mina", "from your network"),
        ("203.0.113.8", "mina", "Mina Park"),
    ] {
        let mut browser = at_login(&stage).await;
        let form = [("csrf", browser.hidden("csrf")), ("login", name.to_owned()), ("password", PASSWORD.to_owned())];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let (cookie, secret) = browser.jar.iter().next().unwrap();
        let peer: IpAddr = address.parse().unwrap();
        let request = Request::post(format!("{}/login", browser.page))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", format!("{cookie}={secret}"))
            .extension(ConnectInfo(SocketAddr::new(peer, 40_000)));
        let answer = stage.send(request.body(Body::from(body)).unwrap()).await;
        if let Some(new) = answer.header("set-cookie").split(';').next().and_then(|pair| pair.split_once('=')) {
            browser.jar = [(new.0.to_owned(), new.1.to_owned())].into();
        }
        let page = browser.follow(&stage, &answer).await;
        assert!(page.body.contains(says), "{address} {name}: {}", page.body);
    }
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

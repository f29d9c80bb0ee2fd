//! Forms count only from the page, the browser and the side of the login they were made for.

use crate::stage::{Browser, ISSUER, PASSWORD, Stage};

async fn at_consent(stage: &Stage) -> Browser {
    let mut browser = Browser::default();
    browser.arrive(stage, &stage.push().await).await;
    browser.login(stage, "mina", PASSWORD).await;
    browser
}

#[tokio::test]
async fn a_form_needs_the_token_of_this_browser_this_request_and_this_side_of_the_login() {
    let stage = Stage::new();
    let mut before = Browser::default();
    before.arrive(&stage, &stage.push().await).await;
    let early = before.hidden("csrf");
    before.login(&stage, "mina", PASSWORD).await;
    let others = at_consent(&stage).await.hidden("csrf");
    let accounts = before.accounts.clone();
    for token in [String::new(), "invented".to_owned(), early, others] {
        let mut form = before.decision("allow", &accounts);
        form[0].1 = token;
        let answer = before.post(&stage, "decide", &form, &[("origin", ISSUER)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (403, ""));
        assert!(answer.body.contains("We could not take that answer"));
    }
    assert!(before.decide(&stage, "allow", &accounts).await.redirect().contains_key("code"));
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let stage = Stage::new();
    let mut browser = at_consent(&stage).await;
    let form = browser.decision("allow", &browser.accounts.clone());
    for headers in [
        vec![("origin", "https://evil.example")],
        vec![("origin", "http://127.0.0.1:7302")],
        vec![("origin", "null"), ("sec-fetch-site", "cross-site")],
        vec![("origin", ISSUER), ("sec-fetch-site", "same-site")],
        vec![("sec-fetch-site", "none")],
        vec![("origin", ISSUER), ("origin", "https://evil.example")],
    ] {
        assert_eq!(browser.post(&stage, "decide", &form, &headers).await.status, 403, "{headers:?}");
    }
    let own = [("origin", "null"), ("sec-fetch-site", "same-origin")];
    let answer = browser.post(&stage, "decide", &form, &own).await;
    assert!(answer.redirect().contains_key("code"), "what browsers send under no-referrer");
}

#[tokio::test]
async fn a_decision_is_a_form_and_comes_once() {
    let stage = Stage::new();
    let mut browser = at_consent(&stage).await;
    let page = browser.page.clone();
    assert_eq!(browser.get(&stage, &format!("{page}/decide?decision=allow")).await.status, 405);
    let accounts = browser.accounts.clone();
    assert!(browser.decide(&stage, "allow", &accounts).await.redirect().contains_key("code"));
    for decision in ["allow", "deny"] {
        let again = browser.decide(&stage, decision, &accounts).await;
        assert_eq!((again.status.as_u16(), again.header("location")), (400, ""));
        assert!(again.body.contains("You have already allowed this"));
    }
}

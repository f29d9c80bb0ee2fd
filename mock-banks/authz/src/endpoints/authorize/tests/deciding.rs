//! What stands on the consent page, what can be allowed there, and what no form can get out of it.

use moa_bank_core::consents::ConsentState;
use moa_kernel::{AccountId, ConsentId};

use crate::stage::{App, Browser, ISSUER, PASSWORD, Stage, address, but};

async fn at_consent(stage: &Stage, consent: &ConsentId) -> Browser {
    let mut browser = Browser::default();
    browser.arrive(stage, &stage.push_for(consent).await).await;
    browser.login(stage, "mina", PASSWORD).await;
    browser
}

#[tokio::test]
async fn the_page_says_what_is_asked_for_how_long_and_of_which_accounts() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let browser = at_consent(&stage, &consent).await;
    for text in [
        "Let <bdi>moa</bdi> read your accounts?",
        "See names and numbers of the accounts you tick",
        "See their balances",
        "See transactions",
        "Pay, transfer or change anything",
        "Until 12 October 2026",
        "90 days from today",
        "Everyday &lt;b&gt;",
        "Instant Saver",
        "£0<span class=\"decimals\">.00</span>",
        "An app on this device",
    ] {
        assert!(browser.html.contains(text), "{text} is not in {}", browser.html);
    }
    assert_eq!(browser.accounts.len(), 2);
    assert!(!browser.html.contains(" checked"), "nothing is ticked on behalf of the customer");
}

#[tokio::test]
async fn the_chosen_accounts_and_no_others_are_allowed() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let mut browser = at_consent(&stage, &consent).await;
    let page = browser.page.clone();
    let all = browser.get(&stage, &format!("{page}?choose=all")).await;
    assert_eq!(all.body.matches(" checked").count(), 2);
    let one = vec![browser.accounts[0].clone()];
    let answer = browser.decide(&stage, "allow", &one).await.redirect();
    assert_eq!(answer.keys().collect::<Vec<_>>(), ["code", "iss", "state"]);
    assert_eq!((answer["iss"].as_str(), answer["state"].as_str(), answer["code"].len()), (ISSUER, "state-1", 43));
    let ConsentState::Authorised { accounts, .. } = stage.bank.consents().load(&consent).unwrap().state else {
        panic!()
    };
    assert_eq!(accounts.iter().map(AccountId::as_str).collect::<Vec<_>>(), one);
}

#[tokio::test]
async fn not_allowing_tells_the_app_and_ends_the_consent() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let mut browser = at_consent(&stage, &consent).await;
    let answer = browser.decide(&stage, "deny", &[]).await.redirect();
    assert_eq!(
        (answer["error"].as_str(), answer["iss"].as_str(), answer["state"].as_str()),
        ("access_denied", ISSUER, "state-1")
    );
    assert!(!answer.contains_key("code"));
    assert_eq!(stage.bank.consents().load(&consent).unwrap().state.word(), "rejected");
}

#[tokio::test]
async fn no_account_is_asked_about_again() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let mut browser = at_consent(&stage, &consent).await;
    let answer = browser.decide(&stage, "allow", &[]).await;
    let page = browser.follow(&stage, &answer).await;
    assert!(page.body.contains("Tick at least one account"));
    let accounts = browser.accounts.clone();
    assert!(browser.decide(&stage, "allow", &accounts).await.redirect().contains_key("code"));
}

#[tokio::test]
async fn somebody_elses_account_cannot_be_allowed() {
    let stage = Stage::new();
    let jun = stage.bank.customers().find_customer("jun").unwrap().unwrap();
    let theirs = stage.bank.ledger().accounts_of(&jun).unwrap()[0].id.as_str().to_owned();
    let consent = stage.consent(&stage.app);
    let mut browser = at_consent(&stage, &consent).await;
    let own = browser.accounts[0].clone();
    for accounts in [vec![theirs.clone()], vec![own.clone(), theirs], vec![own, "invented".to_owned()]] {
        let answer = browser.decide(&stage, "allow", &accounts).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (403, ""));
    }
    assert_eq!(stage.bank.consents().load(&consent).unwrap().state.word(), "awaiting");
}

#[tokio::test]
async fn other_terms_than_the_page_showed_cannot_be_allowed() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let mut browser = at_consent(&stage, &consent).await;
    let accounts = browser.accounts.clone();
    let mut form = browser.decision("allow", &accounts);
    form[1].1 = "other terms".to_owned();
    let answer = browser.post(&stage, "decide", &form, &[("origin", ISSUER)]).await;
    assert_eq!(answer.status, 403);
    let strange = browser.decide(&stage, "perhaps", &accounts).await;
    assert_eq!(strange.status, 403);
}

#[tokio::test]
async fn nothing_is_decided_before_the_login() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let mut browser = Browser::default();
    browser.arrive(&stage, &stage.push_for(&consent).await).await;
    for decision in ["allow", "deny"] {
        assert_eq!(browser.decide(&stage, decision, &[]).await.status, 403);
    }
    assert_eq!(stage.bank.consents().load(&consent).unwrap().state.word(), "awaiting");
}

#[tokio::test]
async fn a_consent_that_was_withdrawn_meanwhile_ends_the_request() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let mut browser = at_consent(&stage, &consent).await;
    stage.bank.consents().delete(&consent, &stage.app.id).unwrap();
    let accounts = browser.accounts.clone();
    let answer = browser.decide(&stage, "allow", &accounts).await.redirect();
    assert_eq!((answer["error"].as_str(), answer["iss"].as_str()), ("access_denied", ISSUER));
}

#[tokio::test]
async fn an_app_cannot_write_on_the_page() {
    let stage = Stage::new();
    let evil = App::make("evil", &*stage.luck);
    let name = "<script>{{7*7}}</script>{host}".to_owned();
    stage.server.register_client(&crate::Client { name, ..evil.client() }).unwrap();
    let consent = stage.consent(&evil);
    let request = but(evil.request(&consent), "state", Some("\"><script>"));
    let pushed = stage.call(&evil, "/par", request).await;
    let mut browser = Browser::default();
    let login = browser.arrive(&stage, &address(&evil, &pushed)).await;
    let page = browser.login(&stage, "mina", PASSWORD).await;
    for html in [login.body, page.body] {
        assert!(!html.contains("<script") && !html.contains("49") && html.contains("&lt;script&gt;"), "{html}");
    }
    let answer = browser.decide(&stage, "deny", &[]).await.redirect();
    assert_eq!(answer["state"], "\"><script>", "the app gets its own text back, encoded");
}

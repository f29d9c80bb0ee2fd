//! A browser arrives: links that lead somewhere and links that do not, the cookie, the page before the login.

use crate::stage::{Browser, ISSUER, PASSWORD, Stage};

#[tokio::test]
async fn a_browser_finds_a_login_page_that_is_safe_to_type_on() {
    let stage = Stage::new();
    let mut browser = Browser::default();
    let page = browser.arrive(&stage, &stage.push().await).await;
    assert_eq!(page.status, 200);
    for text in
        ["moa</bdi></b> asked to read", "127.0.0.1:7301", "Thames &amp; Co", "autocomplete=\"current-password\""]
    {
        assert!(page.body.contains(text), "{text} is not in {}", page.body);
    }
    for never in ["<script", "style=\"", "http-equiv", "https://"] {
        assert!(!page.body.contains(never), "{never}");
    }
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ] {
        assert_eq!(page.header(name), value);
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(policy.contains("form-action 'self' http://127.0.0.1:51234;"), "{policy}");
    assert!(!browser.page.contains("request_uri"), "the page's address says nothing");
}

#[tokio::test]
async fn the_cookie_belongs_to_one_request_and_to_the_page_alone() {
    for (issuer, prefix, path, secure) in
        [(ISSUER, "authorize-", "/authorize", false), ("https://bank.example", "__Host-authorize-", "/", true)]
    {
        let stage = Stage::with(crate::Profile::fapi2_security(), ISSUER);
        let address = stage.push().await;
        let server = crate::AuthorisationServer::open(
            stage.bank.clone(),
            crate::Profile::fapi2_security(),
            moa_kernel::Issuer::new(issuer).unwrap(),
            std::sync::Arc::new(()),
        );
        let stage = Stage { server: server.unwrap(), ..stage };
        let answer = stage.get(&address).await;
        let cookie = answer.header("set-cookie");
        assert!(
            cookie.starts_with(prefix)
                && cookie.contains(&format!("; Path={path}; HttpOnly; SameSite=Lax; Max-Age=600")),
            "{cookie}"
        );
        assert_eq!(cookie.ends_with("; Secure"), secure, "{cookie}");
    }
}

#[tokio::test]
async fn a_request_may_be_looked_at_twice_and_answered_once() {
    let stage = Stage::new();
    let address = stage.push().await;
    let mut preview = Browser::default();
    assert_eq!(preview.arrive(&stage, &address).await.status, 200);
    let mut browser = Browser::default();
    browser.arrive(&stage, &address).await;
    assert_eq!(browser.arrive(&stage, &address).await.status, 200, "a reload");
    browser.login(&stage, "mina", PASSWORD).await;
    assert_eq!(browser.arrive(&stage, &address).await.status, 200, "a reload after the login keeps the login");
    assert!(!browser.accounts.is_empty());
    let accounts = browser.accounts.clone();
    browser.decide(&stage, "allow", &accounts).await.redirect();

    let again = browser.arrive(&stage, &address).await;
    assert_eq!((again.status.as_u16(), again.header("location")), (400, ""));
    assert!(again.body.contains("You have already allowed this"));
    let page = preview.page.clone();
    assert!(preview.get(&stage, &page).await.body.contains("You have already allowed this"));
}

#[tokio::test]
async fn a_request_waits_ninety_seconds_and_a_customer_may_take_ten_minutes() {
    let stage = Stage::new();
    let (soon, late) = (stage.push().await, stage.push().await);
    stage.advance(89);
    let mut browser = Browser::default();
    assert_eq!(browser.arrive(&stage, &soon).await.status, 200);
    stage.advance(1);
    let expired = Browser::default().arrive(&stage, &late).await;
    assert_eq!((expired.status.as_u16(), expired.header("location")), (400, ""));
    assert!(expired.body.contains("This request has expired"));
    stage.advance(598);
    let page = browser.page.clone();
    assert_eq!(browser.get(&stage, &page).await.status, 200);
    stage.advance(1);
    assert!(browser.get(&stage, &page).await.body.contains("This request has expired"));
}

#[tokio::test]
async fn a_link_that_is_not_an_apps_own_leads_nowhere() {
    let stage = Stage::new();
    let other = stage.other_app();
    let good = stage.push().await;
    let parameters = |text: &str| format!("/authorize?{text}");
    for wrong in [
        parameters(""),
        parameters("client_id=moa"),
        parameters("client_id=moa&request_uri=urn:ietf:params:oauth:request_uri:invented"),
        parameters("client_id=moa&request_uri=https://evil.example/request"),
        parameters(
            "client_id=moa&response_type=code&redirect_uri=http://127.0.0.1:51234/callback/thames/x&scope=accounts",
        ),
        good.replace("client_id=moa", &format!("client_id={}", other.id)),
        good.replace("client_id=moa&", ""),
        format!("{good}&client_id=moa"),
        format!("{good}%00"),
    ] {
        let answer = stage.get(&wrong).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (400, ""), "{wrong}");
        assert!(answer.body.contains("This link does not work"), "{wrong}");
    }
    assert_eq!(
        stage.get(&format!("{good}&redirect_uri=https://evil.example/")).await.status,
        303,
        "what was not pushed is not read"
    );
}

#[tokio::test]
async fn a_page_is_for_the_browser_that_holds_its_secret() {
    let stage = Stage::new();
    let mut browser = Browser::default();
    browser.arrive(&stage, &stage.push().await).await;
    let mut second = Browser::default();
    second.arrive(&stage, &stage.push().await).await;
    let page = browser.page.clone();
    let mut stranger = Browser::default();
    assert_eq!(stranger.get(&stage, &page).await.status, 403);
    stranger.jar = second.jar.clone();
    assert_eq!(stranger.get(&stage, &page).await.status, 403, "another request's secret");
    let (name, value) = browser.jar.iter().next().map(|(name, value)| (name.clone(), value.clone())).unwrap();
    stranger.jar = [(name.clone(), second.jar.values().next().unwrap().clone())].into();
    assert_eq!(stranger.get(&stage, &page).await.status, 403, "another request's secret under this one's name");
    stranger.jar = [(name, value)].into();
    assert_eq!(stranger.get(&stage, &page).await.status, 200);
}

#[tokio::test]
async fn the_page_speaks_the_customers_language() {
    let stage = Stage::new();
    let mut browser = Browser { language: Some("ko-KR,ko;q=0.9,en;q=0.5"), ..Browser::default() };
    let page = browser.arrive(&stage, &stage.push().await).await;
    assert!(page.body.contains("<html lang=\"ko\">") && page.body.contains("로그인") && page.body.contains("템스"));
    let address = browser.page.clone();
    let english = browser.get(&stage, &format!("{address}?lang=en")).await;
    assert!(english.body.contains("Sign in"));
    assert!(browser.get(&stage, &address).await.body.contains("Sign in"), "and keeps to it");
    let consent = browser.login(&stage, "mina", PASSWORD).await;
    assert!(consent.body.contains("read your accounts?"));
    assert!(browser.get(&stage, &format!("{address}?lang=xx")).await.body.contains("read your accounts?"));
    let notice = Browser { language: Some("ko"), ..Browser::default() }.arrive(&stage, "/authorize").await;
    assert!(notice.body.contains("쓸 수 없는 링크예요"));
}

#[tokio::test]
async fn style_and_icon_come_from_here_in_the_banks_colour() {
    let stage = Stage::new();
    let (style, icon) = (stage.get("/authorize/style.css").await, stage.get("/authorize/icon.svg").await);
    assert_eq!((style.status.as_u16(), style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(style.body.contains("--accent: #27408b") && !style.body.contains("{{") && !style.body.contains("url("));
    assert_eq!((icon.status.as_u16(), icon.header("content-type")), (200, "image/svg+xml"));
    assert!(icon.body.contains("TC"));
}

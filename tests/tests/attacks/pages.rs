//! Putting words into a customer's mouth on the bank's own pages: forged forms, frames, injected names (RFC 9700 §4.16).

use anyhow::{Context as _, Result, ensure};
use moa_tests::attacker::{App, Ask, Attempt, Ground, Window};
use moa_tests::person::Form;
use reqwest::Method;
use serde_json::json;

const PASSWORD: &str = "moa-demo-2026";

/// A window in which Mina is logged in and about to decide.
async fn at_the_decision<'a>(app: &'a App, attempt: &Attempt) -> Result<Window<'a>> {
    let mut window = Window::open(app, &app.link(attempt)?).await?;
    window.log_in("mina", PASSWORD).await?;
    ensure!(window.asks_for_consent().await?, "not logged in");
    Ok(window)
}

async fn yes(window: &Window<'_>) -> Result<Form> {
    window.form("decision").await?.tick(|_| true).press("allow")
}

/// Demands that a form did not go through, and that the same request still can.
async fn went_nowhere(app: &App, window: &Window<'_>, ask: Ask, status: u16) -> Result<()> {
    app.send(ask).await?.stays_here(status)?;
    ensure!(window.asks_for_consent().await?, "the page is gone");
    Ok(())
}

#[tokio::test]
async fn a_yes_without_the_pages_token_is_no_yes() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let window = at_the_decision(&app, &app.attempt().await?).await?;
    let form = yes(&window).await?;
    went_nowhere(&app, &window, window.ask(&form.clone().without("csrf")), 403).await?;
    for wrong in ["", "x", "' OR 1=1 --"] {
        went_nowhere(&app, &window, window.ask(&form.clone().with("csrf", wrong)), 403).await?;
    }
    // From the same window, with the same form as it stands, it is a yes.
    ensure!(app.send(window.ask(&form)).await?.header("location").contains("code="));
    Ok(())
}

#[tokio::test]
async fn the_token_of_another_request_or_of_before_the_login_is_refused() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let (mine, attackers) = (app.attempt().await?, app.attempt().await?);
    let mut window = Window::open(&app, &app.link(&mine)?).await?;
    let csrf = |form: &Form| form.fields.iter().find(|field| field.name == "csrf").map(|field| field.value.clone());
    let before = csrf(&window.form("password").await?).context("no csrf")?;
    window.log_in("mina", PASSWORD).await?;
    let foreign =
        csrf(&Window::open(&app, &app.link(&attackers)?).await?.form("password").await?).context("no csrf")?;
    for wrong in [before, foreign] {
        let form = yes(&window).await?.with("csrf", &wrong);
        went_nowhere(&app, &window, window.ask(&form), 403).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_yes_from_another_site_is_no_yes() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let window = at_the_decision(&app, &app.attempt().await?).await?;
    let ask = window.ask(&yes(&window).await?);
    for (header, value) in [
        ("origin", "https://evil.example"),
        ("origin", "http://127.0.0.1:9"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        went_nowhere(&app, &window, ask.clone().header(header, value), 403).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_yes_without_the_windows_cookie_or_with_two_is_no_yes() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let window = at_the_decision(&app, &app.attempt().await?).await?;
    let ask = window.ask(&yes(&window).await?);
    went_nowhere(&app, &window, ask.clone().without_header("cookie"), 403).await?;
    let name = window.cookie.split('=').next().unwrap_or_default();
    let tossed = format!("{}; {name}=planted", window.cookie);
    went_nowhere(&app, &window, ask.header("cookie", &tossed), 403).await
}

#[tokio::test]
async fn a_yes_cannot_be_given_by_following_a_link() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let window = at_the_decision(&app, &app.attempt().await?).await?;
    let form = yes(&window).await?;
    let mut url = form.action.clone();
    url.query_pairs_mut().extend_pairs(form.pairs());
    let link = Ask::bare(Method::GET, url).header("cookie", &window.cookie);
    went_nowhere(&app, &window, link, 405).await
}

#[tokio::test]
async fn a_yes_before_the_login_is_no_yes() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let window = Window::open(&app, &app.link(&app.attempt().await?)?).await?;
    let login = window.form("password").await?;
    let csrf = login.fields.iter().find(|field| field.name == "csrf").context("no csrf")?.value.clone();
    let decide = login.action.as_str().replace("/login", "/decide").parse()?;
    let fields = [("csrf", csrf.as_str()), ("decision", "allow"), ("account", "1")];
    app.send(Ask::form(decide, &fields).header("cookie", &window.cookie)).await?.stays_here(403)
}

#[tokio::test]
async fn a_window_that_was_planted_before_the_login_is_worth_nothing_after_it() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let attempt = app.attempt().await?;
    let mut victims = Window::open(&app, &app.link(&attempt)?).await?;
    let planted = victims.cookie.clone();
    victims.log_in("mina", PASSWORD).await?;
    ensure!(victims.cookie != planted, "the login keeps the cookie");
    let attackers = Ask::bare(Method::GET, victims.page.clone()).header("cookie", &planted);
    let seen = app.send(attackers).await?;
    ensure!(!seen.body.contains("name=\"decision\""), "the planted cookie sees the accounts");
    Ok(())
}

#[tokio::test]
async fn an_account_slipped_into_the_form_is_not_given_away() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let jun = app.grant(&Ground::jun()).await?;
    let juns = app.account_ids(&jun.access).await?;
    let attempt = app.attempt().await?;
    let window = at_the_decision(&app, &attempt).await?;
    for extra in [juns.first().context("jun has no account")?.as_str(), "invented", "' OR 1=1 --"] {
        let form = yes(&window).await?;
        let ask = window.ask(&form).also("account", extra);
        let answer = app.send(ask).await?;
        ensure!(!answer.header("location").contains("code="), "{extra}: {answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_account_that_was_not_ticked_stays_closed() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let everything = app.grant(&moa_tests::person::Person::mina()).await?;
    let all = app.account_ids(&everything.access).await?;
    let attempt = app.attempt().await?;
    let window = at_the_decision(&app, &attempt).await?;
    let form = window.form("decision").await?.tick(|label| label.contains("Everyday")).press("allow")?;
    let location = app.send(window.ask(&form)).await?.header("location").to_owned();
    let back: url::Url = location.parse()?;
    let code = back.query_pairs().find(|(name, _)| name == "code").context("no code")?.1.into_owned();
    let access = app.exchange(&attempt, &code).await?.granted()?.text("/access_token")?;
    let shown = app.account_ids(&access).await?;
    ensure!(shown.len() == 1 && all.len() > 1, "{shown:?} of {all:?}");
    for closed in all.iter().filter(|id| !shown.contains(id)) {
        app.get(&format!("/accounts/{closed}/balances"), &access).await?.stays_here(400)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_yes_to_no_account_at_all_gives_no_code() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let window = at_the_decision(&app, &app.attempt().await?).await?;
    let form = window.form("decision").await?.tick(|_| false).press("allow")?;
    let answer = app.send(window.ask(&form)).await?;
    ensure!(!answer.header("location").contains("code="), "{answer:?}");
    ensure!(window.asks_for_consent().await?);
    Ok(())
}

#[tokio::test]
async fn a_yes_to_other_terms_than_were_shown_is_no_yes() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let window = at_the_decision(&app, &app.attempt().await?).await?;
    let form = yes(&window).await?;
    for changed in [form.clone().without("terms"), form.clone().with("terms", "other")] {
        went_nowhere(&app, &window, window.ask(&changed), 403).await?;
    }
    for decision in ["", "maybe", "ALLOW"] {
        let ask = window.ask(&form).with("decision", decision);
        went_nowhere(&app, &window, ask, 403).await?;
    }
    Ok(())
}

#[tokio::test]
async fn pages_cannot_be_framed_cached_or_leaked() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let mut window = Window::open(&app, &app.link(&app.attempt().await?)?).await?;
    let login = window.look().await?;
    window.log_in("mina", PASSWORD).await?;
    let consent = window.look().await?;
    let notice = app.send(Ask::bare(Method::GET, app.url("/authorize")?)).await?;
    for page in [login, consent, notice] {
        ensure!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "{page:?}");
        ensure!(!page.header("content-security-policy").contains("unsafe"), "{page:?}");
        ensure!(page.header("x-frame-options") == "DENY");
        ensure!(page.header("referrer-policy") == "no-referrer");
        ensure!(page.header("cache-control").contains("no-store"));
        ensure!(page.header("x-content-type-options") == "nosniff");
        ensure!(page.header("strict-transport-security").contains("max-age="));
        ensure!(!page.body.contains("<script"), "the page has a script");
    }
    Ok(())
}

#[tokio::test]
async fn a_page_shows_and_loads_nothing_of_anybody_else() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let mut window = Window::open(&app, &app.link(&app.attempt().await?)?).await?;
    let login = window.look().await?;
    window.log_in("mina", PASSWORD).await?;
    let consent = window.look().await?;
    for page in [login, consent] {
        ensure!(page.header("content-security-policy").starts_with("default-src 'none';"), "{page:?}");
        let places = ["src=\"", "href=\"", "action=\"", "srcset=\""].map(|name| page.body.split(name).skip(1));
        let places: Vec<&str> = places.into_iter().flatten().filter_map(|rest| rest.split('"').next()).collect();
        ensure!(places.len() > 2, "{}", page.body);
        for place in places {
            ensure!(place.starts_with(['/', '?']) && !place.starts_with("//"), "{place}");
        }
        for foreign in ["<iframe", "<object", "<embed", "http-equiv", "url("] {
            ensure!(!page.body.contains(foreign), "{foreign}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_redirect_after_a_password_is_a_303() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let app = ground.app().await?;
    let mut window = Window::open(&app, &app.link(&app.attempt().await?)?).await?;
    let wrong = window.log_in("mina", "wrong").await?;
    let right = window.log_in("mina", PASSWORD).await?;
    let form = yes(&window).await?;
    let decided = app.send(window.ask(&form)).await?;
    for answer in [wrong, right, decided] {
        ensure!(answer.status.as_u16() == 303, "{answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_app_cannot_dress_the_page_up() -> Result<()> {
    let ground = Ground::one_bank().await?;
    let mut app = ground.app().await?;
    let mut metadata = app.metadata();
    let name = "<b>x</b>{{7*5291}}\u{202e}knab<script>";
    if let Some(members) = metadata.as_object_mut() {
        members.insert("client_name".to_owned(), json!(name));
    }
    app.client_id = app.send(app.registration(&metadata)?).await?.granted()?.text("/client_id")?;
    let mut window = Window::open(&app, &app.link(&app.attempt().await?)?).await?;
    let login = window.look().await?;
    window.log_in("mina", PASSWORD).await?;
    for page in [login, window.look().await?] {
        ensure!(page.body.contains("&lt;b&gt;x&lt;"), "the name is not shown as it is: {}", page.body);
        ensure!(!page.body.contains("<b>x") && !page.body.contains("<script"), "the name is not escaped");
        ensure!(!page.body.contains('\u{202e}'), "the name turns the text around");
        ensure!(!page.body.contains("37037"), "the name is run as a template");
    }
    Ok(())
}

//! `GET /authorize/{request}`: the login page, and after it the consent page.

use axum::response::Response;
use minijinja::{Value, context};
use moa_bank_core::consents::{Consent, ConsentState};
use moa_bank_core::ledger::{Account, AccountKind};
use moa_kernel::{CustomerId, ExposeSecret as _};
use moa_wire::oauth::code;
use url::Url;

use super::error::{self, PageError};
use super::finish;
use super::visit::{self, Visit};
use crate::desk::Desk;
use crate::form::Form;
use crate::intake::Asked;
use crate::pages::{Locale, LoginNotice, Shown, Terms, Words, derive_terms};
use crate::store;
use crate::store::requests::Outcome;

/// The notice of a consent page whose customer allowed it without choosing an account.
pub(super) const NO_ACCOUNT: &str = "no-account";

pub(crate) fn show(desk: &Desk, asked: &Asked) -> Response {
    let result = visit::load(desk, asked).and_then(|visit| page(desk, asked, visit));
    error::answer(desk, asked, result)
}

/// The consent was answered elsewhere, withdrawn by the app, or ran out: the app is told.
pub(super) fn consent_is_gone(desk: &Desk, visit: &Visit) -> Result<Response, PageError> {
    finish::with_error(
        desk,
        visit,
        Outcome::Failed,
        code::ACCESS_DENIED,
        "the consent does not await authorisation any more",
    )
}

fn page(desk: &Desk, asked: &Asked, mut visit: Visit) -> Result<Response, PageError> {
    let query = Form::of_query(asked)?;
    if let Some(language) = query.find("lang").and_then(Locale::of_code) {
        visit.interaction.language = Some(language.code().to_owned());
        let digest = &visit.interaction.digest;
        desk.bank.database().write(|tx| store::interactions::speak(tx, desk.id(), digest, language.code()))?;
    }
    let locale = language(asked, &visit);
    match &visit.interaction.customer {
        None => login_page(desk, &visit, locale),
        Some((customer, _)) => {
            let consent = desk.bank.consents().find(&visit.request.consent)?;
            match consent.filter(|consent| consent.state == ConsentState::Awaiting) {
                Some(consent) => consent_page(desk, &visit, locale, customer, &consent, query.find("choose")),
                None => consent_is_gone(desk, &visit),
            }
        }
    }
}

/// What the customer switched to, or what the app says they read, or what the browser says.
fn language(asked: &Asked, visit: &Visit) -> Locale {
    let chosen = visit.interaction.language.as_deref().and_then(Locale::of_code);
    let told = || visit.request.ui_locales.as_deref().and_then(Locale::of_list);
    chosen.or_else(told).unwrap_or_else(|| Locale::of_request(asked))
}

fn login_page(desk: &Desk, visit: &Visit, locale: Locale) -> Result<Response, PageError> {
    let words = desk.pages.words(locale);
    let notice = visit.interaction.notice.as_deref().and_then(LoginNotice::of_text);
    let notice = notice.and_then(|notice| notice.sentence(desk.now(), words));
    let facts = context! { notice, ..frame(desk, visit)? };
    Ok(desk.pages.page("login.html", locale, &visit.request.redirect_uri, facts)?)
}

fn consent_page(
    desk: &Desk,
    visit: &Visit,
    locale: Locale,
    customer: &CustomerId,
    consent: &Consent,
    choose: Option<&str>,
) -> Result<Response, PageError> {
    let words = desk.pages.words(locale);
    let terms = Terms::of(consent, desk.now(), locale, words);
    let accounts = desk.bank.ledger().accounts_of(customer)?;
    let accounts: Result<Vec<Value>, PageError> =
        accounts.iter().map(|account| row(desk, account, locale, words)).collect();
    let party = desk.bank.customers().party(customer)?;
    let frame = frame(desk, visit)?;
    let app = frame.get_attr("app").and_then(|app| app.get_attr("name"))?.to_string();
    let facts = context! {
        title => words.say_with("consent_title", &[("app", &app)]),
        can => terms.can,
        cannot => terms.cannot,
        until => terms.until,
        until_note => terms.until_note,
        terms => derive_terms(consent),
        accounts => accounts?,
        // Never ticked on behalf of the customer, only when they say so.
        all_chosen => choose == Some("all"),
        customer => party.map_or_else(String::new, |party| party.name),
        notice => (visit.interaction.notice.as_deref() == Some(NO_ACCOUNT)).then(|| words.say("no_account_chosen")),
        ..frame
    };
    Ok(desk.pages.page("consent.html", locale, &visit.request.redirect_uri, facts)?)
}

/// What both pages need: who asks, where we are, where the forms go.
fn frame(desk: &Desk, visit: &Visit) -> Result<Value, PageError> {
    let client = desk.bank.database().read(|c| store::clients::find(c, desk.id(), &visit.request.client))?;
    let name = client.ok_or(PageError::UnknownRequest)?.name;
    let target = Url::parse(&visit.request.redirect_uri).map_err(|_| PageError::Address)?;
    // On this device, or at a site whose name the customer can read.
    let site = (target.scheme() == "https").then(|| target.host_str().unwrap_or_default().to_owned());
    let initial: String = name.chars().next().into_iter().flat_map(char::to_uppercase).collect();
    let here = desk.origin.host_str().unwrap_or_default();
    let host = desk.origin.port().map_or_else(|| here.to_owned(), |port| format!("{here}:{port}"));
    // Base64url and slashes: nothing in it needs the escapes that templates would put.
    let path = format!("/authorize/{}", visit.request.digest.handle());
    let address = |action: &str| Value::from_safe_string(format!("{path}/{action}"));
    Ok(context! {
        app => context! { name, initial, site },
        host,
        csrf => visit.csrf.expose_secret(),
        action => context! {
            login => address("login"),
            leave => address("leave"),
            decide => address("decide"),
        },
    })
}

fn row(desk: &Desk, account: &Account, locale: Locale, words: &Words) -> Result<Value, PageError> {
    let kind = match account.kind {
        AccountKind::Current => "kind_current",
        AccountKind::Savings => "kind_savings",
        AccountKind::Card => "kind_card",
    };
    let booked = desk.bank.ledger().booked(&account.id)?;
    let amounts: Vec<Value> = booked.into_iter().map(|amount| Shown::of(amount, locale).into()).collect();
    let digits = account.numbers.first().map(|number| number.masked().trim_start_matches('*').to_owned());
    Ok(context! {
        id => account.id.as_str(),
        name => account.nickname.as_deref().unwrap_or(&account.description),
        kind => words.say(kind),
        digits,
        amounts,
    })
}

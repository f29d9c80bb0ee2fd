//! What a customer sees: login, consent, and notices. Plain HTML that works without a script and loads nothing from
//! anywhere else.
//!
//! Templates escape everything; words are in `en.json` and `ko.json`; the style sheet carries the bank's colour in light
//! and in dark. [`terms`] turns a consent into sentences: what the app will and will not be able to do is derived from
//! the permissions themselves, so the page cannot promise anything else than the gateway enforces.

mod amount;
mod date;
mod locale;
mod notice;
mod shade;
mod terms;
mod words;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use minijinja::{AutoEscape, Environment, Value, context};
use moa_bank_core::spec::BankSpec;
use url::{Host, Url};

use crate::desk::Desk;
use crate::intake::Asked;

pub(crate) use amount::Shown;
pub(crate) use date::{day, in_words};
pub(crate) use locale::Locale;
pub(crate) use notice::{LoginNotice, Notice};
pub(crate) use terms::{Terms, derive_terms};
pub(crate) use words::Words;

/// Where the style sheet is.
pub(crate) const STYLE_PATH: &str = "/authorize/style.css";
/// Where the picture for the browser's tab is.
pub(crate) const ICON_PATH: &str = "/authorize/icon.svg";

/// The pages of one bank.
#[derive(Debug)]
pub(crate) struct Pages {
    templates: Environment<'static>,
    en: Words,
    ko: Words,
    spec: BankSpec,
    style: String,
    icon: String,
}

/// Why the pages cannot be prepared. Never happens with the templates that are tested.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// A template does not parse.
    #[error("a page template does not parse")]
    Template(#[from] minijinja::Error),
    /// The words of a language do not parse.
    #[error("the words of a language do not parse")]
    Words(#[from] serde_json::Error),
}

impl Pages {
    /// Prepares the pages of a bank.
    pub(crate) fn of(spec: &BankSpec) -> Result<Self, PagesError> {
        let mut templates = Environment::new();
        templates.set_auto_escape_callback(
            |name| {
                if name.ends_with(".css") { AutoEscape::None } else { AutoEscape::Html }
            },
        );
        templates.add_filter("fill", words::fill);
        templates.add_template("base.html", include_str!("templates/base.html"))?;
        templates.add_template("login.html", include_str!("templates/login.html"))?;
        templates.add_template("consent.html", include_str!("templates/consent.html"))?;
        templates.add_template("notice.html", include_str!("templates/notice.html"))?;
        templates.add_template("style.css", include_str!("templates/style.css"))?;
        templates.add_template("icon.svg", include_str!("templates/icon.svg"))?;
        let style = templates.get_template("style.css")?.render(shade::palette(&spec.brand.colour))?;
        let icon = templates
            .get_template("icon.svg")?
            .render(context! { colour => spec.brand.colour.as_str(), monogram => &spec.brand.monogram })?;
        let (en, ko) = (Words::parse(include_str!("en.json"))?, Words::parse(include_str!("ko.json"))?);
        Ok(Self { templates, en, ko, spec: spec.clone(), style, icon })
    }

    /// The words of a language.
    pub(crate) const fn words(&self, locale: Locale) -> &Words {
        match locale {
            Locale::En => &self.en,
            Locale::Ko => &self.ko,
        }
    }

    /// A page with a form, which may lead back to the app at `redirect_uri`.
    pub(crate) fn page(
        &self,
        template: &str,
        locale: Locale,
        redirect_uri: &str,
        facts: Value,
    ) -> Result<Response, minijinja::Error> {
        let languages = [("en", "English"), ("ko", "한국어")].map(|(code, name)| context! { code, name });
        let text = self.render(template, locale, context! { languages, ..facts })?;
        Ok(html(StatusCode::OK, text, &form_action(redirect_uri)))
    }

    /// A page that only says something.
    pub(crate) fn notice(&self, status: StatusCode, notice: Notice, locale: Locale) -> Response {
        let words = self.words(locale);
        let [title, text, todo] = notice.keys().map(|key| words.say(&key));
        match self.render("notice.html", locale, context! { title, text, todo }) {
            Ok(text) => html(status, text, "'none'"),
            Err(error) => {
                tracing::error!(%error, "a notice cannot be written");
                crate::reply::empty(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    fn render(&self, template: &str, locale: Locale, facts: Value) -> Result<String, minijinja::Error> {
        let name = match locale {
            Locale::En => &self.spec.name.en,
            Locale::Ko => &self.spec.name.ko,
        };
        let bank = context! { name, monogram => &self.spec.brand.monogram };
        let page = context! { lang => locale.code(), bank, t => self.words(locale).all(), ..facts };
        self.templates.get_template(template)?.render(page)
    }
}

/// `GET /authorize/style.css`.
pub(crate) fn style(desk: &Desk, _asked: &Asked) -> Response {
    still("text/css; charset=utf-8", desk.pages.style.clone())
}

/// `GET /authorize/icon.svg`.
pub(crate) fn icon(desk: &Desk, _asked: &Asked) -> Response {
    still("image/svg+xml", desk.pages.icon.clone())
}

/// An answer that sends the browser on with a GET, whatever it came with (RFC 9700 §4.12: never 307 after a password).
pub(crate) fn see_other(target: &str) -> Response {
    let mut response = crate::reply::empty(StatusCode::SEE_OTHER);
    match HeaderValue::from_str(target) {
        Ok(target) => {
            response.headers_mut().insert(header::LOCATION, target);
        }
        Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
    }
    response
}

fn html(status: StatusCode, text: String, form_action: &str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action {form_action}; frame-ancestors 'none'; \
         base-uri 'none'"
    );
    // Nothing in it can fail to be a header; if it ever did, the stricter policy of `stack` would stand.
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Where forms may lead: to us, and by our redirect to the app. Browsers apply `form-action` to the redirect as well, so
/// without the app's origin the customer would be stuck on this page.
fn form_action(redirect_uri: &str) -> String {
    let Ok(url) = Url::parse(redirect_uri) else { return "'self'".to_owned() };
    match url.host() {
        // The grammar of a policy knows no IPv6 addresses (CSP3 §2.3.1).
        Some(Host::Ipv6(_)) | None => format!("'self' {}:", url.scheme()),
        Some(_) => format!("'self' {}", url.origin().ascii_serialization()),
    }
}

fn still(content_type: &'static str, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_may_lead_to_us_and_to_the_app_and_nowhere_else() {
        assert_eq!(form_action("http://127.0.0.1:51234/callback/x"), "'self' http://127.0.0.1:51234");
        assert_eq!(form_action("https://app.example/callback;%20x"), "'self' https://app.example");
        assert_eq!(form_action("http://[::1]:51234/callback"), "'self' http:");
        assert_eq!(form_action("nonsense"), "'self'");
    }
}

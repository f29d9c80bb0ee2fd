//! As much of a browser as signing in at a bank needs: redirects, cookies, forms. It never runs a script.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use url::Url;

use super::Form;

/// A bank that sends somebody in circles is left after this many redirects.
const MOST_REDIRECTS: usize = 10;

/// What the person sees next.
#[derive(Debug)]
pub enum Page {
    /// The bank shows a page.
    Shown {
        /// Its address.
        address: Url,
        /// Its status.
        status: StatusCode,
        /// Its headers, for tests that look at them.
        headers: Box<reqwest::header::HeaderMap>,
        /// Its forms.
        forms: Vec<Form>,
        /// Its words.
        text: String,
    },
    /// The bank sent the person back to the app, at this address.
    HandedBack(Url),
}

/// One private window: its cookies are gone when it is closed.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    /// By origin, then by name.
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

impl Browser {
    /// Opens a window.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn open() -> Result<Self> {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        // The mock banks' TLS is signed by a CA made a moment ago; a person would have accepted it in their browser.
        let client = client.tls_danger_accept_invalid_certs(true).build()?;
        Ok(Self { client, cookies: BTreeMap::new() })
    }

    /// Goes to an address and follows redirects within the bank.
    ///
    /// # Errors
    /// When nobody answers, or the bank sends the person in circles.
    pub async fn visit(&mut self, address: &Url) -> Result<Page> {
        let answer = self.send(self.client.get(address.clone()), address).await?;
        self.follow(address.clone(), answer).await
    }

    /// Sends a form.
    ///
    /// # Errors
    /// As [`Browser::visit`].
    pub async fn submit(&mut self, form: &Form) -> Result<Page> {
        if form.method != "POST" {
            let mut address = form.action.clone();
            address.query_pairs_mut().extend_pairs(form.pairs());
            return self.visit(&address).await;
        }
        let request = self.client.post(form.action.clone()).form(&form.pairs());
        let request = request.header(ORIGIN, form.action.origin().ascii_serialization());
        let answer = self.send(request, &form.action).await?;
        self.follow(form.action.clone(), answer).await
    }

    /// Visits the app's own address and reads its good-bye.
    ///
    /// # Errors
    /// When nobody answers there.
    pub async fn visit_app(&self, address: &Url) -> Result<()> {
        self.client.get(address.clone()).send().await.context("the app does not answer at its own address")?;
        Ok(())
    }

    async fn send(&mut self, request: RequestBuilder, address: &Url) -> Result<Response> {
        let origin = address.origin().ascii_serialization();
        let cookies = self.cookies.entry(origin).or_default();
        let header = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let mut request = request.header(ACCEPT_LANGUAGE, "en");
        if !header.is_empty() {
            request = request.header(COOKIE, header);
        }
        let answer = request.send().await.with_context(|| format!("no answer from {}", address.path()))?;
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let text = cookie.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            if let Some((name, value)) = text.split_once('=') {
                cookies.insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
        Ok(answer)
    }

    async fn follow(&mut self, mut address: Url, mut answer: Response) -> Result<Page> {
        for _ in 0..MOST_REDIRECTS {
            if !answer.status().is_redirection() {
                return show(address, answer).await;
            }
            if answer.status() == StatusCode::TEMPORARY_REDIRECT {
                bail!("the bank answered 307, which sends a password on (FAPI 2.0 §5.3.2.2)");
            }
            let location = answer.headers().get(LOCATION).context("a redirect without an address")?.to_str()?;
            let next = address.join(location)?;
            if next.origin() != address.origin() {
                return Ok(Page::HandedBack(next));
            }
            answer = self.send(self.client.get(next.clone()), &next).await?;
            address = next;
        }
        bail!("the bank redirected more than {MOST_REDIRECTS} times")
    }
}

#[allow(clippy::disallowed_methods, reason = "a scripted person reads pages of the test's own banks")]
async fn show(address: Url, answer: Response) -> Result<Page> {
    let (status, headers) = (answer.status(), Box::new(answer.headers().clone()));
    let html = answer.text().await?;
    let forms = Form::read_all(&html, &address)?;
    let document = scraper::Html::parse_document(&html);
    let words = document.root_element().text().collect::<Vec<_>>().join(" ");
    let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Page::Shown { address, status, headers, forms, text })
}

//! A scripted person: somebody at a browser who signs in at their bank and decides what an app may see.
//!
//! They use the bank's real pages the way a browser without JavaScript does: follow redirects, keep cookies, read forms,
//! fill in the fields a human would see, press a button. Whatever the page puts in hidden fields goes back untouched. When
//! the bank sends them on to the app, they stop and hand over that address, or visit it.

mod browser;
mod form;

use anyhow::{Context as _, Result, bail};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub use browser::{Browser, Page};
pub use form::{Button, Field, Form};

/// No honest sign-in takes more pages than this.
const MOST_PAGES: usize = 12;

/// Which of their accounts the person shows the app.
#[derive(Debug, Clone)]
pub enum Choice {
    /// Every account the page offers.
    Everything,
    /// Only the accounts whose line on the page holds one of these words.
    Only(Vec<String>),
}

/// What the person decides on the consent page.
#[derive(Debug, Clone)]
pub enum Decision {
    /// They allow the app to see these accounts.
    Allow(Choice),
    /// They do not.
    Deny,
}

/// Somebody with a login at a bank.
#[derive(Debug, Clone)]
pub struct Person {
    login: String,
    password: SecretString,
}

impl Person {
    /// Somebody with these credentials.
    #[must_use]
    pub fn new(login: &str, password: &str) -> Self {
        Self { login: login.to_owned(), password: SecretString::from(password) }
    }

    /// The demo customer that every mock bank knows.
    #[must_use]
    pub fn mina() -> Self {
        Self::new("mina", "moa-demo-2026")
    }

    /// Opens the link, signs in and decides. Gives the address at which the bank hands them back to the app, unvisited.
    ///
    /// # Errors
    /// When the bank shows an error page, refuses the login, or its pages lead nowhere.
    pub async fn decide(&self, link: &Url, decision: &Decision) -> Result<Url> {
        let mut browser = Browser::open()?;
        let mut page = browser.visit(link).await?;
        for _ in 0..MOST_PAGES {
            page = match page {
                Page::HandedBack(address) => return Ok(address),
                Page::Shown { status, forms, text, .. } => {
                    let Some(form) = self.fill(forms, decision)? else {
                        bail!("the bank's page ({status}) has no form to go on with: {text}");
                    };
                    browser.submit(&form).await?
                }
            };
        }
        bail!("the bank showed more than {MOST_PAGES} pages")
    }

    /// Opens the link, signs in and decides, then visits the app's address the way a browser would.
    ///
    /// # Errors
    /// As [`Person::decide`], and when nobody answers at the app's address.
    pub async fn decide_and_return(&self, link: &Url, decision: &Decision) -> Result<()> {
        let address = self.decide(link, decision).await?;
        Browser::open()?.visit_app(&address).await
    }

    /// Fills in the form that this person would use next: the login form, or the consent form with their decision.
    fn fill(&self, forms: Vec<Form>, decision: &Decision) -> Result<Option<Form>> {
        for form in forms {
            if let Some(password) = form.password_field() {
                let login = form.text_field().context("a login form asks who they are")?;
                return Ok(Some(form.with(&login, &self.login).with(&password, self.password.expose_secret())));
            }
            if form.button("allow").is_some() {
                return Ok(Some(match decision {
                    Decision::Deny => form.press("deny")?,
                    Decision::Allow(Choice::Everything) => form.tick(|_| true).press("allow")?,
                    Decision::Allow(Choice::Only(words)) => {
                        form.tick(|label| words.iter().any(|word| label.contains(word.as_str()))).press("allow")?
                    }
                }));
            }
        }
        Ok(None)
    }
}

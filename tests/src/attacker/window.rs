//! A browser window at the bank's pages, with its cookie in the open.

use anyhow::{Context as _, Result};
use reqwest::Method;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use url::Url;

use super::{Answer, App, Ask};
use crate::person::Form;

/// A window that has a part in one authorisation request.
pub struct Window<'a> {
    app: &'a App,
    /// What it sends as its cookie.
    pub cookie: String,
    /// The page it shows.
    pub page: Url,
}

impl<'a> Window<'a> {
    /// Opens a link as a browser would, up to the first page.
    ///
    /// # Errors
    /// When the bank does not let it in.
    pub async fn open(app: &'a App, link: &Url) -> Result<Window<'a>> {
        let answer = app.send(Ask::bare(Method::GET, link.clone())).await?;
        let mut window = Self { app, cookie: String::new(), page: link.clone() };
        window.follow(&answer)?;
        Ok(window)
    }

    /// Reads the page it shows.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn look(&self) -> Result<Answer> {
        self.app.send(Ask::bare(Method::GET, self.page.clone()).header(COOKIE.as_str(), &self.cookie)).await
    }

    /// The form on its page that has a field or button of this name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn form(&self, name: &str) -> Result<Form> {
        let page = self.look().await?;
        let has = |form: &Form| {
            form.fields.iter().any(|field| field.name == name) || form.buttons.iter().any(|button| button.name == name)
        };
        let found = Form::read_all(&page.body, &self.page)?.into_iter().find(has);
        found.with_context(|| format!("no form with {name} on a page of {}", page.status))
    }

    /// A form on its way, cookie included.
    #[must_use]
    pub fn ask(&self, form: &Form) -> Ask {
        let pairs = form.pairs();
        let fields: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Ask::form(form.action.clone(), &fields).header(COOKIE.as_str(), &self.cookie)
    }

    /// Sends a form as it stands, and goes where the bank sends it.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn submit(&mut self, form: &Form) -> Result<Answer> {
        let answer = self.app.send(self.ask(form)).await?;
        if answer.sends_elsewhere() {
            self.follow(&answer)?;
        }
        Ok(answer)
    }

    /// Types a name and a password.
    ///
    /// # Errors
    /// When there is nowhere to type them.
    pub async fn log_in(&mut self, login: &str, password: &str) -> Result<Answer> {
        let form = self.form("password").await?.with("login", login).with("password", password);
        self.submit(&form).await
    }

    /// Whether the page asks for accounts: the person is logged in.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn asks_for_consent(&self) -> Result<bool> {
        Ok(self.look().await?.body.contains("name=\"decision\""))
    }

    fn follow(&mut self, answer: &Answer) -> Result<()> {
        let location = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok());
        let location = location.with_context(|| format!("the bank stays at {} {}", answer.status, answer.body))?;
        self.page = self.page.join(location)?;
        if let Some(cookie) = answer.headers.get(SET_COOKIE).and_then(|value| value.to_str().ok()) {
            self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        }
        Ok(())
    }
}

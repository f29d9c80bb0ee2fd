//! The honest way, step by step, so that an attack can leave it anywhere.

use anyhow::{Context as _, Result};
use moa_kernel::{Entropy as _, OsEntropy};
use moa_security::digest::sha256_base64url;
use reqwest::Method;
use secrecy::ExposeSecret as _;
use serde_json::json;
use url::Url;

use super::{Answer, App, Ask};
use crate::person::{Choice, Decision, Person};

/// One authorisation attempt.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The consent it is about.
    pub consent: String,
    /// The secret of its challenge.
    pub verifier: String,
    /// Its mark in the browser.
    pub state: String,
    /// The name of its pushed request, once it is pushed.
    pub request_uri: String,
}

/// What an attempt gave.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The consent behind it.
    pub consent: String,
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: String,
}

impl Attempt {
    /// An attempt for a consent, not pushed yet.
    fn on(consent: String) -> Self {
        let random = || OsEntropy.token().expose_secret().to_owned();
        Self { consent, verifier: random(), state: random(), request_uri: String::new() }
    }
}

impl App {
    /// The app's own token, good for consents.
    ///
    /// # Errors
    /// When the bank does not give one.
    pub async fn own_token(&self) -> Result<String> {
        let fields = [("grant_type", "client_credentials"), ("scope", "accounts")];
        let answer = self.send(self.form("/token", &fields).await?).await?;
        answer.granted()?.text("/access_token")
    }

    /// Asks the bank for a consent that reads accounts, balances and transactions.
    ///
    /// # Errors
    /// When the bank does not make one.
    pub async fn consent(&self) -> Result<String> {
        self.consent_to(&["ReadAccountsDetail", "ReadBalances", "ReadTransactionsDetail", "ReadTransactionsCredits"])
            .await
    }

    /// Asks the bank for a consent with these permissions.
    ///
    /// # Errors
    /// When the bank does not make one.
    pub async fn consent_to(&self, permissions: &[&str]) -> Result<String> {
        let body = json!({ "Data": { "Permissions": permissions }, "Risk": {} });
        let answer = self.send(self.consent_ask(&self.own_token().await?, &body.to_string()).await?).await?;
        answer.granted()?.text("/Data/ConsentId")
    }

    /// The request that makes a consent, with any body.
    ///
    /// # Errors
    /// As [`App::form`].
    pub async fn consent_ask(&self, token: &str, body: &str) -> Result<Ask> {
        let path = "/account-access-consents";
        let url = self.url(&format!("{}{path}", super::API))?;
        let proof = self.proof("POST", &url, Some(token)).await?;
        let ask = Ask::bytes(url, "application/json", body).header("authorization", &format!("DPoP {token}"));
        Ok(ask.header("dpop", &proof))
    }

    /// A new attempt for a new consent, not pushed yet.
    ///
    /// # Errors
    /// As [`App::consent`].
    pub async fn begin(&self) -> Result<Attempt> {
        Ok(Attempt::on(self.consent().await?))
    }

    /// The push of an attempt.
    ///
    /// # Errors
    /// As [`App::form`].
    pub async fn push_ask(&self, attempt: &Attempt) -> Result<Ask> {
        let claims =
            json!({ "id_token": { "openbanking_intent_id": { "value": attempt.consent, "essential": true } } });
        let fields = [
            ("response_type", "code"),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("scope", "openid accounts"),
            ("state", attempt.state.as_str()),
            ("nonce", "n-0S6_WzA2Mj"),
            ("code_challenge", &sha256_base64url(&attempt.verifier)),
            ("code_challenge_method", "S256"),
            ("claims", &claims.to_string()),
            ("dpop_jkt", self.dpop.thumbprint()),
        ];
        self.form("/par", &fields).await
    }

    /// A new attempt, pushed.
    ///
    /// # Errors
    /// When the bank does not take it.
    pub async fn attempt(&self) -> Result<Attempt> {
        self.pushed(self.begin().await?).await
    }

    async fn pushed(&self, mut attempt: Attempt) -> Result<Attempt> {
        let answer = self.send(self.push_ask(&attempt).await?).await?.granted()?;
        attempt.request_uri = answer.text("/request_uri")?;
        Ok(attempt)
    }

    /// The address an honest app sends its customer to.
    ///
    /// # Errors
    /// When the bank's origin is no URL.
    pub fn link(&self, attempt: &Attempt) -> Result<Url> {
        let mut url = self.url("/authorize")?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("request_uri", &attempt.request_uri);
        Ok(url)
    }

    /// The code the bank gives when this person allows everything.
    ///
    /// # Errors
    /// When the person is not handed back with a code.
    pub async fn code(&self, attempt: &Attempt, person: &Person) -> Result<String> {
        let back = person.decide(&self.link(attempt)?, &Decision::Allow(Choice::Everything)).await?;
        let code = back.query_pairs().find(|(name, _)| name == "code").map(|(_, code)| code.into_owned());
        code.with_context(|| format!("no code in the answer for {}", back.path()))
    }

    /// The exchange of a code.
    ///
    /// # Errors
    /// As [`App::form`].
    pub async fn exchange_ask(&self, attempt: &Attempt, code: &str) -> Result<Ask> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", attempt.verifier.as_str()),
        ];
        self.form("/token", &fields).await
    }

    /// Exchanges a code.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn exchange(&self, attempt: &Attempt, code: &str) -> Result<Answer> {
        self.send(self.exchange_ask(attempt, code).await?).await
    }

    /// The refresh of a grant.
    ///
    /// # Errors
    /// As [`App::form`].
    pub async fn refresh_ask(&self, refresh_token: &str) -> Result<Ask> {
        self.form("/token", &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    /// The whole honest way: consent, push, customer, code, tokens.
    ///
    /// # Errors
    /// When any step fails.
    pub async fn grant(&self, person: &Person) -> Result<Grant> {
        self.granted(self.attempt().await?, person).await
    }

    /// The same, for a consent with these permissions.
    ///
    /// # Errors
    /// When any step fails.
    pub async fn grant_of(&self, person: &Person, permissions: &[&str]) -> Result<Grant> {
        let attempt = self.pushed(Attempt::on(self.consent_to(permissions).await?)).await?;
        self.granted(attempt, person).await
    }

    async fn granted(&self, attempt: Attempt, person: &Person) -> Result<Grant> {
        let code = self.code(&attempt, person).await?;
        let tokens = self.exchange(&attempt, &code).await?.granted()?;
        let (access, refresh) = (tokens.text("/access_token")?, tokens.text("/refresh_token")?);
        Ok(Grant { consent: attempt.consent, access, refresh })
    }

    /// The ids of the accounts a token opens.
    ///
    /// # Errors
    /// When the bank does not list them.
    pub async fn account_ids(&self, token: &str) -> Result<Vec<String>> {
        let answer = self.get("/accounts", token).await?.granted()?.json();
        let accounts = answer.pointer("/Data/Account").and_then(|list| list.as_array()).context("no accounts")?;
        Ok(accounts.iter().filter_map(|account| account.get("AccountId")?.as_str().map(str::to_owned)).collect())
    }

    /// Takes a consent back, as the app.
    ///
    /// # Errors
    /// When the bank does not do it.
    pub async fn delete_consent(&self, consent: &str) -> Result<Answer> {
        let token = self.own_token().await?;
        let ask = self.api(Method::DELETE, &format!("/account-access-consents/{consent}"), &token).await?;
        self.send(ask).await
    }
}

//! One approval, from the moment the request is pushed to the moment there is a link.
//!
//! A [`Flow`] can be completed once, and the compiler knows: [`Flow::complete`] takes it by value.
//!
//! ```compile_fail,E0382
//! # async fn twice(flow: moa_sdk::authorise::Flow, redirect: moa_sdk::authorise::Redirect) {
//! let link = flow.complete(redirect.clone()).await;
//! let again = flow.complete(redirect).await; // use of moved value: `flow`
//! # }
//! ```

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use moa_kernel::{ConsentId, LinkId, SecretString};
use moa_security::id_token::Expected;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::attempt::Attempt;
use super::bank_client::BankClient;
use super::callback::{CallbackError, Redirect};
use super::grant::Held;
use super::listener::{Listener, RightCaller};
use super::push::ASKED_SCOPE;
use super::recogniser::Recogniser;
use super::token_endpoint::TokenEndpoint;
use crate::error::{CallContext, Error, ErrorKind};
use crate::link::{Link, LinkState};
use crate::moa::Inner;
use crate::vault::VaultName;

/// An approval under way.
pub struct Flow {
    moa: Arc<Inner>,
    client: Arc<BankClient>,
    attempt: Attempt,
    url: Url,
    listener: Option<Listener>,
    renewing: Option<Link>,
    cancelled: CancellationToken,
}

impl std::fmt::Debug for Flow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Flow")
            .field("bank", self.client.bank.id())
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

impl Flow {
    pub(super) fn new(
        moa: Arc<Inner>,
        client: Arc<BankClient>,
        attempt: Attempt,
        url: Url,
        listener: Option<Listener>,
        renewing: Option<Link>,
    ) -> Self {
        let cancelled = CancellationToken::new();
        Self { moa, client, attempt, url, listener, renewing, cancelled }
    }

    /// The address to open in the customer's own browser: never in a web view of the app (RFC 8252 §8.12).
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// When the customer has taken too long.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.attempt.expires_at
    }

    /// Cancelling this token makes [`Flow::listen`] come back with [`ErrorKind::Cancelled`], from wherever it is held.
    #[must_use]
    pub fn canceller(&self) -> CancellationToken {
        self.cancelled.clone()
    }

    /// Waits for the browser to come back. Wrong callers are turned away and the waiting goes on.
    ///
    /// # Errors
    /// [`ErrorKind::AttemptExpired`] when the time is over, [`ErrorKind::Cancelled`] when it was cancelled,
    /// [`ErrorKind::Misconfigured`] when it has listened before, or the customer comes back to the app's own address.
    pub async fn listen(&mut self) -> Result<Redirect, Error> {
        let listener = self.listener.take().ok_or_else(|| self.error(ErrorKind::Misconfigured))?;
        let Attempt { redirect_path, state, language, expires_at, .. } = &self.attempt;
        let left = Duration::try_from(expires_at.duration_since(self.client.now())).unwrap_or_default();
        let right = RightCaller { path: redirect_path, state, language: *language };
        tokio::select! {
            // A browser that is back in the last moment is back.
            biased;
            redirect = listener.wait(right) => Ok(redirect),
            () = self.cancelled.cancelled() => Err(self.error(ErrorKind::Cancelled)),
            () = self.client.shared.tools.sleeper.sleep(left) => Err(self.error(ErrorKind::AttemptExpired)),
        }
    }

    /// What tells this attempt's answer from a stranger's, for whoever catches redirects while this flow waits.
    #[must_use]
    pub fn recogniser(&self) -> Recogniser {
        let Attempt { metadata, redirect_uri, state, .. } = &self.attempt;
        Recogniser {
            bank: self.client.bank.id().clone(),
            redirect_uri: redirect_uri.clone(),
            state: state.clone(),
            issuer: metadata.issuer.clone(),
        }
    }

    /// Checks what came back, redeems the code, checks the proof of what was approved, and keeps the link.
    ///
    /// The flow is used up, whatever comes of it. Nothing is sent anywhere until the answer has been found to come from this
    /// attempt's bank; from then on, an approval that comes to nothing is taken back there. After an answer from elsewhere
    /// the consent is left to lapse: nobody holds the verifier that a code of it would need.
    ///
    /// # Errors
    /// The kinds from [`ErrorKind::IssuerMismatch`] to [`ErrorKind::IdTokenRefused`], each for its own reason, and those of
    /// the network, the vault and the store.
    pub async fn complete(self, redirect: Redirect) -> Result<Link, Error> {
        let context = CallContext::of_bank(self.client.bank.id());
        self.complete_here(redirect).await.map_err(|error| error.within(context))
    }

    async fn complete_here(self, redirect: Redirect) -> Result<Link, Error> {
        let now = self.client.now();
        let (client, renewing) = (Arc::clone(&self.client), self.renewing.clone());
        let consent = self.attempt.consent.clone();
        let outcome = match self.code_in(&redirect, now) {
            Ok(code) => self.try_redeem(&code, now).await,
            // Anybody can call with something else; that must not make us end anything.
            Err(error) if !error.is_from_the_bank() => return Err(error.into()),
            Err(error) => Err(error.into()),
        };
        match outcome {
            Ok(link) => {
                tracing::info!(bank = %link.bank, link = %link.id, "a bank is linked");
                Ok(link)
            }
            Err(error) => {
                // It has come to nothing: do not leave it lying about at the bank, approved or not.
                take_back(&client, &consent, renewing.as_ref()).await;
                Err(error)
            }
        }
    }

    fn code_in(&self, redirect: &Redirect, now: Timestamp) -> Result<SecretString, CallbackError> {
        let code = self.recogniser().code_in(redirect)?;
        if now >= self.attempt.expires_at { Err(CallbackError::TooLate) } else { Ok(code) }
    }

    async fn try_redeem(self, code: &SecretString, now: Timestamp) -> Result<Link, Error> {
        let Self { moa, client, attempt, renewing, .. } = self;
        let identity = client.identity().await?;
        let endpoint = TokenEndpoint {
            http: Arc::clone(&client.http),
            metadata: attempt.metadata.clone(),
            client: identity.clone(),
            key: attempt.key.clone(),
        };
        let tokens = endpoint.exchange_code(code, attempt.verifier, attempt.redirect_uri, ASKED_SCOPE).await?;
        let id_token = tokens.id_token.as_ref().ok_or_else(|| Error::new(ErrorKind::IdTokenRefused))?;
        let expected = Expected {
            issuer: &attempt.metadata.issuer,
            client: identity.client_id(),
            nonce: &attempt.nonce,
            consent: &attempt.consent,
            now,
        };
        client.keys.verify(&client.http, &attempt.metadata.jwks_uri, id_token, &expected).await?;

        let id = match &renewing {
            Some(old) => old.id.clone(),
            None => LinkId::new(client.shared.tools.entropy.uuid()).map_err(|_| Error::new(ErrorKind::DeviceFailed))?,
        };
        let link = Link {
            id,
            bank: client.bank.id().clone(),
            consent: attempt.consent,
            state: LinkState::Active,
            linked_at: now,
            expires_at: attempt.consent_ends_at,
        };
        let held = Held::new(&client.bank, &tokens, attempt.key, now);
        keep(&moa, &client, &link, &held).await?;
        if let Some(old) = renewing.filter(|old| old.consent != link.consent) {
            // The old consent has been replaced; whether the bank hears of it now or lets it lapse changes nothing here.
            let _ = client.delete_consent(&old.consent).await;
        }
        Ok(link)
    }

    /// Gives up: tells the bank that the consent is not wanted any more, if it can be reached.
    pub async fn cancel(self) {
        self.cancelled.cancel();
        take_back(&self.client, &self.attempt.consent, self.renewing.as_ref()).await;
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(kind).within(CallContext::of_bank(self.client.bank.id()))
    }
}

/// Ends a consent that came to nothing, if the bank can be reached. Never the one that a living link stands on: a bank may
/// renew under the same name.
pub(super) async fn take_back(client: &BankClient, consent: &ConsentId, renewing: Option<&Link>) {
    if renewing.is_some_and(|old| old.consent == *consent) {
        return;
    }
    if let Err(error) = client.delete_consent(consent).await {
        tracing::warn!(bank = %client.bank.id(), %error, "a consent that came to nothing is left at the bank");
    }
}

/// Secrets first: a link in the list whose tokens are missing would be a lie, tokens without a link are merely unused. When
/// the link cannot be written, the vault gets back what it had: a renewal that fails leaves a link that works.
async fn keep(moa: &Inner, client: &BankClient, link: &Link, held: &Held) -> Result<(), Error> {
    let (name, vault) = (VaultName::Grant(&link.id).text(), &client.shared.vault);
    let _alone = moa.alone_with(&link.id).await;
    let before = vault.find(&name).await?;
    vault.keep(&name, &held.to_secret()?).await?;
    if let Err(error) = moa.store.put_link(link).await {
        match before {
            Some(before) => vault.keep(&name, &before).await?,
            None => vault.forget(&name).await?,
        }
        return Err(error.into());
    }
    Ok(())
}

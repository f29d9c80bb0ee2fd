//! This installation as the client of one bank: everything that is the same for all links to it.
//!
//! It knows the bank's metadata, who we are there, the bank's keys, and has a token of its own to make and end consents
//! with. All of it is fetched when it is first needed and kept as long as it is good.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use moa_kernel::{ConsentId, SecretString};
use moa_security::keys::SigningKey;
use tokio::sync::Mutex;

use super::keys::BankKeys;
use super::metadata::{Known, Metadata, discover};
use super::token_endpoint::TokenEndpoint;
use crate::directory::{ApiFamily, Bank};
use crate::error::{CallContext, Error, ErrorKind};
use crate::http::{BankHttp, Tools};
use crate::model::Consent;
use crate::registration::{ClaimedRedirect, ClientIdentity, CredentialSource, RegistrationError, register};
use crate::standards::uk::UkV4;
use crate::standards::{ConsentAsk, HttpReply, Meaning, Page, Question, Record, Standard};
use crate::vault::{Vault, VaultName};

/// The scope of the app's own token.
const APP_SCOPE: &str = "accounts";
/// A token this close to its end is not used any more.
pub(super) const NEARLY_OVER: SignedDuration = SignedDuration::from_secs(20);

/// What all banks of an installation share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) tools: Tools,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) credentials: CredentialSource,
    pub(crate) app_name: String,
    /// Where customers come back to. Without one, to a port of this device.
    pub(crate) claimed: Option<ClaimedRedirect>,
}

struct AppToken {
    token: SecretString,
    key: SigningKey,
    ends_at: Timestamp,
}

/// This installation as the client of one bank.
pub(crate) struct BankClient {
    pub(crate) bank: Bank,
    pub(crate) http: Arc<BankHttp>,
    pub(crate) shared: Shared,
    pub(super) keys: BankKeys,
    metadata: Mutex<Option<Known>>,
    identity: Mutex<Option<ClientIdentity>>,
    app_token: Mutex<Option<AppToken>>,
}

impl BankClient {
    pub(crate) fn new(bank: Bank, http: BankHttp, shared: Shared) -> Self {
        Self {
            bank,
            http: Arc::new(http),
            shared,
            keys: BankKeys::default(),
            metadata: Mutex::default(),
            identity: Mutex::default(),
            app_token: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.shared.tools.clock.now()
    }

    /// The standard the bank speaks.
    pub(crate) fn standard(&self) -> Arc<dyn Standard> {
        match self.bank.family() {
            ApiFamily::UkAccountInformation4 => Arc::new(UkV4),
        }
    }

    /// The bank's metadata, checked against the directory.
    pub(crate) async fn metadata(&self) -> Result<Metadata, Error> {
        let mut known = self.metadata.lock().await;
        let now = self.now();
        if let Some(fresh) = known.as_ref().filter(|known| known.is_fresh(now)) {
            return Ok(fresh.metadata.clone());
        }
        let found = discover(&self.http, &self.bank, known.clone(), now).await?;
        let metadata = found.metadata.clone();
        *known = Some(found);
        Ok(metadata)
    }

    /// Who we are at this bank: from credentials made by hand, from the vault, or registered now. Only one caller
    /// registers, the others wait for the result.
    pub(crate) async fn identity(&self) -> Result<ClientIdentity, Error> {
        let mut held = self.identity.lock().await;
        if let Some(identity) = &*held {
            return Ok(identity.clone());
        }
        let made = self.find_or_make_identity().await;
        let made = made.map_err(|error| error.within(CallContext::of_bank(self.bank.id())))?;
        Ok(held.insert(made).clone())
    }

    async fn find_or_make_identity(&self) -> Result<ClientIdentity, Error> {
        let claimed = self.shared.claimed.as_ref();
        if let Some(hand) = self.shared.credentials.by_hand(self.bank.id()) {
            return Ok(ClientIdentity::by_hand(self.bank.id(), hand, claimed)?);
        }
        let (name, issuer) = (VaultName::Registration(self.bank.id()).text(), self.bank.issuer());
        let kept = self.shared.vault.find(&name).await?;
        if let Some(ours) = kept.map(|kept| ClientIdentity::from_secret(&kept, issuer, claimed)).transpose()?.flatten()
        {
            return Ok(ours);
        }
        let endpoint = self.metadata().await?.registration_endpoint;
        let endpoint = endpoint.filter(|_| self.bank.registers_apps()).ok_or(RegistrationError::NotOffered)?;
        let (app_name, entropy) = (&self.shared.app_name, &*self.shared.tools.entropy);
        let made = register(&self.http, &endpoint, app_name, claimed, entropy).await?;
        let secret = made.to_secret(issuer)?;
        self.shared.vault.keep(&name, &secret).await?;
        Ok(made)
    }

    /// The bank says it does not know us: it forgot, or was set up anew. What we registered is worth nothing then; the next
    /// call for our identity registers again. Credentials made by hand stay, somebody has to mend those.
    pub(super) async fn forget_identity(&self) -> Result<(), Error> {
        let mut held = self.identity.lock().await;
        self.shared.vault.forget(&VaultName::Registration(self.bank.id()).text()).await?;
        *held = None;
        *self.app_token.lock().await = None;
        Ok(())
    }

    /// Makes a consent at the bank. Nobody has approved it yet.
    pub(crate) async fn create_consent(&self, ask: ConsentAsk) -> Result<Consent, Error> {
        let question = Question::CreateConsent(ask);
        let reply = self.ask_as_app(&question).await?;
        let page = self.read(&question, &reply)?;
        page.rows
            .into_iter()
            .find_map(|record| match record.meaning {
                Meaning::Consent(consent) => Some(consent),
                _ => None,
            })
            .ok_or_else(|| Error::new(ErrorKind::Unreadable).within(reply.context(self.bank.id())))
    }

    /// Ends a consent at the bank. One that is already gone counts as ended.
    pub(crate) async fn delete_consent(&self, consent: &ConsentId) -> Result<(), Error> {
        let question = Question::DeleteConsent(consent.clone());
        let reply = self.ask_as_app(&question).await?;
        if reply.status.is_success() || matches!(reply.status.as_u16(), 404 | 410) {
            return Ok(());
        }
        self.read(&question, &reply)?;
        Ok(())
    }

    fn read(&self, question: &Question, reply: &HttpReply) -> Result<Page<Record>, Error> {
        self.standard().read(question, reply).map_err(|error| Error::from(error).within(reply.context(self.bank.id())))
    }

    async fn ask_as_app(&self, question: &Question) -> Result<HttpReply, Error> {
        let ask = self.standard().ask(question, None)?;
        let (token, key) = self.app_token().await?;
        let reply = self.http.ask(&key, &token, &ask).await?;
        if reply.status.as_u16() != 401 {
            return Ok(reply);
        }
        // Revoked at the bank's side, or the bank restarted: one new token, one more try.
        *self.app_token.lock().await = None;
        let (token, key) = self.app_token().await?;
        self.http.ask(&key, &token, &ask).await
    }

    /// The token endpoint, with a key to bind the tokens to.
    pub(super) async fn token_endpoint(&self, key: &SigningKey) -> Result<TokenEndpoint, Error> {
        let (metadata, client) = (self.metadata().await?, self.identity().await?);
        Ok(TokenEndpoint { http: Arc::clone(&self.http), metadata, client, key: key.clone() })
    }

    async fn app_token(&self) -> Result<(SecretString, SigningKey), Error> {
        let mut held = self.app_token.lock().await;
        let now = self.now();
        if let Some(good) = held.as_ref().filter(|held| held.ends_at.duration_since(now) > NEARLY_OVER) {
            return Ok((good.token.clone(), good.key.clone()));
        }
        let key = SigningKey::make(&*self.shared.tools.entropy);
        let tokens = self.token_endpoint(&key).await?.speak_for_the_app(APP_SCOPE).await;
        let tokens = tokens.map_err(|error| Error::from(error).within(CallContext::of_bank(self.bank.id())))?;
        let ends_at = ends_at(now, tokens.lives);
        *held = Some(AppToken { token: tokens.access.clone(), key: key.clone(), ends_at });
        Ok((tokens.access, key))
    }
}

/// When a token that lives this long ends. A bank's absurd number is cut to a year.
pub(super) fn ends_at(now: Timestamp, lives: std::time::Duration) -> Timestamp {
    let year = 365 * 24 * 60 * 60;
    let seconds = i64::try_from(lives.as_secs()).unwrap_or(year).min(year);
    now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now)
}

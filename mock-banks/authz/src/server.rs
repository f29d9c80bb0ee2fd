//! The handle that the rest of a bank holds on its authorisation server.

use std::sync::Arc;

use axum::Router;
use moa_bank_core::Bank;
use moa_bank_core::state::StateError;
use moa_kernel::{ClientId, ConsentId, Issuer, SecretString};
use moa_security::dpop::NonceSource;
use moa_security::keys::{KeyError, SigningKey};
use url::Url;

use crate::client::Client;
use crate::desk::Desk;
use crate::door::Door;
use crate::facts::{self, TokenFacts};
use crate::pages::{Pages, PagesError};
use crate::profile::Profile;
use crate::rates::Rates;
use crate::stack;
use crate::store;
use crate::watch::LoginWatch;

/// The name under which this crate's tables stand in a world's file.
const ROOM: &str = "authz";

/// The authorisation server of one bank. Cheap to clone.
#[derive(Clone)]
pub struct AuthorisationServer {
    desk: Arc<Desk>,
}

/// Why an authorisation server cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The issuer is no origin: `https://host` (or `http://` and a loopback address), and nothing behind it.
    #[error("the issuer must be an origin, https or http to a loopback address")]
    Issuer,
    /// The state could not be read or brought up to date.
    #[error("the authorisation server's state cannot be used")]
    State(#[from] StateError),
    /// The key in the state is no key.
    #[error("the authorisation server's key cannot be read")]
    Key(#[from] KeyError),
    /// A page template does not parse.
    #[error("the pages cannot be prepared")]
    Pages(#[from] PagesError),
}

impl AuthorisationServer {
    /// Opens the server of `bank`, whose endpoints will be reached under `issuer`. The first time it makes its keys; what
    /// it knew before a restart it still knows. `watch` is told of wrong passwords.
    ///
    /// # Errors
    /// When the issuer is not an origin, or the state cannot be used.
    pub fn open(bank: Bank, profile: Profile, issuer: Issuer, watch: Arc<dyn LoginWatch>) -> Result<Self, OpenError> {
        let origin = origin_of(&issuer)?;
        bank.database().migrate(ROOM, store::STEPS)?;
        let entropy = Arc::clone(bank.entropy());
        let load = |name: &str, make: &dyn Fn() -> SecretString| {
            bank.database().write(|tx| store::secrets::load_or_make(tx, bank.id(), name, make))
        };
        let key = load("id-token-key", &|| SigningKey::make(&*entropy).to_secret_jwk())?;
        let key = SigningKey::from_secret_jwk(&key)?;
        let salt = load("subject-salt", &|| entropy.token())?;
        let pages = Pages::of(bank.spec())?;
        let nonces = Arc::new(NonceSource::new(&*entropy));
        let rates = Rates::default();
        let door = Door::default();
        let desk = Desk { bank, profile, issuer, origin, key, salt, nonces, rates, door, pages, watch };
        Ok(Self { desk: Arc::new(desk) })
    }

    /// Every endpoint and page, to be merged into the router of the issuer's origin.
    pub fn router(&self) -> Router {
        stack::router(&self.desk)
    }

    /// What an access token is worth at this moment; nothing when it is unknown, over, or revoked. Reads a few rows of the
    /// database by their keys: [`Self::introspection_waits`] says whether that may be done from async code.
    ///
    /// # Errors
    /// When the state cannot be used. Whoever guards data must then refuse.
    pub fn introspect_local(&self, token: &SecretString) -> Result<Option<TokenFacts>, StateError> {
        facts::find(&self.desk, token)
    }

    /// The app that a token was given to, live or not, for as long as tokens are remembered after their end.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn once_given_to(&self, token: &SecretString) -> Result<Option<ClientId>, StateError> {
        facts::given_to(&self.desk, token)
    }

    /// Whether [`Self::introspect_local`] may wait for a write: then it is asked where blocking is allowed, and nowhere else.
    #[must_use]
    pub fn introspection_waits(&self) -> bool {
        self.desk.bank.database().reads_wait()
    }

    /// Makes an app or a resource server known, as `--clients FILE` does. One that is known under this id is replaced.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn register_client(&self, client: &Client) -> Result<(), StateError> {
        let desk = &self.desk;
        desk.bank.database().write(|tx| {
            store::clients::keep(tx, desk.id(), client, desk.now())?;
            // Whoever runs the bank vouches for it, so it is not swept out before it is first used.
            store::clients::mark_used(tx, desk.id(), &client.id, desk.now())
        })
    }

    /// Ends every grant that rests on a consent, because the consent has ended. Says how many there were.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn revoke_by_consent(&self, consent: &ConsentId) -> Result<usize, StateError> {
        let desk = &self.desk;
        desk.bank.database().write(|tx| store::grants::revoke_by_consent(tx, desk.id(), consent, desk.now()))
    }

    /// Another number after every change of the state that tokens rest on (and of any other in the same world).
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.desk.bank.database().revision()
    }

    /// The one source of DPoP nonces of this origin, for the APIs beside us (one nonce source per origin).
    #[must_use]
    pub fn nonces(&self) -> Arc<NonceSource> {
        Arc::clone(&self.desk.nonces)
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Who this server says it is.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.desk.issuer
    }
}

impl std::fmt::Debug for AuthorisationServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthorisationServer").field("issuer", &self.desk.issuer).finish_non_exhaustive()
    }
}

/// An issuer is one origin here. Path, query, fragment, user name, trailing slash: all would make two texts for one thing.
fn origin_of(issuer: &Issuer) -> Result<Url, OpenError> {
    let url = Url::parse(issuer.as_str()).map_err(|_| OpenError::Issuer)?;
    let loopback = matches!(url.host_str(), Some("127.0.0.1" | "[::1]"));
    let safe = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    if !safe || url.origin().ascii_serialization() != issuer.as_str() {
        return Err(OpenError::Issuer);
    }
    Ok(url)
}

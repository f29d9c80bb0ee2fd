//! A grant as the vault keeps it.

use jiff::Timestamp;
use moa_kernel::{ExposeSecret as _, Issuer, SecretString};
use moa_security::keys::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::authorise::bank_client::ends_at;
use crate::authorise::tokens::Tokens;
use crate::directory::Bank;
use crate::error::{Error, ErrorKind};
use crate::http::origin;

/// Tokens, and the key they are bound to.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    /// Whose tokens these are. They are sent to no other authorisation server and its APIs.
    pub(super) issuer: Issuer,
    /// Where the tokens may be shown: the origin of the bank's API when they were made.
    pub(super) api_origin: String,
    pub(super) access: SecretString,
    pub(super) refresh: Option<SecretString>,
    /// The refresh token before the last rotation: the way back when an answer was lost.
    pub(super) previous: Option<SecretString>,
    pub(super) ends_at: Timestamp,
    pub(super) key: SigningKey,
}

#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Stored {
    #[zeroize(skip)]
    issuer: Issuer,
    /// What was kept before it was noted has none, and fits nowhere.
    #[serde(default)]
    api_origin: String,
    access: String,
    refresh: Option<String>,
    previous: Option<String>,
    #[zeroize(skip)]
    ends_at: Timestamp,
    key: String,
}

impl Held {
    /// The tokens of an approval at this bank.
    pub(crate) fn new(bank: &Bank, tokens: &Tokens, key: SigningKey, now: Timestamp) -> Self {
        Self {
            issuer: bank.issuer().clone(),
            api_origin: origin(bank.pins().api_base()),
            access: tokens.access.clone(),
            refresh: tokens.refresh.clone(),
            previous: None,
            ends_at: ends_at(now, tokens.lives),
            key,
        }
    }

    /// Whether the directory still names the servers these tokens were made for.
    pub(super) fn belongs_to(&self, bank: &Bank) -> bool {
        self.issuer == *bank.issuer() && self.api_origin == origin(bank.pins().api_base())
    }

    /// What it becomes after a refresh. A bank that does not rotate sends no new refresh token: the old one stays.
    pub(super) fn renewed(&self, tokens: &Tokens, now: Timestamp) -> Self {
        let rotated = tokens.refresh.is_some();
        Self {
            issuer: self.issuer.clone(),
            api_origin: self.api_origin.clone(),
            access: tokens.access.clone(),
            refresh: tokens.refresh.clone().or_else(|| self.refresh.clone()),
            previous: if rotated { self.refresh.clone() } else { self.previous.clone() },
            ends_at: ends_at(now, tokens.lives),
            key: self.key.clone(),
        }
    }

    pub(crate) fn to_secret(&self) -> Result<SecretString, Error> {
        let text = |secret: &SecretString| secret.expose_secret().to_owned();
        let stored = Stored {
            issuer: self.issuer.clone(),
            api_origin: self.api_origin.clone(),
            access: text(&self.access),
            refresh: self.refresh.as_ref().map(text),
            previous: self.previous.as_ref().map(text),
            ends_at: self.ends_at,
            key: text(&self.key.to_secret_jwk()),
        };
        serde_json::to_string(&stored).map(SecretString::from).map_err(|_| Error::new(ErrorKind::VaultFailed))
    }

    pub(super) fn from_secret(secret: &SecretString) -> Result<Self, Error> {
        let bad = || Error::new(ErrorKind::VaultFailed);
        let stored: Stored = serde_json::from_str(secret.expose_secret()).map_err(|_| bad())?;
        let secret = |text: &String| SecretString::from(text.as_str());
        Ok(Self {
            issuer: stored.issuer.clone(),
            api_origin: stored.api_origin.clone(),
            access: secret(&stored.access),
            refresh: stored.refresh.as_ref().map(secret),
            previous: stored.previous.as_ref().map(secret),
            ends_at: stored.ends_at,
            key: SigningKey::from_secret_jwk(&secret(&stored.key)).map_err(|_| bad())?,
        })
    }
}

//! Who this installation is at one bank: a client id, the key that proves it, and the path approvals come back on.

use moa_kernel::{BankId, ClientId, Entropy, ExposeSecret as _, Issuer, SecretString};
use moa_security::keys::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{ClaimedRedirect, HandCredentials, RegistrationError};

/// This installation as one bank knows it.
#[derive(Debug, Clone)]
pub struct ClientIdentity {
    client_id: ClientId,
    key: SigningKey,
    redirect_path: String,
    claimed: Option<ClaimedRedirect>,
}

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    issuer: Issuer,
    client_id: ClientId,
    key: std::borrow::Cow<'a, str>,
    redirect_path: String,
    /// The app's own address that it was registered with; none for a port of this device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claimed: Option<String>,
}

impl ClientIdentity {
    pub(super) const fn new(
        client_id: ClientId,
        key: SigningKey,
        redirect_path: String,
        claimed: Option<ClaimedRedirect>,
    ) -> Self {
        Self { client_id, key, redirect_path, claimed }
    }

    /// Takes credentials made by hand.
    pub(crate) fn by_hand(
        bank: &BankId,
        hand: &HandCredentials,
        claimed: Option<&ClaimedRedirect>,
    ) -> Result<Self, RegistrationError> {
        let random = hand.redirect_path.strip_prefix(&path_of(bank, claimed));
        if !random.is_some_and(|random| !random.is_empty() && random.bytes().all(is_plain)) {
            return Err(RegistrationError::ForeignRedirectPath);
        }
        let key = SigningKey::from_secret_jwk(&hand.key).map_err(|_| RegistrationError::BadCredentials)?;
        Ok(Self::new(hand.client_id.clone(), key, hand.redirect_path.clone(), claimed.cloned()))
    }

    /// The app's name at the bank.
    #[must_use]
    pub const fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The path approvals come back on.
    #[must_use]
    pub fn redirect_path(&self) -> &str {
        &self.redirect_path
    }

    /// The app's own address that approvals come back to. Without one they come back to a port of this device.
    pub(crate) const fn claimed(&self) -> Option<&ClaimedRedirect> {
        self.claimed.as_ref()
    }

    pub(crate) const fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The form the vault keeps, with whose client this is.
    pub(crate) fn to_secret(&self, issuer: &Issuer) -> Result<SecretString, RegistrationError> {
        let key = self.key.to_secret_jwk();
        let stored = Stored {
            issuer: issuer.clone(),
            client_id: self.client_id.clone(),
            key: key.expose_secret().into(),
            redirect_path: self.redirect_path.clone(),
            claimed: self.claimed.as_ref().map(ClaimedRedirect::address),
        };
        let text = serde_json::to_string(&stored).map_err(|_| RegistrationError::BadCredentials)?;
        Ok(SecretString::from(text))
    }

    /// Reads the form the vault keeps. Nothing when it was made for another issuer: a bank whose entry now names another
    /// authorisation server gets another client, and never an assertion of the old key. Nor when it was registered with
    /// another address to come back to: the bank would refuse ours.
    pub(crate) fn from_secret(
        secret: &SecretString,
        issuer: &Issuer,
        claimed: Option<&ClaimedRedirect>,
    ) -> Result<Option<Self>, RegistrationError> {
        let bad = |_| RegistrationError::BadCredentials;
        let stored: Stored<'_> = serde_json::from_str(secret.expose_secret()).map_err(bad)?;
        if stored.issuer != *issuer || stored.claimed != claimed.map(ClaimedRedirect::address) {
            return Ok(None);
        }
        let key_text = Zeroizing::new(stored.key.into_owned());
        let key = SigningKey::from_secret_jwk(&SecretString::from(key_text.as_str()))
            .map_err(|_| RegistrationError::BadCredentials)?;
        Ok(Some(Self::new(stored.client_id, key, stored.redirect_path, claimed.cloned())))
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)
}

/// A path only this installation and this bank know: 256 random bits behind the bank's own prefix.
pub(super) fn make_redirect_path(bank: &BankId, claimed: Option<&ClaimedRedirect>, entropy: &dyn Entropy) -> String {
    format!("{}{}", path_of(bank, claimed), entropy.token().expose_secret())
}

/// What all paths of one bank begin with.
fn path_of(bank: &BankId, claimed: Option<&ClaimedRedirect>) -> String {
    format!("{}/callback/{bank}/", claimed.map(ClaimedRedirect::prefix).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use moa_kernel::OsEntropy;

    use super::*;

    fn identity() -> ClientIdentity {
        let bank = BankId::new("thames").unwrap();
        let key = SigningKey::make(&OsEntropy);
        ClientIdentity::new(ClientId::new("app-1").unwrap(), key, make_redirect_path(&bank, None, &OsEntropy), None)
    }

    #[test]
    fn an_identity_comes_back_from_the_vault_and_shows_no_key() {
        let identity = identity();
        let issuer = Issuer::new("https://bank.example").unwrap();
        let secret = identity.to_secret(&issuer).unwrap();
        let back = ClientIdentity::from_secret(&secret, &issuer, None).unwrap().unwrap();
        let other = Issuer::new("https://other.example").unwrap();
        let none = ClientIdentity::from_secret(&secret, &other, None).unwrap();
        assert!(none.is_none(), "another issuer's client is not ours");
        let claimed = ClaimedRedirect::new("https://app.example").unwrap();
        let none = ClientIdentity::from_secret(&secret, &issuer, Some(&claimed)).unwrap();
        assert!(none.is_none(), "nor one that is called back somewhere else");
        assert_eq!(back.client_id(), identity.client_id());
        assert_eq!(back.redirect_path(), identity.redirect_path());
        assert_eq!(back.key().thumbprint(), identity.key().thumbprint());
        assert!(ClientIdentity::from_secret(&SecretString::from("{}"), &issuer, None).is_err());
        let jwk = identity.key().to_secret_jwk();
        let private =
            serde_json::from_str::<serde_json::Value>(jwk.expose_secret()).unwrap()["d"].as_str().unwrap().to_owned();
        assert!(!format!("{identity:?}").contains(&private));
    }

    #[test]
    fn a_redirect_path_belongs_to_one_bank() {
        let hand = |path: &str| HandCredentials {
            client_id: ClientId::new("app-1").unwrap(),
            key: SigningKey::make(&OsEntropy).to_secret_jwk(),
            redirect_path: path.to_owned(),
        };
        let bank = BankId::new("thames").unwrap();
        assert!(ClientIdentity::by_hand(&bank, &hand("/callback/thames/abc"), None).is_ok());
        let claimed = ClaimedRedirect::new("https://app.example/moa").unwrap();
        assert!(ClientIdentity::by_hand(&bank, &hand("/moa/callback/thames/abc"), Some(&claimed)).is_ok());
        assert!(ClientIdentity::by_hand(&bank, &hand("/callback/thames/abc"), Some(&claimed)).is_err());
        for wrong in
            ["/callback/other/abc", "/callback/thames/", "/callback/thames", "/callback/thames/../x", "/cb", ""]
        {
            let refused = ClientIdentity::by_hand(&bank, &hand(wrong), None);
            assert!(matches!(refused, Err(RegistrationError::ForeignRedirectPath)), "{wrong}");
        }
    }
}

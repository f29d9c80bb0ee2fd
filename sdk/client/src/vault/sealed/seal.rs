//! From a passphrase to a key, and from secrets to sealed bytes and back.

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use moa_kernel::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::Secrets;
use super::format::{Header, MOST_BYTES};
use crate::vault::VaultError;

/// The key that seals the file. Erased from memory when dropped.
pub(super) struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    pub(super) fn derive(passphrase: &SecretString, header: &Header) -> Result<Self, VaultError> {
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, header.strength.params()?)
            .hash_password_into(passphrase.expose_secret().as_bytes(), &header.salt, &mut *key)
            .map_err(|_| VaultError::Broken)?;
        Ok(Self(key))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }

    /// The whole file: the header, then everything sealed together with the header.
    pub(super) fn seal(&self, header: &Header, secrets: &Secrets) -> Result<Vec<u8>, VaultError> {
        let plain = to_bytes(secrets)?;
        let mut file = header.bytes();
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(header.nonce), Payload { msg: &plain, aad: &file })
            .map_err(|_| VaultError::Broken)?;
        file.extend(sealed);
        if file.len() as u64 > MOST_BYTES { Err(VaultError::TooLarge) } else { Ok(file) }
    }

    pub(super) fn unseal(&self, header: &Header, sealed: &[u8]) -> Result<Secrets, VaultError> {
        let plain = self
            .cipher()
            .decrypt(&XNonce::from(header.nonce), Payload { msg: sealed, aad: &header.bytes() })
            .map_err(|_| VaultError::WrongPassphrase)?;
        let plain = Zeroizing::new(plain);
        let texts: BTreeMap<String, String> = serde_json::from_slice(&plain).map_err(|_| VaultError::NotAVault)?;
        Ok(texts.into_iter().map(|(name, text)| (name, SecretString::from(text))).collect())
    }
}

/// The buffer is made large enough at once: growing it would leave copies of secrets behind in freed memory.
fn to_bytes(secrets: &Secrets) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let texts: BTreeMap<&str, &str> =
        secrets.iter().map(|(name, secret)| (name.as_str(), secret.expose_secret())).collect();
    // JSON writes a byte as at most six characters (`\u0000`).
    let most: usize = texts.iter().map(|(name, text)| (name.len() + text.len()) * 6 + 8).sum();
    let mut bytes = Zeroizing::new(Vec::with_capacity(most + 2));
    serde_json::to_writer(&mut *bytes, &texts).map_err(|_| VaultError::Broken)?;
    Ok(bytes)
}

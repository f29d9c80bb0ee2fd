//! Signed tokens (RFC 7515, 7519), as far as every kind of them is alike.
//!
//! Reading one takes it apart within limits and believes nothing. Checking one takes the algorithms the *purpose* allows,
//! never the one the header would like (RFC 8725 §3.1), and the `typ` of the purpose. Headers that would have us fetch a
//! key (`jku`, `x5u`) or believe one that came along (`x5c`) are not read at all. Claims and time are for the files of each kind.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use moa_wire::Raw;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use crate::keys::{PublicKey, SigningKey, VerifyingKeys};
use moa_wire::jose::Jwk;

/// No honest token of ours comes near this.
pub const TOKEN_BYTES_MAX: usize = 8 * 1024;

/// A signature algorithm FAPI 2.0 allows (Security Profile §5.4.1). There is no `none` and nothing symmetric to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alg {
    /// ECDSA on P-256.
    Es256,
    /// RSASSA-PSS.
    Ps256,
    /// Ed25519.
    EdDsa,
}

impl Alg {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Es256, Self::Ps256, Self::EdDsa];

    /// The name in a header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Ps256 => "PS256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// What a token says it is, so that it cannot be taken for another kind (RFC 8725 §3.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typ {
    /// A client assertion or an id token; which of the two its claims and its signer tell.
    Jwt,
    /// A DPoP proof.
    Dpop,
}

impl Typ {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Jwt => "JWT",
            Self::Dpop => "dpop+jwt",
        }
    }
}

/// Why a token is refused before its claims are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// It is too long.
    #[error("the token is longer than {TOKEN_BYTES_MAX} bytes")]
    TooLong,
    /// It is not three parts of base64url with JSON in the first two, or a member occurs twice.
    #[error("the token is malformed")]
    Malformed,
    /// It is signed with an algorithm this purpose does not allow, or not at all.
    #[error("the token's algorithm is not allowed here")]
    Algorithm,
    /// It is another kind of token.
    #[error("the token is of another kind")]
    WrongKind,
    /// It asks for an extension we do not know.
    #[error("the token has critical headers that are not understood")]
    Critical,
    /// No key of its supposed signer fits.
    #[error("the token names a key that its signer does not have")]
    UnknownKey,
    /// The signature is not its supposed signer's.
    #[error("the token's signature is wrong")]
    Signature,
    /// Claims are missing, or have the wrong form.
    #[error("the token's claims are missing or malformed")]
    Claims,
    /// The signer failed.
    #[error("the token could not be signed")]
    Signing,
}

#[derive(Serialize)]
struct HeaderOut<'a> {
    alg: &'static str,
    typ: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jwk: Option<&'a Jwk>,
}

/// Signs claims with ES256; the header names the key.
///
/// # Errors
/// [`JwsError::Signing`], which a working machine never gives.
pub fn sign<T: Serialize>(key: &SigningKey, typ: Typ, claims: &T) -> Result<String, JwsError> {
    let header = HeaderOut { alg: "ES256", typ: typ.as_str(), kid: Some(key.thumbprint()), jwk: None };
    sign_with(key, &header, claims)
}

/// Signs claims with ES256; the header carries the public key itself.
pub(crate) fn sign_with_key_inside<T: Serialize>(key: &SigningKey, typ: Typ, claims: &T) -> Result<String, JwsError> {
    let header = HeaderOut { alg: "ES256", typ: typ.as_str(), kid: None, jwk: Some(key.bare_jwk()) };
    sign_with(key, &header, claims)
}

fn sign_with<T: Serialize>(key: &SigningKey, header: &HeaderOut<'_>, claims: &T) -> Result<String, JwsError> {
    let part = |json: Result<Vec<u8>, serde_json::Error>| {
        json.map(|json| URL_SAFE_NO_PAD.encode(json)).map_err(|_| JwsError::Signing)
    };
    let message = format!("{}.{}", part(serde_json::to_vec(header))?, part(serde_json::to_vec(claims))?);
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key.encoding(), Algorithm::ES256)
        .map_err(|_| JwsError::Signing)?;
    Ok(format!("{message}.{signature}"))
}

#[derive(Deserialize)]
struct HeaderIn {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    jwk: Option<Raw>,
    #[serde(default)]
    crit: Option<IgnoredAny>,
}

/// A token that was taken apart and is not believed.
pub(crate) struct UnverifiedToken<'a> {
    header: HeaderIn,
    claims: Vec<u8>,
    message: &'a str,
    signature: Vec<u8>,
}

impl<'a> UnverifiedToken<'a> {
    pub(crate) fn read(text: &'a str) -> Result<Self, JwsError> {
        if text.len() > TOKEN_BYTES_MAX {
            return Err(JwsError::TooLong);
        }
        let (message, signature) = text.rsplit_once('.').ok_or(JwsError::Malformed)?;
        let (header, claims) = message.split_once('.').ok_or(JwsError::Malformed)?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| JwsError::Malformed);
        let signature = decode(signature)?;
        let header = serde_json::from_slice(&decode(header)?).map_err(|_| JwsError::Malformed)?;
        Ok(Self { header, claims: decode(claims)?, message, signature })
    }

    pub(crate) fn kid(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// The key that came along in the header, for the one kind of token where that means something.
    pub(crate) fn key_inside(&self) -> Option<&Raw> {
        self.header.jwk.as_ref()
    }

    /// Checks the header against what the purpose allows. `typs` is compared without regard to case, with and without
    /// `application/` in front (RFC 7515 §4.1.9); `None` in it stands for no `typ` at all.
    pub(crate) fn check_header(&self, typs: &[Option<&str>], algs: &[Alg]) -> Result<Alg, JwsError> {
        if self.header.crit.is_some() {
            return Err(JwsError::Critical);
        }
        let typ = self.header.typ.as_deref().map(|typ| {
            let lower = typ.to_ascii_lowercase();
            lower.strip_prefix("application/").map(str::to_owned).unwrap_or(lower)
        });
        if !typs.contains(&typ.as_deref()) {
            return Err(JwsError::WrongKind);
        }
        algs.iter().copied().find(|alg| alg.as_str() == self.header.alg).ok_or(JwsError::Algorithm)
    }

    pub(crate) fn check_signature(&self, key: &PublicKey, alg: Alg) -> Result<(), JwsError> {
        if key.alg != alg {
            return Err(JwsError::Algorithm);
        }
        if key.verifies(self.message.as_bytes(), &self.signature) { Ok(()) } else { Err(JwsError::Signature) }
    }

    pub(crate) fn check_signature_by(&self, keys: &VerifyingKeys, alg: Alg) -> Result<(), JwsError> {
        let mut outcome = Err(JwsError::UnknownKey);
        let mut tried = false;
        for key in keys.candidates(self.kid(), alg) {
            tried = true;
            outcome = self.check_signature(key, alg);
            if outcome.is_ok() {
                break;
            }
        }
        if let (false, Some(decoy)) = (tried, keys.decoy(alg)) {
            // A name nobody has must take as long as a wrong signature, or the time tells which names there are.
            let _never_believed = self.check_signature(decoy, alg);
        }
        outcome
    }

    pub(crate) fn claims<T: DeserializeOwned>(&self) -> Result<T, JwsError> {
        serde_json::from_slice(&self.claims).map_err(|_| JwsError::Claims)
    }
}

#[cfg(test)]
mod tests;

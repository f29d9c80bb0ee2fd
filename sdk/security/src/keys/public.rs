//! One public key, checked before anybody believes it.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moa_wire::jose::Jwk;

use crate::digest::sha256_base64url;
use crate::jws::Alg;

/// Modulus sizes of RSA keys we believe and are willing to compute with.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// Why a published key is of no use to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableKey {
    /// The kind, curve or algorithm is not one we believe.
    #[error("the kind of key is not supported")]
    Kind,
    /// It is for encryption.
    #[error("the key is not for signatures")]
    Use,
    /// Members are missing or not what they should be.
    #[error("the key is malformed")]
    Malformed,
    /// It is too short to be safe, or too long to be meant well.
    #[error("the key has an unsafe size")]
    Size,
}

/// A public key we are willing to check signatures with.
#[derive(Debug, Clone)]
pub struct PublicKey {
    pub(crate) kid: Option<String>,
    pub(crate) alg: Alg,
    parsed: ParsedPublicKey,
    thumbprint: String,
}

impl PublicKey {
    /// Checks a published key.
    ///
    /// # Errors
    /// When it is of no use: see [`UnusableKey`].
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, UnusableKey> {
        if jwk.public_key_use.as_deref().is_some_and(|purpose| purpose != "sig") {
            return Err(UnusableKey::Use);
        }
        let (alg, parsed) = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("EC", Some("P-256")) => (Alg::Es256, p256_point(jwk)?),
            ("RSA", _) => (Alg::Ps256, rsa(jwk)?),
            ("OKP", Some("Ed25519")) => (Alg::EdDsa, ed25519(jwk)?),
            _ => return Err(UnusableKey::Kind),
        };
        if jwk.alg.as_deref().is_some_and(|named| named != alg.as_str()) {
            return Err(UnusableKey::Kind);
        }
        let thumbprint = thumbprint(jwk).ok_or(UnusableKey::Malformed)?;
        Ok(Self { kid: jwk.kid.clone(), alg, parsed, thumbprint })
    }

    /// The RFC 7638 thumbprint: the same key has the same one wherever it is published.
    #[must_use]
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// Whether this key made the signature, by the key's own algorithm (RFC 7518 §3.1).
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }
}

fn p256_point(jwk: &Jwk) -> Result<ParsedPublicKey, UnusableKey> {
    let (x, y) = (bytes(jwk.x.as_deref())?, bytes(jwk.y.as_deref())?);
    if x.len() != 32 || y.len() != 32 {
        return Err(UnusableKey::Malformed);
    }
    let point = [&[4_u8][..], &x, &y].concat();
    // A point that is not on the curve is no key.
    ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).map_err(|_| UnusableKey::Malformed)
}

fn rsa(jwk: &Jwk) -> Result<ParsedPublicKey, UnusableKey> {
    let (n, e) = (bytes(jwk.n.as_deref())?, bytes(jwk.e.as_deref())?);
    let significant: Vec<u8> = n.iter().copied().skip_while(|byte| *byte == 0).collect();
    let bits = significant
        .first()
        .map_or(0, |first| significant.len().saturating_mul(8).saturating_sub(first.leading_zeros() as usize));
    if !RSA_BITS.contains(&bits) {
        return Err(UnusableKey::Size);
    }
    // An even exponent, or one of 1, makes every signature valid or none.
    let odd = e.last().is_some_and(|last| last % 2 == 1);
    if !odd || e.len() > 8 || e.iter().rev().skip(1).all(|byte| *byte == 0) && e.last() == Some(&1) {
        return Err(UnusableKey::Malformed);
    }
    let components = RsaPublicKeyComponents { n: &significant, e: &e };
    components.to_parsed_public_key(&RSA_PSS_2048_8192_SHA256).map_err(|_| UnusableKey::Malformed)
}

fn ed25519(jwk: &Jwk) -> Result<ParsedPublicKey, UnusableKey> {
    let x = bytes(jwk.x.as_deref())?;
    if x.len() != 32 {
        return Err(UnusableKey::Malformed);
    }
    ParsedPublicKey::new(&ED25519, x).map_err(|_| UnusableKey::Malformed)
}

fn bytes(member: Option<&str>) -> Result<Vec<u8>, UnusableKey> {
    let text = member.ok_or(UnusableKey::Malformed)?;
    if text.len() > 2048 {
        return Err(UnusableKey::Size);
    }
    URL_SAFE_NO_PAD.decode(text).map_err(|_| UnusableKey::Malformed)
}

/// The RFC 7638 thumbprint of a key, when it has the members its kind requires.
#[must_use]
pub fn thumbprint(jwk: &Jwk) -> Option<String> {
    // Members in lexical order, no spaces (RFC 7638 §3.2-3.3). Values go through JSON so that none can break out.
    let quoted = |member: &Option<String>| member.as_ref().and_then(|text| serde_json::to_string(text).ok());
    let canonical = match jwk.kty.as_str() {
        "EC" => {
            format!(r#"{{"crv":{},"kty":"EC","x":{},"y":{}}}"#, quoted(&jwk.crv)?, quoted(&jwk.x)?, quoted(&jwk.y)?)
        }
        "RSA" => format!(r#"{{"e":{},"kty":"RSA","n":{}}}"#, quoted(&jwk.e)?, quoted(&jwk.n)?),
        "OKP" => format!(r#"{{"crv":{},"kty":"OKP","x":{}}}"#, quoted(&jwk.crv)?, quoted(&jwk.x)?),
        _ => return None,
    };
    Some(sha256_base64url(canonical))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rsa_jwk(bytes: usize, first: u8, exponent: &[u8]) -> Jwk {
        let mut n = vec![0x5a_u8; bytes];
        n[0] = first;
        n[bytes - 1] |= 1;
        Jwk {
            kty: "RSA".to_owned(),
            n: Some(URL_SAFE_NO_PAD.encode(n)),
            e: Some(URL_SAFE_NO_PAD.encode(exponent)),
            ..Jwk::default()
        }
    }

    #[test]
    fn the_thumbprint_of_the_published_example_is_the_published_one() {
        // RFC 7638 §3.1.
        let jwk = Jwk {
            kty: "RSA".to_owned(),
            n: Some("0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw".to_owned()),
            e: Some("AQAB".to_owned()),
            alg: Some("RS256".to_owned()),
            kid: Some("2011-04-29".to_owned()),
            ..Jwk::default()
        };
        assert_eq!(thumbprint(&jwk).as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
        // And it is a key for RS256 only, which we do not believe.
        assert_eq!(PublicKey::from_jwk(&jwk).unwrap_err(), UnusableKey::Kind);
    }

    #[test]
    fn a_short_rsa_key_is_not_believed() {
        assert!(PublicKey::from_jwk(&rsa_jwk(256, 0x80, &[1, 0, 1])).is_ok());
        assert_eq!(PublicKey::from_jwk(&rsa_jwk(128, 0x80, &[1, 0, 1])).unwrap_err(), UnusableKey::Size);
        assert_eq!(PublicKey::from_jwk(&rsa_jwk(256, 0x7f, &[1, 0, 1])).unwrap_err(), UnusableKey::Size, "2047 bits");
        assert_eq!(PublicKey::from_jwk(&rsa_jwk(2000, 0x80, &[1, 0, 1])).unwrap_err(), UnusableKey::Size);
        let padded = rsa_jwk(256, 0, &[1, 0, 1]);
        assert_eq!(PublicKey::from_jwk(&padded).unwrap_err(), UnusableKey::Size, "zeros in front do not count");
    }

    #[test]
    fn a_silly_rsa_exponent_is_not_believed() {
        for exponent in [&[][..], &[1], &[0, 0, 1], &[2], &[1, 0, 0], &[1, 1, 1, 1, 1, 1, 1, 1, 1]] {
            assert!(PublicKey::from_jwk(&rsa_jwk(256, 0x80, exponent)).is_err(), "{exponent:?}");
        }
        assert!(PublicKey::from_jwk(&rsa_jwk(256, 0x80, &[3])).is_ok());
    }

    #[test]
    fn a_point_off_the_curve_is_not_a_key() {
        let zeros = URL_SAFE_NO_PAD.encode([0_u8; 32]);
        let mut jwk = Jwk {
            kty: "EC".to_owned(),
            crv: Some("P-256".to_owned()),
            x: Some(zeros.clone()),
            y: Some(zeros),
            ..Jwk::default()
        };
        assert_eq!(PublicKey::from_jwk(&jwk).unwrap_err(), UnusableKey::Malformed);
        let mut near = crate::keys::SigningKey::make(&moa_kernel::SeededEntropy::new(1)).public_jwk();
        assert!(PublicKey::from_jwk(&near).is_ok());
        std::mem::swap(&mut near.x, &mut near.y);
        assert_eq!(
            PublicKey::from_jwk(&near).unwrap_err(),
            UnusableKey::Malformed,
            "32 bytes each, and not on the curve"
        );
        jwk.y = None;
        assert_eq!(PublicKey::from_jwk(&jwk).unwrap_err(), UnusableKey::Malformed);
        for crv in ["P-192", "secp256k1", "P-384", ""] {
            jwk.crv = Some(crv.to_owned());
            assert_eq!(PublicKey::from_jwk(&jwk).unwrap_err(), UnusableKey::Kind, "{crv}");
        }
    }

    #[test]
    fn shared_secrets_and_encryption_keys_are_not_for_signatures() {
        let secret = Jwk { kty: "oct".to_owned(), ..Jwk::default() };
        assert_eq!(PublicKey::from_jwk(&secret).unwrap_err(), UnusableKey::Kind);
        let encryption = Jwk { public_key_use: Some("enc".to_owned()), ..rsa_jwk(256, 0x80, &[1, 0, 1]) };
        assert_eq!(PublicKey::from_jwk(&encryption).unwrap_err(), UnusableKey::Use);
    }
}

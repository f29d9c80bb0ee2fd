//! SHA-256, and the way OAuth writes it.

pub(crate) use aws_lc_rs::digest::SHA256_OUTPUT_LEN;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The SHA-256 of some bytes as 43 characters of base64url: how tokens are stored, and what `ath`, thumbprints and PKCE
/// challenges are made of.
#[must_use]
pub fn sha256_base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, bytes.as_ref()).as_ref())
}

/// The SHA-256 of some bytes as it is.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> [u8; SHA256_OUTPUT_LEN] {
    let mut whole = [0; SHA256_OUTPUT_LEN];
    whole.copy_from_slice(digest(&SHA256, bytes.as_ref()).as_ref());
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_the_pkce_example_is_the_published_one() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(sha256_base64url(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}

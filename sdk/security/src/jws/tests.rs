//! What may not pass for a signed token, whoever it is meant for. The examples use two kinds of real signature: ours, and
//! PS256 and EdDSA ones made with the library the other side might use.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding};
use moa_kernel::SeededEntropy;
use moa_wire::jose::Jwks;
use proptest::prelude::*;

use super::*;

const CLAIMS: &str = r#"{"sub":"x"}"#;

fn b64(text: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn key() -> SigningKey {
    SigningKey::make(&SeededEntropy::new(1))
}

fn keys_of(jwks: &[Jwk]) -> VerifyingKeys {
    VerifyingKeys::from_jwks(&Jwks { keys: jwks.to_vec() })
}

fn check(text: &str, keys: &VerifyingKeys) -> Result<(), JwsError> {
    let token = UnverifiedToken::read(text)?;
    let alg = token.check_header(&[None, Some("jwt")], Alg::ALL)?;
    token.check_signature_by(keys, alg)
}

fn signed(header: &str, key: &SigningKey) -> String {
    let message = format!("{}.{}", b64(header), b64(CLAIMS));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key.encoding(), Algorithm::ES256).unwrap();
    format!("{message}.{signature}")
}

fn rsa_signed(encoding: &'static dyn RsaEncoding, alg: &str) -> (String, Jwk) {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let message = format!("{}.{}", b64(format!(r#"{{"alg":"{alg}","kid":"r"}}"#)), b64(CLAIMS));
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
    let public = pair.public_key();
    let jwk = Jwk {
        kty: "RSA".to_owned(),
        n: Some(b64(public.modulus().big_endian_without_leading_zero())),
        e: Some(b64(public.exponent().big_endian_without_leading_zero())),
        kid: Some("r".to_owned()),
        ..Jwk::default()
    };
    (format!("{message}.{}", b64(signature)), jwk)
}

#[test]
fn what_we_sign_we_believe() {
    let text = sign(&key(), Typ::Jwt, &serde_json::json!({ "sub": "x" })).unwrap();
    assert_eq!(check(&text, &keys_of(&[key().public_jwk()])), Ok(()));
    let claims: serde_json::Value = UnverifiedToken::read(&text).unwrap().claims().unwrap();
    assert_eq!(claims["sub"], "x");
}

#[test]
fn the_other_two_algorithms_of_fapi_are_believed() {
    let (text, jwk) = rsa_signed(&RSA_PSS_SHA256, "PS256");
    assert_eq!(check(&text, &keys_of(&[jwk])), Ok(()));

    let pair = Ed25519KeyPair::generate().unwrap();
    let message = format!("{}.{}", b64(r#"{"alg":"EdDSA"}"#), b64(CLAIMS));
    let text = format!("{message}.{}", b64(pair.sign(message.as_bytes())));
    let jwk = Jwk {
        kty: "OKP".to_owned(),
        crv: Some("Ed25519".to_owned()),
        x: Some(b64(pair.public_key().as_ref())),
        ..Jwk::default()
    };
    assert_eq!(check(&text, &keys_of(&[jwk])), Ok(()));
}

#[test]
fn no_signature_at_all_is_refused() {
    let keys = keys_of(&[key().public_jwk()]);
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = b64(format!(r#"{{"alg":"{alg}"}}"#));
        for signature in ["", "AA"] {
            assert_eq!(check(&format!("{header}.{}.{signature}", b64(CLAIMS)), &keys), Err(JwsError::Algorithm));
        }
    }
    let header = b64(r#"{"alg":"ES256"}"#);
    assert_eq!(check(&format!("{header}.{}.", b64(CLAIMS)), &keys), Err(JwsError::Signature));
}

#[test]
fn the_public_key_is_no_shared_secret() {
    let public = key().public_jwk();
    let x = URL_SAFE_NO_PAD.decode(public.x.clone().unwrap()).unwrap();
    let y = URL_SAFE_NO_PAD.decode(public.y.clone().unwrap()).unwrap();
    let json = serde_json::to_vec(&public).unwrap();
    for secret in [json, x.clone(), [&[4_u8][..], &x, &y].concat()] {
        let message = format!("{}.{}", b64(r#"{"alg":"HS256"}"#), b64(CLAIMS));
        let secret = jsonwebtoken::EncodingKey::from_secret(&secret);
        let mac = jsonwebtoken::crypto::sign(message.as_bytes(), &secret, Algorithm::HS256).unwrap();
        assert_eq!(
            check(&format!("{message}.{mac}"), &keys_of(std::slice::from_ref(&public))),
            Err(JwsError::Algorithm)
        );
    }
}

#[test]
fn the_older_rsa_signature_is_not_believed_under_any_name() {
    let (text, jwk) = rsa_signed(&RSA_PKCS1_SHA256, "RS256");
    assert_eq!(check(&text, &keys_of(&[jwk])), Err(JwsError::Algorithm));
    let (text, jwk) = rsa_signed(&RSA_PKCS1_SHA256, "PS256");
    assert_eq!(check(&text, &keys_of(&[jwk])), Err(JwsError::Signature));
}

#[test]
fn one_name_on_two_kinds_of_key_does_not_confuse_us() {
    let (rsa_text, rsa) = rsa_signed(&RSA_PSS_SHA256, "PS256");
    let ec = Jwk { kid: Some("r".to_owned()), ..key().public_jwk() };
    let ec_text = signed(r#"{"alg":"ES256","kid":"r"}"#, &key());
    for order in [[rsa.clone(), ec.clone()], [ec, rsa]] {
        let keys = keys_of(&order);
        assert_eq!(check(&ec_text, &keys), Ok(()));
        assert_eq!(check(&rsa_text, &keys), Ok(()));
    }
}

#[test]
fn a_key_of_somebody_else_and_a_name_of_nobody_are_refused() {
    let other = SigningKey::make(&SeededEntropy::new(2));
    let keys = keys_of(&[key().public_jwk()]);
    let text = sign(&other, Typ::Jwt, &()).unwrap();
    assert_eq!(check(&text, &keys), Err(JwsError::UnknownKey));
    let named = format!(r#"{{"alg":"ES256","kid":"{}"}}"#, key().thumbprint());
    assert_eq!(check(&signed(&named, &other), &keys), Err(JwsError::Signature));
    for kid in ["../../x", "' OR 1=1", &"k".repeat(4000)] {
        assert_eq!(
            check(&signed(&format!(r#"{{"alg":"ES256","kid":"{kid}"}}"#), &key()), &keys),
            Err(JwsError::UnknownKey)
        );
    }
}

#[test]
fn a_key_that_comes_along_or_is_pointed_at_changes_nothing() {
    let (mine, evil) = (key(), SigningKey::make(&SeededEntropy::new(2)));
    let jwk = serde_json::to_string(&evil.public_jwk()).unwrap();
    for extra in [
        format!(r#""jwk":{jwk}"#),
        r#""jku":"https://evil.example/jwks""#.to_owned(),
        r#""x5u":"https://evil.example/cert""#.to_owned(),
        r#""x5c":["MIIB"]"#.to_owned(),
    ] {
        let text = signed(&format!(r#"{{"alg":"ES256",{extra}}}"#), &evil);
        assert_eq!(check(&text, &keys_of(&[mine.public_jwk()])), Err(JwsError::Signature), "{extra}");
    }
}

#[test]
fn unknown_extensions_and_doubled_members_are_refused() {
    let keys = keys_of(&[key().public_jwk()]);
    for header in [r#"{"alg":"ES256","crit":["b64"],"b64":false}"#, r#"{"alg":"ES256","crit":[]}"#] {
        assert_eq!(check(&signed(header, &key()), &keys), Err(JwsError::Critical), "{header}");
    }
    for header in [r#"{"alg":"ES256","alg":"none"}"#, r#"{"alg":"ES256","kid":7}"#, "{}", "[]", "\u{feff}{}", "null"] {
        assert_eq!(check(&signed(header, &key()), &keys), Err(JwsError::Malformed), "{header}");
    }
}

#[test]
fn another_kind_of_token_is_refused() {
    let keys = keys_of(&[key().public_jwk()]);
    for typ in ["dpop+jwt", "DPOP+JWT", "application/dpop+jwt", "oauth-authz-req+jwt", "at+jwt", "", "jwt "] {
        let text = signed(&format!(r#"{{"alg":"ES256","typ":"{typ}"}}"#), &key());
        assert_eq!(check(&text, &keys), Err(JwsError::WrongKind), "{typ}");
    }
    for typ in ["JWT", "jwt", "application/jwt"] {
        assert_eq!(check(&signed(&format!(r#"{{"alg":"ES256","typ":"{typ}"}}"#), &key()), &keys), Ok(()), "{typ}");
    }
}

#[test]
fn a_signature_written_another_way_is_refused() {
    let keys = keys_of(&[key().public_jwk()]);
    let text = signed(r#"{"alg":"ES256"}"#, &key());
    let (message, signature) = text.rsplit_once('.').unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let (r, s) = bytes.split_at(32);
    let integer = |bytes: &[u8]| [&[2, 33, 0][..], bytes].concat();
    let der = [&[0x30, 70][..], &integer(r), &integer(s)].concat();
    let zeros = [0_u8; 64];
    for wrong in [b64(der), b64(zeros), b64(&bytes[..63]), b64([&bytes[..], &[0]].concat())] {
        assert_eq!(check(&format!("{message}.{wrong}"), &keys), Err(JwsError::Signature));
    }
    for wrong in [format!("{signature}="), signature.replace(['-', '_'], "+"), format!("{signature}\n"), " ".to_owned()]
    {
        if wrong != signature {
            assert_eq!(check(&format!("{message}.{wrong}"), &keys), Err(JwsError::Malformed));
        }
    }
}

#[test]
fn too_long_or_too_few_or_too_many_parts_are_refused() {
    let keys = keys_of(&[key().public_jwk()]);
    assert_eq!(check(&"a".repeat(TOKEN_BYTES_MAX + 1), &keys), Err(JwsError::TooLong));
    let good = signed(r#"{"alg":"ES256"}"#, &key());
    for wrong in ["", ".", "..", "...", "a.b", &format!("{good}.AA"), &format!("AA.{good}"), &format!("{good}.AA.AA")] {
        assert_eq!(check(wrong, &keys), Err(JwsError::Malformed), "{wrong}");
    }
}

proptest! {
    #[test]
    fn reading_never_panics_and_believes_nothing(text in ".{0,300}") {
        prop_assert!(check(&text, &VerifyingKeys::default()).is_err());
    }

    #[test]
    fn one_changed_character_breaks_a_token(at in any::<prop::sample::Index>(), with in "[A-Za-z0-9_.-]") {
        let good = sign(&key(), Typ::Jwt, &serde_json::json!({ "sub": "x" })).unwrap();
        let at = at.index(good.len());
        let bad = format!("{}{with}{}", &good[..at], &good[at + 1..]);
        prop_assume!(bad != good);
        prop_assert!(check(&bad, &keys_of(&[key().public_jwk()])).is_err());
    }

    #[test]
    fn arbitrary_headers_and_claims_never_panic(header in ".{0,100}", claims in ".{0,100}", signature in any::<Vec<u8>>()) {
        let text = format!("{}.{}.{}", b64(header), b64(claims), b64(signature));
        prop_assert!(check(&text, &keys_of(&[key().public_jwk()])).is_err());
    }
}

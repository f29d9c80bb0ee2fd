//! The twelve checks of RFC 9449 §4.3, each seen to refuse.

use http::{HeaderMap, HeaderValue};
use moa_kernel::{Clock as _, ExposeSecret as _, FrozenClock, SecretString, SeededEntropy, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use url::Url;

use super::*;
use crate::digest::sha256_base64url;
use crate::jws::{self, JwsError, Typ};
use crate::keys::SigningKey;
use crate::replay::{MemoryReplay, Once, Replay as _};

const URL: &str = "https://bank.example/open-banking/v4.0/aisp/accounts";
const TOKEN: &str = "access-token";

struct Stage {
    key: SigningKey,
    clock: FrozenClock,
    luck: SeededEntropy,
}

fn stage() -> Stage {
    let luck = SeededEntropy::new(1);
    let clock = FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap());
    Stage { key: SigningKey::make(&luck), clock, luck }
}

fn proof(text: &str) -> UnverifiedProof {
    let mut headers = HeaderMap::new();
    headers.insert(PROOF_HEADER, HeaderValue::from_str(text).unwrap());
    UnverifiedProof::from_headers(&headers).unwrap()
}

fn check_at(text: &str, now: Timestamp) -> Result<VerifiedProof, DpopError> {
    check_knowing(text, now, None)
}

fn check_knowing(text: &str, now: Timestamp, keys: Option<&ProofKeys>) -> Result<VerifiedProof, DpopError> {
    let is_good = |nonce: &str| nonce == "fresh";
    proof(text).verify(&Expected {
        method: "GET",
        url: URL,
        access_token: Some(TOKEN),
        nonce: NonceRule::Needed(&is_good),
        now,
        keys,
    })
}

impl Stage {
    fn made(&self, method: &str, url: &str, token: Option<&str>, nonce: Option<&str>) -> String {
        let (url, token) = (Url::parse(url).unwrap(), token.map(SecretString::from));
        let request = ProofFor { method, url: &url, access_token: token.as_ref(), nonce };
        make(&self.key, &request, &self.clock, &self.luck).unwrap().expose_secret().to_owned()
    }

    fn check(&self, text: &str) -> Result<VerifiedProof, DpopError> {
        check_at(text, self.clock.now())
    }

    fn claims(&self) -> Value {
        let iat = self.clock.now().as_second();
        json!({ "jti": "j-1", "htm": "GET", "htu": URL, "iat": iat, "ath": sha256_base64url(TOKEN), "nonce": "fresh" })
    }

    fn with(&self, name: &str, value: Value) -> Result<VerifiedProof, DpopError> {
        let mut claims = self.claims();
        claims[name] = value;
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        self.check(&jws::sign_with_key_inside(&self.key, Typ::Dpop, &claims).unwrap())
    }

    /// A proof with the right claims and any header, signed with our key whatever the header says.
    fn under(&self, header: &Value) -> Result<VerifiedProof, DpopError> {
        use base64::Engine as _;
        let b64 = |json: &Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json.to_string());
        let message = format!("{}.{}", b64(header), b64(&self.claims()));
        let alg = jsonwebtoken::Algorithm::ES256;
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), self.key.encoding(), alg).unwrap();
        self.check(&format!("{message}.{signature}"))
    }

    /// A proof that carries our key and is signed with another.
    fn signed_by(&self, other: &SigningKey) -> String {
        let good = self.made("GET", URL, Some(TOKEN), Some("fresh"));
        let (message, _) = good.rsplit_once('.').unwrap();
        let alg = jsonwebtoken::Algorithm::ES256;
        format!("{message}.{}", jsonwebtoken::crypto::sign(message.as_bytes(), other.encoding(), alg).unwrap())
    }

    fn bare_jwk(&self) -> Value {
        serde_json::to_value(self.key.bare_jwk()).unwrap()
    }
}

#[test]
fn a_proof_for_this_request_is_believed_and_names_its_key() {
    let stage = stage();
    let verified = stage.check(&stage.made("GET", URL, Some(TOKEN), Some("fresh"))).unwrap();
    assert!(verified.is_by(stage.key.thumbprint()));
    assert!(!verified.is_by("other") && !verified.is_by(""));
    assert_eq!(verified.iat, stage.clock.now());
    let again = stage.check(&stage.made("GET", URL, Some(TOKEN), Some("fresh"))).unwrap();
    assert_ne!(again.replay_key(), verified.replay_key(), "each has its own id");
}

#[test]
fn query_and_fragment_are_never_written_into_a_proof() {
    let stage = stage();
    let text = stage.made("GET", &format!("{URL}?secret=1#x"), Some(TOKEN), Some("fresh"));
    assert!(stage.check(&text).is_ok());
    use base64::Engine as _;
    let claims = text.split('.').nth(1).unwrap();
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).unwrap();
    assert!(!String::from_utf8(claims).unwrap().contains("secret"));
}

#[test]
fn a_known_key_is_asked_as_strictly_as_a_new_one() {
    let (stage, keys) = (stage(), ProofKeys::default());
    let now = stage.clock.now();
    let know = |text: &str| check_knowing(text, now, Some(&keys));
    let first = know(&stage.made("GET", URL, Some(TOKEN), Some("fresh"))).unwrap();
    assert_eq!(keys.len(), 0, "whether the key is the token's is for others to say");
    keys.keep(&first);
    let again = know(&stage.made("GET", URL, Some(TOKEN), Some("fresh"))).unwrap();
    assert_eq!(again.thumbprint, first.thumbprint);
    keys.keep(&again);
    assert_eq!(keys.len(), 1);
    let good = stage.made("GET", URL, Some(TOKEN), Some("fresh"));
    let (message, _) = good.rsplit_once('.').unwrap();
    let other = stage.made("GET", URL, Some(TOKEN), Some("fresh"));
    let (_, signature) = other.rsplit_once('.').unwrap();
    assert_eq!(know(&format!("{message}.{signature}")), Err(DpopError::Token(JwsError::Signature)));
    assert_eq!(know(&stage.made("POST", URL, Some(TOKEN), Some("fresh"))), Err(DpopError::Method));
    let stranger = stage.signed_by(&SigningKey::make(&SeededEntropy::new(2)));
    assert_eq!(know(&stranger), Err(DpopError::Token(JwsError::Signature)), "a key is not its owner's word");
}

#[test]
fn exactly_one_header_is_wanted() {
    let stage = stage();
    let text = stage.made("GET", URL, Some(TOKEN), Some("fresh"));
    let mut headers = HeaderMap::new();
    assert_eq!(UnverifiedProof::from_headers(&headers).unwrap_err(), DpopError::Missing);
    headers.append(PROOF_HEADER, HeaderValue::from_str(&text).unwrap());
    assert!(UnverifiedProof::from_headers(&headers).is_ok());
    headers.append(PROOF_HEADER, HeaderValue::from_str(&text).unwrap());
    assert_eq!(UnverifiedProof::from_headers(&headers).unwrap_err(), DpopError::Several);
    assert!(stage.check(&format!("{text}, {text}")).is_err(), "nor two in one header");
    headers.clear();
    headers.insert(PROOF_HEADER, HeaderValue::from_bytes(b"\xff").unwrap());
    assert!(UnverifiedProof::from_headers(&headers).is_err());
}

#[test]
fn a_proof_for_another_request_is_refused() {
    let stage = stage();
    for htm in ["POST", "get", "Get", ""] {
        assert_eq!(stage.with("htm", json!(htm)), Err(DpopError::Method), "{htm}");
    }
    for htu in
        ["https://bank.example/open-banking/v4.0/aisp/balances", "https://evil.example/open-banking/v4.0/aisp/accounts"]
    {
        assert_eq!(stage.with("htu", json!(htu)), Err(DpopError::Target), "{htu}");
    }
    assert!(stage.with("htu", json!("HTTPS://BANK.EXAMPLE:443/open-banking/v4.0/aisp/accounts?x#y")).is_ok());
}

#[test]
fn a_proof_for_another_access_token_or_none_is_refused() {
    let stage = stage();
    for ath in [Value::Null, json!(""), json!(sha256_base64url("other")), json!(TOKEN)] {
        assert_eq!(stage.with("ath", ath.clone()), Err(DpopError::AccessToken), "{ath}");
    }
}

#[test]
fn a_nonce_is_asked_for_and_must_be_ours() {
    let stage = stage();
    let missing = stage.with("nonce", Value::Null).unwrap_err();
    let strange = stage.with("nonce", json!("stale")).unwrap_err();
    assert_eq!((missing, strange), (DpopError::NonceMissing, DpopError::NonceUnknown));
    assert!(missing.wants_nonce() && strange.wants_nonce() && !DpopError::Time.wants_nonce());
    let forged = jws::sign_with_key_inside(&stage.key, Typ::Dpop, &json!({ "nonce": "stale" })).unwrap();
    assert!(!stage.check(&forged).unwrap_err().wants_nonce(), "a proof that is wrong anyway gets no nonce");
}

#[test]
fn a_proof_is_from_now() {
    let stage = stage();
    let at = |seconds: i64| json!(stage.clock.now().as_second() + seconds);
    for near in [-60, -1, 0, 8, 10] {
        assert!(stage.with("iat", at(near)).is_ok(), "{near}");
    }
    for far in [-61, -120, 61, 120] {
        assert_eq!(stage.with("iat", at(far)), Err(DpopError::Time), "{far}");
    }
    for wrong in [Value::Null, json!("1900000000"), json!(1.9e9), json!(u64::MAX)] {
        assert_eq!(stage.with("iat", wrong), Err(DpopError::Token(JwsError::Claims)));
    }
    for extreme in [json!(i64::MAX), json!(i64::MIN), json!(-1)] {
        assert_eq!(stage.with("iat", extreme), Err(DpopError::Time));
    }
}

#[test]
fn a_proof_is_remembered_as_long_as_it_would_pass() {
    let stage = stage();
    let text = stage.made("GET", URL, Some(TOKEN), Some("fresh"));
    let until = stage.check(&text).unwrap().replay_until();
    let just_before = Timestamp::from_millisecond(until.as_millisecond() - 1).unwrap();
    assert!(check_at(&text, just_before).is_ok(), "the last moment of its last second");
    assert_eq!(check_at(&text, until), Err(DpopError::Time));
}

#[test]
fn a_proof_that_still_passes_is_still_remembered() {
    let stage = stage();
    let clock = std::sync::Arc::new(FrozenClock::at(stage.clock.now()));
    let memory = MemoryReplay::new(clock.clone(), 10);
    let text = stage.made("GET", URL, Some(TOKEN), Some("fresh"));
    for (milliseconds, is_first) in [(0, true), (60_500, false), (60_999, false)] {
        clock.set(Timestamp::from_millisecond(stage.clock.now().as_millisecond() + milliseconds).unwrap());
        let proof = check_at(&text, clock.now()).unwrap();
        let first = memory.first_use(Once::Proof, &proof.replay_key(), proof.replay_until());
        assert_eq!(first, is_first, "after {milliseconds} ms");
    }
}

#[test]
fn required_claims_are_required() {
    let stage = stage();
    for missing in ["jti", "htm", "htu", "iat"] {
        assert_eq!(stage.with(missing, Value::Null), Err(DpopError::Token(JwsError::Claims)), "{missing}");
    }
    assert_eq!(stage.with("jti", json!("")), Err(DpopError::Jti));
    assert_eq!(stage.with("jti", json!("j".repeat(257))), Err(DpopError::Jti));
}

#[test]
fn another_kind_of_token_is_no_proof() {
    let stage = stage();
    for typ in [json!("JWT"), json!("at+jwt"), json!(""), Value::Null] {
        let mut header = json!({ "alg": "ES256", "typ": typ, "jwk": stage.bare_jwk() });
        header.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        assert_eq!(stage.under(&header), Err(DpopError::Token(JwsError::WrongKind)), "{typ}");
    }
    assert!(stage.under(&json!({ "alg": "ES256", "typ": "DPoP+JWT", "jwk": stage.bare_jwk() })).is_ok());
}

#[test]
fn unsigned_and_symmetric_proofs_are_refused() {
    let stage = stage();
    for alg in ["none", "HS256", "RS256", "ES384", "es256"] {
        let outcome = stage.under(&json!({ "alg": alg, "typ": "dpop+jwt", "jwk": stage.bare_jwk() }));
        assert_eq!(outcome, Err(DpopError::Token(JwsError::Algorithm)), "{alg}");
    }
    let oct = json!({ "kty": "oct", "alg": "HS256" });
    assert_eq!(stage.under(&json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": oct })), Err(DpopError::Key));
}

#[test]
fn the_key_inside_is_public_fit_and_the_one_that_signed() {
    let stage = stage();
    let header = |jwk: Value| json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": jwk });
    let secret: Value = serde_json::from_str(stage.key.to_secret_jwk().expose_secret()).unwrap();
    assert_eq!(stage.under(&header(secret)), Err(DpopError::SecretKey));
    let mut shared = stage.bare_jwk();
    shared["k"] = json!("c2VjcmV0");
    assert_eq!(stage.under(&header(shared)), Err(DpopError::SecretKey));
    let other = SigningKey::make(&SeededEntropy::new(2));
    let other = serde_json::to_value(other.bare_jwk()).unwrap();
    assert_eq!(stage.under(&header(other)), Err(DpopError::Token(JwsError::Signature)));
    for jwk in [Value::Null, json!({}), json!("jwk"), json!([])] {
        assert_eq!(stage.under(&header(jwk.clone())), Err(DpopError::Key), "{jwk}");
    }
    assert_eq!(stage.under(&json!({ "alg": "ES256", "typ": "dpop+jwt" })), Err(DpopError::Key));
}

#[test]
fn a_proof_does_not_show_itself() {
    let stage = stage();
    let text = stage.made("GET", URL, Some(TOKEN), Some("fresh"));
    assert!(!format!("{:?}", proof(&text)).contains(&text[..20]));
}

proptest! {
    #[test]
    fn anything_in_the_header_is_refused_and_nothing_panics(text in "[ -~]{0,400}") {
        prop_assert!(check_at(&text, Timestamp::UNIX_EPOCH).is_err());
    }
}

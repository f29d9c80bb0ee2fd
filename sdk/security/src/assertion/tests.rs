//! Each way in which an assertion can be wrong, seen to be refused for that reason.

use moa_kernel::{ExposeSecret as _, FrozenClock, SeededEntropy};
use moa_wire::jose::Jwks;
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "https://bank.example";

struct Stage {
    key: SigningKey,
    keys: VerifyingKeys,
    client: ClientId,
    issuer: Issuer,
    clock: FrozenClock,
    luck: SeededEntropy,
}

fn stage() -> Stage {
    let luck = SeededEntropy::new(1);
    let key = SigningKey::make(&luck);
    let keys = VerifyingKeys::from_jwks(&Jwks { keys: vec![key.public_jwk()] });
    let clock = FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap());
    Stage { key, keys, client: ClientId::new("app-1").unwrap(), issuer: Issuer::new(ISSUER).unwrap(), clock, luck }
}

impl Stage {
    fn made(&self) -> String {
        let made = make(&self.key, &self.client, &self.issuer, &self.clock, &self.luck).unwrap();
        made.expose_secret().to_owned()
    }

    fn check(&self, text: &str) -> Result<VerifiedAssertion, AssertionError> {
        verify(text, &self.keys, &self.client, &self.issuer, self.clock.now())
    }

    /// An assertion that is right but for one claim; `null` takes the claim away.
    fn with(&self, name: &str, value: Value) -> Result<VerifiedAssertion, AssertionError> {
        let now = self.clock.now().as_second();
        let mut claims =
            json!({ "iss": "app-1", "sub": "app-1", "aud": ISSUER, "jti": "j-1", "iat": now, "exp": now + 60 });
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value;
        }
        self.check(&jws::sign(&self.key, Typ::Jwt, &claims).unwrap())
    }

    fn seconds(&self, from_now: i64) -> Value {
        json!(self.clock.now().as_second() + from_now)
    }
}

#[test]
fn what_an_app_makes_its_bank_believes_for_a_minute() {
    let stage = stage();
    let text = stage.made();
    assert_eq!(unverified_client_id(&text).unwrap().as_str(), "app-1");
    let verified = stage.check(&text).unwrap();
    assert_eq!(verified.client_id, stage.client);
    assert_eq!(verified.expires_at.as_second(), stage.clock.now().as_second() + 60);
    assert_ne!(stage.check(&stage.made()).unwrap().jti, verified.jti, "each has its own id");
    stage.clock.set(verified.expires_at);
    assert_eq!(stage.check(&text), Err(AssertionError::Expired));
}

#[test]
fn only_the_issuer_as_one_string_is_the_audience() {
    let stage = stage();
    assert!(stage.with("aud", json!(ISSUER)).is_ok());
    for aud in
        ["https://bank.example/", "https://bank.example/token", "https://BANK.example", "https://evil.example", ""]
    {
        assert_eq!(stage.with("aud", json!(aud)), Err(AssertionError::WrongAudience), "{aud}");
    }
    for aud in [json!([ISSUER]), json!([ISSUER, "https://evil.example"]), json!([]), json!(7), Value::Null] {
        assert_eq!(stage.with("aud", aud), Err(AssertionError::Token(JwsError::Claims)));
    }
}

#[test]
fn issuer_and_subject_are_both_the_client() {
    let stage = stage();
    for claim in ["iss", "sub"] {
        assert_eq!(stage.with(claim, json!("app-2")), Err(AssertionError::WrongClient), "{claim}");
        assert_eq!(stage.with(claim, Value::Null), Err(AssertionError::Token(JwsError::Claims)), "{claim}");
    }
    let other = ClientId::new("app-2").unwrap();
    let checked = verify(&stage.made(), &stage.keys, &other, &stage.issuer, stage.clock.now());
    assert_eq!(checked, Err(AssertionError::WrongClient));
}

#[test]
fn time_is_a_whole_number_near_now() {
    let stage = stage();
    for exp in [-1, 0, -100_000] {
        assert_eq!(stage.with("exp", stage.seconds(exp)), Err(AssertionError::Expired), "{exp}");
    }
    assert_eq!(stage.with("exp", json!(-1)), Err(AssertionError::Expired));
    assert!(stage.with("exp", stage.seconds(600)).is_ok());
    let year_9999 = json!(253_402_300_799_i64);
    for exp in [stage.seconds(601), year_9999, json!(i64::MAX)] {
        assert_eq!(stage.with("exp", exp), Err(AssertionError::LivesTooLong));
    }
    let text = stage.seconds(60).to_string();
    for exp in
        [json!(text), json!(1.9e9), json!(1_900_000_000.5), json!(u64::MAX), json!([1]), json!(true), Value::Null]
    {
        assert_eq!(stage.with("exp", exp), Err(AssertionError::Token(JwsError::Claims)));
    }
}

#[test]
fn a_clock_a_little_ahead_is_forgiven_and_two_minutes_are_not() {
    let stage = stage();
    for claim in ["iat", "nbf"] {
        for ahead in [-30, 0, 8, 10] {
            assert!(stage.with(claim, stage.seconds(ahead)).is_ok(), "{claim} {ahead}");
        }
        for ahead in [61, 120, 100_000] {
            assert_eq!(stage.with(claim, stage.seconds(ahead)), Err(AssertionError::FromTheFuture), "{claim} {ahead}");
        }
    }
    assert!(stage.with("iat", Value::Null).is_ok(), "iat is optional");
}

#[test]
fn an_assertion_without_a_usable_id_is_refused() {
    let stage = stage();
    assert_eq!(stage.with("jti", Value::Null), Err(AssertionError::Token(JwsError::Claims)));
    assert_eq!(stage.with("jti", json!("")), Err(AssertionError::Jti));
    assert_eq!(stage.with("jti", json!("j".repeat(257))), Err(AssertionError::Jti));
}

#[test]
fn a_proof_or_an_id_token_does_not_pass_for_an_assertion() {
    let stage = stage();
    let url = "https://bank.example/token".parse().unwrap();
    let request = crate::dpop::ProofFor { method: "POST", url: &url, access_token: None, nonce: None };
    let proof = crate::dpop::make(&stage.key, &request, &stage.clock, &stage.luck).unwrap();
    assert_eq!(stage.check(proof.expose_secret()), Err(AssertionError::Token(JwsError::WrongKind)));

    let about = crate::id_token::IdTokenFor {
        issuer: &stage.issuer,
        client: &stage.client,
        subject: "mina",
        nonce: None,
        consent: None,
        logged_in_at: None,
        acr: None,
    };
    let id_token = crate::id_token::make(&stage.key, &about, &stage.clock).unwrap();
    assert!(stage.check(id_token.expose_secret()).is_err());
}

#[test]
fn nonsense_has_no_client() {
    for text in ["", "a.b.c", "e30.e30.AA", &"x".repeat(10_000)] {
        assert!(unverified_client_id(text).is_err(), "{text}");
    }
}

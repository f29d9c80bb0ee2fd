//! Each way in which an id token can be wrong, seen to be refused for that reason.

use moa_kernel::{FrozenClock, SeededEntropy};
use moa_wire::jose::Jwks;
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "https://bank.example";

struct Stage {
    key: SigningKey,
    keys: VerifyingKeys,
    issuer: Issuer,
    client: ClientId,
    consent: ConsentId,
    nonce: Nonce,
    clock: FrozenClock,
}

fn stage() -> Stage {
    let luck = SeededEntropy::new(1);
    let key = SigningKey::make(&luck);
    Stage {
        keys: VerifyingKeys::from_jwks(&Jwks { keys: vec![key.public_jwk()] }),
        key,
        issuer: Issuer::new(ISSUER).unwrap(),
        client: ClientId::new("app-1").unwrap(),
        consent: ConsentId::new("aac-1").unwrap(),
        nonce: Nonce::make(&luck),
        clock: FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()),
    }
}

impl Stage {
    fn check(&self, text: impl Into<SecretString>) -> Result<VerifiedIdToken, IdTokenError> {
        let expected = Expected {
            issuer: &self.issuer,
            client: &self.client,
            nonce: &self.nonce,
            consent: &self.consent,
            now: self.clock.now(),
        };
        verify(&text.into(), &self.keys, &expected)
    }

    fn with_all(&self, changes: &[(&str, Value)]) -> Result<VerifiedIdToken, IdTokenError> {
        let now = self.clock.now().as_second();
        let mut claims = json!({
            "iss": ISSUER, "sub": "mina", "aud": "app-1", "iat": now, "exp": now + 300,
            "nonce": self.nonce.expose(), "openbanking_intent_id": "aac-1",
        });
        for (name, value) in changes {
            claims[name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        self.check(jws::sign(&self.key, Typ::Jwt, &claims).unwrap())
    }

    fn with(&self, name: &str, value: Value) -> Result<VerifiedIdToken, IdTokenError> {
        self.with_all(&[(name, value)])
    }

    fn seconds(&self, from_now: i64) -> Value {
        json!(self.clock.now().as_second() + from_now)
    }
}

#[test]
fn what_a_bank_says_the_app_of_the_attempt_believes() {
    let stage = stage();
    let subject = CustomerId::new("mina").unwrap();
    let about = IdTokenFor {
        issuer: &stage.issuer,
        client: &stage.client,
        subject: "mina",
        nonce: Some(stage.nonce.expose()),
        consent: Some(&stage.consent),
        logged_in_at: Some(stage.clock.now()),
        acr: None,
    };
    let made = make(&stage.key, &about, &stage.clock).unwrap();
    assert_eq!(stage.check(made).unwrap(), VerifiedIdToken { subject, issued_at: stage.clock.now() });
}

#[test]
fn another_bank_is_not_this_bank_to_the_last_character() {
    let stage = stage();
    for iss in ["https://bank.example/", "https://Bank.example", "https://evil.example", ""] {
        assert_eq!(stage.with("iss", json!(iss)), Err(IdTokenError::WrongIssuer), "{iss}");
    }
    let evil = SigningKey::make(&SeededEntropy::new(2));
    let signed_by_evil = jws::sign(&evil, Typ::Jwt, &json!({ "iss": ISSUER })).unwrap();
    assert_eq!(stage.check(signed_by_evil), Err(IdTokenError::Token(JwsError::UnknownKey)));
}

#[test]
fn a_token_for_another_app_is_refused_and_so_is_a_list_that_does_not_say_for_whom() {
    let stage = stage();
    let me = || json!("app-1");
    assert!(stage.with("aud", json!(["app-1"])).is_ok());
    assert!(stage.with_all(&[("aud", json!(["app-1", "api"])), ("azp", me())]).is_ok());
    for aud in [json!("app-2"), json!(["app-2"]), json!(["app-1", "stranger"]), json!([])] {
        assert_eq!(stage.with("aud", aud.clone()), Err(IdTokenError::WrongAudience), "{aud}");
    }
    assert_eq!(stage.with("azp", json!("app-2")), Err(IdTokenError::WrongAudience));
    let stranger = [("aud", json!(["app-1", "app-2"])), ("azp", json!("app-2"))];
    assert_eq!(stage.with_all(&stranger), Err(IdTokenError::WrongAudience));
}

#[test]
fn an_approval_of_another_attempt_or_consent_is_refused() {
    let stage = stage();
    for nonce in ["", "other", &stage.nonce.expose()[1..]] {
        assert_eq!(stage.with("nonce", json!(nonce)), Err(IdTokenError::WrongNonce), "{nonce}");
    }
    for consent in ["aac-2", "", "AAC-1"] {
        assert_eq!(stage.with("openbanking_intent_id", json!(consent)), Err(IdTokenError::WrongConsent), "{consent}");
    }
    for missing in ["iss", "sub", "aud", "iat", "exp", "nonce", "openbanking_intent_id"] {
        assert_eq!(stage.with(missing, Value::Null), Err(IdTokenError::Token(JwsError::Claims)), "{missing}");
    }
}

#[test]
fn time_is_a_whole_number_near_now() {
    let stage = stage();
    assert!(stage.with("exp", stage.seconds(-59)).is_ok(), "our clock may be a little ahead");
    for exp in [stage.seconds(-60), json!(-5), stage.seconds(24 * 60 * 60 + 1), json!(253_402_300_799_i64)] {
        assert_eq!(stage.with("exp", exp.clone()), Err(IdTokenError::Expiry), "{exp}");
    }
    for exp in [json!("1900000000"), json!(1.9e9), json!(true)] {
        assert_eq!(stage.with("exp", exp.clone()), Err(IdTokenError::Token(JwsError::Claims)), "{exp}");
    }
    assert!(stage.with("iat", stage.seconds(8)).is_ok());
    assert_eq!(stage.with("iat", stage.seconds(120)), Err(IdTokenError::FromTheFuture));
}

#[test]
fn an_assertion_or_a_proof_does_not_pass_for_an_id_token() {
    let stage = stage();
    let luck = SeededEntropy::new(3);
    let assertion = crate::assertion::make(&stage.key, &stage.client, &stage.issuer, &stage.clock, &luck).unwrap();
    assert_eq!(stage.check(assertion), Err(IdTokenError::Token(JwsError::Claims)));
    let url = "https://bank.example/token".parse().unwrap();
    let request = crate::dpop::ProofFor { method: "POST", url: &url, access_token: None, nonce: None };
    let proof = crate::dpop::make(&stage.key, &request, &stage.clock, &luck).unwrap();
    assert_eq!(stage.check(proof), Err(IdTokenError::Token(JwsError::WrongKind)));
}

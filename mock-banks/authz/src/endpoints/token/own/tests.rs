//! An app's own token and what it is good for.

use crate::TokenKind;
use crate::stage::{Stage, but, form, refused};

#[tokio::test]
async fn an_app_gets_a_token_of_its_own_that_opens_no_customer() {
    let stage = Stage::new();
    let ask = form(&[("grant_type", "client_credentials"), ("scope", "accounts")]);
    let answer = stage.call(&stage.app, "/token", ask).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    let json = answer.json();
    assert_eq!(
        (&json["token_type"], &json["expires_in"], &json["scope"]),
        (&"DPoP".into(), &600.into(), &"accounts".into())
    );
    assert!(json.get("refresh_token").is_none() && json.get("id_token").is_none());
    let facts = stage.facts(&answer.text("access_token")).unwrap();
    assert_eq!((facts.kind, facts.client), (TokenKind::App, stage.app.id.clone()));
    stage.advance(600);
    assert_eq!(stage.facts(&answer.text("access_token")), None, "ten minutes are over");
}

#[tokio::test]
async fn other_scopes_and_other_grants_are_refused() {
    let stage = Stage::new();
    let good = || form(&[("grant_type", "client_credentials"), ("scope", "accounts")]);
    for (name, value, code) in [
        ("scope", None, "invalid_scope"),
        ("scope", Some("openid accounts"), "invalid_scope"),
        ("scope", Some("payments"), "invalid_scope"),
        ("grant_type", None, "invalid_request"),
        ("grant_type", Some("password"), "unsupported_grant_type"),
        ("grant_type", Some("implicit"), "unsupported_grant_type"),
        ("grant_type", Some("urn:ietf:params:oauth:grant-type:jwt-bearer"), "unsupported_grant_type"),
    ] {
        let answer = stage.call(&stage.app, "/token", but(good(), name, value)).await;
        assert_eq!(answer.refusal(), refused(400, code), "{name}={value:?}");
    }
}

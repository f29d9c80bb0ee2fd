//! An app gives tokens back: its own, and nobody else's.

use crate::stage::{Stage, form, refused};

#[tokio::test]
async fn with_the_refresh_token_go_its_access_tokens() {
    let stage = Stage::new();
    let tokens = stage.exchange(&stage.code().await).await;
    let second = stage.refresh(&tokens.text("refresh_token")).await;
    for hint in [None, Some("access_token")] {
        let mut ask = form(&[("token", &tokens.text("refresh_token"))]);
        ask.extend(hint.map(|hint| ("token_type_hint".to_owned(), hint.to_owned())));
        let answer = stage.call(&stage.app, "/revoke", ask).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""), "the second time too");
    }
    assert_eq!(stage.facts(&tokens.text("access_token")), None);
    assert_eq!(stage.facts(&second.text("access_token")), None);
    assert_eq!(stage.refresh(&tokens.text("refresh_token")).await.refusal(), refused(400, "invalid_grant"));
}

#[tokio::test]
async fn an_access_token_goes_alone() {
    let stage = Stage::new();
    let tokens = stage.exchange(&stage.code().await).await;
    let answer = stage.call(&stage.app, "/revoke", form(&[("token", &tokens.text("access_token"))])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(stage.facts(&tokens.text("access_token")), None);
    assert_eq!(stage.once_given_to(&tokens.text("access_token")), Some(stage.app.id.clone()), "its owner is told why");
    assert_eq!(stage.once_given_to("made up"), None);
    assert_eq!(stage.refresh(&tokens.text("refresh_token")).await.status, 200);
}

#[tokio::test]
async fn another_apps_token_lives_on() {
    let stage = Stage::new();
    let other = stage.other_app();
    let tokens = stage.exchange(&stage.code().await).await;
    for token in ["access_token", "refresh_token"] {
        let answer = stage.call(&other, "/revoke", form(&[("token", &tokens.text(token))])).await;
        assert_eq!(answer.refusal(), refused(400, "invalid_grant"), "{token}");
    }
    assert!(stage.facts(&tokens.text("access_token")).is_some());
    assert_eq!(stage.refresh(&tokens.text("refresh_token")).await.status, 200);
}

#[tokio::test]
async fn an_unknown_token_is_a_success_and_a_stranger_is_not() {
    let stage = Stage::new();
    assert_eq!(stage.call(&stage.app, "/revoke", form(&[("token", "invented")])).await.status, 200);
    assert_eq!(stage.call(&stage.app, "/revoke", form(&[])).await.refusal(), refused(400, "invalid_request"));
    let answer = stage.post("/revoke", &form(&[("token", "invented")]), &[]).await;
    assert_eq!(answer.refusal(), refused(401, "invalid_client"));
}

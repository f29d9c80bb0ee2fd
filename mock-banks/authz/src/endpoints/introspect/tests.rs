//! Who may ask about tokens, and what a token is worth at each moment of its life.

use crate::stage::{App, Stage, form, refused};
use crate::{Client, Profile, Role};

fn resource_server(stage: &Stage) -> App {
    let api = App::make("api", &*stage.luck);
    let client = Client { role: Role::ResourceServer, redirect_uris: Vec::new(), ..api.client() };
    stage.server.register_client(&client).unwrap();
    api
}

#[tokio::test]
async fn a_resource_server_learns_what_a_token_is_worth() {
    let stage = Stage::new();
    let api = resource_server(&stage);
    let tokens = stage.exchange(&stage.code().await).await;
    let ask = form(&[("token", &tokens.text("access_token"))]);
    let answer = stage.call(&api, "/introspect", ask.clone()).await;
    let json = answer.json();
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!((&json["active"], &json["client_id"]), (&true.into(), &"moa".into()));
    assert_eq!(json["scope"], "openid accounts");
    assert_eq!(json["token_type"], "DPoP");
    assert_eq!(json["cnf"]["jkt"], stage.app.dpop.thumbprint());
    assert!(json["openbanking_intent_id"].as_str().unwrap().starts_with("aac-"));
    stage.advance(600);
    let over = stage.call(&api, "/introspect", ask).await;
    assert_eq!(over.body, r#"{"active":false}"#);
}

#[tokio::test]
async fn a_token_whose_consent_has_ended_is_inactive() {
    let stage = Stage::new();
    let api = resource_server(&stage);
    let consent = stage.consent(&stage.app);
    let address = stage.push_for(&consent).await;
    let tokens = stage.exchange(&stage.code_from(&address).await).await;
    let ask = form(&[("token", &tokens.text("access_token"))]);
    assert_eq!(stage.call(&api, "/introspect", ask.clone()).await.json()["active"], true);
    let mina = stage.bank.customers().find_customer("mina").unwrap().unwrap();
    stage.bank.consents().revoke(&consent, &mina).unwrap();
    assert_eq!(stage.call(&api, "/introspect", ask).await.body, r#"{"active":false}"#);
    assert!(stage.facts(&tokens.text("access_token")).is_some(), "the gateway says itself what is wrong");
}

#[tokio::test]
async fn what_is_not_a_living_access_token_is_inactive_and_nothing_more() {
    let stage = Stage::new();
    let api = resource_server(&stage);
    let tokens = stage.exchange(&stage.code().await).await;
    for token in ["invented", &tokens.text("refresh_token"), &tokens.text("id_token")] {
        let answer = stage.call(&api, "/introspect", form(&[("token", token)])).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, r#"{"active":false}"#));
    }
    assert_eq!(stage.call(&api, "/introspect", form(&[])).await.refusal(), refused(400, "invalid_request"));
}

#[tokio::test]
async fn apps_and_strangers_may_not_ask() {
    let stage = Stage::new();
    let tokens = stage.exchange(&stage.code().await).await;
    let ask = form(&[("token", &tokens.text("access_token"))]);
    assert_eq!(stage.call(&stage.app, "/introspect", ask.clone()).await.refusal(), refused(403, "unauthorized_client"));
    let stranger = App::make("stranger", &*stage.luck);
    assert_eq!(stage.call(&stranger, "/introspect", ask.clone()).await.refusal(), refused(401, "invalid_client"));
    assert_eq!(stage.post("/introspect", &ask, &[]).await.refusal(), refused(401, "invalid_client"));
}

#[tokio::test]
async fn a_resource_server_gets_no_tokens_and_asks_no_customer() {
    let stage = Stage::new();
    let api = resource_server(&stage);
    let own = form(&[("grant_type", "client_credentials"), ("scope", "accounts")]);
    assert_eq!(stage.call(&api, "/token", own).await.refusal(), refused(400, "unauthorized_client"));
    let consent = stage.consent(&api);
    let request = api.request(&consent);
    assert_eq!(stage.call(&api, "/par", request).await.refusal(), refused(400, "unauthorized_client"));
}

#[tokio::test]
async fn questions_have_a_ceiling() {
    let mut profile = Profile::fapi2_security();
    profile.limits.introspections_per_minute = 3;
    let stage = Stage::with(profile, crate::stage::ISSUER);
    let api = resource_server(&stage);
    for _ in 0..3 {
        assert_eq!(stage.call(&api, "/introspect", form(&[("token", "x")])).await.status, 200);
    }
    let answer = stage.call(&api, "/introspect", form(&[("token", "x")])).await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "60"));
    stage.advance(60);
    assert_eq!(stage.call(&api, "/introspect", form(&[("token", "x")])).await.status, 200);
}

//! Two banks, one of them hostile: whatever comes back through the browser, no code and no token reaches the wrong one.

use moa_sdk::ErrorKind;
use moa_sdk::authorise::Redirect;

use crate::fake_bank::FakeBank;
use crate::installation::Installation;

struct Scene {
    honest: FakeBank,
    evil: FakeBank,
    here: Installation,
}

async fn scene() -> Scene {
    let (honest, evil) = (FakeBank::open("honest").await, FakeBank::open("evil").await);
    let here = Installation::with(&[&honest, &evil]).await;
    Scene { honest, evil, here }
}

impl Scene {
    async fn must_fail(&self, flow: moa_sdk::authorise::Flow, back: &str, kind: ErrorKind) {
        let (honest, evil) = (self.honest.heard().len(), self.evil.heard().len());
        let error = flow.complete(Redirect::from_url(back).unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{back}");
        assert_eq!((self.honest.heard().len(), self.evil.heard().len()), (honest, evil), "nobody was sent anything");
        assert!(self.here.moa.links().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_honest_banks_answer_to_the_hostile_banks_attempt_goes_nowhere() {
    let scene = scene().await;
    let flow = scene.here.prepare(&scene.evil).await.unwrap();
    let back = scene.evil.send_back(&[("code", "honest-code"), ("iss", &scene.honest.origin)]);
    scene.must_fail(flow, &back, ErrorKind::IssuerMismatch).await;
}

#[tokio::test]
async fn an_answer_without_issuer_or_with_two_goes_nowhere() {
    let scene = scene().await;
    let (evil, honest) = (scene.evil.origin.clone(), scene.honest.origin.clone());
    for parameters in [
        vec![("code", "c")],
        vec![("code", "c"), ("iss", "")],
        vec![("code", "c"), ("iss", &*evil), ("iss", &*honest)],
        vec![("code", "c"), ("iss", &*evil), ("iss", &*evil)],
    ] {
        let flow = scene.here.prepare(&scene.evil).await.unwrap();
        scene.must_fail(flow, &scene.evil.send_back(&parameters), ErrorKind::IssuerMismatch).await;
    }
}

#[tokio::test]
async fn an_answer_on_another_banks_path_goes_nowhere_whatever_it_says() {
    let scene = scene().await;
    let flow = scene.here.prepare(&scene.honest).await.unwrap();
    let mut back = url::Url::parse(&scene.honest.approve()).unwrap();
    let path = back.path().replace("/callback/honest/", "/callback/evil/");
    back.set_path(&path);
    scene.must_fail(flow, back.as_str(), ErrorKind::IssuerMismatch).await;
}

#[tokio::test]
async fn a_state_of_another_attempt_none_or_two_goes_nowhere() {
    let scene = scene().await;
    let first = scene.here.prepare(&scene.honest).await.unwrap();
    let first_back = scene.honest.approve();
    let second = scene.here.prepare(&scene.honest).await.unwrap();
    scene.must_fail(second, &first_back, ErrorKind::StateMismatch).await;
    let without = first_back.split_once('?').unwrap().0.to_owned() + "?code=c&iss=x";
    scene.must_fail(first, &without, ErrorKind::StateMismatch).await;
    let third = scene.here.prepare(&scene.honest).await.unwrap();
    let twice = scene.honest.approve() + "&state=x";
    scene.must_fail(third, &twice, ErrorKind::StateMismatch).await;
}

#[tokio::test]
async fn a_hostile_bank_cannot_borrow_the_honest_banks_endpoints() {
    let scene = scene().await;
    for name in [
        "authorization_endpoint",
        "token_endpoint",
        "pushed_authorization_request_endpoint",
        "jwks_uri",
        "registration_endpoint",
    ] {
        let borrowed = format!("{}/x", scene.honest.origin);
        scene
            .evil
            .twist("/.well-known/openid-configuration", move |document| document[name] = serde_json::json!(borrowed));
        assert_eq!(scene.here.prepare(&scene.evil).await.unwrap_err().kind(), ErrorKind::MetadataRefused, "{name}");
    }
    let stolen = scene.honest.origin.clone();
    scene
        .evil
        .twist("/.well-known/openid-configuration", move |document| document["issuer"] = serde_json::json!(stolen));
    assert_eq!(scene.here.prepare(&scene.evil).await.unwrap_err().kind(), ErrorKind::MetadataRefused);
    assert!(scene.honest.heard().is_empty());
}

#[tokio::test]
async fn nothing_of_one_bank_is_used_at_another() {
    let scene = scene().await;
    scene.here.link(&scene.honest).await;
    scene.here.link(&scene.evil).await;
    let key = |bank: &FakeBank| bank.heard_on("/register")[0].body.clone();
    assert_ne!(key(&scene.honest), key(&scene.evil));
    let thumbprint = |bank: &FakeBank| bank.heard_on("/par")[0].form("dpop_jkt").unwrap();
    assert_ne!(thumbprint(&scene.honest), thumbprint(&scene.evil));
    let path = |bank: &FakeBank| {
        url::Url::parse(&bank.heard_on("/par")[0].form("redirect_uri").unwrap()).unwrap().path().to_owned()
    };
    assert!(path(&scene.honest).starts_with("/callback/honest/") && path(&scene.evil).starts_with("/callback/evil/"));
}

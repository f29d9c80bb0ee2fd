//! A grant lives on by its refresh token as long as the consent does.

use jiff::SignedDuration;
use moa_bank_core::state::{Database, StateError};
use moa_security::keys::SigningKey;

use crate::Profile;
use crate::stage::{App, ISSUER, Stage, but, form, refused};

#[tokio::test]
async fn a_grant_is_kept_alive_by_the_same_refresh_token() {
    let stage = Stage::new();
    let first = stage.exchange(&stage.code().await).await;
    let refresh = first.text("refresh_token");
    for _ in 0..3 {
        stage.advance(3600);
        let answer = stage.refresh(&refresh).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.json().get("refresh_token").is_none(), "no rotation");
        assert!(answer.json().get("id_token").is_none());
        assert!(stage.facts(&answer.text("access_token")).is_some());
    }
    assert_eq!(stage.facts(&first.text("access_token")), None, "the first one is long over");
}

#[tokio::test]
async fn the_key_may_change_but_the_app_may_not() {
    let stage = Stage::new();
    let refresh = stage.exchange(&stage.code().await).await.text("refresh_token");
    let rekeyed = App { id: stage.app.id.clone(), key: stage.app.key.clone(), dpop: SigningKey::make(&*stage.luck) };
    let ask = form(&[("grant_type", "refresh_token"), ("refresh_token", &refresh)]);
    let answer = stage.call(&rekeyed, "/token", ask.clone()).await;
    assert_eq!(stage.facts(&answer.text("access_token")).unwrap().jkt, rekeyed.dpop.thumbprint());
    let other = stage.other_app();
    assert_eq!(stage.call(&other, "/token", ask).await.refusal(), refused(400, "invalid_grant"));
    assert_eq!(stage.refresh(&refresh).await.status, 200, "and it still works for its owner");
}

#[tokio::test]
async fn a_scope_may_shrink_and_not_grow() {
    let stage = Stage::new();
    let consent = stage.consent(&stage.app);
    let narrow = but(stage.app.request(&consent), "scope", Some("accounts"));
    let pushed = stage.call(&stage.app, "/par", narrow).await;
    let code = stage.code_from(&crate::stage::address(&stage.app, &pushed)).await;
    let first = stage.exchange(&code).await;
    assert!(first.json().get("id_token").is_none(), "openid was not asked for");
    let ask = form(&[("grant_type", "refresh_token"), ("refresh_token", &first.text("refresh_token"))]);
    for (scope, status) in [("accounts", 200), ("openid accounts", 400), ("payments", 400)] {
        let answer = stage.call(&stage.app, "/token", but(ask.clone(), "scope", Some(scope))).await;
        assert_eq!(answer.status, status, "{scope}");
    }
}

#[tokio::test]
async fn nothing_is_refreshed_after_the_consent_has_ended() {
    let stage = Stage::new();
    for end in ["deleted", "revoked", "expired", "grant revoked"] {
        let consent = stage.consent(&stage.app);
        let address = stage.push_for(&consent).await;
        let tokens = stage.exchange(&stage.code_from(&address).await).await;
        match end {
            "deleted" => drop(stage.bank.consents().delete(&consent, &stage.app.id).unwrap()),
            "revoked" => {
                let mina = stage.bank.customers().find_customer("mina").unwrap().unwrap();
                drop(stage.bank.consents().revoke(&consent, &mina).unwrap());
            }
            "grant revoked" => assert_eq!(stage.server.revoke_by_consent(&consent).unwrap(), 1),
            _ => stage.advance(91 * 24 * 3600),
        }
        let answer = stage.refresh(&tokens.text("refresh_token")).await;
        assert_eq!(answer.refusal(), refused(400, "invalid_grant"), "{end}");
    }
}

#[tokio::test]
async fn a_grant_that_ended_is_forgotten_with_its_tokens_after_a_day() {
    let stage = Stage::new();
    let left = |stage: &Stage| {
        let count = |table: &str| -> u32 {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            let read = |c: &rusqlite::Connection| Ok::<_, StateError>(c.query_row(&sql, [], |row| row.get(0))?);
            stage.bank.database().read(read).unwrap()
        };
        (count("authz_grants"), count("authz_refresh_tokens"))
    };
    let ended = stage.consent(&stage.app);
    let address = stage.push_for(&ended).await;
    stage.exchange(&stage.code_from(&address).await).await;
    let living = stage.exchange(&stage.code().await).await.text("refresh_token");
    stage.server.revoke_by_consent(&ended).unwrap();
    assert_eq!(left(&stage), (2, 2));
    stage.advance(24 * 3600 + 1);
    assert_eq!(stage.refresh(&living).await.status, 200);
    assert_eq!(left(&stage), (1, 1));
    stage.advance(60);
    assert_eq!(stage.refresh(&living).await.status, 200, "and the one in use stays");
}

#[tokio::test]
async fn an_access_token_does_not_outlive_its_consent() {
    let stage = Stage::new();
    let refresh = stage.exchange(&stage.code().await).await.text("refresh_token");
    stage.advance(90 * 24 * 3600 - 100);
    assert_eq!(stage.refresh(&refresh).await.json()["expires_in"], 100);
}

#[tokio::test]
async fn with_rotation_the_old_token_has_a_grace_and_then_ends_everything() {
    let profile = Profile::fapi2_security().with_rotation(SignedDuration::from_secs(60));
    let stage = Stage::with(profile, ISSUER);
    let old = stage.exchange(&stage.code().await).await.text("refresh_token");
    let lost = stage.refresh(&old).await.text("refresh_token");
    assert_ne!(lost, old);
    stage.advance(59);
    let again = stage.refresh(&old).await;
    assert_eq!(again.status, 200, "the answer that carried the new one was lost: the old one still works");
    let new = again.text("refresh_token");
    stage.advance(1);
    assert_eq!(stage.refresh(&old).await.refusal(), refused(400, "invalid_grant"), "a thief comes late");
    assert_eq!(stage.refresh(&new).await.refusal(), refused(400, "invalid_grant"), "and nobody knows who is who");
    assert_eq!(stage.facts(&again.text("access_token")), None);
}

#[tokio::test]
async fn tokens_survive_a_restart_and_stand_in_the_file_only_as_digests() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("world.db");
    let database = Database::open_file(&path).unwrap();
    let before = Stage::over(&database, Profile::fapi2_security(), ISSUER);
    let code = before.code().await;
    let tokens = before.exchange(&code).await;
    let key = before.get("/jwks").await.body;
    let after = Stage { app: App { ..before.app }, ..Stage::over(&database, Profile::fapi2_security(), ISSUER) };
    after.server.register_client(&after.app.client()).unwrap();
    assert!(after.facts(&tokens.text("access_token")).is_some());
    after.advance(5);
    assert_eq!(after.refresh(&tokens.text("refresh_token")).await.status, 200);
    assert_eq!(after.get("/jwks").await.body, key);
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [&code, &tokens.text("access_token"), &tokens.text("refresh_token")] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
}

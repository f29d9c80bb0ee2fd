//! Logging in, and the accounts of those who may.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::Request;
use moa_bank_console::accounts::Accounts;
use moa_bank_console::roles::Role;
use moa_bank_core::state::Database;
use moa_kernel::{ExposeSecret as _, FrozenClock, SecretString, SeededEntropy};
use serde_json::json;

use crate::stage::{PASSWORD, Stage};

async fn log_in(stage: &Stage, name: &str, password: &str) -> crate::stage::Answer {
    stage.ask("", "POST", "/admin/v1/sessions", Some(json!({ "name": name, "password": password }))).await
}

#[test]
fn the_first_admin_is_made_once_and_the_password_is_kept_nowhere() {
    let database = Database::in_memory().unwrap();
    let clock = std::sync::Arc::new(FrozenClock::at("2026-11-24T09:00:00Z".parse().unwrap()));
    let open =
        || Accounts::open(database.clone(), clock.clone(), std::sync::Arc::new(SeededEntropy::new(7)), None).unwrap();
    let (_, first) = open();
    let first = first.unwrap();
    assert_eq!(first.name.as_str(), "admin");
    assert!(!format!("{first:?}").contains(first.password.expose_secret()));
    let (accounts, second) = open();
    assert!(second.is_none(), "only the first start makes one");
    let stored: String = database
        .read(|c| -> Result<String, moa_bank_core::state::StateError> {
            Ok(c.query_row("SELECT password_hash FROM console_accounts", [], |row| row.get(0))?)
        })
        .unwrap();
    assert!(stored.starts_with("$argon2id$") && !stored.contains(first.password.expose_secret()));
    let opened = accounts.log_in("admin", &first.password).unwrap();
    assert!(matches!(opened, moa_bank_console::accounts::LogInOutcome::Opened(_)));
    let wrong = accounts.log_in("admin", &SecretString::from("wrong")).unwrap();
    assert!(matches!(wrong, moa_bank_console::accounts::LogInOutcome::Wrong));
}

#[tokio::test]
async fn a_session_lasts_a_working_day_or_until_it_is_closed() {
    let stage = Stage::new().await;
    let opened = log_in(&stage, "admin", PASSWORD).await;
    assert_eq!(opened.status, 201);
    let token = opened.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(opened.json()["expires_at"], "2026-11-24T17:00:00Z");
    let session = stage.ask(&token, "GET", "/admin/v1/session", None).await;
    assert_eq!(session.json(), json!({ "name": "admin", "role": "admin", "expires_at": "2026-11-24T17:00:00Z" }));
    stage.later(8 * 3600 - 1);
    assert_eq!(stage.ask(&token, "GET", "/admin/v1/session", None).await.status, 200);
    stage.later(1);
    assert_eq!(stage.ask(&token, "GET", "/admin/v1/session", None).await.problem().0, 401);
    let token = log_in(&stage, "admin", PASSWORD).await.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(stage.ask(&token, "DELETE", "/admin/v1/session", None).await.status, 204);
    assert_eq!(stage.ask(&token, "GET", "/admin/v1/session", None).await.problem().0, 401);
}

#[tokio::test]
async fn nobody_learns_from_a_failure_which_names_exist_and_guessing_waits() {
    let stage = Stage::new().await;
    let known = log_in(&stage, "admin", "wrong").await;
    let unknown = log_in(&stage, "nobody", "wrong").await;
    assert_eq!(known.problem(), (401, "wrong-credentials".to_owned()));
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    for name in ["admin", "nobody"] {
        for _ in 0..4 {
            assert_eq!(log_in(&stage, name, "wrong").await.status, 401, "{name}");
        }
    }
    let (known, unknown) = (log_in(&stage, "admin", PASSWORD).await, log_in(&stage, "nobody", "wrong").await);
    assert_eq!(known.problem(), (429, "too-many-tries".to_owned()), "the right password is not looked at either");
    assert_eq!((&known.text, &known.headers["retry-after"]), (&unknown.text, &unknown.headers["retry-after"]));
    stage.later(2);
    assert_eq!(log_in(&stage, "admin", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn accounts_are_added_reset_and_removed_and_their_sessions_end() {
    let stage = Stage::new().await;
    let made = stage.post("/admin/v1/accounts", json!({ "name": "jun", "role": "operator" })).await;
    assert_eq!(made.status, 201);
    let password = made.json()["password"].as_str().unwrap().to_owned();
    let again = stage.post("/admin/v1/accounts", json!({ "name": "jun", "role": "admin" })).await;
    assert_eq!(again.problem(), (409, "already-there".to_owned()));
    let jun = stage.log_in("jun", &password);
    let reset = stage.post("/admin/v1/accounts/jun/password", json!({})).await.json();
    assert_eq!(stage.ask(&jun, "GET", "/admin/v1/session", None).await.status, 401);
    let jun = stage.log_in("jun", reset["password"].as_str().unwrap());
    let list = stage.get("/admin/v1/accounts").await.json();
    assert_eq!(list["accounts"][1]["name"], "jun");
    assert!(!list.to_string().contains("hash"));
    assert_eq!(stage.ask(&stage.admin, "DELETE", "/admin/v1/accounts/jun", None).await.status, 204);
    assert_eq!(stage.ask(&jun, "GET", "/admin/v1/session", None).await.status, 401);
    let last = stage.ask(&stage.admin, "DELETE", "/admin/v1/accounts/admin", None).await;
    assert_eq!(last.problem(), (409, "last-admin".to_owned()));
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it() {
    let stage = Stage::new().await;
    let jun = stage.session("jun", Role::Auditor);
    let change = |present: &str, new: &str| json!({ "present": present, "new": new });
    let put = |body| stage.ask(&jun, "PUT", "/admin/v1/session/password", Some(body));
    assert_eq!(put(change("wrong", "long enough to keep")).await.problem(), (409, "wrong-credentials".to_owned()));
    let admin = stage.admin.clone();
    let put = |body| stage.ask(&admin, "PUT", "/admin/v1/session/password", Some(body));
    assert_eq!(put(change(PASSWORD, "short")).await.problem().0, 400);
    assert_eq!(put(change(PASSWORD, "long enough to keep")).await.status, 204);
    assert_eq!(stage.get("/admin/v1/session").await.status, 401, "every session of the account ends");
    stage.log_in("admin", "long enough to keep");
}

#[tokio::test]
async fn a_stolen_session_is_no_place_to_guess_the_password_from() {
    let stage = Stage::new().await;
    let jun = stage.session("jun", Role::Auditor);
    let guess = || {
        let body = json!({ "present": "a guess", "new": "long enough to keep" });
        stage.ask(&jun, "PUT", "/admin/v1/session/password", Some(body))
    };
    for _ in 0..5 {
        assert_eq!(guess().await.problem(), (409, "wrong-credentials".to_owned()));
    }
    let answer = guess().await;
    assert_eq!(answer.problem(), (429, "too-many-tries".to_owned()));
    assert!(answer.headers.contains_key("retry-after"));
    stage.later(2);
    assert_eq!(guess().await.status, 409);
}

#[tokio::test]
async fn what_was_done_to_accounts_stands_in_the_worlds_own_log() {
    let stage = Stage::new().await;
    stage.post("/admin/v1/accounts", json!({ "name": "jun", "role": "operator" })).await;
    let page = stage.get("/admin/v1/audit").await.json();
    let lines: Vec<String> = page["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {} {}", it["actor"], it["action"], it["subject"]).replace('"', ""))
        .collect();
    assert_eq!(
        lines,
        [
            "platform account.add account/admin",
            "admin:admin session.open account/admin",
            "admin:admin account.add account/jun",
        ]
    );
    assert!(!page.to_string().contains(&stage.admin) && !page.to_string().contains(PASSWORD));
    assert_eq!(stage.post("/admin/v1/audit/verify", json!({})).await.json()["intact"], true);
}

#[tokio::test]
async fn who_is_refused_stands_in_the_worlds_log_without_what_they_typed() {
    const TYPED: &str = "my-secret-by-mistake";
    let stage = Stage::new().await;
    for name in ["admin", TYPED] {
        let sent = json!({ "name": name, "password": "wrong-wrong-wrong" }).to_string();
        let request = Request::post("/admin/v1/sessions").header("host", "127.0.0.1:7299");
        let request = request.header("content-type", "application/json");
        let peer: SocketAddr = "192.0.2.7:40000".parse().unwrap();
        let answer = stage.send(request.extension(ConnectInfo(peer)).body(Body::from(sent)).unwrap()).await;
        assert_eq!(answer.problem(), (401, "wrong-credentials".to_owned()));
    }
    assert_eq!(log_in(&stage, "admin", PASSWORD).await.status, 201);
    // It is written beside the answer.
    let written = async {
        loop {
            let page = stage.get("/admin/v1/audit").await.json();
            assert!(!page.to_string().contains(TYPED) && !page.to_string().contains("wrong-wrong"), "{page}");
            let records = page["records"].as_array().unwrap().clone();
            let refusals: Vec<_> = records.into_iter().filter(|it| it["action"] == "session.refuse").collect();
            if refusals.len() == 2 {
                break refusals;
            }
            tokio::task::yield_now().await;
        }
    };
    let refusals = tokio::time::timeout(std::time::Duration::from_secs(20), written).await.expect("both are written");
    let mut told: Vec<_> =
        refusals.iter().map(|it| (it["subject"].as_str().unwrap(), &it["actor"], &it["facts"])).collect();
    told.sort_by_key(|told| told.0);
    let (stranger, facts) = (json!("stranger"), json!({ "count": 1, "from": "192.0.2.7" }));
    assert_eq!(told, [("account/admin", &stranger, &facts), ("unknown", &stranger, &facts)], "success is no refusal");
    assert_eq!(stage.post("/admin/v1/audit/verify", json!({})).await.json()["intact"], true);
}

#[tokio::test]
async fn a_session_that_does_not_know_its_own_password_stands_in_the_worlds_log() {
    const GUESS: &str = "guessed-by-a-thief";
    let stage = Stage::new().await;
    let jun = stage.session("jun", Role::Auditor);
    let change = async |present: &str, new: &str| {
        let request = Request::put("/admin/v1/session/password").header("host", "127.0.0.1:7299");
        let request =
            request.header("authorization", format!("Bearer {jun}")).header("content-type", "application/json");
        let peer: SocketAddr = "192.0.2.7:40000".parse().unwrap();
        let sent = json!({ "present": present, "new": new }).to_string();
        stage.send(request.extension(ConnectInfo(peer)).body(Body::from(sent)).unwrap()).await.problem()
    };
    let told = async || {
        let page = stage.get("/admin/v1/audit").await.json();
        assert!(!page.to_string().contains(GUESS) && !page.to_string().contains(&jun), "{page}");
        let records = page["records"].as_array().unwrap().clone().into_iter();
        let of_jun = records.filter(|it| it["subject"] == "account/jun").skip(2);
        of_jun.map(|it| json!([it["actor"], it["action"], it["facts"]])).collect::<Vec<_>>()
    };
    // A new password that cannot be one is turned away before the present one is looked at.
    assert_eq!(change(GUESS, "short").await.0, 400);
    assert_eq!(told().await, [json!(null); 0]);
    for _ in 0..5 {
        assert_eq!(change(GUESS, "long enough to keep").await, (409, "wrong-credentials".to_owned()));
    }
    // One that comes too early is not looked at, and not counted.
    assert_eq!(change(GUESS, "long enough to keep").await, (429, "too-many-tries".to_owned()));
    let one = |count: u32| json!(["auditor:jun", "account.refuse-password", { "count": count, "from": "192.0.2.7" }]);
    assert_eq!(told().await, [one(1), one(5)]);
    assert_eq!(stage.post("/admin/v1/audit/verify", json!({})).await.json()["intact"], true);
    let known = json!({ "present": PASSWORD, "new": "long enough to keep" });
    assert_eq!(stage.ask(&stage.admin, "PUT", "/admin/v1/session/password", Some(known)).await.status, 204);
    let admin = stage.log_in("admin", "long enough to keep");
    let page = stage.ask(&admin, "GET", "/admin/v1/audit", None).await.json();
    let of_admin = page["records"].as_array().unwrap().iter().filter(|it| it["subject"] == "account/admin");
    let actions: Vec<_> = of_admin.map(|it| it["action"].as_str().unwrap()).collect();
    let done = ["account.add", "session.open", "account.change-password", "session.open"];
    assert_eq!(actions, done, "who knows the present one is not refused");
}

//! One day at the terminal: from the first login to the last look into the audit log, with the built program.

use serde_json::{Value, json};

use crate::desk::{Desk, PASSWORD, admin};

/// A definition that comes with the platform, under another name: it is known to be good.
fn definition(desk: &Desk) -> Value {
    let registry = desk.world.bank("thames").unwrap().registry();
    let standard = |record: &moa_bank_registry::ApiRecord| record.family().as_str() == "uk-account-information";
    let shipped = registry.list().into_iter().find(standard).unwrap();
    let text = shipped.definition.canonical_json();
    let family = shipped.definition.family.as_str();
    let mut copy: Value = serde_json::from_str(&text).unwrap();
    let path = copy["base_path"].as_str().unwrap().to_owned();
    assert_eq!(copy["family"], family);
    copy["family"] = json!("second-door");
    copy["base_path"] = json!(format!("/second-door{path}"));
    for server in copy["document"]["servers"].as_array_mut().into_iter().flatten() {
        let url = server["url"].as_str().unwrap().replace(&path, &format!("/second-door{path}"));
        server["url"] = json!(url);
    }
    copy
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_is_brought_live_and_to_its_end_from_a_terminal() {
    let desk = Desk::new(&["thames"]).await;
    let origin = desk.world.admin_origin().to_owned();
    let before = desk.admin(&["apis", "--url", &origin]).await;
    assert_eq!(before.code, 4, "{before:?}");
    assert!(before.err.contains("mock-banks admin login"), "{before:?}");

    let wrong = desk.admin_with("wrong\n", &["login", "--url", &origin]).await;
    assert_eq!((wrong.code, wrong.out.as_str()), (4, ""), "{wrong:?}");
    let login = desk.admin_with(&format!("{PASSWORD}\n"), &["login", "--url", &origin]).await;
    assert!(login.code == 0 && login.out.starts_with("Logged in as admin (admin) until "), "{login:?}");
    assert!(!login.out.contains(PASSWORD) && !login.err.contains(PASSWORD));
    let session = desk.folder.path().join("session.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&session).unwrap().permissions().mode() & 0o077, 0);
    }

    let file = desk.folder.path().join("definition.json");
    let mut definition = definition(&desk);
    let version = definition["version"].as_str().unwrap().to_owned();
    let which = ["second-door", version.as_str()];
    let api = async |verb: &str, more: &[&str]| desk.admin(&[&["api", verb], &which[..], more].concat()).await;

    // Somebody forgot what is behind one door: the testbed finds it, and nothing goes live.
    let security = definition["document"]["paths"]["/accounts"]["get"].as_object_mut().unwrap().remove("security");
    std::fs::write(&file, definition.to_string()).unwrap();
    let draft = desk.admin(&["api", "draft", file.to_str().unwrap()]).await;
    assert!(draft.code == 0 && draft.out.contains("draft"), "{draft:?}");
    let early = api("publish", &[]).await;
    assert_eq!(early.code, 1);
    assert!(early.err.contains("[not-verified]") && early.err.contains("mock-banks admin api verify"), "{early:?}");
    assert_eq!(api("submit", &[]).await.code, 0);
    let failed = api("verify", &[]).await;
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(failed.out.starts_with("FAILED") && failed.out.contains("GET /accounts"), "{failed:?}");
    assert_eq!(api("publish", &[]).await.code, 1);

    definition["document"]["paths"]["/accounts"]["get"]["security"] = security.unwrap();
    std::fs::write(&file, definition.to_string()).unwrap();
    for step in [desk.admin(&["api", "draft", file.to_str().unwrap()]).await, api("submit", &[]).await] {
        assert_eq!(step.code, 0, "{step:?}");
    }
    let begun = api("verify", &["--no-wait"]).await;
    assert!(begun.code == 0 && begun.out.starts_with("The testbed is at it.\n"), "{begun:?}");
    assert!(begun.out.contains(&format!("`mock-banks admin api watch second-door {version}`")), "{begun:?}");
    let green = api("watch", &[]).await;
    assert!(green.code == 0 && green.out.starts_with("PASSED"), "{green:?}");
    assert!(green.out.contains("\ncompatible: not asked\n"), "nothing was there to compare it with: {green:?}");
    assert!(green.err.contains('/'), "progress is told: {green:?}");
    let published = api("publish", &[]).await;
    assert!(published.code == 0 && published.out.contains("published"), "{published:?}");

    let path = definition["base_path"].as_str().unwrap().to_owned() + "/accounts";
    let url = format!("{}{path}", desk.world.bank("thames").unwrap().origin());
    let call = async || {
        let answer = reqwest::Client::builder().no_proxy().build().unwrap().get(&url).send().await.unwrap();
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), header("deprecation"), header("sunset"))
    };
    assert_eq!(call().await, (401, None, None), "it is there, and asks who calls");
    let deprecated = api("deprecate", &["--sunset", "2099-01-01"]).await;
    assert_eq!(deprecated.code, 0, "{deprecated:?}");
    let (status, deprecation, sunset) = call().await;
    assert!(status == 401 && deprecation.is_some(), "{deprecation:?}");
    assert_eq!(sunset.unwrap(), "Thu, 01 Jan 2099 00:00:00 GMT");
    assert_eq!(api("block", &["--reason", "a drill"]).await.code, 0);
    assert_ne!(call().await.0, 401, "blocked, it asks nobody who they are");
    assert_eq!(api("unblock", &[]).await.code, 0);
    assert_eq!(call().await.0, 401);
    let retired = api("retire", &["--reason", "the drill is over"]).await;
    assert!(retired.code == 0 && retired.out.contains("the drill is over"), "{retired:?}");
    assert_ne!(call().await.0, 401);

    let verdict = desk.admin(&["audit", "verify"]).await;
    assert!(verdict.code == 0 && verdict.out.starts_with("Intact: "), "{verdict:?}");
    let log = desk.admin(&["audit", "list", "--json"]).await;
    let log: Value = serde_json::from_str(&log.out).unwrap();
    let done: Vec<&str> = log["records"].as_array().unwrap().iter().filter_map(|it| it["action"].as_str()).collect();
    for action in [
        "api.draft",
        "api.fail",
        "api.verify",
        "api.publish",
        "api.deprecate",
        "api.block",
        "api.unblock",
        "api.retire",
    ] {
        assert!(done.contains(&action), "{action} in {done:?}");
    }
    assert_eq!(desk.admin(&["logout"]).await.code, 0);
    assert_eq!(desk.admin(&["banks"]).await.code, 4);
    desk.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_password_is_made_anew_only_while_the_platform_is_stopped() {
    let desk = Desk::new(&["thames"]).await;
    let state = desk.folder.path().join("world.db");
    let arguments = ["reset-password", "--state", state.to_str().unwrap()];
    let running = desk.admin(&arguments).await;
    assert_eq!((running.code, running.out.as_str()), (1, ""));
    assert!(running.err.contains("stop them first"), "{running:?}");
    let folder = desk.stop().await;
    let reset = admin(folder.path(), "", &arguments).await;
    assert_eq!(reset.code, 0, "{reset:?}");
    let password = reset.out.split_whitespace().nth(6).unwrap().to_owned();
    let desk = Desk::open(folder, &["thames"]).await;
    let old = desk.ask("", "POST", "/admin/v1/sessions", Some(json!({ "name": "admin", "password": PASSWORD }))).await;
    assert_eq!(old.status(), 401);
    let token = desk.log_in("admin", &password).await;
    let log = desk.json(&token, "GET", "/admin/v1/audit", None).await;
    assert!(log.to_string().contains("offline:reset-password"));
    assert!(!log.to_string().contains(&password));
    desk.world.stop().await;
}

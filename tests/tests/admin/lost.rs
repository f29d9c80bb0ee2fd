//! Whoever takes a wrong turn at the terminal is told what it was and which way leads on.

use serde_json::{Value, json};

use crate::desk::{Desk, PASSWORD, Said};

/// Refused, with nothing on standard output, and with these words beside it.
fn refused(said: &Said, words: &[&str]) {
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{said:?}");
    for word in words {
        assert!(said.err.contains(word), "{word} in {said:?}");
    }
    assert!(said.err.contains("\n  → "), "a next step: {said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_is_not_the_management_centres_is_named_and_so_is_the_right_one() {
    let desk = Desk::new(&["thames"]).await;
    let login = async |url: &str| desk.admin_with(&format!("{PASSWORD}\n"), &["login", "--url", url]).await;
    for wrong in ["nonsense", "localhost:7299"] {
        refused(&login(wrong).await, &[&format!("`{wrong}` is no address"), "--url http://127.0.0.1:7299"]);
    }
    refused(&login("http://bank.example").await, &["http://bank.example is not an address of a management centre"]);
    let directory = desk.world.directory_origin();
    let before = directory.rsplit_once(':').unwrap().1.parse::<u16>().unwrap() - 1;
    let right = format!("--url http://127.0.0.1:{before}");
    refused(&login(directory).await, &[&format!("{directory} is the directory of the banks"), &right]);
    let bank = desk.world.bank("thames").unwrap().origin().to_owned();
    refused(&login(&bank).await, &[&format!("{bank} is not the address of a management centre"), "mock-banks serve"]);
    refused(&login("http://127.0.0.1:1").await, &["nobody answers at http://127.0.0.1:1\n", "mock-banks serve"]);
    desk.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_logout_ends_the_session_and_leaves_the_address() {
    let desk = Desk::new(&["thames"]).await;
    let origin = desk.world.admin_origin().to_owned();
    let silent = desk.admin(&["login", "--url", &origin]).await;
    refused(&silent, &["there is no password of admin on standard input", "MOA_ADMIN_TOKEN"]);
    let password = format!("{PASSWORD}\n");
    let login = desk.admin_with(&password, &["login", "--url", &origin]).await;
    let until = login.out.strip_prefix("Logged in as admin (admin) until ").unwrap();
    assert_eq!(until.len(), "2026-11-24 09:00:00 UTC.\n".len(), "to the second: {until}");
    let file = desk.folder.path().join("session.json");
    let token = serde_json::from_slice::<Value>(&std::fs::read(&file).unwrap()).unwrap()["token"].clone();
    assert_eq!(desk.admin(&["logout"]).await.out, "Logged out.\n");
    let left = std::fs::read_to_string(&file).unwrap();
    assert!(left.contains(&origin) && !left.contains(token.as_str().unwrap()), "{left}");
    assert_eq!(desk.admin(&["whoami"]).await.code, 4, "the session is over");
    assert_eq!(desk.ask(token.as_str().unwrap(), "GET", "/admin/v1/session", None).await.status(), 401);
    assert_eq!(desk.admin(&["logout"]).await.out, "Nobody was logged in.\n");
    assert_eq!(desk.admin_with(&password, &["login"]).await.code, 0, "the address is known");
    let session: Value = serde_json::from_str(&desk.admin(&["whoami", "--json"]).await.out).unwrap();
    assert_eq!(session["name"], "admin");
    let elsewhere = desk.admin(&["logout", "--url", "http://127.0.0.1:1"]).await;
    assert_eq!(elsewhere.out, "Nobody was logged in.\n");
    assert_eq!(desk.admin(&["whoami"]).await.code, 0, "a logout somewhere else is none here");
    desk.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_to_trust_is_said_once_and_never_guessed() {
    let desk = Desk::secure(tempfile::tempdir().unwrap(), &["thames"]).await;
    let origin = desk.world.admin_origin().to_owned();
    let login = async |url: &str, ca: &[&str]| {
        desk.admin_with(&format!("{PASSWORD}\n"), &[&["login", "--url", url], ca].concat()).await
    };
    refused(&login(&origin.replacen("https", "http", 1), &[]).await, &["broke off", "the address begins with https"]);
    refused(&login(&origin, &[]).await, &["there is no certificate authority to trust", "--ca"]);
    refused(&login(&origin, &["--ca", "nowhere.pem"]).await, &["nowhere.pem holds no certificate", "--ca"]);
    let file = |name: &str| desk.folder.path().join(name).to_str().unwrap().to_owned();
    refused(&login(&origin, &["--ca", &file("world.db.lock")]).await, &["world.db.lock holds no certificate"]);
    let stranger = Desk::secure(tempfile::tempdir().unwrap(), &["thames"]).await;
    let theirs = stranger.folder.path().join("ca.pem").to_str().unwrap().to_owned();
    refused(&login(&origin, &["--ca", &theirs]).await, &[&format!("{origin} is not trusted"), "--ca"]);
    stranger.world.stop().await;

    assert_eq!(login(&origin, &["--ca", &file("ca.pem")]).await.code, 0);
    let banks = desk.admin(&["banks"]).await;
    assert!(banks.code == 0 && banks.out.contains("thames"), "the authority is remembered with the address: {banks:?}");
    let logout = desk.admin(&["logout"]).await;
    assert_eq!(logout.code, 0, "{logout:?}");
    assert_eq!(desk.admin(&["banks"]).await.code, 4, "trusted still, and nobody is logged in");
    desk.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_definition_and_a_plan_that_cannot_be_are_told_in_plain_words() {
    let desk = Desk::new(&["thames"]).await;
    let login = desk.admin_with(&format!("{PASSWORD}\n"), &["login", "--url", desk.world.admin_origin()]).await;
    assert_eq!(login.code, 0, "{login:?}");
    let draft = async |text: &str| {
        let file = desk.folder.path().join("draft.json");
        std::fs::write(&file, text).unwrap();
        desk.admin(&["api", "draft", file.to_str().unwrap()]).await
    };
    let example = "mock-banks/examples/spending-1.0.json";
    refused(&draft("{").await, &["draft.json is no JSON\n", example]);
    refused(&draft("5").await, &["it is a number, and a definition is one JSON object", example]);
    refused(&draft(r#"{"family": "a", "family": "b"}"#).await, &["`family` stands twice in one object"]);
    refused(&desk.admin(&["api", "draft", "nowhere.json"]).await, &["nowhere.json cannot be read"]);
    let plan = async |name: &str, quota: &str| desk.admin(&["plans", "define", name, "--quota", quota]).await;
    refused(&plan("small", "0").await, &["`quota_requests`: a whole number from 1 to 1000000000 is wanted"]);
    refused(&plan("Big One", "5").await, &["a plan's name is 1 to 40 small letters, digits and hyphens"]);
    let sunset = ["api", "deprecate", "uk-account-information", "4.0", "--sunset", "soon"];
    refused(&desk.admin(&sunset).await, &["`soon` is no moment", "2030-01-01"]);
    desk.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_answered_is_a_page_for_people_and_json_for_programs() {
    let desk = Desk::new(&["thames", "clydebank"]).await;
    let login = desk.admin_with(&format!("{PASSWORD}\n"), &["login", "--url", desk.world.admin_origin()]).await;
    assert_eq!(login.code, 0, "{login:?}");
    let url = format!("{}/open-banking/v4.0/aisp/accounts", desk.world.bank("thames").unwrap().origin());
    let id = "93bac548-d2de-4546-b106-880a5018460d";
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let ask = async || client.get(&url).header("x-fapi-interaction-id", id).send().await.unwrap().status();
    assert_eq!(ask().await, 401);
    let explain = async |bank: &str, id: &str| desk.admin(&["explain", id, "--bank", bank]).await;
    let page = explain("thames", id).await;
    assert!(page.out.starts_with("GET /open-banking/v4.0/aisp/accounts  answered with 401\n"), "{page:?}");
    assert!(page.out.contains("\nRefused by the rule `token`: there is no access token\n"), "{page:?}");
    assert!(page.out.contains("\n  → send the access token") && !page.out.contains('{'), "{page:?}");
    assert_eq!(ask().await, 401, "and again, under the same id");
    let twice = explain("thames", id).await;
    let (first, second) = twice.out.strip_prefix("1 of 2\n\n").unwrap().split_once("\n2 of 2\n\n").unwrap();
    assert_eq!(first, page.out);
    assert!(second.contains("answered with 401\n") && second != first, "{second}");
    let whole = desk.admin(&["explain", id, "--bank", "thames", "--json"]).await;
    let whole: Value = serde_json::from_str(&whole.out).unwrap();
    let answers = whole["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 2, "{whole}");
    for answer in answers {
        assert_eq!((&answer["interaction"], &answer["status"]), (&json!(id), &json!(401)));
    }

    let token = desk.admin(&["metrics-token"]).await;
    assert_eq!(token.out.lines().count(), 1, "the token alone, ready for its file: {token:?}");
    assert_eq!(desk.ask(token.out.trim(), "GET", "/metrics", None).await.status(), 200);
    assert!(token.err.contains("shown this once") && !token.err.contains(token.out.trim()), "{token:?}");
    desk.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_that_is_none_or_another_banks_or_nobodys_is_told_which_of_them_it_is() {
    let desk = Desk::new(&["thames", "clydebank"]).await;
    let login = desk.admin_with(&format!("{PASSWORD}\n"), &["login", "--url", desk.world.admin_origin()]).await;
    assert_eq!(login.code, 0, "{login:?}");
    let (known, unknown) = ("93bac548-d2de-4546-b106-880a5018460d", "93bac548-d2de-4546-b106-880a5018460e");
    let url = format!("{}/open-banking/v4.0/aisp/accounts", desk.world.bank("thames").unwrap().origin());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client.get(url).header("x-fapi-interaction-id", known).send().await.unwrap();

    let explain = async |bank: &str, id: &str| desk.admin(&["explain", id, "--bank", bank]).await;
    refused(&explain("thames", "another").await, &["is a UUID, and this is none", "one looks like 93bac548-"]);
    let elsewhere = explain("clydebank", known).await;
    let there = format!("`mock-banks admin explain {known} --bank thames`");
    refused(&elsewhere, &["no request of this id is remembered at clydebank, but one is at thames", &there]);
    assert_eq!(explain("thames", known).await.code, 0);
    let nowhere = explain("clydebank", unknown).await;
    refused(&nowhere, &["remembered at clydebank, nor at thames", "the newest 256 answers of each app"]);
    desk.world.stop().await;
}

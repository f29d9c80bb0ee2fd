//! A platform whose audit log was rolled back while it stood still starts, and whoever starts it or manages it is told.

use std::path::Path;
use std::process::Stdio;

use moa_bank_core::state::{Database, StateError};
use mock_banks::{AdminOptions, StatePlace, World, WorldOptions};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;

use crate::app::{App, small_world};

const PASSWORD: &str = "correct horse battery";

/// Takes the newest record of a bank's log away, as a copy of the file from before it would.
fn roll_back(file: &Path) {
    let act = "DROP TRIGGER audit_records_stay;
        DELETE FROM audit_records WHERE chain = 'bank:thames'
            AND sequence = (SELECT max(sequence) FROM audit_records WHERE chain = 'bank:thames');";
    let database = Database::open_file(file).unwrap();
    let done: Result<(), StateError> = database.write(|transaction| Ok(transaction.execute_batch(act)?));
    done.unwrap();
}

/// The banks as the admin API lists them.
async fn banks(admin: &str) -> Value {
    let http = Client::builder().no_proxy().build().unwrap();
    let login = json!({ "name": "admin", "password": PASSWORD }).to_string();
    let asked = http.post(format!("{admin}/admin/v1/sessions")).header("content-type", "application/json").body(login);
    let opened = read(asked.send().await.unwrap()).await;
    let listed = http.get(format!("{admin}/admin/v1/banks")).bearer_auth(opened["token"].as_str().unwrap());
    read(listed.send().await.unwrap()).await
}

#[allow(clippy::disallowed_methods, reason = "the platform of this very test is read, not a stranger")]
async fn read(response: reqwest::Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

/// Starts the program on a state: its table, how the admin API lists the banks, and what it logged.
async fn serve(state: &Path) -> (String, Value, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mock-banks"));
    command.args(["serve", "--bank", "thames", "--port-base", "0", "--admin-port", "0", "--history", "1m", "--state"]);
    command.arg(state).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut process = command.spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let (mut table, mut admin) = (String::new(), String::new());
    while let Some(line) = lines.next_line().await.unwrap() {
        if line.contains("management centre") {
            line.split_whitespace().next_back().unwrap().clone_into(&mut admin);
        }
        if line.contains("Ctrl-C") {
            break;
        }
        table = format!("{table}{line}\n");
    }
    let listed = banks(&admin).await;
    process.start_kill().unwrap();
    let mut log = String::new();
    process.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    process.wait().await.unwrap();
    (table, listed, log)
}

#[tokio::test]
async fn a_log_that_was_rolled_back_is_told_at_the_start_in_the_log_and_in_the_admin_api() {
    let (app, folder) = (App::new(), tempfile::tempdir().unwrap());
    let file = folder.path().join("world.db");
    let admin = AdminOptions { password: Some(PASSWORD.into()), ..AdminOptions::default() };
    let options = WorldOptions { state: StatePlace::File(file.clone()), admin, ..small_world(&app) };
    let world = World::start(options).await.unwrap();
    assert_eq!(world.audit_warnings(), Vec::<String>::new());
    world.stop().await;
    let (table, listed, log) = serve(&file).await;
    assert!(!table.contains("in doubt") && !log.contains("audit log"), "{table}{log}");
    assert_eq!((&listed["banks"][0]["audit"], &listed["audit"]), (&json!("reached"), &json!("reached")), "{listed}");
    assert_eq!(listed["warnings"], json!([]));

    roll_back(&file);
    let (table, listed, log) = serve(&file).await;
    let told = table.lines().find(|line| line.contains("in doubt")).unwrap_or_else(|| panic!("{table}"));
    assert!(told.contains("the audit log of thames: its end was cut off or replaced"), "{told}");
    assert!(told.ends_with("(`mock-banks admin audit verify`)"), "{told}");
    assert!(log.lines().any(|line| line.contains("ERROR") && line.contains("bank:thames")), "{log}");
    assert_eq!((&listed["banks"][0]["audit"], &listed["audit"]), (&json!("cut-off"), &json!("reached")), "{listed}");
    assert!(listed["warnings"][0].as_str().unwrap().starts_with("the audit log of thames: "), "{listed}");
}

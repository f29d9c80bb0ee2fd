//! A platform whose audit log was rolled back while it stood still starts, and whoever starts it or manages it is told.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use moa_bank_core::state::{Database, StateError};
use mock_banks::{AdminOptions, StatePlace, World, WorldOptions};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;

use crate::app::{App, small_world};

const PASSWORD: &str = "correct horse battery";

/// Takes the newest record of a log away, as a copy of the file from before it would.
fn roll_back(file: &Path, chain: &str) {
    let act = format!(
        "DROP TRIGGER audit_records_stay;
        DELETE FROM audit_records WHERE chain = '{chain}'
            AND sequence = (SELECT max(sequence) FROM audit_records WHERE chain = '{chain}');"
    );
    let database = Database::open_file(file).unwrap();
    let done: Result<(), StateError> = database.write(|transaction| Ok(transaction.execute_batch(&act)?));
    done.unwrap();
}

/// In which logs it is written down that nobody had noted how far they reached: a line for each time.
fn said_not_noted(file: &Path) -> Vec<String> {
    let database = Database::open_file(file).unwrap();
    let ask = "SELECT chain FROM audit_records WHERE action = 'audit.not-noted' ORDER BY chain";
    let found: Result<Vec<String>, StateError> = database.read(|connection| {
        let mut statement = connection.prepare(ask)?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    });
    found.unwrap()
}

/// A world of one bank that was there before, and has stopped. Nothing was wrong with its logs.
async fn a_world_that_stood_still(folder: &Path) -> PathBuf {
    let file = folder.join("world.db");
    let admin = AdminOptions { password: Some(PASSWORD.into()), ..AdminOptions::default() };
    let options = WorldOptions { state: StatePlace::File(file.clone()), admin, ..small_world(&App::new()) };
    let world = World::start(options).await.unwrap();
    assert_eq!(world.audit_warnings(), Vec::<String>::new());
    world.stop().await;
    file
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
    let folder = tempfile::tempdir().unwrap();
    let file = a_world_that_stood_still(folder.path()).await;
    let (table, listed, log) = serve(&file).await;
    assert!(!table.contains("in doubt") && !log.contains("audit log"), "{table}{log}");
    assert_eq!((&listed["banks"][0]["audit"], &listed["audit"]), (&json!("complete"), &json!("complete")), "{listed}");
    assert_eq!(listed["warnings"], json!([]));

    roll_back(&file, "bank:thames");
    let (table, listed, log) = serve(&file).await;
    let told = table.lines().find(|line| line.contains("in doubt")).unwrap_or_else(|| panic!("{table}"));
    assert!(told.contains("the audit log of thames: its end was cut off or replaced"), "{told}");
    assert!(told.ends_with("(`mock-banks admin audit verify`)"), "{told}");
    assert!(log.lines().any(|line| line.contains("ERROR") && line.contains("bank:thames")), "{log}");
    assert_eq!((&listed["banks"][0]["audit"], &listed["audit"]), (&json!("cut-off"), &json!("complete")), "{listed}");
    assert!(listed["warnings"][0].as_str().unwrap().starts_with("the audit log of thames: "), "{listed}");
}

#[tokio::test]
async fn the_log_of_the_world_is_looked_at_at_the_start_like_the_log_of_a_bank() {
    let folder = tempfile::tempdir().unwrap();
    let file = a_world_that_stood_still(folder.path()).await;
    roll_back(&file, "world");
    let (table, listed, log) = serve(&file).await;
    let told: Vec<&str> = table.lines().filter(|line| line.contains("in doubt")).collect();
    let [told] = told[..] else { panic!("{table}") };
    assert!(told.contains("the audit log of the world: its end was cut off or replaced"), "{told}");
    assert!(log.lines().any(|line| line.contains("ERROR") && line.contains("world")), "{log}");
    assert_eq!((&listed["banks"][0]["audit"], &listed["audit"]), (&json!("complete"), &json!("cut-off")), "{listed}");
}

#[tokio::test]
async fn logs_whose_notes_are_gone_say_so_once_each() {
    let folder = tempfile::tempdir().unwrap();
    let file = a_world_that_stood_still(folder.path()).await;
    assert_eq!(said_not_noted(&file), Vec::<String>::new());
    std::fs::remove_file(folder.path().join("world.db.audit-heads")).unwrap();
    let (table, listed, _) = serve(&file).await;
    for whose in ["thames", "the world"] {
        let told = format!("the audit log of {whose}: nobody noted how far it reached");
        assert!(table.lines().any(|line| line.contains("in doubt") && line.contains(&told)), "{table}");
    }
    let standing = (&listed["banks"][0]["audit"], &listed["audit"]);
    assert_eq!(standing, (&json!("not-noted"), &json!("not-noted")), "{listed}");
    assert_eq!(said_not_noted(&file), ["bank:thames", "world"]);

    let (table, listed, _) = serve(&file).await;
    assert!(!table.contains("in doubt"), "what is noted again is in no doubt: {table}");
    assert_eq!((&listed["banks"][0]["audit"], &listed["audit"]), (&json!("complete"), &json!("complete")), "{listed}");
    assert_eq!(said_not_noted(&file), ["bank:thames", "world"]);
}

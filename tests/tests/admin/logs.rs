//! The log in JSON, of the built program, while a person's app links a bank and fetches what is there.

use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;

use crate::desk::program;

/// Serves one bank while `during` is done with its directory, and gives what was logged.
async fn logged(during: impl AsyncFnOnce(&str)) -> String {
    let mut command = Command::new(program());
    command.args([
        "serve",
        "--memory",
        "--bank",
        "clydebank",
        "--history",
        "1m",
        "--port-base",
        "0",
        "--admin-port",
        "0",
    ]);
    command.args(["--log", "moa_bank_gateway=debug", "--log-format", "json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut banks = command.spawn().unwrap();
    let mut log = banks.stderr.take().unwrap();
    // Read while it is written, or the program would wait for room in the pipe.
    let log = tokio::spawn(async move {
        let mut text = String::new();
        log.read_to_string(&mut text).await.map(|_| text)
    });
    let mut table = BufReader::new(banks.stdout.take().unwrap()).lines();
    let mut directory = String::new();
    while let Some(line) = table.next_line().await.unwrap() {
        match line.trim().split_once(' ') {
            Some(("directory", url)) => directory = url.trim().to_owned(),
            Some(("Ctrl-C", _)) => break,
            _ => {}
        }
    }
    during(&directory).await;
    let asked = Command::new("kill").arg(banks.id().unwrap().to_string()).status().await.unwrap();
    assert!(asked.success() && banks.wait().await.unwrap().success());
    log.await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_line_of_a_request_that_asks_the_core_says_how_often_and_how_long() {
    let log = logged(async |directory| {
        let mut app = Command::new(env!("CARGO_BIN_EXE_moa-terminal"));
        let output = app.args(["--directory", directory]).kill_on_drop(true).output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    })
    .await;
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let answered: Vec<Value> = lines.filter(|line| line["fields"]["message"] == "answered").collect();
    let of = |operation: &str| {
        let good = |line: &&Value| line["fields"]["operation"] == operation && line["fields"]["status"] == 200;
        answered.iter().find(good).unwrap_or_else(|| panic!("{operation} in {answered:#?}"))
    };
    let accounts = of("GetAccounts");
    let fields = &accounts["fields"];
    assert_eq!((&fields["core"], &accounts["span"]["bank"]), (&json!("telegram"), &json!("clydebank")), "{accounts}");
    assert!(fields["commands"].as_u64().unwrap() >= 1, "{accounts}");
    let (core, all) = (fields["core_micros"].as_u64().unwrap(), fields["took_micros"].as_u64().unwrap());
    assert!(core > 0 && all > 0, "a message over TCP and back takes its time: {accounts}");
    assert!(accounts["span"].get("lab").is_none(), "an app is not the testbed: {accounts}");
    // And who is turned away at the door asks no core: the first try of the same, which had no nonce.
    let refused = answered.iter().find(|line| line["fields"]["status"] == 401).unwrap();
    assert_eq!(
        (&refused["fields"]["commands"], &refused["fields"]["core_micros"]),
        (&json!(0), &json!(0)),
        "{refused}"
    );
}

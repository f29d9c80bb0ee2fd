//! What `mock-banks serve` says to whoever started it.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;

#[tokio::test]
async fn the_table_tells_how_to_log_in_here_and_the_log_in_a_file_has_no_colours() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mock-banks"));
    command.args(["serve", "--memory", "--bank", "thames", "--history", "1m", "--log", "debug"]);
    command.args(["--port-base", "0", "--admin-port", "0"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut process = command.spawn().unwrap();
    let mut log = process.stderr.take().unwrap();
    // Its pipe is read while it writes, so that it can never block on a full one.
    let log = tokio::spawn(async move {
        let mut text = String::new();
        log.read_to_string(&mut text).await.map(|_| text)
    });
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let (mut table, mut last) = (Vec::new(), String::new());
    while !last.contains("Ctrl-C") {
        last = lines.next_line().await.unwrap().unwrap_or_else(|| panic!("it ended after {table:?}"));
        table.push(last.clone());
    }
    let find = |what: &str| table.iter().find(|line| line.contains(what)).map(String::as_str).unwrap_or_default();
    let origin =
        |what: &str| find(what).split_whitespace().find(|word| word.starts_with("http://")).unwrap_or_default();
    let (admin, bank, hint) = (origin("management centre"), origin("Thames"), find("log in as admin / "));
    assert!(admin.starts_with("http://127.0.0.1:"), "{admin}");
    assert!(hint.ends_with(&format!("(shown this once: `mock-banks admin login --url {admin}`)")), "{hint}");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for url in [format!("{admin}/admin/v1/banks"), format!("{bank}/open-banking/v4.0/aisp/accounts")] {
        assert_eq!(client.get(&url).send().await.unwrap().status(), 401, "{url}");
    }
    process.kill().await.unwrap();
    let log = log.await.unwrap().unwrap();
    assert!(log.contains("answered"), "it logs what it answers: {log}");
    assert!(!log.contains('\u{1b}'), "{log}");
    assert!(!log.contains("WARN"), "nothing has happened yet that anybody should look at: {log}");
}

//! `mock-banks serve` as a process of its own: what it shows to whoever started it, and what it logs.

use std::process::Stdio;

use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_mock-banks");

/// The program, once it has said all of its table.
pub(crate) struct Served {
    process: Child,
    pub(crate) table: Vec<String>,
    log: JoinHandle<String>,
}

impl Served {
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        Self::by(Command::new(PROGRAM), arguments).await
    }

    /// Started by a command that the program's arguments are given to.
    pub(crate) async fn by(mut command: Command, arguments: &[&str]) -> Self {
        command.args(["serve", "--bank", "thames", "--history", "1m", "--log", "debug"]);
        command.args(["--port-base", "0", "--admin-port", "0"]).args(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().unwrap();
        let mut log = process.stderr.take().unwrap();
        // Its pipe is read while it writes, so that it can never block on a full one.
        let log = tokio::spawn(async move {
            let mut text = String::new();
            log.read_to_string(&mut text).await.unwrap();
            text
        });
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (mut table, mut last) = (Vec::new(), String::new());
        while !last.contains("Ctrl-C") {
            last = lines.next_line().await.unwrap().unwrap_or_else(|| panic!("it ended after {table:?}"));
            table.push(last.clone());
        }
        Self { process, table, log }
    }

    pub(crate) fn line(&self, what: &str) -> &str {
        self.table.iter().find(|line| line.contains(what)).map(String::as_str).unwrap_or_default()
    }

    pub(crate) fn origin(&self, what: &str) -> &str {
        self.line(what).split_whitespace().find(|word| word.starts_with("http://")).unwrap_or_default()
    }

    /// The password that the table shows, if it shows one.
    pub(crate) fn password(&self) -> Option<&str> {
        self.line("log in as admin / ").split_once("log in as admin / ")?.1.split_whitespace().next()
    }

    /// A session of the admin's: its token, or the status of the refusal.
    pub(crate) async fn log_in(&self, password: &str) -> Result<String, u16> {
        let body = json!({ "name": "admin", "password": password }).to_string();
        let asked = client().post(format!("{}/admin/v1/sessions", self.origin("management centre")));
        let answer = asked.header("content-type", "application/json").body(body).send().await.unwrap();
        if !answer.status().is_success() {
            return Err(answer.status().as_u16());
        }
        #[allow(clippy::disallowed_methods, reason = "the platform of this very test is read, not a stranger")]
        let opened: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        Ok(opened["token"].as_str().unwrap().to_owned())
    }

    /// Ends it as a supervisor does, and gives everything it logged.
    pub(crate) async fn stop(mut self) -> String {
        let asked = Command::new("kill").arg(self.process.id().unwrap().to_string()).status().await.unwrap();
        assert!(asked.success() && self.process.wait().await.unwrap().success());
        self.log.await.unwrap()
    }
}

pub(crate) fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

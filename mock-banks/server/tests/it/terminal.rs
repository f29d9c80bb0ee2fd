//! What `mock-banks serve` says to whoever started it: in its table, and in its log.

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
    table: Vec<String>,
    log: JoinHandle<String>,
}

impl Served {
    async fn start(arguments: &[&str]) -> Self {
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

    fn line(&self, what: &str) -> &str {
        self.table.iter().find(|line| line.contains(what)).map(String::as_str).unwrap_or_default()
    }

    fn origin(&self, what: &str) -> &str {
        self.line(what).split_whitespace().find(|word| word.starts_with("http://")).unwrap_or_default()
    }

    /// The password that the table shows, if it shows one.
    fn password(&self) -> Option<&str> {
        self.line("log in as admin / ").split_once("log in as admin / ")?.1.split_whitespace().next()
    }

    /// A session of the admin's: its token, or the status of the refusal.
    async fn log_in(&self, password: &str) -> Result<String, u16> {
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

fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn the_table_tells_how_to_log_in_here_and_the_log_in_a_file_has_no_colours() {
    let served = Served::start(&["--memory"]).await;
    let (admin, bank, hint) =
        (served.origin("management centre"), served.origin("Thames"), served.line("log in as admin / "));
    assert!(admin.starts_with("http://127.0.0.1:"), "{admin}");
    assert!(hint.ends_with(&format!("(shown this once: `mock-banks admin login --url {admin}`)")), "{hint}");
    for url in [format!("{admin}/admin/v1/banks"), format!("{bank}/open-banking/v4.0/aisp/accounts")] {
        assert_eq!(client().get(&url).send().await.unwrap().status(), 401, "{url}");
    }
    let log = served.stop().await;
    assert!(log.contains("answered"), "it logs what it answers: {log}");
    assert!(!log.contains('\u{1b}'), "{log}");
    assert!(!log.contains("WARN"), "nothing has happened yet that anybody should look at: {log}");
}

#[tokio::test]
async fn a_log_in_json_is_an_object_a_line_and_holds_no_secret() {
    const PLANTED: &str = "pl4nted-acc3ss-t0ken";
    const ID: &str = "6f0c2d3e-9b1a-4c55-8a77-0d2f4b6e8c91";
    let served = Served::start(&["--memory", "--log-format", "json"]).await;
    let password = served.password().unwrap().to_owned();
    let session = served.log_in(&password).await.unwrap();
    let url = format!("{}/open-banking/v4.0/aisp/accounts/{PLANTED}/balances?x={PLANTED}", served.origin("Thames"));
    let asked = client().get(url).header("authorization", format!("DPoP {PLANTED}")).header("dpop", PLANTED);
    assert_eq!(asked.header("x-fapi-interaction-id", ID).send().await.unwrap().status(), 401);
    let log = served.stop().await;
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line.is_object() && line["level"].is_string()), "{log}");
    assert_eq!(lines.last().unwrap()["fields"]["message"], "stopping…", "what is said beside the log is JSON as well");
    let of_the_request: Vec<&Value> = lines
        .iter()
        .filter(|line| line["span"]["interaction"] == ID && line["fields"]["message"] == "answered")
        .collect();
    let [answered] = of_the_request[..] else { panic!("{of_the_request:#?}") };
    let (span, fields) = (&answered["span"], &answered["fields"]);
    assert_eq!((&span["bank"], &span["method"]), (&json!("thames"), &json!("GET")));
    assert_eq!(span["route"], "/open-banking/v4.0/aisp/accounts/{AccountId}/balances");
    assert_eq!((&fields["status"], &fields["operation"]), (&json!(401), &json!("GetAccountsAccountIdBalances")));
    assert_eq!(
        (&fields["core"], &fields["commands"], &fields["core_micros"]),
        (&json!("ledger"), &json!(0), &json!(0))
    );
    for secret in [PLANTED, &password, &session] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn the_first_password_is_shown_at_the_first_start_and_never_again() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("world.db");
    let arguments = ["--state", state.to_str().unwrap()];
    let first = Served::start(&arguments).await;
    let password = first.password().unwrap().to_owned();
    assert_eq!(first.log_in(&password).await.map(drop), Ok(()));
    let log = first.stop().await;
    assert!(!log.contains(&password), "the table shows it, the log does not: {log}");

    let second = Served::start(&arguments).await;
    assert_eq!(second.password(), None);
    let table = second.table.join("\n");
    assert!(table.contains("management centre") && !table.contains(&password), "{table}");
    assert_eq!(second.log_in(&password).await.map(drop), Ok(()), "nobody was given another one");
    assert_eq!(second.log_in("another").await, Err(401));
    let log = second.stop().await;
    assert!(!log.contains(&password), "{log}");
}

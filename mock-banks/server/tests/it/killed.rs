//! A whole platform that is killed in the middle of a change comes back with the old state or the new one, never with half
//! of either: in its lists, on its paths, and in its audit log.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::Instant;

/// So often it is killed, each time a little later in the change: from before it begins until after it is done.
const KILLS: u32 = 14;
/// Changes whose time is taken first, so that on every machine the same parts of one are hit.
const TIMED: usize = 6;
const API: &str = "apis/uk-account-information/4.0";
const PATH: &str = "/open-banking/v4.0/aisp/accounts";

/// `mock-banks serve` in a process of its own.
struct Platform {
    process: Child,
    bank: String,
    admin: String,
    /// Only at the first start.
    password: Option<String>,
}

impl Platform {
    /// Starts it on a state file, and reads its table: where the bank is, where the management centre, who may log in.
    async fn start(state: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mock-banks"));
        command.args([
            "serve",
            "--bank",
            "thames",
            "--port-base",
            "0",
            "--admin-port",
            "0",
            "--history",
            "1m",
            "--state",
        ]);
        command.arg(state).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (mut bank, mut admin, mut password) = (String::new(), String::new(), None);
        while let Some(line) = lines.next_line().await.unwrap() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let origin = words.iter().copied().find(|word| word.starts_with("http://")).unwrap_or_default();
            if line.contains("Thames") {
                origin.clone_into(&mut bank);
            } else if line.contains("management centre") {
                origin.clone_into(&mut admin);
            } else if let Some((_, rest)) = line.split_once("log in as admin / ") {
                password = rest.split_whitespace().next().map(str::to_owned);
            } else if line.contains("Ctrl-C") {
                break;
            }
        }
        // Its pipe is read on, so that it can never block on a full one.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        assert!(bank.starts_with("http://") && admin.starts_with("http://"), "{bank} {admin}");
        Self { process, bank, admin, password }
    }

    /// `kill -9`: no handler runs, nothing is flushed.
    async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }
}

/// An operator at the management centre. Sessions outlive a restart.
struct Operator {
    http: Client,
    token: String,
}

impl Operator {
    async fn log_in(platform: &Platform) -> Self {
        let http = Client::builder().no_proxy().build().unwrap();
        let mut operator = Self { http, token: String::new() };
        let sent = json!({ "name": "admin", "password": platform.password.clone().unwrap() });
        let said = operator.ask(&platform.admin, Method::POST, "sessions", Some(sent)).await.unwrap().1;
        said["token"].as_str().unwrap().clone_into(&mut operator.token);
        operator
    }

    async fn ask(
        &self,
        admin: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<(u16, Value), reqwest::Error> {
        let mut request = self.http.request(method, format!("{admin}/admin/v1/{path}"));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        #[allow(clippy::disallowed_methods, reason = "the platform of this very test is read, not a stranger")]
        let text = response.text().await?;
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
    }

    /// Pulls the kill switch, or puts it back. True when the platform says that it is done.
    async fn switch(&self, admin: &str, to: &str) -> bool {
        let (step, body) = match to {
            "blocked" => ("block", Some(json!({ "reason": "somebody pulls the switch" }))),
            _ => ("unblock", None),
        };
        let path = format!("banks/thames/{API}/{step}");
        match self.ask(admin, Method::POST, &path, body).await {
            Ok((status, said)) => {
                assert_eq!(status, 200, "{said}");
                assert_eq!(said["state"], to, "{said}");
                true
            }
            Err(_) => false,
        }
    }
}

/// The other one.
fn other(state: &str) -> &'static str {
    if state == "blocked" { "published" } else { "blocked" }
}

/// How the API stands: in the list, on its path, and by the audit log. They have to agree.
async fn stands(operator: &Operator, platform: &Platform) -> String {
    let (_, listed) = operator.ask(&platform.admin, Method::GET, &format!("banks/thames/{API}"), None).await.unwrap();
    let state = listed["state"].as_str().unwrap_or_default().to_owned();
    let path = operator.http.get(format!("{}{PATH}", platform.bank)).send().await.unwrap().status().as_u16();
    assert_eq!(path, if state == "blocked" { 503 } else { 401 }, "{listed}");
    let verify = operator.ask(&platform.admin, Method::POST, "banks/thames/audit/verify", None).await.unwrap();
    assert_eq!(
        (verify.0, &verify.1["intact"], &verify.1["disagreements"]),
        (200, &json!(true), &json!([])),
        "{verify:?}"
    );
    let (_, apis) = operator.ask(&platform.admin, Method::GET, "banks/thames/apis", None).await.unwrap();
    assert_eq!(apis["damages"], json!([]), "{apis}");
    state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_killed_in_the_middle_of_a_change_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("world.db");
    let mut platform = Platform::start(&state).await;
    let operator = Operator::log_in(&platform).await;
    let mut known = stands(&operator, &platform).await;
    assert_eq!(known, "published");
    let change = time_of_a_change(&operator, &platform.admin).await;
    let mut unanswered = 0;
    for kill in 0..KILLS {
        let admin = platform.admin.clone();
        let end = async {
            // The last ones come after what a change takes: by then it is usually done, and has to stay done.
            tokio::time::sleep(change * kill * 5 / (4 * KILLS)).await;
            platform.kill().await;
        };
        let (answered, ()) = tokio::join!(operator.switch(&admin, other(&known)), end);
        platform = Platform::start(&state).await;
        let found = stands(&operator, &platform).await;
        // What was answered is done; what was not may be either, and nothing else.
        if answered {
            assert_eq!(found, other(&known), "it was answered, and is not done");
        } else {
            unanswered += 1;
            assert!(found == known || found == other(&known), "{found} after {known}");
        }
        known = found;
    }
    assert!(unanswered > 0, "it was never killed before the answer");
    platform.kill().await;
}

/// How long a change takes here, from the question to the answer: the middle one of several. An even number of them leaves
/// everything as it was.
async fn time_of_a_change(operator: &Operator, admin: &str) -> Duration {
    let mut times = Vec::new();
    for to in ["blocked", "published"].into_iter().cycle().take(TIMED) {
        let began = Instant::now();
        assert!(operator.switch(admin, to).await);
        times.push(began.elapsed());
    }
    times.sort_unstable();
    times[TIMED / 2]
}

//! A world with a management centre, and the built program as somebody would start it.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use moa_bank_core::life::History;
use mock_banks::{AdminOptions, RunningWorld, StatePlace, TlsChoice, World, WorldOptions};
use reqwest::{Client, Method, Response};
use secrecy::SecretString;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A running world and a place for a session.
pub(crate) struct Desk {
    pub(crate) world: RunningWorld,
    pub(crate) folder: TempDir,
    client: Client,
}

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) async fn new(banks: &[&str]) -> Self {
        Self::open(tempfile::tempdir().unwrap(), banks).await
    }

    /// Over the state in a folder, new or not.
    pub(crate) async fn open(folder: TempDir, banks: &[&str]) -> Self {
        Self::start(folder, banks, None).await
    }

    /// Over TLS, with a certificate authority that lies as `ca.pem` in a folder.
    pub(crate) async fn secure(folder: TempDir, banks: &[&str]) -> Self {
        let tls = TlsChoice::KeptIn(folder.path().to_owned());
        Self::start(folder, banks, Some(tls)).await
    }

    async fn start(folder: TempDir, banks: &[&str], tls: Option<TlsChoice>) -> Self {
        let options = WorldOptions {
            history: History { months: 1, transactions: None },
            state: StatePlace::File(folder.path().join("world.db")),
            tls,
            admin: AdminOptions { password: Some(SecretString::from(PASSWORD)), ..AdminOptions::default() },
            ..WorldOptions::in_memory()
        };
        let world = World::start(options.only(banks).unwrap()).await.unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        Self { world, folder, client }
    }

    /// One request as somebody; an empty token sends none.
    pub(crate) async fn ask(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Response {
        let url = format!("{}{path}", self.world.admin_origin());
        let mut request = self.client.request(Method::from_bytes(method.as_bytes()).unwrap(), url);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        request.send().await.unwrap()
    }

    pub(crate) async fn json(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Value {
        let response = self.ask(token, method, path, body).await;
        serde_json::from_slice(&bytes(response).await).unwrap()
    }

    /// A session over HTTP.
    pub(crate) async fn log_in(&self, name: &str, password: &str) -> String {
        let body = serde_json::json!({ "name": name, "password": password });
        let opened = self.json("", "POST", "/admin/v1/sessions", Some(body)).await;
        opened["token"].as_str().unwrap().to_owned()
    }

    /// `mock-banks admin …`, with a session of its own.
    pub(crate) async fn admin(&self, arguments: &[&str]) -> Said {
        admin(self.folder.path(), "", arguments).await
    }

    /// The same, with something on standard input.
    pub(crate) async fn admin_with(&self, input: &str, arguments: &[&str]) -> Said {
        admin(self.folder.path(), input, arguments).await
    }

    /// Stops the platform and leaves its state.
    pub(crate) async fn stop(self) -> TempDir {
        self.world.stop().await;
        self.folder
    }
}

/// `mock-banks admin …`, whose session is kept in a folder.
pub(crate) async fn admin(folder: &Path, input: &str, arguments: &[&str]) -> Said {
    let mut command = Command::new(program());
    command.arg("admin").args(arguments).env("MOA_ADMIN_SESSION", folder.join("session.json"));
    // What whoever runs the tests keeps at home is not looked at.
    command.env("HOME", folder).env("XDG_DATA_HOME", folder);
    command.env_remove("MOA_ADMIN_TOKEN").env_remove("MOA_ADMIN_URL").env_remove("MOA_ADMIN_BANK");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that reads nothing may have ended by now.
    let _not_read = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[allow(clippy::disallowed_methods, reason = "the answers are our own, and small")]
pub(crate) async fn bytes(response: Response) -> Vec<u8> {
    response.bytes().await.unwrap().to_vec()
}

/// The built program. `cargo test` builds it only when it is asked for; here it is built once, like anything else.
pub(crate) fn program() -> PathBuf {
    static BUILT: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    BUILT
        .get_or_init(|| {
            let mut build = std::process::Command::new(env!("CARGO"));
            build.args(["build", "--quiet", "--package", "mock-banks"]).current_dir(env!("CARGO_MANIFEST_DIR"));
            assert!(build.status().unwrap().success(), "mock-banks does not build");
            let here = std::env::current_exe().unwrap();
            let folder = here.parent().and_then(|deps| deps.parent()).unwrap();
            folder.join(format!("mock-banks{}", std::env::consts::EXE_SUFFIX))
        })
        .clone()
}

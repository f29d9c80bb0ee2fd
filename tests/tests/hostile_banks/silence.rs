//! With every log line of every crate written down, no secret is among them: not in the good case, not in the bad ones.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, ensure};
use moa_sdk::authorise::Redirect;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::fake_bank::{FakeBank, Reply};
use crate::scene::Scene;

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Paper {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn nothing_secret_is_ever_logged_or_said_in_an_error() -> Result<()> {
    let paper = Paper::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(paper.clone()).finish();
    // A test of tokio runs on one thread, and so does everything it spawns.
    let _listening = tracing::subscriber::set_default(subscriber);

    let bank = FakeBank::open("evil").await;
    let scene = Scene::with(&[&bank]).await?;
    let link = scene.link(&bank).await?;
    scene.moa.sync().run().await?;
    let mut said = String::new();
    for path in ["/token", "/par"] {
        let flow = scene.prepare("evil").await?;
        bank.trick(path, |_, _| {
            Some(Reply::json(400, &json!({"error": "invalid_grant", "error_description": "planted-words"})))
        });
        let outcome = flow.complete(Redirect::from_url(&bank.approve())?).await;
        said += &format!("{outcome:?}");
        said += &format!("{:?}", scene.prepare("evil").await);
        bank.trick(path, |_, _| None);
    }
    said += &format!("{link:?} {:?} {:?}", scene.moa, scene.moa.unlink(&link).await?);

    let secrets: Vec<String> = ["/par", "/token", "/revoke"]
        .iter()
        .flat_map(|path| bank.heard_on(path))
        .flat_map(|heard| {
            let fields = ["client_assertion", "code_verifier", "state", "nonce", "code", "refresh_token", "token"];
            let fields = fields.iter().filter_map(|field| heard.form(field)).collect::<Vec<_>>();
            fields.into_iter().chain(heard.header("dpop").map(str::to_owned))
        })
        .chain(["planted-access".to_owned(), "planted-refresh".to_owned(), "planted-words".to_owned()])
        .collect();
    ensure!(secrets.len() > 20, "the test itself must know what to look for");
    let written = String::from_utf8_lossy(&paper.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned();
    ensure!(written.contains("the bank answered"), "the log was captured");
    for secret in secrets {
        ensure!(!written.contains(&secret), "a secret of {} characters is in the log", secret.len());
        ensure!(!said.contains(&secret), "a secret of {} characters is in an error", secret.len());
    }
    Ok(())
}

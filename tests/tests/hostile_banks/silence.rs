//! Every scene searches the log for secrets when it ends. This one makes sure that there is a log and that there are secrets
//! to look for, and looks for them in what errors say too: in the good case, and in the bad ones.

use anyhow::{Result, ensure};
use moa_sdk::authorise::Redirect;
use serde_json::json;

use crate::fake_bank::{FakeBank, Reply};
use crate::scene::Scene;

#[tokio::test]
async fn nothing_secret_is_ever_logged_or_said_in_an_error() -> Result<()> {
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

    scene.note_heard_by(&bank);
    scene.watch.note("the bank's words", "planted-words");
    let (bytes, secrets) = scene.watch.size();
    ensure!(bytes > 1000 && secrets > 20, "{bytes} bytes logged, {secrets} secrets");
    let leaks = scene.watch.leaks_in(&said);
    ensure!(leaks.is_empty(), "secrets in errors: {leaks:#?}");
    Ok(())
}

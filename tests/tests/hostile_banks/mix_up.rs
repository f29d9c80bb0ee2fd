//! Mix-up, the heart of every app with more than one bank (RFC 9700 §4.4): the customer chose the hostile bank, and what
//! comes back to the app is the honest bank's code. The honest bank here is a real one, with its real pages, and the
//! hostile bank is a registered client of it, as anybody can be.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use moa_kernel::FrozenClock;
use moa_sdk::ErrorKind;
use moa_sdk::authorise::Redirect;
use moa_tests::attacker::{App, Ground};
use moa_tests::person::{Choice, Decision, Person};
use serde_json::Value;
use url::Url;

use crate::fake_bank::FakeBank;
use crate::scene::Scene;

struct MixUp {
    ground: Ground,
    evil: FakeBank,
    scene: Scene<'static>,
}

impl Drop for MixUp {
    fn drop(&mut self) {
        self.scene.note_heard_by(&self.evil);
    }
}

impl MixUp {
    async fn set() -> Result<Self> {
        let (ground, evil) = (Ground::one_bank().await?, FakeBank::open("evil").await);
        let http = reqwest::Client::builder().no_proxy().build()?;
        let mut entries: Vec<Value> = read(http.get(ground.world().directory_url()).send().await?).await?;
        entries.push(evil.entry());
        let clock = Arc::new(FrozenClock::at("2026-07-14T07:42:00Z".parse()?));
        let scene = Scene::knowing(entries, clock).await?;
        Ok(Self { ground, evil, scene })
    }

    /// The hostile bank's client at the honest bank, with the app's own redirect address, and the app's own `state` in its
    /// request: the browser comes back from the honest bank with an honest code and the right state.
    async fn honest_code_for(&self, pushed: &crate::fake_bank::Heard) -> Result<Url> {
        let mut client: App = self.ground.app().await?;
        client.redirect_uri = pushed.form("redirect_uri").context("no redirect address")?;
        let answer = client.send(client.registration(&client.metadata())?).await?.granted()?;
        client.client_id = answer.text("/client_id")?;
        let mut attempt = client.begin().await?;
        attempt.state = pushed.form("state").context("no state")?;
        attempt.request_uri = client.send(client.push_ask(&attempt).await?).await?.granted()?.text("/request_uri")?;
        Person::mina().decide(&client.link(&attempt)?, &Decision::Allow(Choice::Everything)).await
    }
}

#[allow(clippy::disallowed_methods, reason = "the directory of this very process is read, not a stranger's")]
async fn read(response: reqwest::Response) -> Result<Vec<Value>> {
    Ok(serde_json::from_str(&response.text().await?)?)
}

/// Takes `iss` away, or puts others in its place, as a hostile page in between would.
fn with_issuers(back: &Url, issuers: &[&str]) -> Url {
    let kept: Vec<(String, String)> = back.query_pairs().into_owned().filter(|(name, _)| name != "iss").collect();
    let mut bent = back.clone();
    bent.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(issuers.iter().map(|issuer| ("iss", issuer)));
    bent
}

#[tokio::test]
async fn the_honest_banks_code_does_not_reach_the_hostile_bank() -> Result<()> {
    let stage = MixUp::set().await?;
    let honest = stage.ground.world().banks().first().context("no honest bank")?.origin().to_owned();
    let evil = stage.evil.origin.clone();
    let bent: [&[&str]; 5] = [&[&honest], &[], &[&honest, &evil], &[&evil, &honest], &["https://evil.example"]];
    for issuers in bent {
        let flow = stage.scene.prepare("evil").await?;
        let pushed = stage.evil.heard_on("/par").pop().context("nothing was pushed")?;
        let back = with_issuers(&stage.honest_code_for(&pushed).await?, issuers);
        ensure!(back.query_pairs().any(|(name, _)| name == "code"), "the honest bank gave a code");
        let heard = stage.evil.heard().len();
        let error = flow.complete(Redirect::from_url(back.as_str())?).await.unwrap_err();
        ensure!(error.kind() == ErrorKind::IssuerMismatch, "{issuers:?}: {error}");
        ensure!(
            stage.evil.codes_received() == 0 && stage.evil.heard().len() == heard,
            "{issuers:?}: it heard something"
        );
        ensure!(stage.scene.moa.links().await?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn the_same_honest_bank_is_linked_when_it_was_the_one_chosen() -> Result<()> {
    let stage = MixUp::set().await?;
    let mut flow = stage.scene.prepare("thames").await?;
    let page = flow.url().clone();
    let (person, everything) = (Person::mina(), Decision::Allow(Choice::Everything));
    let (redirect, visited) = tokio::join!(flow.listen(), person.decide_and_return(&page, &everything));
    visited?;
    let link = flow.complete(redirect?).await?;
    ensure!(link.bank.as_str() == "thames" && stage.evil.heard().is_empty());
    Ok(())
}

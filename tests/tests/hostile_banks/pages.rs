//! Pages that lead elsewhere, or never end.

use anyhow::{Result, ensure};
use moa_sdk::ErrorKind;
use moa_sdk::sync::Cut;
use serde_json::json;

use crate::fake_bank::FakeBank;
use crate::scene::{Scene, error_of};

const TRANSACTIONS: &str = "/open-banking/v4.0/aisp/accounts/22289/transactions";

#[tokio::test]
async fn a_next_page_at_another_address_is_not_fetched() -> Result<()> {
    let attacker = FakeBank::open("attacker").await;
    let hosts = [
        attacker.origin.clone(),
        attacker.origin.replace("http:", ""),
        attacker.origin.replace("http://", "http://honest@"),
        attacker.origin.replace("127.0.0.1", "localhost"),
    ];
    for host in hosts {
        let bank = FakeBank::open("evil").await;
        let scene = Scene::with(&[&bank]).await?;
        let next = format!("{host}{TRANSACTIONS}?page=2");
        let report = scene.read_after(&bank, |bank| {
            bank.twist(TRANSACTIONS, move |page| page["Links"]["Next"] = json!(next));
        });
        let report = report.await?;
        let kind = error_of(&report).map(moa_sdk::Error::kind);
        ensure!(kind == Some(ErrorKind::UntrustedLink), "{host}: {report:?}");
    }
    ensure!(attacker.heard().is_empty(), "the attacker heard {:?}", attacker.heard());
    Ok(())
}

#[tokio::test]
async fn a_next_page_outside_the_api_is_not_fetched_either() -> Result<()> {
    for path in ["/admin", "/open-banking/v4.0/aisp/../../../admin", "/open-banking/v4.0/aispx/accounts", "/token"] {
        let bank = FakeBank::open("evil").await;
        let scene = Scene::with(&[&bank]).await?;
        let next = format!("{}{path}", bank.origin);
        let tokens = bank.heard_on("/token").len();
        let report = scene.read_after(&bank, |bank| {
            bank.twist(TRANSACTIONS, move |page| page["Links"]["Next"] = json!(next));
        });
        let report = report.await?;
        ensure!(error_of(&report).map(moa_sdk::Error::kind) == Some(ErrorKind::UntrustedLink), "{path}: {report:?}");
        ensure!(bank.heard_on("/admin").is_empty() && bank.heard_on("/token").len() == tokens + 2);
    }
    Ok(())
}

#[tokio::test]
async fn pages_that_go_in_circles_are_left_and_what_was_read_stays() -> Result<()> {
    let bank = FakeBank::open("evil").await;
    let scene = Scene::with(&[&bank]).await?;
    let (first, second) =
        (format!("{}{TRANSACTIONS}?page=a", bank.origin), format!("{}{TRANSACTIONS}?page=b", bank.origin));
    let report = scene.read_after(&bank, |bank| {
        let turn = std::sync::atomic::AtomicUsize::new(0);
        bank.twist(TRANSACTIONS, move |page| {
            let even = turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst).is_multiple_of(2);
            page["Links"]["Next"] = json!(if even { &first } else { &second });
        });
    });
    let report = report.await?;
    ensure!(report.cut.iter().any(|(_, cut)| *cut == Cut::WentInCircles), "{report:?}");
    ensure!(bank.heard_on(TRANSACTIONS).len() < 10);
    ensure!(!scene.moa.overview().await?.totals.is_empty(), "the balance that was read is still there");
    Ok(())
}

#[tokio::test]
async fn pages_that_never_end_are_cut_off() -> Result<()> {
    let bank = FakeBank::open("evil").await;
    let scene = Scene::with(&[&bank]).await?;
    scene.link(&bank).await?;
    let origin = bank.origin.clone();
    let turn = std::sync::atomic::AtomicUsize::new(0);
    bank.twist(TRANSACTIONS, move |page| {
        let next = turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        page["Links"]["Next"] = json!(format!("{origin}{TRANSACTIONS}?page={next}"));
        page["Data"]["Transaction"] = json!([]);
        page["Meta"]["TotalPages"] = json!(2);
    });
    let limits = moa_sdk::sync::Limits { pages_per_answer: 40, ..moa_sdk::sync::Limits::default() };
    let report = scene.moa.sync().limited_to(limits).run().await?;
    let cut = report.links.iter().flat_map(|link| &link.cut).any(|(_, cut)| *cut == Cut::TooManyPages);
    ensure!(cut, "{report:?}");
    Ok(())
}

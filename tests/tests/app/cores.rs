//! Three cores, one country: whichever server keeps a bank's books, its person is shown the same.

use std::sync::Arc;

use anyhow::Result;
use jiff::SignedDuration;
use moa_bank_core::life::History;
use moa_desktop_core::commands::{account, list_transactions, overview, sync, transaction, transaction_months};
use moa_desktop_core::dto::{BankSyncState, SyncAsk, TransactionAsk, TransactionQuery, TransactionsAsk};
use moa_kernel::FrozenClock;
use moa_tests::country::{BANKS, with_cores};
use mock_banks::{World, WorldOptions};
use serde_json::{Value, to_value};

use crate::desk::Scene;

/// As many rows as the window asks for at most.
const ROWS: u32 = 500;

/// Everything the window is shown, in an order of its own: home, every account, the months, and every transaction.
async fn everything_shown(scene: &Scene) -> Result<Vec<String>> {
    let home = overview(&scene.desktop).await?;
    let links: Vec<_> = home.banks.iter().map(|group| (group.link.clone(), group.bank.id.clone())).collect();
    let mut shown = vec![plain(to_value(&home)?, &links)];
    for row in home.banks.iter().flat_map(|group| &group.accounts) {
        shown.push(plain(to_value(account(&scene.desktop, row.key.clone()).await?)?, &links));
    }
    let months = transaction_months(&scene.desktop, TransactionQuery::default()).await?;
    shown.push(plain(to_value(months)?, &links));
    let (mut offset, mut total) = (0, 1);
    while offset < total {
        let ask = TransactionsAsk { query: TransactionQuery::default(), offset, limit: ROWS };
        let window = list_transactions(&scene.desktop, ask).await?;
        for row in &window.rows {
            let detail = transaction(&scene.desktop, TransactionAsk { key: row.key.clone() }).await?;
            assert_eq!(detail.row, *row);
            shown.push(plain(to_value(detail)?, &links));
        }
        (offset, total) = (offset + ROWS, window.total);
    }
    shown.sort();
    Ok(shown)
}

/// What is shown, without what luck named anew for this run: links become their banks, and consents and the keys that are
/// made with them go.
fn plain(mut shown: Value, links: &[(String, String)]) -> String {
    without_luck(&mut shown);
    links.iter().fold(shown.to_string(), |text, (link, bank)| text.replace(link, bank))
}

fn without_luck(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, member| name != "consent" && !(name == "key" && member.is_string()));
            members.values_mut().for_each(without_luck);
        }
        Value::Array(elements) => elements.iter_mut().for_each(without_luck),
        _ => {}
    }
}

async fn shown_over(kind: &str) -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let clock = Arc::new(FrozenClock::at("2026-11-23T09:30:00Z".parse()?));
    let world = World::start(WorldOptions {
        banks: with_cores(folder.path(), |_| format!("\"{kind}\""))?,
        clock: clock.clone(),
        history: History { months: 4, transactions: None },
        ..WorldOptions::in_memory()
    });
    let scene = Scene::before(world.await?, clock.clone()).await?;
    for (id, _) in BANKS {
        scene.linked(id).await?;
        // Banks are shown in the order in which they were added, which a clock that stands still cannot tell.
        clock.advance(SignedDuration::from_secs(1));
    }
    let done = sync(&scene.desktop, SyncAsk::default()).await?;
    assert!(done.banks.iter().all(|bank| bank.state == BankSyncState::Done), "{kind}: {done:?}");
    for bank in scene.world.banks() {
        assert_eq!(bank.core_now().protocol(), kind);
    }
    let shown = everything_shown(&scene).await?;
    scene.world.stop().await;
    Ok(shown)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_is_shown_the_same_whichever_core_keeps_the_books() -> Result<()> {
    let ledger = shown_over("ledger").await?;
    assert!(ledger.len() > 200, "{} screens and rows are hardly four months at three banks", ledger.len());
    for kind in ["telegram", "iso20022"] {
        let shown = shown_over(kind).await?;
        let first = shown.iter().zip(&ledger).find(|(one, other)| one != other);
        assert_eq!((first, shown.len()), (None, ledger.len()), "{kind}");
    }
    Ok(())
}

//! What is shown after a sync, what stopping one leaves, and what removing a bank leaves.

use anyhow::{Context as _, Result};
use moa_desktop_core::commands::{list_transactions, overview, remove_bank, sync, transaction, transaction_months};
use moa_desktop_core::dto::{
    BankSyncState, BankTold, Code, HealthCode, LinkAsk, SyncAsk, TransactionAsk, TransactionQuery, TransactionsAsk,
};

use crate::desk::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_fills_home_and_lists_and_tells_how_far_it_is() -> Result<()> {
    let scene = Scene::set(&["thames", "rheinbank"]).await?;
    scene.linked("thames").await?;
    scene.linked("rheinbank").await?;
    let done = sync(&scene.desktop, SyncAsk::default()).await?;
    assert!(done.banks.iter().all(|bank| bank.state == BankSyncState::Done && bank.added > 0), "{done:?}");
    let told = scene.desktop.host().sync_progress();
    assert!(told.iter().all(|progress| progress.banks.len() == 2), "every event carries every bank");
    assert!(told.last().is_some_and(|progress| progress.finished_at.is_some()));

    let home = overview(&scene.desktop).await?;
    assert_eq!(home.person.as_deref(), Some("Mina"));
    assert!(home.banks.iter().all(|bank| bank.health.code == HealthCode::Healthy && !bank.accounts.is_empty()));
    assert!(home.totals.iter().all(|total| total.shares.iter().map(|share| share.permille).sum::<u32>() % 1000 == 0));
    let ask = |offset| TransactionsAsk { query: TransactionQuery::default(), offset, limit: 50 };
    let first = list_transactions(&scene.desktop, ask(0)).await?;
    assert_eq!((first.rows.len(), first.total >= 400), (50, true));
    assert!(list_transactions(&scene.desktop, ask(first.total)).await?.rows.is_empty());
    let months = transaction_months(&scene.desktop, TransactionQuery::default()).await?;
    assert_eq!(months.iter().map(|month| month.rows).sum::<u32>(), first.total, "every row is in a month");
    let row = first.rows.first().context("a row")?;
    let detail = transaction(&scene.desktop, TransactionAsk { key: row.key.clone() }).await?;
    assert_eq!(detail.row, *row);
    assert!(detail.original.starts_with('{'));

    let again = sync(&scene.desktop, SyncAsk::default()).await?;
    assert!(again.banks.iter().all(|bank| bank.added == 0), "the same data twice adds nothing: {again:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_sync_says_so_and_keeps_what_it_read() -> Result<()> {
    let scene = Scene::set(&["thames"]).await?;
    let link = scene.linked("thames").await?;
    scene.lose_patience()?;
    let stopped = sync(&scene.desktop, SyncAsk { only: Some(link) }).await?;
    assert!(stopped.stopped, "{stopped:?}");
    assert!(!overview(&scene.desktop).await?.syncing);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_bank_is_told_and_gone_and_the_other_one_stays() -> Result<()> {
    let scene = Scene::set(&["thames", "rheinbank"]).await?;
    let (leaving, _staying) = (scene.linked("thames").await?, scene.linked("rheinbank").await?);
    sync(&scene.desktop, SyncAsk::default()).await?;
    let receipt = remove_bank(&scene.desktop, LinkAsk { link: leaving.clone() }).await?;
    assert_eq!((receipt.told, receipt.erased), (BankTold::Confirmed, true));
    assert!(receipt.erased_records > 200, "{receipt:?}");
    let home = overview(&scene.desktop).await?;
    assert_eq!(home.banks.iter().map(|bank| bank.bank.id.as_str()).collect::<Vec<_>>(), ["rheinbank"]);
    let gone = SyncAsk { only: Some(leaving) };
    assert_eq!(sync(&scene.desktop, gone).await.unwrap_err().code, Code::NotFound);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_goes_down_is_one_row_and_the_data_stays_with_its_age() -> Result<()> {
    let scene = Scene::set(&["thames"]).await?;
    scene.linked("thames").await?;
    sync(&scene.desktop, SyncAsk::default()).await?;
    let before = overview(&scene.desktop).await?;
    scene.world.stop().await;

    let failed = sync(&scene.desktop, SyncAsk::default()).await?;
    let [bank] = failed.banks.as_slice() else { anyhow::bail!("one bank: {failed:?}") };
    assert_eq!(
        (bank.state, bank.error.as_ref().map(|error| error.code)),
        (BankSyncState::Failed, Some(Code::BankUnreachable))
    );
    let after = overview(&scene.desktop).await?;
    assert_eq!(after.totals, before.totals);
    assert_eq!(after.banks.first().map(|bank| bank.health.code), Some(HealthCode::Down));
    Ok(())
}

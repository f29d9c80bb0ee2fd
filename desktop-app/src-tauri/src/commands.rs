//! The door: each command reads its argument, calls the function of the same name, and hands back what it says.

#![allow(clippy::unreachable, reason = "tauri's command macro writes it into every command")]

use std::sync::Arc;

use moa_desktop_core::commands;
use moa_desktop_core::desktop::Desktop;
use moa_desktop_core::dto;
use moa_desktop_core::read::argument;
use serde_json::Value;
use tauri::State;
use tauri::ipc::Invoke;

use crate::desktop::RealDesktop;

type Here<'a> = State<'a, Arc<Desktop<RealDesktop>>>;
type Answer<T> = Result<T, dto::CommandError>;

/// Every command the window may call.
pub(crate) fn registered() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        startup,
        unlock_vault,
        begin_anew,
        set_preferences,
        list_banks,
        begin_link,
        await_link,
        reopen_bank_page,
        cancel_link,
        sync,
        cancel_sync,
        overview,
        account,
        list_transactions,
        transaction_months,
        transaction,
        list_links,
        remove_bank,
        report_window_error,
    ]
}

#[tauri::command]
async fn startup(here: Here<'_>) -> Answer<dto::Startup> {
    Ok(commands::startup(&here).await)
}

#[tauri::command]
async fn unlock_vault(here: Here<'_>, ask: Value) -> Answer<dto::Startup> {
    commands::unlock_vault(&here, argument(ask)?).await
}

#[tauri::command]
async fn begin_anew(here: Here<'_>) -> Answer<dto::Startup> {
    commands::begin_anew(&here).await
}

#[tauri::command]
async fn set_preferences(here: Here<'_>, ask: Value) -> Answer<dto::Preferences> {
    Ok(commands::set_preferences(&here, &argument(ask)?))
}

#[tauri::command]
async fn list_banks(here: Here<'_>) -> Answer<dto::BankList> {
    commands::list_banks(&here).await
}

#[tauri::command]
async fn begin_link(here: Here<'_>, ask: Value) -> Answer<dto::Attempt> {
    commands::begin_link(&here, argument(ask)?).await
}

#[tauri::command]
async fn await_link(here: Here<'_>, ask: Value) -> Answer<dto::AttemptOutcome> {
    commands::await_link(&here, argument(ask)?).await
}

#[tauri::command]
async fn reopen_bank_page(here: Here<'_>, ask: Value) -> Answer<()> {
    commands::reopen_bank_page(&here, &argument(ask)?)
}

#[tauri::command]
async fn cancel_link(here: Here<'_>, ask: Value) -> Answer<()> {
    commands::cancel_link(&here, &argument(ask)?)
}

#[tauri::command]
async fn sync(here: Here<'_>, ask: Value) -> Answer<dto::SyncSummary> {
    commands::sync(&here, argument(ask)?).await
}

#[tauri::command]
async fn cancel_sync(here: Here<'_>) -> Answer<()> {
    commands::cancel_sync(&here);
    Ok(())
}

#[tauri::command]
async fn overview(here: Here<'_>) -> Answer<dto::Overview> {
    commands::overview(&here).await
}

#[tauri::command]
async fn account(here: Here<'_>, ask: Value) -> Answer<dto::AccountDetail> {
    commands::account(&here, argument(ask)?).await
}

#[tauri::command]
async fn list_transactions(here: Here<'_>, ask: Value) -> Answer<dto::TransactionWindow> {
    commands::list_transactions(&here, argument(ask)?).await
}

#[tauri::command]
async fn transaction_months(here: Here<'_>, ask: Value) -> Answer<Vec<dto::Month>> {
    commands::transaction_months(&here, argument(ask)?).await
}

#[tauri::command]
async fn transaction(here: Here<'_>, ask: Value) -> Answer<dto::TransactionDetail> {
    commands::transaction(&here, argument(ask)?).await
}

#[tauri::command]
async fn list_links(here: Here<'_>) -> Answer<Vec<dto::LinkRow>> {
    commands::list_links(&here).await
}

#[tauri::command]
async fn remove_bank(here: Here<'_>, ask: Value) -> Answer<dto::Removal> {
    commands::remove_bank(&here, argument(ask)?).await
}

#[tauri::command]
async fn report_window_error(ask: Value) -> Answer<()> {
    commands::report_window_error(&argument(ask)?);
    Ok(())
}

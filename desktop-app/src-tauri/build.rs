//! Says which commands the window may call. Each is named in `capabilities/main.json`; what is not named is refused.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&[
        "startup",
        "unlock_vault",
        "begin_anew",
        "set_preferences",
        "list_banks",
        "begin_link",
        "await_link",
        "reopen_bank_page",
        "cancel_link",
        "sync",
        "cancel_sync",
        "overview",
        "account",
        "list_transactions",
        "transaction_months",
        "transaction",
        "list_links",
        "remove_bank",
        "report_window_error",
    ]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
        println!("cargo::error={error:#}");
    }
}

//! What a person does, without a window: each story with the ways it can be refused.

use moa_sdk::vault::{DATABASE_KEY, MemoryVault, Vault as _};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::*;
use crate::desktop::Vaults;
use crate::dto::{
    AccountRef, BankAsk, Code, CommandError, LinkAsk, PreferencesAsk, SyncAsk, Theme, TransactionAsk, TransactionsAsk,
    UnlockAsk, VaultKind, VaultState,
};
use crate::host::Event;
use crate::read::argument;
use crate::testing::{TestApp, silent_origin};

fn ask<T: serde::de::DeserializeOwned>(value: Value) -> T {
    argument(value).unwrap()
}

#[tokio::test]
async fn a_first_start_says_what_the_window_needs_and_that_no_bank_is_there() {
    let app = TestApp::new();
    let first = startup(&app.desktop).await;
    assert_eq!(first.vault, VaultState::Ready { kind: VaultKind::Keyring });
    assert_eq!((first.locale.as_str(), first.format_locale.as_str()), ("en", "en-GB"));
    assert_eq!((first.first_run, first.notices.len()), (Some(true), 0));
    let home = overview(&app.desktop).await.unwrap();
    assert!(home.totals.is_empty() && home.banks.is_empty() && home.last_sync.is_none());
}

#[tokio::test]
async fn before_startup_nothing_can_be_read() {
    let app = TestApp::new();
    assert_eq!(overview(&app.desktop).await.unwrap_err().code, Code::Locked);
    assert_eq!(list_banks(&app.desktop).await.unwrap_err().code, Code::Locked);
    assert_eq!(sync(&app.desktop, SyncAsk::default()).await.unwrap_err().code, Code::Locked);
}

#[tokio::test]
async fn banks_come_from_the_directory_and_a_refused_entry_is_named() {
    let app = TestApp::new();
    startup(&app.desktop).await;
    let list = list_banks(&app.desktop).await.unwrap();
    let [bank] = list.banks.as_slice() else { panic!("{list:?}") };
    assert_eq!((bank.bank.name.as_str(), bank.bank.monogram.as_str()), ("Thames & Co", "TC"));
    assert_eq!((bank.address.as_str(), bank.links), (app.origin.as_str(), 0));
    assert_eq!(list.refused.len(), 1);
}

#[tokio::test]
async fn a_directory_out_of_reach_is_said_so_and_home_still_works() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vaults::Given(std::sync::Arc::new(MemoryVault::new()));
    let app = TestApp::at(folder, format!("{}/participants", silent_origin()), vault, Some("ko_KR.UTF-8"));
    assert_eq!(startup(&app.desktop).await.locale, "ko");
    assert_eq!(list_banks(&app.desktop).await.unwrap_err().code, Code::DirectoryUnreachable);
    assert!(overview(&app.desktop).await.is_ok());
}

#[tokio::test]
async fn a_directory_that_is_none_is_refused_and_not_called_unreachable() {
    let folder = tempfile::tempdir().unwrap();
    let not_a_directory = folder.path().join("page.html");
    std::fs::write(&not_a_directory, "<html>maintenance</html>").unwrap();
    let app = TestApp::at(folder, not_a_directory.display().to_string(), TestApp::new().desktop.vaults.clone(), None);
    startup(&app.desktop).await;
    assert_eq!(list_banks(&app.desktop).await.unwrap_err().code, Code::DirectoryRefused);
    let elsewhere = tempfile::tempdir().unwrap();
    let app = TestApp::at(elsewhere, "http://bank.example/list".to_owned(), app.desktop.vaults.clone(), None);
    startup(&app.desktop).await;
    assert_eq!(list_banks(&app.desktop).await.unwrap_err().code, Code::DirectoryRefused, "plain http is not spoken");
}

#[tokio::test]
async fn home_shows_totals_with_their_age_and_the_account_page_its_rows() {
    let app = TestApp::with_data().await;
    let home = overview(&app.desktop).await.unwrap();
    let [total] = home.totals.as_slice() else { panic!("{home:?}") };
    assert_eq!((total.total.amount.as_str(), total.total.currency.as_str(), total.accounts), ("2418.36", "GBP", 1));
    assert_eq!(total.oldest_as_of.as_deref(), Some("2026-07-14T07:42:00Z"));
    assert_eq!((&total.trend, &home.person), (&None, &None), "no sync has ended and no bank has said a name");
    let account_row = &home.banks[0].accounts[0];
    assert_eq!(
        (account_row.name.as_deref(), account_row.last_four.as_deref()),
        (Some("Everyday Current"), Some("4471"))
    );

    let page = account(&app.desktop, account_row.key.clone()).await.unwrap();
    assert_eq!((page.transactions, page.pending, page.holder.as_deref()), (3, 0, Some("Mina Park")));
    let list: TransactionsAsk =
        ask(json!({ "query": { "account": account_row.key, "search": "harrow" }, "offset": 0, "limit": 50 }));
    let window = list_transactions(&app.desktop, list).await.unwrap();
    let [row] = window.rows.as_slice() else { panic!("{window:?}") };
    assert_eq!((window.total, row.amount.amount.as_str(), row.day.as_deref()), (1, "-46.18", Some("2026-07-13")));
    assert_eq!(row.between_own_accounts, None, "nobody has looked yet");

    let detail = transaction(&app.desktop, TransactionAsk { key: row.key.clone() }).await.unwrap();
    assert_eq!((detail.bank_id.as_deref(), detail.original.as_str()), (Some("t1"), "{\"kept\":\"as sent\"}"));
    assert_eq!(detail.account_name.as_deref(), Some("Everyday Current"));
    let months = transaction_months(&app.desktop, ask(json!({}))).await.unwrap();
    let seen: Vec<_> = months.iter().map(|month| (month.month, month.rows, month.net.amount.as_str())).collect();
    assert_eq!(seen, [(7, 2, "1803.82"), (6, 1, "-28.60")]);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_what_is_too_much_is_refused() {
    let app = TestApp::with_data().await;
    let nobody = AccountRef { link: "l1".to_owned(), account: "nobody".to_owned() };
    assert_eq!(account(&app.desktop, nobody).await.unwrap_err().code, Code::NotFound);
    let gone = TransactionAsk { key: "gone".to_owned() };
    assert_eq!(transaction(&app.desktop, gone).await.unwrap_err().code, Code::NotFound);
    let unknown = BankAsk { bank: "elsewhere".to_owned(), renew: None };
    assert_eq!(begin_link(&app.desktop, unknown).await.unwrap_err().code, Code::NotFound);
    let unlinked = LinkAsk { link: "l9".to_owned() };
    assert_eq!(remove_bank(&app.desktop, unlinked).await.unwrap_err().code, Code::NotFound);
    let unlinked = SyncAsk { only: Some("l9".to_owned()) };
    assert_eq!(sync(&app.desktop, unlinked).await.unwrap_err().code, Code::NotFound);

    for wrong in [
        json!({ "query": {}, "offset": 0, "limit": 501 }),
        json!({ "query": {}, "offset": 0, "limit": 0 }),
        json!({ "query": { "from": "yesterday" }, "offset": 0, "limit": 10 }),
        json!({ "query": { "search": "x".repeat(201) }, "offset": 0, "limit": 10 }),
        json!({ "query": { "account": { "link": "", "account": "1" } }, "offset": 0, "limit": 10 }),
    ] {
        assert_eq!(
            list_transactions(&app.desktop, ask(wrong.clone())).await.unwrap_err().code,
            Code::BadArgument,
            "{wrong}"
        );
    }
    let long = TransactionAsk { key: "k".repeat(500) };
    assert_eq!(transaction(&app.desktop, long).await.unwrap_err().code, Code::BadArgument);
}

#[tokio::test]
async fn a_bank_that_nobody_answers_for_fails_with_its_name_and_leaves_no_attempt_behind() {
    let app = TestApp::new();
    startup(&app.desktop).await;
    for _ in 0..2 {
        let failed = begin_link(&app.desktop, BankAsk { bank: "thames".to_owned(), renew: None }).await.unwrap_err();
        assert_eq!((failed.code, failed.bank.as_deref()), (Code::BankUnreachable, Some("thames")));
    }
    assert!(
        app.desktop.host.pages.lock().unwrap().is_empty(),
        "no page may be opened for a request the bank never saw"
    );
}

#[tokio::test]
async fn removing_a_bank_that_cannot_be_told_erases_all_the_same_and_says_both() {
    let app = TestApp::with_data().await;
    let receipt = remove_bank(&app.desktop, LinkAsk { link: "l1".to_owned() }).await.unwrap();
    assert_eq!((receipt.told, receipt.erased), (crate::dto::BankTold::NotConfirmed, true));
    assert!(receipt.erased_records >= 5, "{receipt:?}");
    assert!(overview(&app.desktop).await.unwrap().banks.is_empty());
    assert!(list_links(&app.desktop).await.unwrap().is_empty());
    assert!(app.desktop.host.told.lock().unwrap().iter().any(|event| matches!(event, Event::DataChanged(_))));
}

#[tokio::test]
async fn a_bank_can_be_removed_even_when_the_directory_is_out_of_reach() {
    let app = TestApp::with_data().await;
    std::fs::remove_file(app.desktop.places.directory()).unwrap();
    let receipt = remove_bank(&app.desktop, LinkAsk { link: "l1".to_owned() }).await.unwrap();
    assert_eq!((receipt.told, receipt.erased), (crate::dto::BankTold::NotConfirmed, true));
    assert!(overview(&app.desktop).await.unwrap().banks.is_empty());
}

#[tokio::test]
async fn a_choice_changes_what_it_names_and_is_there_after_a_restart() {
    let app = TestApp::new();
    let chosen = set_preferences(&app.desktop, &ask::<PreferencesAsk>(json!({ "theme": "dark" })));
    assert_eq!((chosen.theme, chosen.hide_amounts), (Theme::Dark, false));
    set_preferences(&app.desktop, &ask::<PreferencesAsk>(json!({ "hideAmounts": true, "locale": "ko" })));

    let vaults = app.desktop.vaults.clone();
    let again = TestApp::at(app.closed(), "nowhere.json".to_owned(), vaults, None);
    let facts = startup(&again.desktop).await;
    assert_eq!(
        (facts.preferences.theme, facts.preferences.hide_amounts, facts.locale.as_str()),
        (Theme::Dark, true, "ko")
    );
}

#[tokio::test]
async fn a_passphrase_opens_its_own_sealed_file_and_no_other_does() {
    let passphrase = |text: &str| UnlockAsk { passphrase: SecretString::from(text) };
    let app = TestApp::at(tempfile::tempdir().unwrap(), "nowhere.json".to_owned(), Vaults::SealedFile, None);
    assert_eq!(startup(&app.desktop).await.vault, VaultState::NeedsPassphrase { new: true });
    assert_eq!(unlock_vault(&app.desktop, passphrase("short")).await.unwrap_err().code, Code::PassphraseTooShort);
    let open = unlock_vault(&app.desktop, passphrase("seven small circles")).await.unwrap();
    assert_eq!((open.vault, open.first_run), (VaultState::Ready { kind: VaultKind::SealedFile }, Some(true)));

    let again = TestApp::at(app.closed(), "nowhere.json".to_owned(), Vaults::SealedFile, None);
    assert_eq!(startup(&again.desktop).await.vault, VaultState::NeedsPassphrase { new: false });
    let wrong = unlock_vault(&again.desktop, passphrase("seven large circles")).await.unwrap_err();
    assert_eq!(wrong.code, Code::WrongPassphrase);
    assert!(unlock_vault(&again.desktop, passphrase("seven small circles")).await.is_ok());
}

#[tokio::test]
async fn a_database_whose_key_is_lost_is_said_so_and_no_other_key_hides_it() {
    let vault = || std::sync::Arc::new(MemoryVault::new());
    let first = TestApp::at(tempfile::tempdir().unwrap(), "nowhere.json".to_owned(), Vaults::Given(vault()), None);
    assert_eq!(startup(&first.desktop).await.vault, VaultState::Ready { kind: VaultKind::Keyring });
    let emptied = vault();
    let again = TestApp::at(first.closed(), "nowhere.json".to_owned(), Vaults::Given(emptied.clone()), None);
    let error = CommandError::of(Code::KeyLost);
    assert_eq!(startup(&again.desktop).await.vault, VaultState::Unavailable { error });
    assert!(emptied.find(DATABASE_KEY).await.unwrap().is_none());
}

#[tokio::test]
async fn who_lost_the_key_begins_anew_and_the_old_data_is_set_aside_whole() {
    let (kept, emptied) = (std::sync::Arc::new(MemoryVault::new()), std::sync::Arc::new(MemoryVault::new()));
    let ready = VaultState::Ready { kind: VaultKind::Keyring };
    let at = |folder, vault| TestApp::at(folder, "nowhere.json".to_owned(), Vaults::Given(vault), None);
    let first = at(tempfile::tempdir().unwrap(), kept.clone());
    assert_eq!(begin_anew(&first.desktop).await.unwrap().vault, ready, "there is nothing to set aside");
    let old = std::fs::read(first.desktop.places.database()).unwrap();

    let again = at(first.closed(), emptied);
    let fresh = begin_anew(&again.desktop).await.unwrap();
    assert_eq!((fresh.vault, fresh.first_run), (ready.clone(), Some(true)));
    // Whoever finds the key again can put it back: it is the very file, and opens with it.
    let aside = again.desktop.places.data().join("set-aside-20260714T074400Z/moa.db");
    assert_eq!(std::fs::read(&aside).unwrap(), old);
    let key = kept.find(DATABASE_KEY).await.unwrap().unwrap();
    assert!(moa_store::SqliteStore::open(&aside, &key).is_ok());

    // It is open now: asked once more, nothing is moved.
    assert_eq!(begin_anew(&again.desktop).await.unwrap().vault, ready);
    assert!(!again.desktop.places.data().join("set-aside-20260714T074400Z-2").exists());
    // The key of this one is lost in the same second, as a clock that was set back tells it: both are kept.
    let third = at(again.closed(), std::sync::Arc::new(MemoryVault::new()));
    assert_eq!(begin_anew(&third.desktop).await.unwrap().vault, ready);
    assert!(aside.exists() && third.desktop.places.data().join("set-aside-20260714T074400Z-2/moa.db").exists());
}

#[tokio::test]
async fn a_key_that_is_back_by_the_time_is_used_and_nothing_is_set_aside() {
    let (kept, keyring) = (std::sync::Arc::new(MemoryVault::new()), std::sync::Arc::new(MemoryVault::new()));
    let at = |folder, vault| TestApp::at(folder, "nowhere.json".to_owned(), Vaults::Given(vault), None);
    let first = at(tempfile::tempdir().unwrap(), kept.clone());
    startup(&first.desktop).await;
    let again = at(first.closed(), keyring.clone());
    let error = CommandError::of(Code::KeyLost);
    assert_eq!(startup(&again.desktop).await.vault, VaultState::Unavailable { error });
    keyring.keep(DATABASE_KEY, &kept.find(DATABASE_KEY).await.unwrap().unwrap()).await.unwrap();
    assert_eq!(begin_anew(&again.desktop).await.unwrap().vault, VaultState::Ready { kind: VaultKind::Keyring });
    assert!(again.desktop.places.database().exists());
    assert!(!again.desktop.places.data().join("set-aside-20260714T074400Z").exists());
}

#[tokio::test]
async fn who_forgot_the_passphrase_begins_anew_with_another() {
    let passphrase = |text: &str| UnlockAsk { passphrase: SecretString::from(text) };
    let at = |folder| TestApp::at(folder, "nowhere.json".to_owned(), Vaults::SealedFile, None);
    let first = at(tempfile::tempdir().unwrap());
    let new = VaultState::NeedsPassphrase { new: true };
    assert_eq!(begin_anew(&first.desktop).await.unwrap().vault, new, "there is nothing to set aside");
    unlock_vault(&first.desktop, passphrase("seven small circles")).await.unwrap();

    let again = at(first.closed());
    startup(&again.desktop).await;
    assert_eq!(begin_anew(&again.desktop).await.unwrap().vault, new);
    let (places, aside) = (&again.desktop.places, again.desktop.places.data().join("set-aside-20260714T074400Z"));
    assert!(!places.database().exists() && !places.sealed_vault().exists());
    assert!(aside.join("moa.db").exists() && aside.join("vault.sealed").exists());
    unlock_vault(&again.desktop, passphrase("eight large squares")).await.unwrap();
    assert!(overview(&again.desktop).await.unwrap().banks.is_empty());
}

#[tokio::test]
async fn a_second_moa_in_the_same_folder_opens_nothing_and_sets_nothing_aside() {
    let at = |folder| TestApp::at(folder, "nowhere.json".to_owned(), Vaults::SealedFile, None);
    let mut first = at(tempfile::tempdir().unwrap());
    unlock_vault(&first.desktop, UnlockAsk { passphrase: SecretString::from("seven small circles") }).await.unwrap();
    let folder = std::mem::replace(&mut first.folder, tempfile::tempdir().unwrap());
    let second = at(folder);
    let error = CommandError::of(Code::StoreUnavailable);
    assert_eq!(startup(&second.desktop).await.vault, VaultState::Unavailable { error: error.clone() });
    assert_eq!(begin_anew(&second.desktop).await.unwrap_err(), error);
    assert!(second.desktop.places.database().exists() && second.desktop.places.sealed_vault().exists());
    assert!(overview(&first.desktop).await.is_ok());
    drop(first);
    assert_eq!(startup(&second.desktop).await.vault, VaultState::NeedsPassphrase { new: false });
}

#[tokio::test]
async fn where_the_vault_cannot_be_moved_the_database_comes_back() {
    let at = |folder| TestApp::at(folder, "nowhere.json".to_owned(), Vaults::SealedFile, None);
    let first = at(tempfile::tempdir().unwrap());
    unlock_vault(&first.desktop, UnlockAsk { passphrase: SecretString::from("seven small circles") }).await.unwrap();
    let again = at(first.closed());
    let places = &again.desktop.places;
    let aside = places.aside(again.desktop.now());
    std::fs::create_dir_all(aside.sealed_vault().join("in the way")).unwrap();
    assert!(super::begin_anew::set_aside(places, &aside, true).is_err());
    assert!(places.database().exists() && places.sealed_vault().exists() && !aside.database().exists());
}

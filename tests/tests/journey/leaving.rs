//! One bank is removed: it is told, its token is dead, its data is gone; the others stay.

use std::path::PathBuf;

use moa_kernel::{ExposeSecret as _, SecretString};
use moa_sdk::ErrorKind;
use moa_sdk::link::{BankOutcome, Link};
use moa_sdk::sync::LinkOutcome;
use moa_sdk::vault::{DATABASE_KEY, Vault as _};
use rusqlite::types::ValueRef;

use crate::books;
use crate::gathering::shown;
use crate::home::Home;

/// The access token of a link, out of the vault.
async fn token(home: &Home, link: &Link) -> SecretString {
    let grant = home.vault.find(&format!("grant/{}", link.id)).await.unwrap().unwrap();
    let grant: serde_json::Value = serde_json::from_str(grant.expose_secret()).unwrap();
    SecretString::from(grant["access"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn removing_a_bank_ends_it_on_both_sides() {
    let (home, links) = Home::gathered().await;
    let gone = &links[1];
    let bank = home.bank(gone.bank.as_str());
    let held = token(&home, gone).await;
    assert!(bank.authorisation().introspect_local(&held).unwrap().is_some(), "before, the token is alive");
    let traces = Traces::of(&home, gone).await;
    assert!(traces.count() > 50, "before, the data is there");

    let receipt = home.moa.unlink(gone).await.unwrap();
    assert_eq!(receipt.at_bank, BankOutcome::Confirmed);
    assert!(receipt.erased.rows > 50 && receipt.erased.secrets_erased, "{receipt:?}");

    assert!(bank.authorisation().introspect_local(&held).unwrap().is_none(), "the token is dead at the bank");
    let consent = bank.core().consents().find(&gone.consent).unwrap();
    assert!(consent.is_none_or(|consent| !consent.is_in_force()), "and so is the consent");
    assert_eq!(traces.count(), 0, "nothing of it is in any table of the database");
    assert!(home.vault.find(&format!("grant/{}", gone.id)).await.unwrap().is_none());

    let left = home.world.banks().iter().filter(|bank| *bank.id() != gone.bank);
    assert_eq!(shown(&home.moa).await, books::totals(left));
    let report = home.sync().await;
    assert!(report.is_complete() && report.links.len() == 2, "the others go on: {report:#?}");

    let again = home.link(gone.bank.as_str()).await;
    assert_ne!(again.id, gone.id);
    assert!(home.sync().await.is_complete());
    assert_eq!(shown(&home.moa).await, books::totals(home.world.banks()), "and it can come back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_the_secrets_is_worth_nothing_after_the_removal() {
    let (home, links) = Home::gathered().await;
    let gone = &links[0];
    let name = format!("grant/{}", gone.id);
    let stolen = home.vault.find(&name).await.unwrap().unwrap();
    home.moa.unlink(gone).await.unwrap();
    home.vault.keep(&name, &stolen).await.unwrap();
    home.moa.store().put_link(gone).await.unwrap();
    let report = home.moa.sync().only(&gone.id).run().await.unwrap();
    let LinkOutcome::Failed(error) = &report.links[0].outcome else { panic!("{report:#?}") };
    assert_eq!(error.kind(), ErrorKind::LinkEnded);
    assert_eq!(report.links[0].tally, moa_sdk::store::Tally::default());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bank_that_cannot_be_reached_does_not_keep_the_data_here() {
    let (home, links) = Home::gathered().await;
    let gone = &links[2];
    let traces = Traces::of(&home, gone).await;
    let Home { world, moa, folder: _folder, .. } = home;
    world.stop().await;
    let receipt = moa.unlink(gone).await.unwrap();
    assert!(matches!(receipt.at_bank, BankOutcome::NotConfirmed(_)), "{receipt:?}");
    assert!(receipt.erased.rows > 50);
    assert_eq!(moa.links().await.unwrap().len(), 2);
    assert_eq!(traces.count(), 0);
}

/// What a link leaves in the database: its name, its consent's and its accounts', wherever they stand.
struct Traces {
    file: PathBuf,
    key: SecretString,
    names: Vec<String>,
}

impl Traces {
    async fn of(home: &Home, link: &Link) -> Self {
        let accounts = books::accounts(home.bank(link.bank.as_str()));
        let names = accounts.iter().map(|account| account.id.to_string());
        Self {
            file: home.folder.path().join("moa.db"),
            key: home.vault.find(DATABASE_KEY).await.unwrap().unwrap(),
            names: names.chain([link.id.to_string(), link.consent.to_string()]).collect(),
        }
    }

    /// In how many values of all tables one of the names stands.
    fn count(&self) -> usize {
        let file = rusqlite::Connection::open(&self.file).unwrap();
        file.execute_batch(&format!("PRAGMA key = \"x'{}'\";", self.key.expose_secret())).unwrap();
        let mut tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        tables.iter().map(|table| self.count_in(&file, table)).sum()
    }

    fn count_in(&self, file: &rusqlite::Connection, table: &str) -> usize {
        let mut rows = file.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        let mut found = 0;
        while let Some(row) = rows.next().unwrap() {
            found += (0..columns).filter(|at| self.is_named_in(row.get_ref(*at).unwrap())).count();
        }
        found
    }

    fn is_named_in(&self, value: ValueRef<'_>) -> bool {
        let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = value else { return false };
        self.names.iter().any(|name| bytes.windows(name.len()).any(|window| window == name.as_bytes()))
    }
}

//! A desktop without a window, for the tests of commands: it remembers what it was told and which pages it opened.

use std::sync::{Arc, Mutex};

use moa_kernel::{Currency, FrozenClock, Money, SeededEntropy};
use moa_sdk::link::{Link, LinkState};
use moa_sdk::model::{
    Account, AccountKind, AccountNumber, AccountRef, Balance, BalanceKind, BankTime, NumberScheme, Original,
    Provenance, Sourced, Transaction, TransactionStatus,
};
use moa_sdk::store::{Listing, Store, TransactionPage};
use moa_sdk::sync::identity::Namer;
use moa_sdk::vault::MemoryVault;
use serde_json::json;
use url::Url;

use crate::desktop::{Desktop, Vaults};
use crate::host::{Event, Host, NoBrowser};
use crate::places::Places;

/// The moment of every test.
pub(crate) const NOW: &str = "2026-07-14T07:44:00Z";

/// A host that only remembers.
#[derive(Default)]
pub(crate) struct FakeHost {
    pub(crate) told: Mutex<Vec<Event>>,
    pub(crate) pages: Mutex<Vec<Url>>,
    pub(crate) system_locale: Option<String>,
}

impl Host for FakeHost {
    fn open_page(&self, page: &Url) -> Result<(), NoBrowser> {
        self.pages.lock().unwrap().push(page.clone());
        Ok(())
    }

    fn tell(&self, event: &Event) {
        self.told.lock().unwrap().push(event.clone());
    }

    fn locale(&self) -> Option<String> {
        self.system_locale.clone()
    }
}

/// An app in a folder of its own, with a directory file of one bank that nobody answers for.
pub(crate) struct TestApp {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) desktop: Arc<Desktop<FakeHost>>,
    /// Where the one bank of the directory is said to be.
    pub(crate) origin: String,
}

/// An address of this device that nobody answers at: its port was free a moment ago.
pub(crate) fn silent_origin() -> String {
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    format!("http://{}", socket.local_addr().unwrap())
}

/// A participants file with one bank that nobody answers for, and an entry that cannot be used.
fn directory_file(origin: &str) -> serde_json::Value {
    json!([{ "OrganisationName": "Thames & Co", "Tag": "Sandbox", "AuthorisationServers": [{
        "AuthorisationServerId": "thames", "Issuer": origin, "CustomerFriendlyName": "Thames & Co", "SupportsDCR": true,
        "OpenIDDiscoveryDocument": format!("{origin}/.well-known/openid-configuration"),
        "ApiResources": [{ "ApiFamilyType": "uk-account-information", "ApiVersion": "4.0.0", "ApiDiscoveryEndpoints": [
            { "ApiEndpoint": format!("{origin}/open-banking/v4.0/aisp/accounts") } ] }],
    }, { "AuthorisationServerId": "nameless" }] }])
}

impl TestApp {
    /// An app whose vault is at hand.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("participants.json");
        let origin = silent_origin();
        std::fs::write(&directory, directory_file(&origin).to_string()).unwrap();
        let vaults = Vaults::Given(Arc::new(MemoryVault::new()));
        Self { origin, ..Self::at(folder, directory.display().to_string(), vaults, None) }
    }

    pub(crate) fn at(folder: tempfile::TempDir, directory: String, vaults: Vaults, locale: Option<&str>) -> Self {
        let host = FakeHost { system_locale: locale.map(str::to_owned), ..FakeHost::default() };
        let places = Places::new(folder.path().join("data"), directory);
        let clock = Arc::new(FrozenClock::at(NOW.parse().unwrap()));
        let desktop = Desktop::with(host, places, "0.0.0-test", clock, Arc::new(SeededEntropy::new(7)), vaults);
        Self { folder, desktop: Arc::new(desktop), origin: String::new() }
    }

    /// Ends the app; its folder is what it leaves behind.
    pub(crate) fn closed(self) -> tempfile::TempDir {
        drop(self.desktop);
        self.folder
    }

    /// Opens the app and puts one bank with one account and three transactions into its store.
    pub(crate) async fn with_data() -> Self {
        let app = Self::new();
        crate::commands::startup(&app.desktop).await;
        let opened = app.desktop.opened().await.unwrap();
        fill(&*opened.store).await;
        app
    }
}

fn sourced<T>(value: T) -> Sourced<T> {
    let provenance = Provenance {
        link: "l1".try_into().unwrap(),
        bank: "thames".try_into().unwrap(),
        consent: "c1".try_into().unwrap(),
        standard: "uk/v4.0".to_owned(),
        fetched_at: "2026-07-14T07:42:09Z".parse().unwrap(),
    };
    Sourced { value, provenance, original: Original::new("{\"kept\":\"as sent\"}") }
}

/// A transaction of the test account.
pub(crate) fn transaction(id: &str, day: &str, minor: i64, text: &str) -> Transaction {
    Transaction {
        account: "22289".try_into().unwrap(),
        id: Some(id.try_into().unwrap()),
        reference: None,
        amount: Money::from_minor(minor, Currency::GBP),
        status: TransactionStatus::Booked,
        mutability: None,
        booked: Some(BankTime::new(day).unwrap()),
        valued: None,
        description: Some(text.to_owned()),
        merchant: None,
        counterparty: None,
        exchange: None,
        charge: None,
        code: None,
        proprietary_code: None,
        balance_after: None,
        card: None,
        purpose: None,
    }
}

async fn fill(store: &dyn Store) {
    let link = Link {
        id: "l1".try_into().unwrap(),
        bank: "thames".try_into().unwrap(),
        consent: "c1".try_into().unwrap(),
        state: LinkState::Active,
        linked_at: "2026-05-02T09:00:00Z".parse().unwrap(),
        expires_at: Some("2026-10-29T09:00:00Z".parse().unwrap()),
    };
    store.put_link(&link).await.unwrap();
    let account = Account {
        id: "22289".try_into().unwrap(),
        currency: Some(Currency::GBP),
        kind: Some(AccountKind::Current),
        category: None,
        status: None,
        description: Some("Everyday Current".to_owned()),
        nickname: None,
        numbers: vec![AccountNumber {
            scheme: NumberScheme::SortCodeAccountNumber,
            number: "20000055774471".to_owned(),
            holder: Some("Mina Park".to_owned()),
            secondary: None,
        }],
        servicer: None,
        opened: None,
        matures: None,
    };
    let accounts = Listing { rows: vec![sourced(account)], complete: true };
    store.put_accounts(&link.id, accounts, NOW.parse().unwrap()).await.unwrap();
    let balance = Balance {
        account: "22289".try_into().unwrap(),
        kind: BalanceKind::InterimBooked,
        amount: Money::from_minor(241_836, Currency::GBP),
        as_of: Some(BankTime::new("2026-07-14T07:42:00Z").unwrap()),
        credit_lines: Vec::new(),
        local_amount: None,
    };
    let key = AccountRef::new(link.id.clone(), "22289".try_into().unwrap());
    store.put_balances(&key, Listing { rows: vec![sourced(balance)], complete: true }).await.unwrap();
    let mut namer = Namer::new(key.clone());
    let rows = [
        transaction("t1", "2026-07-13", -4_618, "CARD PAYMENT TO HARROW GROCERS"),
        transaction("t2", "2026-07-01", 185_000, "BRIGHTWATER LTD SALARY"),
        transaction("t3", "2026-06-30", -2_860, "NORTHLINE RAIL"),
    ];
    let rows = rows.into_iter().map(|row| namer.name(sourced(row))).collect();
    store.put_page(TransactionPage { account: key, rows }).await.unwrap();
}

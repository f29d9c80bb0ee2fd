//! Where a test publishes: a bank with nobody in it, a clock that stands still, and definitions made up on the spot.

use std::path::Path;
use std::sync::Arc;

use http::Method;
use jiff::SignedDuration;
use moa_bank_core::Bank;
use moa_bank_core::audit::Record;
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::{Database, StateError};
use moa_bank_registry::{
    ApiDefinition, ApiRecord, DefinitionHash, Family, Registry, RegistryError, ReportId, Route, State, StoredReport,
    Table, Version,
};
use moa_kernel::{FrozenClock, SeededEntropy, Timestamp};
use serde_json::{Value, json};

/// Who does things here.
pub(crate) const OPERATOR: &str = "operator:mina";

const BANK: &str = r##"
    id = "thames"
    name = { en = "Thames & Co", ko = "Thames & Co" }
    country = "GB"
    currency = "GBP"
    seed = 1
    customers = []

    [brand]
    colour = "#27408B"
    monogram = "TC"

    [numbers]
    scheme = "sort-code"
    sort_code = "000941"

    [temper]
    page_size = 100
    balances = ["ITBD"]
    credit_line = "beside"
    transaction_ids = "always"
    pending_date = "placed"
"##;

pub(crate) struct Desk {
    pub(crate) bank: Bank,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) registry: Registry,
}

impl Desk {
    /// A bank that has no API.
    pub(crate) fn new() -> Self {
        Self::over(Database::in_memory().unwrap(), Vec::new()).unwrap()
    }

    /// A bank in a file of this folder, opened for the first time or again.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self::over(Database::open_file(&folder.join("world.db")).unwrap(), Vec::new()).unwrap()
    }

    /// A bank over a database, and what its program brings along.
    pub(crate) fn over(database: Database, builtin: Vec<ApiDefinition>) -> Result<Self, RegistryError> {
        let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()));
        let spec = BankSpec::parse("thames.toml", BANK).unwrap();
        let bank = Bank::open(spec, database, clock.clone(), Arc::new(SeededEntropy::new(1))).unwrap();
        let registry = Registry::open(&bank, builtin)?;
        Ok(Self { bank, clock, registry })
    }

    /// The same bank after a restart of the program.
    pub(crate) fn restarted(&self) -> Self {
        self.restarted_with(Vec::new()).unwrap()
    }

    /// The same bank after a restart of a program that brings something along.
    pub(crate) fn restarted_with(&self, builtin: Vec<ApiDefinition>) -> Result<Self, RegistryError> {
        Self::over(self.bank.database().clone(), builtin)
    }

    pub(crate) fn table(&self) -> Arc<Table> {
        self.registry.table()
    }

    pub(crate) fn later(&self, seconds: i64) -> Timestamp {
        self.clock.advance(SignedDuration::from_secs(seconds));
        self.bank.now()
    }

    pub(crate) fn draft(&self, definition: &ApiDefinition) -> ApiRecord {
        self.registry.draft(definition.clone(), OPERATOR).unwrap()
    }

    pub(crate) fn submit(&self, version: &str) -> Result<ApiRecord, RegistryError> {
        self.registry.submit(&spending(), v(version), OPERATOR)
    }

    pub(crate) fn begin(&self, version: &str) -> Result<ApiRecord, RegistryError> {
        self.registry.begin_verifying(&spending(), v(version), OPERATOR)
    }

    pub(crate) fn publish(&self, version: &str) -> Result<ApiRecord, RegistryError> {
        let now = self.registry.find(&spending(), v(version)).map(|record| record.hash);
        self.publish_as(version, &now.unwrap_or(DefinitionHash::of(b"there is none")))
    }

    /// Publishes a version as somebody saw it.
    pub(crate) fn publish_as(&self, version: &str, definition: &DefinitionHash) -> Result<ApiRecord, RegistryError> {
        self.registry.publish(&spending(), v(version), definition, OPERATOR)
    }

    pub(crate) fn deprecate(&self, version: &str, successor: Option<&str>) -> Result<ApiRecord, RegistryError> {
        let sunset = self.bank.now() + SignedDuration::from_hours(24 * 90);
        self.registry.deprecate(&spending(), v(version), sunset, successor.map(v), OPERATOR)
    }

    pub(crate) fn retire(&self, version: &str) -> Result<ApiRecord, RegistryError> {
        self.registry.retire(&spending(), v(version), "nobody calls it", OPERATOR)
    }

    pub(crate) fn block(&self, version: &str) -> Result<ApiRecord, RegistryError> {
        self.registry.block(&spending(), v(version), "a leak", OPERATOR)
    }

    pub(crate) fn unblock(&self, version: &str) -> Result<ApiRecord, RegistryError> {
        self.registry.unblock(&spending(), v(version), OPERATOR)
    }

    /// What the testbed would write about a version as it is now.
    pub(crate) fn report(&self, version: &str, id: &str, passed: bool) -> StoredReport {
        let hash = self.find(version).hash;
        report_on(version, hash, id, passed, self.bank.now())
    }

    pub(crate) fn keep(&self, report: StoredReport) -> Result<ApiRecord, RegistryError> {
        self.registry.keep_report(report)
    }

    /// From a draft to a verified definition.
    pub(crate) fn verified(&self, definition: &ApiDefinition) -> ApiRecord {
        let version = definition.version.to_string();
        self.draft(definition);
        self.submit(&version).unwrap();
        self.begin(&version).unwrap();
        self.keep(self.report(&version, &format!("report-{}", version.replace('.', "-")), true)).unwrap()
    }

    /// From a draft to a published API.
    pub(crate) fn published(&self, definition: &ApiDefinition) -> ApiRecord {
        self.verified(definition);
        self.publish(&definition.version.to_string()).unwrap()
    }

    pub(crate) fn find(&self, version: &str) -> ApiRecord {
        self.registry.find(&spending(), v(version)).unwrap()
    }

    pub(crate) fn state(&self, version: &str) -> State {
        self.find(version).state
    }

    /// What a GET of a path means now, in a word.
    pub(crate) fn get(&self, path: &str) -> String {
        meaning(&self.table(), path)
    }

    /// What the audit says was done, in its order.
    pub(crate) fn audited(&self) -> Vec<(String, String, String)> {
        let word = |record: Record| (record.actor, record.action, record.subject);
        self.bank.audit().page(0, 1000).unwrap().into_iter().map(word).collect()
    }

    /// Writes to the file past the registry, triggers and all.
    pub(crate) fn sql(&self, statement: &str) -> Result<(), StateError> {
        self.bank.database().write(|transaction| Ok(transaction.execute_batch(statement)?))
    }

    /// The same, by somebody who takes the registry's triggers away first.
    pub(crate) fn sql_without_triggers(&self, statement: &str) {
        let names = self.bank.database().read(|connection| -> Result<Vec<String>, StateError> {
            let ask = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'registry_%'";
            Ok(connection.prepare(ask)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        });
        for name in names.unwrap() {
            self.sql(&format!("DROP TRIGGER {name}")).unwrap();
        }
        self.sql(statement).unwrap();
    }

    /// In what tables and audit chain differ.
    pub(crate) fn disagreements(&self) -> Vec<String> {
        self.bank.audit().verify().unwrap();
        self.registry.compare().unwrap().into_iter().map(|it| format!("{}: {}", it.subject, it.why)).collect()
    }
}

/// What a GET of a path means in a table, in a word.
pub(crate) fn meaning(table: &Table, path: &str) -> String {
    match table.find(&Method::GET, path) {
        Route::Found { api, operation, .. } => format!("{} {}", operation.id, api.definition.version),
        Route::OtherMethod { allow, .. } => format!("only {allow}"),
        Route::NoSuchPath { .. } => "no such path".to_owned(),
        Route::Blocked { reason, .. } => format!("blocked: {reason}"),
        Route::Gone { because, .. } => format!("gone: {because}"),
        Route::Nothing => "nothing".to_owned(),
    }
}

pub(crate) fn report_on(version: &str, hash: DefinitionHash, id: &str, passed: bool, at: Timestamp) -> StoredReport {
    let id = ReportId::new(id).unwrap();
    StoredReport::new(id, (spending(), v(version)), hash, passed, at, br#"{"checks":[]}"#.to_vec())
}

pub(crate) fn v(text: &str) -> Version {
    text.parse().unwrap()
}

/// The family of most APIs here.
pub(crate) fn spending() -> Family {
    Family::new("spending").unwrap()
}

/// A small API at `/spending/v<major>`, as its author would send it.
pub(crate) fn written(version: &str) -> Value {
    let major = v(version).major;
    let described = |id: &str| json!({ "operationId": id, "responses": { "200": { "description": "The answer." } } });
    json!({
        "family": "spending",
        "version": version,
        "title": "Spending",
        "base_path": format!("/spending/v{major}"),
        "document": {
            "openapi": "3.0.3",
            "info": { "title": "Spending", "version": version },
            "paths": {
                "/balances": { "get": described("AllBalances") },
                "/balances/{AccountId}": { "get": described("Balances") },
                "/balances/latest": { "get": described("Latest") },
            },
        },
        "operations": [
            operation("Balances", "/balances/{AccountId}"),
            operation("AllBalances", "/balances"),
            operation("Latest", "/balances/latest"),
        ],
    })
}

fn operation(id: &str, path: &str) -> Value {
    json!({
        "id": id, "method": "GET", "path": path, "grant": "customer", "scope": "accounts",
        "permissions": ["ReadBalances"], "handler": { "uk": "Balances" },
    })
}

/// The same, read.
pub(crate) fn api(version: &str) -> ApiDefinition {
    read(&written(version)).unwrap()
}

/// The same under another title, and so with another hash.
pub(crate) fn titled(version: &str, title: &str) -> ApiDefinition {
    ApiDefinition { title: title.to_owned(), ..api(version) }
}

/// The same in another family, at another path.
pub(crate) fn elsewhere(family: &str, version: &str, base_path: &str) -> ApiDefinition {
    let family = Family::new(family).unwrap();
    ApiDefinition { family, base_path: base_path.to_owned(), ..api(version) }
}

pub(crate) fn read(written: &Value) -> Result<ApiDefinition, moa_bank_registry::DefinitionFaults> {
    ApiDefinition::from_json(written.to_string().as_bytes())
}

//! A bank with a management centre beside it: the way an API goes from a text to a live path, and no other.

use std::sync::Arc;

use moa_bank_core::life::History;
use moa_bank_registry::{Registry, Version};
use moa_bank_testbed::{Bounds, Report, Testbed, TestbedParts};
use moa_tests::attacker::Ground;
use moa_tests::person::Person;
use moa_tests::spending::{self, PERMISSIONS};
use moa_tests::traffic::Caller;
use mock_banks::{StatePlace, WorldOptions};
use tokio_util::sync::CancellationToken;

const WHO: &str = "operator";

/// A running bank, and whoever manages its APIs.
pub(crate) struct Centre {
    pub(crate) ground: Ground,
}

impl Centre {
    /// A bank with a month of life in it, its state kept where it is said.
    pub(crate) async fn open(state: StatePlace) -> Self {
        let history = History { months: 1, transactions: None };
        let options = WorldOptions { history, state, ..WorldOptions::in_memory() };
        Self { ground: Ground::unheard(options.only(&["thames"]).unwrap()).await.unwrap() }
    }

    pub(crate) fn registry(&self) -> &Registry {
        self.ground.world().bank("thames").unwrap().registry()
    }

    /// An app that Mina allows what the custom API needs.
    pub(crate) async fn caller(&self) -> Caller {
        Caller::allowed(&self.ground, "thames", &Person::mina(), PERMISSIONS).await.unwrap()
    }

    /// Hands a definition in.
    pub(crate) fn draft(&self, text: &str) -> Result<Version, String> {
        let definition = spending::definition(text).map_err(|error| error.to_string())?;
        let version = definition.version;
        self.registry().draft(definition, WHO).map_err(|error| error.to_string())?;
        Ok(version)
    }

    /// Submits a draft and lets the testbed have a look at it. The report is kept, whatever it says.
    pub(crate) async fn verify(&self, version: Version) -> Report {
        let (registry, family) = (self.registry(), spending::family().unwrap());
        registry.submit(&family, version, WHO).unwrap();
        let record = registry.begin_verifying(&family, version, WHO).unwrap();
        let published = registry.table().api(&family, version.major).map(|api| Arc::clone(&api.definition));
        let bank = self.ground.world().bank("thames").unwrap().core();
        let testbed = Testbed::new(TestbedParts {
            spec: bank.spec().clone(),
            clock: Arc::clone(self.ground.clock()) as _,
            seed: 7,
            bounds: Bounds::default(),
            around: None,
        });
        let report = testbed
            .verify(Arc::clone(&record.definition), published, Vec::new(), |_| (), &CancellationToken::new())
            .await;
        registry.keep_report(report.to_stored()).unwrap();
        report
    }

    pub(crate) fn publish(&self, version: Version) -> Result<(), String> {
        let family = spending::family().unwrap();
        let definition = self.registry().find(&family, version).unwrap().hash;
        self.registry().publish(&family, version, &definition, WHO).map(drop).map_err(|error| error.to_string())
    }

    /// The whole way in one go. Whatever stops it is what the author is told.
    pub(crate) async fn bring_live(&self, text: &str) -> Result<(), String> {
        let version = self.draft(text)?;
        let report = self.verify(version).await;
        if !report.passed() {
            return Err(report.to_text());
        }
        self.publish(version)
    }
}

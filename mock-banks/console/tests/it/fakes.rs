//! An app desk in memory, and a tester that says what it is told.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use moa_bank_console::apps::{AppDesk, AppError, AppRecord};
use moa_bank_console::tester::{Step, Tester};
use moa_bank_registry::{ApiDefinition, ReportId};
use moa_bank_testbed::{CheckResult, Finding, Override, Plan, Report, Verdict};
use moa_kernel::{BankId, ClientId, ConsentId, Timestamp};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

/// Apps in memory, and the consents whose end they were told.
#[derive(Default)]
pub(crate) struct Apps {
    apps: Mutex<Vec<AppRecord>>,
    pub(crate) ended: Mutex<Vec<ConsentId>>,
}

impl Apps {
    pub(crate) fn with(names: &[&str]) -> Self {
        let app = |name: &&str| AppRecord {
            id: ClientId::new(*name).unwrap(),
            name: format!("App {name}"),
            resource_server: false,
            redirect_uris: vec!["http://127.0.0.1/callback".to_owned()],
            keys: vec![json!({ "kid": "a" }), json!({ "kid": "b" })],
            created_at: Timestamp::UNIX_EPOCH,
            suspended: None,
        };
        Self { apps: Mutex::new(names.iter().map(app).collect()), ended: Mutex::default() }
    }

    fn change(
        &self,
        id: &ClientId,
        change: impl FnOnce(&mut AppRecord) -> Result<(), AppError>,
    ) -> Result<AppRecord, AppError> {
        let mut apps = self.apps.lock().unwrap();
        let app = apps.iter_mut().find(|app| app.id == *id).ok_or(AppError::Unknown)?;
        change(app)?;
        Ok(app.clone())
    }
}

#[async_trait]
impl AppDesk for Apps {
    async fn list(&self, after: Option<ClientId>, limit: u32) -> Result<Vec<AppRecord>, AppError> {
        let apps = self.apps.lock().unwrap();
        let later = apps.iter().filter(|app| after.as_ref().is_none_or(|after| app.id > *after));
        Ok(later.take(limit as usize).cloned().collect())
    }

    async fn find(&self, app: &ClientId) -> Result<Option<AppRecord>, AppError> {
        Ok(self.apps.lock().unwrap().iter().find(|known| known.id == *app).cloned())
    }

    async fn suspend(&self, app: &ClientId, reason: &str, _: &str) -> Result<AppRecord, AppError> {
        self.change(app, |app| {
            app.suspended = Some(reason.to_owned());
            Ok(())
        })
    }

    async fn resume(&self, app: &ClientId, _: &str) -> Result<AppRecord, AppError> {
        self.change(app, |app| app.suspended.take().map(drop).ok_or(AppError::State("it is not suspended")))
    }

    async fn replace_keys(&self, app: &ClientId, keys: Value, _: &str) -> Result<AppRecord, AppError> {
        self.change(app, |app| {
            app.keys = keys["keys"].as_array().cloned().unwrap_or_default();
            Ok(())
        })
    }

    async fn revoke_key(&self, app: &ClientId, key: &str, _: &str) -> Result<AppRecord, AppError> {
        self.change(app, |app| {
            app.keys.retain(|own| own["kid"] != key);
            Ok(())
        })
    }

    async fn consent_ended(&self, consent: &ConsentId) {
        self.ended.lock().unwrap().push(consent.clone());
    }
}

/// Finds fault with definitions whose title says `bad`, waits for ever for those that say `slow`, panics at `poison`.
pub(crate) struct Told;

#[async_trait]
impl Tester for Told {
    async fn verify(
        &self,
        candidate: Arc<ApiDefinition>,
        published: Option<Arc<ApiDefinition>>,
        overrides: Vec<Override>,
        progress: Arc<dyn Fn(Step) + Send + Sync>,
        cancel: CancellationToken,
    ) -> Option<Report> {
        progress(Step { done: 1, total: 2, current: "it does what its document says".to_owned() });
        if candidate.title.contains("slow") {
            cancel.cancelled().await;
            return None;
        }
        assert!(!candidate.title.contains("poison"), "as it was told");
        let fault = Finding {
            rule: "fit.one".to_owned(),
            at: "GET /".to_owned(),
            problem: "it is bad".to_owned(),
            remedy: "mend it".to_owned(),
        };
        let verdict = if candidate.title.contains("bad") { Verdict::Failed(vec![fault]) } else { Verdict::Passed };
        let result = CheckResult {
            id: "fit.one".to_owned(),
            sentence: "it does what its document says".to_owned(),
            clause: "§1".to_owned(),
            plan: Plan::Fit,
            verdict,
            accepted: Vec::new(),
            measured: Vec::new(),
        };
        Some(Report {
            id: ReportId::new(format!("report-{}", &candidate.hash().to_string()[..16])).unwrap(),
            bank: BankId::new("thames").unwrap(),
            family: candidate.family.clone(),
            version: candidate.version,
            definition: candidate.hash(),
            against: published.map(|published| published.version),
            seed: 1,
            started: Timestamp::UNIX_EPOCH,
            finished: Timestamp::UNIX_EPOCH,
            requests: 1,
            results: vec![result],
            overrides,
        })
    }
}

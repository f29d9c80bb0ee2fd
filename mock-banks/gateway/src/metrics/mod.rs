//! What the gateway counts about itself, in the Prometheus text format, and who still uses what.
//!
//! One [`Metrics`] serves all banks of a world; its labels are the bank, the app, the API and its version, the core behind it
//! and the class of the status. Apps are strangers and could be many, so only so many are told apart; the rest are `other`.

mod labels;
mod usage;

pub use usage::{Usage, UsageKey};

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;
use moa_kernel::{ClientId, Timestamp};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::watch::Threat;
use labels::{AlertLabels, Apps, LatencyLabels, RequestLabels, class};
use usage::UsageBook;

/// Seconds: from a request that only a cache answered to one that a core took its time for.
const BUCKETS: [f64; 12] = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0];

/// One request, answered.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// At which bank.
    pub bank: &'a str,
    /// By which app, where that is known.
    pub app: Option<&'a ClientId>,
    /// Of which API: its family, or `none` when the path meant none.
    pub api: &'a str,
    /// In which version.
    pub version: &'a str,
    /// With which core behind it.
    pub core: &'a str,
    /// How.
    pub status: StatusCode,
    /// After how long.
    pub took: Duration,
    /// When.
    pub at: Timestamp,
}

/// The metrics of a world.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    latency: Family<LatencyLabels, Histogram, fn() -> Histogram>,
    alerts: Family<AlertLabels, Counter>,
    apps: Mutex<Apps>,
    usage: UsageBook,
}

impl Default for Metrics {
    fn default() -> Self {
        let requests = Family::default();
        let latency: Family<LatencyLabels, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let alerts = Family::default();
        let mut registry = Registry::with_prefix("moa");
        registry.register("requests", "Requests answered by the gateway", requests.clone());
        registry.register("request_seconds", "How long an answer took", latency.clone());
        registry.register("alerts", "Threats seen in the traffic", alerts.clone());
        Self { registry, requests, latency, alerts, apps: Mutex::default(), usage: UsageBook::default() }
    }
}

impl Metrics {
    /// Counts a request that was answered.
    pub fn count(&self, answered: &Answered<'_>) {
        let app = self.lock_apps().label(answered.app);
        let labels = RequestLabels {
            bank: answered.bank.into(),
            app,
            api: answered.api.into(),
            version: answered.version.into(),
            core: answered.core.into(),
            status: class(answered.status),
        };
        self.requests.get_or_create(&labels).inc();
        let labels = LatencyLabels {
            bank: answered.bank.into(),
            api: answered.api.into(),
            version: answered.version.into(),
            core: answered.core.into(),
        };
        self.latency.get_or_create(&labels).observe(answered.took.as_secs_f64());
        if let Some(app) = answered.app {
            self.usage.note(answered, app);
        }
    }

    /// Counts a threat that was seen.
    pub fn count_alert(&self, bank: &str, threat: Threat) {
        self.alerts.get_or_create(&AlertLabels { bank: bank.into(), threat: threat.word() }).inc();
    }

    /// Everything, in the Prometheus text format.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail; were it to, half a page would be worse than none.
        if encode(&mut text, &self.registry).is_err() {
            text.clear();
        }
        text
    }

    /// Who used which version of which API, how often, and when last.
    #[must_use]
    pub fn usage(&self) -> Vec<Usage> {
        self.usage.list()
    }

    fn lock_apps(&self) -> MutexGuard<'_, Apps> {
        self.apps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A label that is cheap to copy.
pub(crate) type Label = Arc<str>;

#[cfg(test)]
mod tests {
    use super::*;

    fn answered<'a>(app: Option<&'a ClientId>, status: u16) -> Answered<'a> {
        Answered {
            bank: "thames",
            app,
            api: "uk-ais",
            version: "4.0",
            core: "ledger",
            status: StatusCode::from_u16(status).unwrap(),
            took: Duration::from_micros(300),
            at: "2026-11-23T09:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn requests_are_told_apart_by_what_matters() {
        let metrics = Metrics::default();
        let app = ClientId::new("app-1").unwrap();
        metrics.count(&answered(Some(&app), 200));
        metrics.count(&answered(Some(&app), 204));
        metrics.count(&answered(None, 401));
        metrics.count_alert("thames", Threat::TokenCracking);
        let text = metrics.render();
        let count = |line: &str| assert!(text.lines().any(|have| have == line), "{line} is not in\n{text}");
        let known = "bank=\"thames\",app=\"app-1\",api=\"uk-ais\",version=\"4.0\",core=\"ledger\",status=\"2xx\"";
        count(&format!("moa_requests_total{{{known}}} 2"));
        let unknown = "bank=\"thames\",app=\"none\",api=\"uk-ais\",version=\"4.0\",core=\"ledger\",status=\"4xx\"";
        count(&format!("moa_requests_total{{{unknown}}} 1"));
        let api = "bank=\"thames\",api=\"uk-ais\",version=\"4.0\",core=\"ledger\"";
        count(&format!("moa_request_seconds_count{{{api}}} 3"));
        count("moa_alerts_total{bank=\"thames\",threat=\"token-cracking\"} 1");
        assert!(text.ends_with("# EOF\n"));
    }

    #[test]
    fn a_crowd_of_apps_is_one_label() {
        let metrics = Metrics::default();
        for n in 0..1_000 {
            metrics.count(&answered(Some(&ClientId::new(format!("app-{n}")).unwrap()), 200));
        }
        let text = metrics.render();
        let apps = text.lines().filter(|line| line.starts_with("moa_requests_total")).count();
        assert_eq!(apps, labels::APPS_MAX + 1, "and `other`");
        assert!(text.contains("app=\"other\""));
    }

    #[test]
    fn a_name_that_would_break_the_format_does_not() {
        let metrics = Metrics::default();
        let mut strange = answered(None, 200);
        strange.api = "a\"b\\c\nd";
        metrics.count(&strange);
        assert!(metrics.render().contains("api=\"a\\\"b\\\\c\\nd\""));
    }

    #[test]
    fn usage_says_who_still_uses_what() {
        let metrics = Metrics::default();
        let app = ClientId::new("app-1").unwrap();
        metrics.count(&answered(Some(&app), 200));
        let later = "2026-11-23T10:00:00Z".parse().unwrap();
        metrics.count(&Answered { at: later, ..answered(Some(&app), 403) });
        metrics.count(&answered(None, 200));
        let key = UsageKey { bank: "thames".into(), app, api: "uk-ais".into(), version: "4.0".into() };
        let first_at = "2026-11-23T09:00:00Z".parse().unwrap();
        assert_eq!(metrics.usage(), [Usage { key, requests: 2, refused: 1, first_at, last_at: later }]);
    }
}

//! A bank's gateway, as the management centre sees it.

use std::sync::Arc;

use moa_bank_console::gate::{AlertRecord, Gate, Gauges, PlanError, PlanRecord, UsageRecord};
use moa_bank_gateway::explain::{Explanations, PER_APP_MAX};
use moa_bank_gateway::limits::{Plan, PlanFault, Plans, Quota, Spike};
use moa_bank_gateway::metrics::Metrics;
use moa_bank_gateway::watch::Watch;
use moa_kernel::{BankId, ClientId, InteractionId};
use serde_json::Value;

/// What one bank's gateway leaves open to its operators.
#[derive(Debug, Clone)]
pub(crate) struct OwnGate {
    bank: BankId,
    pub(crate) plans: Arc<Plans>,
    pub(crate) watch: Arc<Watch>,
    pub(crate) explanations: Arc<Explanations>,
    /// One for all banks.
    pub(crate) metrics: Arc<Metrics>,
}

impl OwnGate {
    pub(crate) fn new(bank: BankId, metrics: Arc<Metrics>) -> Self {
        Self { bank, plans: Arc::default(), watch: Arc::default(), explanations: Arc::default(), metrics }
    }
}

/// The metrics of a world.
pub(super) struct OwnGauges(pub(super) Arc<Metrics>);

impl Gauges for OwnGauges {
    fn render(&self) -> String {
        self.0.render()
    }
}

impl Gate for OwnGate {
    fn plans(&self) -> Vec<PlanRecord> {
        self.plans.list().iter().map(|plan| record(plan)).collect()
    }

    fn plan_of(&self, app: &ClientId) -> String {
        self.plans.of(app).0.name.clone()
    }

    fn define_plan(&self, plan: PlanRecord) -> Result<(), PlanError> {
        let quota = Quota { requests: plan.quota_requests, window_seconds: plan.quota_window_seconds };
        let spike = Spike { burst: plan.burst, per_second: plan.per_second };
        self.plans.define(Plan { name: plan.name, quota, spike, at_once: plan.at_once }).map_err(refused)
    }

    fn remove_plan(&self, name: &str) -> Result<(), PlanError> {
        self.plans.remove(name).map_err(refused)
    }

    fn assign_plan(&self, app: &ClientId, plan: &str) -> Result<(), PlanError> {
        self.plans.assign(app, plan).map_err(refused)
    }

    fn shut_out(&self, app: &ClientId, out: bool) {
        if out { self.plans.block(app) } else { self.plans.unblock(app) }
    }

    fn usage(&self) -> Vec<UsageRecord> {
        let own = self.metrics.usage().into_iter().filter(|usage| *usage.key.bank == *self.bank.as_str());
        own.map(|usage| UsageRecord {
            app: usage.key.app,
            api: usage.key.api.to_string(),
            version: usage.key.version.to_string(),
            requests: usage.requests,
            refused: usage.refused,
            first_at: usage.first_at,
            last_at: usage.last_at,
        })
        .collect()
    }

    fn alerts(&self, after: u64, most: usize) -> Vec<AlertRecord> {
        let alerts = self.watch.alerts(after, most).into_iter();
        alerts
            .map(|alert| AlertRecord {
                sequence: alert.sequence,
                at: alert.at,
                threat: alert.threat.word().to_owned(),
                clause: alert.clause.to_owned(),
                what: alert.what.to_owned(),
                culprit: alert.culprit.to_string(),
                count: alert.count,
            })
            .collect()
    }

    fn explain(&self, interaction: &InteractionId) -> Vec<Value> {
        let found = self.explanations.of_interaction(interaction.as_str());
        found.iter().filter_map(|answer| serde_json::to_value(&**answer).ok()).collect()
    }

    fn explained_per_app(&self) -> usize {
        PER_APP_MAX
    }
}

fn record(plan: &Plan) -> PlanRecord {
    PlanRecord {
        name: plan.name.clone(),
        quota_requests: plan.quota.requests,
        quota_window_seconds: plan.quota.window_seconds,
        burst: plan.spike.burst,
        per_second: plan.spike.per_second,
        at_once: plan.at_once,
    }
}

fn refused(fault: PlanFault) -> PlanError {
    match fault {
        PlanFault::Unknown(name) => PlanError::Unknown(name),
        PlanFault::Standard(name) => PlanError::Standard(name),
        PlanFault::TooMany => PlanError::TooMany,
        fault @ (PlanFault::Name | PlanFault::Number(..)) => PlanError::Invalid(fault.to_string()),
    }
}

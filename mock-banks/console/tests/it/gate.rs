//! A gate in memory that knows plans, remembers the answers it is told of, and sees nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use moa_bank_console::gate::{AlertRecord, Gate, Gauges, PlanError, PlanRecord, UsageRecord};
use moa_kernel::{ClientId, InteractionId};
use serde_json::Value;

const STANDARD: &str = "standard";
const PLANS_MAX: usize = 200;

/// A gate that knows plans, remembers the answers it is told of, and sees nothing.
pub(crate) struct BareGate(Mutex<Book>);

#[derive(Default)]
struct Book {
    plans: BTreeMap<String, PlanRecord>,
    apps: BTreeMap<ClientId, String>,
    out: BTreeSet<ClientId>,
    answers: BTreeMap<InteractionId, Vec<Value>>,
}

impl Default for BareGate {
    /// With the plan every app starts on, and one to meet every limit on purpose.
    fn default() -> Self {
        let plan = |name: &str, [quota_requests, quota_window_seconds, burst, per_second, at_once]: [u32; 5]| {
            let name = name.to_owned();
            (name.clone(), PlanRecord { name, quota_requests, quota_window_seconds, burst, per_second, at_once })
        };
        let plans = BTreeMap::from([
            plan(STANDARD, [1_000_000, 3600, 5_000, 1_000, 256]),
            plan("sandbox-small", [60, 600, 10, 1, 2]),
        ]);
        Self(Mutex::new(Book { plans, ..Book::default() }))
    }
}

impl BareGate {
    /// Whether an app is shut out.
    pub(crate) fn is_out(&self, app: &ClientId) -> bool {
        self.lock().out.contains(app)
    }

    /// Remembers an answer under an id.
    pub(crate) fn answered(&self, interaction: &str, answer: Value) {
        let id = InteractionId::new(interaction).unwrap();
        self.lock().answers.entry(id).or_default().push(answer);
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gate for BareGate {
    fn plans(&self) -> Vec<PlanRecord> {
        self.lock().plans.values().cloned().collect()
    }

    fn plan_of(&self, app: &ClientId) -> String {
        let book = self.lock();
        let plan = book.apps.get(app).filter(|plan| book.plans.contains_key(*plan));
        plan.cloned().unwrap_or_else(|| STANDARD.to_owned())
    }

    fn define_plan(&self, plan: PlanRecord) -> Result<(), PlanError> {
        let numbers = [plan.quota_requests, plan.quota_window_seconds, plan.burst, plan.per_second, plan.at_once];
        let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=40).contains(&plan.name.len()) || !plan.name.bytes().all(is_word) {
            return Err(PlanError::Invalid("a plan's name is 1 to 40 small letters, digits and hyphens".to_owned()));
        }
        if numbers.iter().any(|number| !(1..=1_000_000_000).contains(number)) {
            return Err(PlanError::Invalid("each number of a plan is between 1 and 1000000000".to_owned()));
        }
        let mut book = self.lock();
        if book.plans.len() >= PLANS_MAX && !book.plans.contains_key(&plan.name) {
            return Err(PlanError::TooMany);
        }
        book.plans.insert(plan.name.clone(), plan);
        Ok(())
    }

    fn remove_plan(&self, name: &str) -> Result<(), PlanError> {
        if name == STANDARD {
            return Err(PlanError::Standard(name.to_owned()));
        }
        self.lock().plans.remove(name).map(drop).ok_or_else(|| PlanError::Unknown(name.to_owned()))
    }

    fn assign_plan(&self, app: &ClientId, plan: &str) -> Result<(), PlanError> {
        let mut book = self.lock();
        if !book.plans.contains_key(plan) {
            return Err(PlanError::Unknown(plan.to_owned()));
        }
        book.apps.insert(app.clone(), plan.to_owned());
        Ok(())
    }

    fn shut_out(&self, app: &ClientId, out: bool) {
        let mut book = self.lock();
        if out {
            book.out.insert(app.clone());
        } else {
            book.out.remove(app);
        }
    }

    fn usage(&self) -> Vec<UsageRecord> {
        Vec::new()
    }

    fn alerts(&self, _: u64, _: usize) -> Vec<AlertRecord> {
        Vec::new()
    }

    fn explain(&self, interaction: &InteractionId) -> Vec<Value> {
        self.lock().answers.get(interaction).cloned().unwrap_or_default()
    }

    fn explained_per_app(&self) -> usize {
        256
    }
}

impl Gauges for BareGate {
    fn render(&self) -> String {
        "# EOF\n".to_owned()
    }
}

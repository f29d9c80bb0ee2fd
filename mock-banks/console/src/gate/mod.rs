//! A bank's gateway, as the management centre sees it: the plans it holds apps to, what it saw, and why it answered as it did.

mod plan;

pub use plan::{PlanError, PlanRecord};

use moa_kernel::{ClientId, InteractionId, Timestamp};
use serde_json::Value;

/// One app's use of one version of one API, since the platform started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageRecord {
    /// The app.
    pub app: ClientId,
    /// The API's family.
    pub api: String,
    /// Its version.
    pub version: String,
    /// How many requests.
    pub requests: u64,
    /// How many of them were not answered with success.
    pub refused: u64,
    /// When first.
    pub first_at: Timestamp,
    /// When last.
    pub last_at: Timestamp,
}

/// A threat that was seen in the traffic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRecord {
    /// Its number.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// What, in a word.
    pub threat: String,
    /// Where the recommendation names it.
    pub clause: String,
    /// In a sentence.
    pub what: String,
    /// Who: an address or an app.
    pub culprit: String,
    /// How often it had been seen by then.
    pub count: u32,
}

/// What can be asked of a bank's gateway and told to it. All of it is in memory: nothing here waits.
pub trait Gate: Send + Sync {
    /// The plans, by name.
    fn plans(&self) -> Vec<PlanRecord>;
    /// The plan an app is on.
    fn plan_of(&self, app: &ClientId) -> String;
    /// Keeps a plan, in the place of one of the same name. Apps on it are held to it from their next request on.
    ///
    /// # Errors
    /// When it makes no sense, or there are too many.
    fn define_plan(&self, plan: PlanRecord) -> Result<(), PlanError>;
    /// Forgets a plan. Apps on it go back to the standard one.
    ///
    /// # Errors
    /// When there is none of this name, or it is the standard one.
    fn remove_plan(&self, name: &str) -> Result<(), PlanError>;
    /// Puts an app on a plan.
    ///
    /// # Errors
    /// When there is no such plan.
    fn assign_plan(&self, app: &ClientId, plan: &str) -> Result<(), PlanError>;
    /// Shuts an app out from its next request on, or lets it in again.
    fn shut_out(&self, app: &ClientId, out: bool);
    /// Who used what.
    fn usage(&self) -> Vec<UsageRecord>;
    /// Up to `most` alerts after a number, the oldest first.
    fn alerts(&self, after: u64, most: usize) -> Vec<AlertRecord>;
    /// Why the requests of one id were answered as they were, the oldest first: of many of one app those that were refused and
    /// the newest, and none where none is remembered.
    fn explain(&self, interaction: &InteractionId) -> Vec<Value>;
    /// How many answers of each app are remembered, the newest.
    fn explained_per_app(&self) -> usize;
}

/// What all gateways of a world count, in the Prometheus text format.
pub trait Gauges: Send + Sync {
    /// The whole page.
    fn render(&self) -> String;
}

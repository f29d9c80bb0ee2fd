//! How an app stands with its plan, at the moment of one request.

use std::sync::Arc;

use super::Plan;

/// How an app stands with its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitFacts {
    /// The plan.
    pub plan: Arc<Plan>,
    /// Whether the operator has shut this app out.
    pub blocked: bool,
    /// How it stands with the quota.
    pub quota: Standing,
    /// How it stands with the spike limit.
    pub spike: Standing,
    /// Whether there was a place for one more request beside those under way.
    pub has_place: bool,
}

/// How an app stands with one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether this request is within it.
    pub within: bool,
    /// How many more are.
    pub remaining: u32,
    /// In how many seconds there will be more.
    pub reset_seconds: u32,
}

impl LimitFacts {
    /// The facts of an app that has asked for nothing yet.
    #[must_use]
    pub fn untouched(plan: Arc<Plan>) -> Self {
        let quota = Standing { within: true, remaining: plan.quota.requests, reset_seconds: 0 };
        let spike = Standing { within: true, remaining: plan.spike.burst, reset_seconds: 0 };
        Self { plan, blocked: false, quota, spike, has_place: true }
    }

    /// In how many seconds it is worth asking again, when this request was refused for asking too much.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        let refused = [self.quota, self.spike].into_iter().filter(|standing| !standing.within);
        let wait = refused.map(|standing| standing.reset_seconds.max(1)).max();
        wait.or((!self.has_place).then_some(1))
    }
}

//! A plan: what an app may ask of each API.

use serde::{Deserialize, Serialize};

/// What apps on this plan may ask of each API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its name: small letters, digits and hyphens.
    pub name: String,
    /// How much over a longer time.
    pub quota: Quota,
    /// How much at once.
    pub spike: Spike,
    /// How many requests may be under way at the same time, over all APIs.
    pub at_once: u32,
}

/// So many requests in each window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// How many.
    pub requests: u32,
    /// In how many seconds.
    pub window_seconds: u32,
}

/// So many requests in a burst, and so many a second after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spike {
    /// How many may come at once.
    pub burst: u32,
    /// How many a second are earned again.
    pub per_second: u32,
}

/// Why a plan cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// Its name cannot stand in a header and a URL.
    #[error("a plan's name is 1 to 40 small letters, digits and hyphens")]
    Name,
    /// A number is zero or beyond anything that can be meant.
    #[error("`{0}` must be between 1 and {1}")]
    Number(&'static str, u32),
    /// There is no plan of this name.
    #[error("there is no plan `{0}`")]
    Unknown(String),
    /// The plan every app starts on cannot go.
    #[error("the plan `{0}` is the one every app starts on")]
    Standard(String),
    /// There are too many.
    #[error("there are too many plans")]
    TooMany,
}

const NAME_CHARS_MAX: usize = 40;
/// A month.
const WINDOW_SECONDS_MAX: u32 = 31 * 24 * 3600;
const REQUESTS_MAX: u32 = 1_000_000_000;
/// Finer than this and a request's worth of time would be lost in rounding.
const PER_SECOND_MAX: u32 = 1_000_000;

impl Plan {
    /// The plan every app starts on: generous, because an app under development must not run into walls by chance.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            name: "standard".to_owned(),
            quota: Quota { requests: 1_000_000, window_seconds: 3600 },
            spike: Spike { burst: 50_000, per_second: 1_000 },
            at_once: 256,
        }
    }

    /// A plan to meet every wall on purpose: ten requests at once, one a second, sixty in ten minutes.
    #[must_use]
    pub fn sandbox_small() -> Self {
        Self {
            name: "sandbox-small".to_owned(),
            quota: Quota { requests: 60, window_seconds: 600 },
            spike: Spike { burst: 10, per_second: 1 },
            at_once: 2,
        }
    }

    /// Whether it can be used.
    ///
    /// # Errors
    /// The first thing about it that makes no sense.
    pub fn check(&self) -> Result<(), PlanFault> {
        let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=NAME_CHARS_MAX).contains(&self.name.len()) || !self.name.bytes().all(is_word) {
            return Err(PlanFault::Name);
        }
        for (name, number, most) in [
            ("quota.requests", self.quota.requests, REQUESTS_MAX),
            ("quota.window_seconds", self.quota.window_seconds, WINDOW_SECONDS_MAX),
            ("spike.burst", self.spike.burst, REQUESTS_MAX),
            ("spike.per_second", self.spike.per_second, PER_SECOND_MAX),
            ("at_once", self.at_once, REQUESTS_MAX),
        ] {
            if !(1..=most).contains(&number) {
                return Err(PlanFault::Number(name, most));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_plans_can_be_used() {
        assert_eq!((Plan::standard().check(), Plan::sandbox_small().check()), (Ok(()), Ok(())));
    }

    #[test]
    fn a_plan_that_makes_no_sense_is_refused() {
        let with = |change: fn(&mut Plan)| {
            let mut plan = Plan::standard();
            change(&mut plan);
            plan.check()
        };
        for name in ["", "Gold", "a b", "\"", "über", &"a".repeat(41)] {
            assert_eq!(Plan { name: name.to_owned(), ..Plan::standard() }.check(), Err(PlanFault::Name), "{name}");
        }
        assert_eq!(with(|plan| plan.quota.requests = 0), Err(PlanFault::Number("quota.requests", REQUESTS_MAX)));
        assert!(with(|plan| plan.quota.window_seconds = u32::MAX).is_err());
        assert!(with(|plan| plan.spike.per_second = 0).is_err());
        assert!(with(|plan| plan.at_once = 0).is_err());
    }
}

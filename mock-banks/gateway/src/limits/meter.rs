//! The arithmetic of a quota and a spike limit, over whole nanoseconds and without a clock of its own.
//!
//! The quota is a fixed window that begins with the first request in it. The spike limit is a token bucket, kept as the one
//! moment at which it will be full again (the generic cell rate algorithm): each request puts that moment off by its share
//! of a second, and there is room as long as the moment is no further away than a whole burst is worth. A request that is
//! refused costs nothing, or an app that asks too often would never get in again.

use jiff::SignedDuration;
use moa_kernel::Timestamp;

use super::{Plan, Quota, Spike, Standing};
use crate::bounded::Fades;

const NANOS_A_SECOND: i128 = 1_000_000_000;

/// What was counted of one app at one API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meter {
    began: Timestamp,
    ends: Timestamp,
    used: u32,
    full_at: Timestamp,
}

impl Default for Meter {
    fn default() -> Self {
        Self { began: Timestamp::MIN, ends: Timestamp::MIN, used: 0, full_at: Timestamp::MIN }
    }
}

impl Meter {
    /// Counts one request, and says how the app stands with quota and spike limit after it.
    pub fn take(&mut self, plan: &Plan, now: Timestamp) -> (Standing, Standing) {
        self.turn_over(plan.quota, now);
        let quota_has_room = self.used < plan.quota.requests;
        let share = NANOS_A_SECOND / i128::from(plan.spike.per_second.max(1));
        let burst = share * i128::from(plan.spike.burst);
        let ahead = self.ahead(now, burst);
        let spike_has_room = ahead + share <= burst;
        let ahead = if quota_has_room && spike_has_room {
            self.used = self.used.saturating_add(1);
            self.full_at = later(now, ahead + share);
            ahead + share
        } else {
            ahead
        };
        let quota = Standing {
            within: quota_has_room,
            remaining: plan.quota.requests.saturating_sub(self.used),
            reset_seconds: seconds(self.ends.duration_since(now).as_nanos()),
        };
        (quota, spike_standing(plan.spike, spike_has_room, ahead, share, burst))
    }

    /// Begins a new window where the last one is over, or lies in a future that a clock set back has left.
    fn turn_over(&mut self, quota: Quota, now: Timestamp) {
        let lasts = SignedDuration::from_secs(i64::from(quota.window_seconds));
        let plan_changed = self.ends != self.began.saturating_add(lasts).unwrap_or(Timestamp::MAX);
        if now >= self.ends || now < self.began || plan_changed {
            let ends = now.saturating_add(lasts).unwrap_or(Timestamp::MAX);
            (self.began, self.ends, self.used) = (now, ends, 0);
        }
    }

    /// How far away the full bucket is: never further than a burst, whatever the clock or the plan did meanwhile.
    fn ahead(&mut self, now: Timestamp, burst: i128) -> i128 {
        let ahead = self.full_at.duration_since(now).as_nanos();
        if ahead > burst {
            self.full_at = later(now, burst);
        }
        ahead.clamp(0, burst)
    }
}

impl Fades for Meter {
    fn is_over(&self, now: Timestamp) -> bool {
        now >= self.ends && now >= self.full_at
    }

    fn weight(&self) -> u32 {
        self.used
    }
}

fn spike_standing(spike: Spike, within: bool, ahead: i128, share: i128, burst: i128) -> Standing {
    let remaining = u32::try_from((burst - ahead) / share.max(1)).unwrap_or(spike.burst);
    // With some left the whole burst comes back when the bucket is full; with none, the next one does.
    let wait = if remaining == 0 { ahead + share - burst } else { ahead };
    Standing { within, remaining, reset_seconds: seconds(wait) }
}

fn later(now: Timestamp, nanos: i128) -> Timestamp {
    let by = i64::try_from(nanos).map_or(SignedDuration::MAX, SignedDuration::from_nanos);
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// Whole seconds, rounded up: a caller who waits that long has waited long enough.
fn seconds(nanos: i128) -> u32 {
    let whole = nanos.max(0) / NANOS_A_SECOND + i128::from(nanos.max(0) % NANOS_A_SECOND != 0);
    u32::try_from(whole).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    fn plan(requests: u32, window_seconds: u32, burst: u32, per_second: u32) -> Plan {
        let (quota, spike) = (Quota { requests, window_seconds }, Spike { burst, per_second });
        Plan { quota, spike, ..Plan::standard() }
    }

    #[test]
    fn a_burst_goes_through_and_then_one_each_earned_moment() {
        let (plan, mut meter) = (plan(1000, 60, 3, 2), Meter::default());
        let spike = |meter: &mut Meter, millis| {
            let (_, spike) = meter.take(&plan, at(millis));
            (spike.within, spike.remaining, spike.reset_seconds)
        };
        assert_eq!(spike(&mut meter, 0), (true, 2, 1));
        assert_eq!(spike(&mut meter, 0), (true, 1, 1));
        assert_eq!(spike(&mut meter, 0), (true, 0, 1));
        assert_eq!(spike(&mut meter, 0), (false, 0, 1));
        assert_eq!(spike(&mut meter, 499), (false, 0, 1));
        assert_eq!(spike(&mut meter, 500), (true, 0, 1));
        assert_eq!(spike(&mut meter, 2001), (true, 2, 1), "all of it comes back");
    }

    #[test]
    fn a_quota_holds_for_its_window_and_begins_anew() {
        let (plan, mut meter) = (plan(2, 60, 100, 100), Meter::default());
        let quota = |meter: &mut Meter, millis| {
            let (quota, _) = meter.take(&plan, at(millis));
            (quota.within, quota.remaining, quota.reset_seconds)
        };
        assert_eq!(quota(&mut meter, 0), (true, 1, 60));
        assert_eq!(quota(&mut meter, 10_000), (true, 0, 50));
        assert_eq!(quota(&mut meter, 59_999), (false, 0, 1));
        assert_eq!(quota(&mut meter, 60_000), (true, 1, 60));
    }

    #[test]
    fn what_is_refused_costs_nothing() {
        let (plan, mut meter) = (plan(100, 60, 1, 1), Meter::default());
        meter.take(&plan, at(0));
        for millis in 1..1000 {
            assert!(!meter.take(&plan, at(millis)).1.within);
        }
        let (quota, spike) = meter.take(&plan, at(1000));
        assert!(spike.within, "knocking does not keep the door shut");
        assert_eq!(quota.remaining, 98);
    }

    #[test]
    fn a_clock_that_is_set_back_shuts_nobody_out() {
        let (plan, mut meter) = (plan(1, 60, 1, 1), Meter::default());
        assert!(meter.take(&plan, at(1_000_000)).0.within);
        let (quota, _) = meter.take(&plan, at(0));
        assert!(quota.within);
        assert!(meter.take(&plan, at(2000)).1.within, "a bucket is at most a burst away");
    }

    #[test]
    fn another_plan_counts_from_its_own_beginning() {
        let mut meter = Meter::default();
        let small = plan(1, 60, 10, 10);
        assert!(meter.take(&small, at(0)).0.within);
        assert!(!meter.take(&small, at(1)).0.within);
        assert!(meter.take(&plan(10, 3600, 10, 10), at(2)).0.within);
    }

    proptest! {
        #[test]
        fn no_second_ever_sees_more_than_a_burst_and_what_was_earned(
            burst in 1_u32..20, per_second in 1_u32..50, steps in prop::collection::vec(0_i64..400, 1..200),
        ) {
            let (plan, mut meter) = (plan(1_000_000, 3600, burst, per_second), Meter::default());
            let (mut now, mut admitted) = (0, Vec::new());
            for step in steps {
                now += step;
                let (quota, spike) = meter.take(&plan, at(now));
                prop_assert!(quota.within && spike.remaining <= burst);
                if spike.within {
                    admitted.push(now);
                }
            }
            for (first, start) in admitted.iter().enumerate() {
                let within = admitted[first..].iter().filter(|moment| **moment - start < 1000).count();
                prop_assert!(within <= (burst + per_second) as usize);
            }
        }
    }
}

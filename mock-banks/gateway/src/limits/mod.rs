//! How much an app may ask: quota, spike and places, by the plan it is on.
//!
//! A [`Plan`] is data; [`Plans`] says which app is on which and can be changed while requests run. [`Counters`] counts, per app
//! and API, and hands out what it counted as [`LimitFacts`]: the policy decides over them and stays pure, and `headers`
//! tells the app how it stands (the `RateLimit` fields of draft-ietf-httpapi-ratelimit-headers-10). The arithmetic is in
//! [`Meter`], which knows neither clock nor lock.

mod counters;
mod facts;
pub(crate) mod headers;
mod meter;
mod places;
mod plan;
mod plans;

pub use counters::Counters;
pub use facts::{LimitFacts, Standing};
pub use meter::Meter;
pub use places::Place;
pub use plan::{Plan, PlanFault, Quota, Spike};
pub use plans::Plans;

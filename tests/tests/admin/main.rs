//! The platform managed over its real admin port: by the built program, by every role, and by schemathesis; and what an app
//! and its customer see of it at their next request.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set its stage has failed"
)]

mod apps;
mod desk;
mod logs;
mod lost;
mod overrides;
mod parity;
mod roles;
mod schemathesis;
mod stuffing;
mod tampering;
mod walk;

//! The management centre: the one place from which people run the platform, as an admin API on a port of its own.
//!
//! [`Console::open`] takes the banks of a world as [`ManagedBank`]s and gives a [`Console`] whose [`Console::router`] is
//! served beside the banks. A request walks: `stack` (host, limits, time, headers) → `guard` (session, role: the one table in
//! [`roles`]) → `api` (one file per noun, one function per operation) → the room that does the work. The API describes itself
//! ([`document`]), and says no in one form ([`Problem`]). `mock-banks admin` does the same actions over HTTP.

pub mod accounts;
mod api;
mod approvals;
pub mod apps;
mod console;
mod desk;
pub mod document;
pub mod gate;
mod guard;
mod plans;
mod problem;
mod read;
pub mod roles;
mod stack;
pub mod tester;
mod verifications;

pub use console::{Console, ConsoleParts, ManagedBank};
pub use problem::{Code, Problem};

/// The name under which this crate's tables stand in a world's file.
const ROOM: &str = "console";
/// The migration steps of this room.
const STEPS: &[&str] = &[accounts::SCHEMA, approvals::SCHEMA, plans::SCHEMA, approvals::STAY_AS_ASKED];

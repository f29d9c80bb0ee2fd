//! The encrypted store, from outside: the promises every store makes, and those that only a file can break.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on should stop")]

mod contract;
mod file;
mod same_as_memory;

//! The encrypted store, from outside: the promises every store makes, and those that only a file can break.

mod contract;
mod file;
mod same_as_memory;

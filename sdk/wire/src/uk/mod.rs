//! Open Banking UK Read/Write API, a folder for each version: a bank speaks one of them, and a new one leaves the old
//! alone.

pub mod v4;

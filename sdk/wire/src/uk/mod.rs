//! Open Banking UK Read/Write API.

pub mod v4;

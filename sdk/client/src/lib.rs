#![doc = include_str!("../README.md")]

pub mod authorise;
pub mod directory;
pub mod error;
pub mod http;
pub mod link;
pub mod moa;
pub mod model;
pub mod overview;
pub mod registration;
pub mod standards;
pub mod store;
pub mod sync;
pub mod vault;

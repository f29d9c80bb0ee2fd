//! The handle everything starts from.

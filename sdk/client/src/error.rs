//! One error for the caller, and the table that makes it.

//! From the wish to link a bank to a living grant.

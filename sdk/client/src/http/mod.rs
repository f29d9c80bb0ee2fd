//! Everything that travels to a bank.

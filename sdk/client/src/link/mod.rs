//! One customer's connection to one bank.

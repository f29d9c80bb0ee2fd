//! Attacks on a bank, each seen to fail. One attack, one test, named as the sentence it proves; one file per theme.
//!
//! Every test starts a world of its own on a free port, walks the honest way as far as the attack needs it (which proves that
//! it is not the stage that says no), then gets one thing wrong.

mod accounts;
mod algorithms;
mod clients;
mod codes;
mod links;
mod logins;
mod logs;
mod pages;
mod proofs;
mod pushes;
mod registrations;
mod tokens;

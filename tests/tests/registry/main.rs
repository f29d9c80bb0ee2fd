//! The open platform as a whole: APIs that are added, changed and ended while a bank serves.

// `cfg(test)` tells clippy that helpers, too, may unwrap.
#[cfg(test)]
mod examples;
#[cfg(test)]
mod interruption;

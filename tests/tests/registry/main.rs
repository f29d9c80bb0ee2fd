//! The open platform as a whole: APIs that are added, changed and ended while a bank serves.

// `cfg(test)` tells clippy that helpers, too, may unwrap.
#[cfg(test)]
mod centre;
#[cfg(test)]
mod custom;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod interruption;
#[cfg(test)]
mod tampering;

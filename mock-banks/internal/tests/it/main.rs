//! The inside of a bank through its public doors.

// `cfg(test)` tells clippy that helpers, too, may unwrap.
#[cfg(test)]
mod answers;
#[cfg(test)]
mod iso20022;
#[cfg(test)]
mod rogues;
#[cfg(test)]
mod telegrams;

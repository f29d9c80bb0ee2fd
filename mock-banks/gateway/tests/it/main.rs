//! The gateway through its real router, over a real bank, with a frozen clock and an authority that knows two tokens.

// `cfg(test)` tells clippy that helpers, too, may unwrap.
#[cfg(test)]
mod again;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod consents;
#[cfg(test)]
mod explained;
#[cfg(test)]
mod explained_without_rule;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod repeats;
#[cfg(test)]
mod threats;

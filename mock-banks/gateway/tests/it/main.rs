//! The gateway through its real router, over a real bank, with a frozen clock and an authority that knows two tokens.

mod answers;
mod consents;
mod forms;
mod proofs;
mod harness;

//! What the testbed promises: what is good passes whole, and each check has been seen to say no.

mod compatible;
mod fit;
mod harness;

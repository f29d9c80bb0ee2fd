//! A country of mock banks, and the directory that lists them.
//!
//! A [`World`] is what `mock-banks serve` runs and what tests start in their own process: it reads the banks' files,
//! opens their state, settles the lives of their customers, and puts each bank behind an origin of its own: authorisation
//! server and API together. [`World::start`] gives a [`RunningWorld`] that knows where everything is and lets assertions
//! look inside the banks; [`RunningWorld::stop`] ends it, and a file keeps everything for the next start.
//!
//! The parts, outermost first: `world` composes, `listen` accepts connections, `tls` makes certificates, `directory`
//! lists the banks, `clients` reads apps from a file, `tokens` lets a gateway ask the
//! authorisation server of its own bank.

pub mod clients;
pub mod cores;
mod directory;
mod listen;
mod logins;
mod management;
pub mod tls;
mod tokens;
mod world;

pub use tokens::OwnTokens;
pub use world::{
    AdminOptions, AdminPort, Around, BankChoice, Hold, HoldError, Ports, RunningBank, RunningWorld, StatePlace,
    TlsChoice, World, WorldError, WorldOptions, embedded_ids, spec_of,
};

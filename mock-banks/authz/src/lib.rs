//! The authorisation server of one mock bank: FAPI 2.0 as data, and the pages a customer sees.
//!
//! An [`AuthorisationServer`] is opened over a bank, a [`Profile`] and an issuer, and gives a router to put under that
//! issuer. An app registers, pushes a request, and sends its customer's browser here; the customer logs in, sees what
//! the app asks for, chooses accounts and allows or does not allow; the app exchanges the code for tokens bound to its
//! key. Everything that opens something is kept as a digest in the world's database and survives a restart. A gateway
//! in the same process asks [`AuthorisationServer::introspect_local`] what a token is worth.
//!
//! Inside, each endpoint is a plain function from a read request to an answer (`endpoints/`), over tables (`store/`) and
//! templates (`pages/`); `stack` puts them behind their routes and layers.

mod apps;
mod caller;
mod client;
mod desk;
mod door;
mod endpoints;
mod facts;
mod form;
mod intake;
mod issue;
mod pages;
mod profile;
mod proof;
mod rates;
mod redirect;
mod reply;
mod scope;
mod server;
mod stack;
#[cfg(test)]
mod stage;
mod store;
mod subject;
mod watch;

pub use apps::{ClientChange, KnownClient};
pub use client::{Client, Role, clean_name};
pub use facts::{TokenFacts, TokenKind};
pub use profile::{Limits, NoncePolicy, Profile, Rotation};
pub use redirect::{RedirectUri, RedirectUriError};
pub use server::{AuthorisationServer, OpenError};
pub use watch::LoginWatch;

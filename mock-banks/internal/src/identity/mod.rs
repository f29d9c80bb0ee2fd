//! Who is who between the components inside a bank.
//!
//! A world has one internal [`Authority`]. It issues an [`Identity`] to each [`Component`] of each bank: a certificate for
//! the one name `component.bank.moa.internal`, with its key. Whoever listens demands a certificate of exactly the name it
//! expects ([`Identity::admitting`]); whoever dials does the same with the other side ([`Dialer`]). A component without
//! a certificate, of another authority, of another bank or of another kind never gets as far as a message.
//!
//! A component that runs as a process of its own gets its identity in files that only their owner may read
//! ([`Identity::write_to`], [`Identity::read_from`]).

mod authority;
mod config;
mod dialer;
mod error;
mod files;
mod name;

pub use authority::{Authority, Identity};
pub use dialer::{Address, DialError, Dialer, Dialled};
pub use error::IdentityError;
pub use name::Component;

//! TLS for a country that lives on one machine.
//!
//! [`Authority`] is a certificate authority made at the first start and kept beside the state, its key readable by its owner
//! only; whoever wants to talk to these banks adds its `ca.pem` to what they trust. A leaf for 127.0.0.1, ::1 and
//! localhost is made anew at every start and never written down. No certificate is ever shipped.

mod authority;
mod config;
mod error;

pub use authority::{Authority, CERTIFICATE as CA_FILE};
pub(crate) use config::server_config;
pub use error::TlsError;

//! What can go wrong with identities.

use std::path::PathBuf;

/// Why a component has no identity, or cannot use it.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// A key or certificate could not be made.
    #[error("an internal certificate cannot be made")]
    Make(#[from] rcgen::Error),
    /// A file could not be read or written.
    #[error("{} cannot be used", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file holds something else.
    #[error("{} is not what it should be", path.display())]
    Content {
        /// Which file.
        path: PathBuf,
    },
    /// A key can be read by others on this machine: it may have been.
    #[error("{} can be read by others: delete it, and start the banks again", path.display())]
    SharedKey {
        /// Which file.
        path: PathBuf,
    },
    /// The name cannot stand in a certificate.
    #[error("{0} cannot be the name of a component")]
    Name(String),
    /// rustls refuses what was made.
    #[error("TLS between components cannot be set up")]
    Configure(#[source] Box<dyn std::error::Error + Send + Sync>),
}

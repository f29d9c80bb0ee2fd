//! What can go wrong with certificates.

use std::path::PathBuf;

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A key or certificate could not be made.
    #[error("a certificate cannot be made")]
    Make(#[from] rcgen::Error),
    /// The authority's files could not be read or written.
    #[error("{} cannot be used", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The authority's key can be read by others on this machine.
    #[error("{} can be read by others: delete it and the ca.pem beside it, and trust the new one", path.display())]
    SharedKey {
        /// Which file.
        path: PathBuf,
    },
    /// rustls refuses what was made.
    #[error("TLS cannot be set up")]
    Configure(#[from] rustls::Error),
}

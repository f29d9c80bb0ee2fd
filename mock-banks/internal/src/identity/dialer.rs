//! Dialling another component: where it is, and whether it is the one.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use moa_kernel::Clock;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{Component, Identity, IdentityError};

/// Reaching a component of this machine takes no longer, or it is not there.
const PATIENCE: Duration = Duration::from_secs(2);
/// An address and a line break.
const ADDRESS_BYTES_MAX: usize = 64;

/// A connection to a component that proved who it is.
pub type Dialled = tokio_rustls::client::TlsStream<TcpStream>;

/// Where a component listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Here.
    At(SocketAddr),
    /// Where this file says. A component that runs as a process of its own writes it when it starts, and it may start
    /// again elsewhere: the file is read at each dialling.
    WrittenIn(PathBuf),
}

/// Dials one component of one's own bank.
#[derive(Clone)]
pub struct Dialer {
    address: Address,
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

/// Why a component was not reached.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// Nothing says where it is.
    #[error("it is not known where the component listens")]
    Nowhere,
    /// It did not answer the phone in time.
    #[error("the component was not reached in time")]
    TooSlow,
    /// Nobody is there, or somebody else.
    #[error("the component was not reached")]
    Unreached(#[from] std::io::Error),
}

impl Dialer {
    /// A dialer for a component of the identity's own bank.
    ///
    /// # Errors
    /// When rustls refuses the identity.
    pub fn new(
        identity: &Identity,
        to: Component,
        address: Address,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, IdentityError> {
        Ok(Self { address, config: identity.dialling(clock)?, name: to.server_name(&identity.bank)? })
    }

    /// Dials. The other side has proved who it is when this returns; whether it believes us shows with its first answer.
    ///
    /// # Errors
    /// When nobody is there, or it is not the component it should be.
    pub async fn dial(&self) -> Result<Dialled, DialError> {
        tokio::time::timeout(PATIENCE, self.try_dial()).await.map_err(|_| DialError::TooSlow)?
    }

    async fn try_dial(&self) -> Result<Dialled, DialError> {
        let stream = TcpStream::connect(self.find().await?).await?;
        // Commands are small and somebody waits for each.
        stream.set_nodelay(true)?;
        Ok(TlsConnector::from(Arc::clone(&self.config)).connect(self.name.clone(), stream).await?)
    }

    async fn find(&self) -> Result<SocketAddr, DialError> {
        match &self.address {
            Address::At(address) => Ok(*address),
            Address::WrittenIn(path) => {
                let text = tokio::fs::read_to_string(path).await.map_err(|_| DialError::Nowhere)?;
                let written = text.get(..text.len().min(ADDRESS_BYTES_MAX)).unwrap_or_default();
                let address: SocketAddr = written.trim().parse().map_err(|_| DialError::Nowhere)?;
                // Whatever a file says, nothing inside a bank is anywhere but on this machine.
                if address.ip().is_loopback() { Ok(address) } else { Err(DialError::Nowhere) }
            }
        }
    }
}

impl std::fmt::Debug for Dialer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dialer").field("address", &self.address).field("name", &self.name).finish_non_exhaustive()
    }
}

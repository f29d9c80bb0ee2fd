//! Where a directory comes from: a file, an address, or text at hand, and what it may therefore vouch for.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use reqwest::{Method, Request};
use url::Url;

use super::{Directory, DirectoryError, Reach};
use crate::http::{Environment, HttpError, Transport, check_url};

/// Real participants files have tens of megabytes, most of it certifications.
pub(crate) const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Where a directory comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DirectorySource {
    /// A file on this device.
    File(PathBuf),
    /// An address.
    Url(Url),
    /// The participants file itself.
    Json(Vec<u8>),
}

impl DirectorySource {
    /// Reads a setting that may be an address or a path.
    ///
    /// # Errors
    /// When it is an address that may not be spoken to: plain `http` is for loopback literals only.
    pub fn from_setting(text: &str) -> Result<Self, DirectoryError> {
        if !text.contains("://") {
            return Ok(Self::File(PathBuf::from(text)));
        }
        check_url(text, Environment::Sandbox).map(Self::Url).map_err(DirectoryError::Address)
    }

    /// Whether it lies on this device, which decides how the transport for it is made.
    pub(crate) fn environment(&self) -> Environment {
        match self {
            Self::Url(url) if check_url(url.as_str(), Environment::Live).is_ok() => Environment::Live,
            _ => Environment::Sandbox,
        }
    }

    pub(crate) async fn load(&self, transport: &Transport) -> Result<Directory, DirectoryError> {
        match self {
            Self::Json(text) => Directory::from_json(text),
            Self::File(path) => Directory::from_json(&read_file(path)?),
            Self::Url(url) => Directory::vouched_for(&fetch(url, transport).await?, self.reach()),
        }
    }

    /// A file was chosen by the person; what comes over a wire is believed as far as the wire goes.
    pub(super) fn reach(&self) -> Reach {
        match (self, self.environment()) {
            (Self::Url(_), Environment::Live) => Reach::Internet,
            (Self::Url(_), Environment::Sandbox) => Reach::ThisDevice,
            _ => Reach::Anywhere,
        }
    }
}

async fn fetch(url: &Url, transport: &Transport) -> Result<Vec<u8>, DirectoryError> {
    check_url(url.as_str(), Environment::Sandbox).map_err(DirectoryError::Address)?;
    let reply = transport.exchange(Request::new(Method::GET, url.clone()), MOST_BYTES).await;
    match reply {
        Ok(reply) if reply.status.is_success() => Ok(reply.body.to_vec()),
        Err(HttpError::TooLarge(_)) => Err(DirectoryError::TooLarge),
        _ => Err(DirectoryError::Unavailable("its address")),
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, DirectoryError> {
    let unavailable = |_| DirectoryError::Unavailable("its file");
    let mut text = Vec::new();
    let file = std::fs::File::open(path).map_err(unavailable)?;
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut text).map_err(unavailable)?;
    if text.len() > MOST_BYTES { Err(DirectoryError::TooLarge) } else { Ok(text) }
}

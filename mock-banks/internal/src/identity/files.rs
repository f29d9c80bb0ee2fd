//! Identities in files, for a component that runs as a process of its own. Its folder and its key are readable by their
//! owner only; a key that others can read is not used.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use moa_kernel::BankId;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::{Component, Identity, IdentityError};

const AUTHORITY: &str = "authority.der";
/// Certificates and keys are a few hundred bytes.
const FILE_BYTES_MAX: u64 = 16 * 1024;

impl Identity {
    /// Writes the identity into a folder, made when there is none. What lay there before is replaced.
    ///
    /// # Errors
    /// When the folder or a file cannot be written.
    pub fn write_to(&self, folder: &Path) -> Result<(), IdentityError> {
        let word = self.component.as_str();
        make_private(folder)?;
        write(&folder.join(AUTHORITY), &self.authority)?;
        write(&folder.join(format!("{word}.der")), &self.certificate)?;
        write(&folder.join(format!("{word}.key")), self.key.secret_der())
    }

    /// Reads the identity of a component of a bank from the folder it was written into.
    ///
    /// # Errors
    /// When a file is missing or holds something else, or others can read the key.
    pub fn read_from(folder: &Path, component: Component, bank: &BankId) -> Result<Self, IdentityError> {
        let word = component.as_str();
        let key_path = folder.join(format!("{word}.key"));
        refuse_if_shared(&key_path)?;
        let key = PrivateKeyDer::try_from(read(&key_path)?).map_err(|_| IdentityError::Content { path: key_path })?;
        Ok(Self {
            component,
            bank: bank.clone(),
            authority: CertificateDer::from(read(&folder.join(AUTHORITY))?),
            certificate: CertificateDer::from(read(&folder.join(format!("{word}.der")))?),
            key: Arc::new(key),
        })
    }
}

fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> IdentityError {
    let path = path.to_owned();
    move |source| IdentityError::File { path, source }
}

fn make_private(folder: &Path) -> Result<(), IdentityError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(file_error(folder))
}

/// Beside first, then in its place: nobody ever reads half a key, and what is replaced is not written through.
fn write(path: &Path, bytes: &[u8]) -> Result<(), IdentityError> {
    let beside = path.with_extension("new");
    let _ = std::fs::remove_file(&beside);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut file| file.write_all(bytes));
    written.and_then(|()| std::fs::rename(&beside, path)).map_err(file_error(path))
}

fn read(path: &Path) -> Result<Vec<u8>, IdentityError> {
    let length = std::fs::metadata(path).map_err(file_error(path))?.len();
    if length > FILE_BYTES_MAX {
        return Err(IdentityError::Content { path: path.to_owned() });
    }
    std::fs::read(path).map_err(file_error(path))
}

/// A key that others can read may have been read: nothing is to be repaired about it.
fn refuse_if_shared(key: &Path) -> Result<(), IdentityError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let facts = std::fs::metadata(key).map_err(file_error(key))?;
        if facts.permissions().mode() & 0o077 != 0 {
            return Err(IdentityError::SharedKey { path: key.to_owned() });
        }
    }
    #[cfg(not(unix))]
    let _ = key;
    Ok(())
}

//! Identities in files, for a component that runs as a process of its own. Its folder and its key are readable by their
//! owner only; a key that others can read is not used.

use std::path::Path;
use std::sync::Arc;

use moa_bank_core::private;
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
        private::make_folder(folder).map_err(file_error(folder))?;
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

fn write(path: &Path, bytes: &[u8]) -> Result<(), IdentityError> {
    private::replace(path, bytes).map_err(file_error(path))
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
    if private::is_shared(key).map_err(file_error(key))? {
        return Err(IdentityError::SharedKey { path: key.to_owned() });
    }
    Ok(())
}

//! The names in the certificates.

use moa_kernel::BankId;
use rustls::pki_types::ServerName;

use super::IdentityError;

/// The longest label that is taken as it is (a DNS label has room for 63).
const LABEL_BYTES_MAX: usize = 50;

/// A component inside a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Component {
    /// API processing: the only one that talks to a core.
    Processing,
    /// The internal server that keeps the books.
    Core,
}

impl Component {
    /// The component's word in names and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Processing => "processing",
            Self::Core => "core",
        }
    }

    /// The name in its certificate at a bank.
    pub(super) fn at(self, bank: &BankId) -> String {
        format!("{}.{}.moa.internal", self.as_str(), label(bank))
    }

    pub(super) fn server_name(self, bank: &BankId) -> Result<ServerName<'static>, IdentityError> {
        ServerName::try_from(self.at(bank)).map_err(|_| IdentityError::Name(self.at(bank)))
    }
}

/// A bank's id as one label. What cannot be one, or could be taken for another's, becomes its digest.
fn label(bank: &BankId) -> String {
    let id = bank.as_str();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let whole = !id.starts_with("x-") && !id.starts_with('-') && !id.ends_with('-');
    if id.len() <= LABEL_BYTES_MAX && id.bytes().all(plain) && whole {
        return id.to_owned();
    }
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, id.as_bytes());
    let hex: String = digest.as_ref().iter().take(24).map(|byte| format!("{byte:02x}")).collect();
    format!("x-{hex}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_bank_has_a_name_of_its_own_that_dns_would_take() {
        let ids = ["thames", "Thames", "thames.moa", "x-thames", "테임즈은행", "-", &"long".repeat(100)];
        let names: HashSet<String> = ids
            .iter()
            .map(|id| {
                let bank = BankId::new(*id).unwrap();
                Component::Core.server_name(&bank).unwrap();
                Component::Core.at(&bank)
            })
            .collect();
        assert_eq!(names.len(), ids.len());
        assert!(names.contains("core.thames.moa.internal"));
    }
}

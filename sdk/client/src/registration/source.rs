//! Where an app's credentials at a bank come from.

use std::collections::BTreeMap;

use moa_kernel::{BankId, ClientId, SecretString};

/// Where this installation's credentials come from.
///
/// A licensed firm's transport key or a hub's shared secret does not belong on a customer's device; such banks will come
/// through a broker that signs and relays, which will be one more variant here.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum CredentialSource {
    /// Register with each bank, once, when it is first used.
    #[default]
    Register,
    /// Credentials made by hand for the banks named; the others are registered with.
    ByHand(BTreeMap<BankId, HandCredentials>),
}

/// What a bank's developer portal gave out.
#[derive(Debug, Clone)]
pub struct HandCredentials {
    /// The app's name at the bank.
    pub client_id: ClientId,
    /// The app's private key, as a JWK.
    pub key: SecretString,
    /// The registered redirect path: `/callback/{bank id}/{something random}`, behind the path of a
    /// [`ClaimedRedirect`](super::ClaimedRedirect) where there is one.
    pub redirect_path: String,
}

impl CredentialSource {
    pub(crate) fn by_hand(&self, bank: &BankId) -> Option<&HandCredentials> {
        match self {
            Self::Register => None,
            Self::ByHand(all) => all.get(bank),
        }
    }
}

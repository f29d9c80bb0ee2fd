//! What an admitted request entitles to. The gateway makes it after its policy has said yes; the codecs can ask the core
//! for nothing that is not in it.

use moa_kernel::{AccountId, ClientId, ConsentId, CustomerId};

use crate::codec::uk::Permissions;
use crate::port::Window;

/// On whose behalf a request is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entitlement {
    /// The app's own: it may make, read and delete consents of its own, and sees no customer.
    App {
        /// The app.
        client: ClientId,
    },
    /// A customer's, by their consent.
    Customer(CustomerEntitlement),
}

/// What one customer's consent opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerEntitlement {
    /// The app that asks.
    pub client: ClientId,
    /// The consent it asks by.
    pub consent: ConsentId,
    /// The customer who gave it.
    pub customer: CustomerId,
    /// The accounts it covers, cut down to the one in the path where the path names one.
    pub accounts: Vec<AccountId>,
    /// What may be read.
    pub permissions: Permissions,
    /// From when to when movements may be read.
    pub window: Window,
}

impl Entitlement {
    /// The app that asks.
    #[must_use]
    pub fn client(&self) -> &ClientId {
        match self {
            Self::App { client } => client,
            Self::Customer(entitlement) => &entitlement.client,
        }
    }
}

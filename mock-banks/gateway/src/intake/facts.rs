//! The facts about one request, side by side, with nothing decided yet.

use std::sync::Arc;

use moa_bank_processing::codec::uk::Permissions;
use moa_bank_processing::port::Window;
use moa_bank_registry::{Limits, Operation};
use moa_kernel::{AccountId, ClientId, ConsentId, CustomerId, Timestamp};

use crate::limits::LimitFacts;
use crate::tokens::TokenFacts;

/// Everything the policy looks at.
#[derive(Debug, Clone)]
pub struct Facts {
    /// What is asked for.
    pub operation: Arc<Operation>,
    /// The account in the path.
    pub account: AccountInPath,
    /// What came in the `Authorization` header.
    pub credential: Credential,
    /// What came in the `DPoP` header.
    pub proof: ProofFacts,
    /// The consent the token speaks of, as it is now.
    pub consent: Option<Arc<ConsentFacts>>,
    /// How the app stands with its plan, once it has proved who it is.
    pub limits: Option<LimitFacts>,
    /// What it brings along, once that was read: nobody's body is read before they are admitted.
    pub payload: PayloadFacts,
}

/// The body of a request, measured. The default is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PayloadFacts {
    /// How many bytes it has; of one that is too large, one more than its API takes.
    pub bytes: u64,
    /// How deep arrays and objects lie in each other; of one that is too deep, one more than its API takes.
    pub depth: u32,
    /// What its API takes.
    pub limits: Limits,
}

/// The account a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountInPath {
    /// The operation is not about one account.
    None,
    /// This one, whoever's it is.
    Named(AccountId),
    /// A text that cannot be an account's id at all.
    Impossible,
}

/// How a token was presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `Bearer`: whoever has it may use it.
    Bearer,
    /// `DPoP`: only with a proof of the key it is bound to.
    Dpop,
}

/// What a request brought to open the door with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// Nothing.
    Missing,
    /// A token in the URL, where logs and caches would keep it (FAPI 2.0 §5.3.4).
    InUrl,
    /// More than one `Authorization` header, or one that names no scheme we know.
    Unreadable,
    /// A token that is not live.
    Dead {
        /// The app it was given to, where the bank still knows that.
        given_to: Option<ClientId>,
        /// How it was presented.
        scheme: Scheme,
    },
    /// A live token.
    Live {
        /// How it was presented.
        scheme: Scheme,
        /// What is known of it.
        token: Arc<TokenFacts>,
    },
}

impl Credential {
    /// The app that the token was given to, live or not.
    pub(crate) fn app(&self) -> Option<&ClientId> {
        match self {
            Self::Live { token, .. } => Some(&token.client),
            Self::Dead { given_to, .. } => given_to.as_ref(),
            Self::Missing | Self::InUrl | Self::Unreadable => None,
        }
    }
}

/// What the proof of possession is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofFacts {
    /// There is none.
    Missing,
    /// It is not a proof for this request.
    Wrong {
        /// What about it, for the log.
        why: String,
    },
    /// It would be good, but lacks a nonce of ours that is still fresh.
    NonceWanted,
    /// It was good, once.
    Replayed,
    /// It is good, and was made with this key.
    Good {
        /// The key's thumbprint.
        thumbprint: String,
    },
}

/// A consent, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentFacts {
    /// Its id.
    pub id: ConsentId,
    /// The app it was given to.
    pub client: ClientId,
    /// The customer who gave it, once authorised.
    pub customer: Option<CustomerId>,
    /// Whether it is authorised now.
    pub authorised: bool,
    /// The accounts the customer chose.
    pub accounts: Vec<AccountId>,
    /// What may be read.
    pub permissions: Permissions,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// From when to when movements may be read.
    pub window: Window,
}

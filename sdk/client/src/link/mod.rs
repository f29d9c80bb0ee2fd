//! One customer's connection to one bank.
//!
//! A [`Link`] is the part without secrets: which bank, which consent, since when and until when. It lives in the store,
//! next to the data it brought. Its secrets (tokens and the key they are bound to) live in the vault under the same id
//! and never meet it on disk. Ending a link is [`Moa::unlink`](crate::moa::Moa::unlink): the bank is told, the secrets and
//! the data are erased whether or not the bank could be reached, and an [`UnlinkReceipt`] says both outcomes.

mod receipt;
mod state;
mod unlink;

use jiff::Timestamp;
use moa_kernel::{BankId, ConsentId, LinkId};
use serde::{Deserialize, Serialize};

pub use receipt::{BankOutcome, LocalOutcome, UnlinkReceipt};
pub use state::{AlreadyEnded, LinkState, SOON};
pub(crate) use unlink::unlink;

/// One customer's connection to one bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// This installation's name for it.
    pub id: LinkId,
    /// The bank.
    pub bank: BankId,
    /// What the customer allowed, as the bank names it.
    pub consent: ConsentId,
    /// Where it stood when it was last written. Ask [`Link::state_at`] for where it stands now.
    pub state: LinkState,
    /// When the customer approved.
    pub linked_at: Timestamp,
    /// When the approval ends by itself.
    pub expires_at: Option<Timestamp>,
}

impl Link {
    /// Where it stands at a moment: an active link expires without anybody writing it down.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> LinkState {
        self.state.at(now, self.expires_at)
    }
}

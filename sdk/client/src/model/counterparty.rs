//! Who is on the other side.

use serde::{Deserialize, Serialize};

use super::AccountNumber;

/// The other side of a payment, as far as the bank names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Counterparty {
    /// Their name.
    pub name: Option<String>,
    /// Their account.
    pub account: Option<AccountNumber>,
    /// Their bank.
    pub agent: Option<Agent>,
}

/// A bank, as another bank names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Agent {
    /// Whose numbering the id follows.
    pub scheme: Option<String>,
    /// Its id in that scheme (a BIC, for one).
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

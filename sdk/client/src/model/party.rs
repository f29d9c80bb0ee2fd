//! The people and firms behind an account.

use moa_wire::open_codes;
use serde::{Deserialize, Serialize};

/// A person or firm.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    /// The bank's name for them.
    pub id: Option<String>,
    /// How they take part.
    pub kind: Option<PartyKind>,
    /// What they are called.
    pub name: Option<String>,
    /// Their name in law.
    pub full_legal_name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their telephone number.
    pub phone: Option<String>,
    /// Their mobile number.
    pub mobile: Option<String>,
    /// Where they live or trade.
    pub addresses: Vec<PostalAddress>,
}

open_codes! {
    /// How somebody takes part in an account.
    #[non_exhaustive]
    PartyKind {
        /// May act for the holder.
        Delegate = "Delegate",
        /// Holds it with others.
        Joint = "Joint",
        /// Holds it alone.
        Sole = "Sole",
    }
}

/// A postal address, as written lines: countries do not agree on the parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PostalAddress {
    /// Street, building, and whatever else comes before the town.
    pub lines: Vec<String>,
    /// The town.
    pub town: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The country (ISO 3166-1 alpha-2).
    pub country: Option<String>,
}

//! `GET /party` and `/accounts/{AccountId}/party` (`OBReadParty2`).

use serde::{Deserialize, Serialize};

use super::PostalAddress;
use crate::Code;
use crate::open_codes;

/// One party, or none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OneParty<T = Party> {
    /// The party.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub party: Option<T>,
}

/// Somebody who has to do with an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Party {
    /// The bank's name for them.
    pub party_id: String,
    /// A number the bank uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_number: Option<String>,
    /// Alone or with others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_type: Option<PartyType>,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Name as the law has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_legal_name: Option<String>,
    /// `UK.OBIE.Individual`, `UK.OBIE.PrivateLimitedCompany` and others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_structure: Option<Code>,
    /// Legal entity identifier.
    #[serde(rename = "LEI", default, skip_serializing_if = "Option::is_none")]
    pub lei: Option<String>,
    /// Whether they own it in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficial_ownership: Option<bool>,
    /// What they are to the account: `UK.OBIE.Principal` and others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_role: Option<Code>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Mobile telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// The account they belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationships: Option<Relationships>,
    /// Addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<PostalAddress>,
}

/// What a party belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Relationships {
    /// An account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<RelatedAccount>,
}

/// An account a party belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RelatedAccount {
    /// Its address.
    pub related: String,
    /// Its id.
    pub id: String,
}

open_codes! {
    /// Alone or with others.
    PartyType {
        /// Acts for the holder.
        Delegate = "Delegate",
        /// One of several holders.
        Joint = "Joint",
        /// The only holder.
        Sole = "Sole",
    }
}

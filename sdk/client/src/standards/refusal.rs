//! A bank's no, down to its codes. Its sentences and its own id for the error are left out: they may quote what was sent.
//! What to name in a support call is the id that the call carried
//! ([`CallContext::interaction_id`](crate::error::CallContext::interaction_id)), which the bank cannot choose.

use moa_wire::open_codes;

/// An error answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The bank's codes, in its order, as far as they are the standard's.
    pub codes: Vec<RefusalCode>,
}

impl Refusal {
    /// Whether the consent behind the request is no longer good: only a new approval helps.
    #[must_use]
    pub fn consent_is_over(&self) -> bool {
        self.codes.iter().any(|code| matches!(code, RefusalCode::ConsentStatus | RefusalCode::Reauthenticate))
    }
}

open_codes! {
    /// Why a bank refuses (UK v4 `OBExternalStatusReason1Code`).
    #[non_exhaustive]
    RefusalCode {
        /// A field was not expected or not provided.
        FieldExpected = "U001",
        /// A field is not as it should be.
        FieldInvalid = "U002",
        /// A date is not as it should be.
        FieldInvalidDate = "U003",
        /// A field is missing.
        FieldMissing = "U004",
        /// A field is too much.
        FieldUnexpected = "U005",
        /// A header is not as it should be.
        HeaderInvalid = "U006",
        /// A header is missing.
        HeaderMissing = "U007",
        /// The consent is another one than the request needs.
        ConsentMismatch = "U008",
        /// The consent is not in a status that allows this.
        ConsentStatus = "U009",
        /// The body is of another kind.
        FormatInvalid = "U010",
        /// There is no such resource, or this consent does not cover it.
        NotFound = "U011",
        /// The account's identifier is of a kind this bank does not know.
        AccountIdentifierUnsupported = "U021",
        /// The customer has to authenticate again.
        Reauthenticate = "U028",
        /// The bank's own fault.
        Unexpected = "U000",
    }
}

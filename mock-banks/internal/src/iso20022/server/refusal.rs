//! Why a message is not answered, and how that is put: one table to `admi.002`, one to HTTP.

use http::StatusCode;
use jiff::Timestamp;
use moa_bank_core::Bank;
use moa_bank_core::ledger::LedgerError;
use moa_bank_core::state::StateError;

use crate::iso20022::messages::Message;
use crate::iso20022::messages::amount::NotDigits;
use crate::iso20022::messages::rejection::{MessageReject, Reason, Reference, RejectionReason};
use crate::iso20022::xml::XmlFault;

/// Why a message is not answered.
#[derive(Debug)]
pub(super) struct Refusal {
    reason: Reason,
    description: String,
    until: Option<Timestamp>,
    /// What happened inside. It goes to the log and nowhere else.
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Refusal {
    fn new(reason: Reason, description: impl Into<String>) -> Self {
        Self { reason, description: description.into(), until: None, source: None }
    }

    /// The core is in trouble.
    pub(super) fn trouble() -> Self {
        Self::new(Reason::OutOfOrder, "the core is in trouble")
    }

    /// The customer has no such account, or is none.
    pub(super) fn unknown_account() -> Self {
        Self::new(Reason::UnknownAccount, "the customer has no such account")
    }

    /// The position was not given by this bank.
    pub(super) fn unknown_position() -> Self {
        Self::new(Reason::UnknownPosition, "no page of this bank ended at this position")
    }

    /// The message is one that this bank understands and does not answer.
    pub(super) fn unsupported(description: &str) -> Self {
        Self::new(Reason::Unsupported, description)
    }

    /// The books are closed.
    pub(super) fn closed(until: Timestamp) -> Self {
        Self { until: Some(until), ..Self::new(Reason::Closed, "the books are closed for the day's own work") }
    }

    /// The message that says so to whoever sent a message of this id.
    pub(super) fn into_message(self, id: &str, bank: &Bank) -> Message {
        if let Some(source) = &self.source {
            tracing::error!(bank = %bank.id(), error = %source, "the core could not answer");
        }
        // Max35Text has a least length too.
        let id = if id.is_empty() { "NOTPROVIDED" } else { id };
        Message::Reject(MessageReject {
            reference: Reference { id: id.to_owned() },
            reason: RejectionReason {
                code: self.reason,
                at: Some(bank.now()),
                description: Some(self.description),
                until: self.until,
            },
        })
    }

    fn inside(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..Self::trouble() }
    }
}

impl From<StateError> for Refusal {
    fn from(error: StateError) -> Self {
        Self::inside(error)
    }
}

impl From<NotDigits> for Refusal {
    fn from(error: NotDigits) -> Self {
        Self::inside(error)
    }
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::UnknownAccount(_) => Self::unknown_account(),
            other => Self::inside(other),
        }
    }
}

impl From<XmlFault> for Refusal {
    fn from(fault: XmlFault) -> Self {
        Self::new(Reason::Unreadable, fault.to_string())
    }
}

/// The HTTP status of an answer.
pub(super) fn status(message: &Message) -> StatusCode {
    let Message::Reject(reject) = message else { return StatusCode::OK };
    match reject.reason.code {
        Reason::Unreadable => StatusCode::BAD_REQUEST,
        Reason::UnknownAccount => StatusCode::NOT_FOUND,
        Reason::UnknownPosition | Reason::Unsupported => StatusCode::UNPROCESSABLE_ENTITY,
        Reason::Closed => StatusCode::SERVICE_UNAVAILABLE,
        Reason::OutOfOrder => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

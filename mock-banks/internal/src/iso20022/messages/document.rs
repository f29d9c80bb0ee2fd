//! The envelope all messages have in common: a `Document` in the namespace of its version.

use serde::{Deserialize, Serialize};

use super::element::choice;
use super::payment::{StatusReport, TransferInitiation};
use super::rejection::MessageReject;
use super::report::{AccountReport, Statement};
use super::request::AccountReportingRequest;

choice! {
    /// A message, under the element that names it.
    Message {
        "AcctRptgReq" Request(AccountReportingRequest),
        "BkToCstmrAcctRpt" Report(AccountReport),
        "BkToCstmrStmt" Statement(Statement),
        "CstmrCdtTrfInitn" Transfer(TransferInitiation),
        "CstmrPmtStsRpt" Status(StatusReport),
        "admi.002.001.01" Reject(MessageReject),
    }
}

/// The root of every message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The namespace: `urn:iso:std:iso:20022:tech:xsd:` and the name of the message with its version. A document that gives
    /// its namespace a prefix has none here; which namespace it is in has been looked at before.
    #[serde(rename = "@xmlns", default)]
    pub namespace: String,
    /// What it says.
    #[serde(rename = "$value")]
    pub message: Message,
}

/// The name of a message, with its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageName {
    /// `camt.060.001.05`: the request for a report.
    Camt060,
    /// `camt.052.001.08`: a report of accounts as they are.
    Camt052,
    /// `camt.053.001.08`: a statement.
    Camt053,
    /// `pain.001.001.09`: the initiation of a transfer.
    Pain001,
    /// `pain.002.001.10`: the status of a transfer.
    Pain002,
    /// `admi.002.001.01`: the rejection of a message.
    Admi002,
}

impl MessageName {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Camt060, Self::Camt052, Self::Camt053, Self::Pain001, Self::Pain002, Self::Admi002];

    /// The name with its version, as other messages refer to it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Camt060 => "camt.060.001.05",
            Self::Camt052 => "camt.052.001.08",
            Self::Camt053 => "camt.053.001.08",
            Self::Pain001 => "pain.001.001.09",
            Self::Pain002 => "pain.002.001.10",
            Self::Admi002 => "admi.002.001.01",
        }
    }

    /// The name without its version, as people say it.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Camt060 => "camt.060",
            Self::Camt052 => "camt.052",
            Self::Camt053 => "camt.053",
            Self::Pain001 => "pain.001",
            Self::Pain002 => "pain.002",
            Self::Admi002 => "admi.002",
        }
    }

    /// The element that stands below `Document`.
    #[must_use]
    pub const fn element(self) -> &'static str {
        match self {
            Self::Camt060 => "AcctRptgReq",
            Self::Camt052 => "BkToCstmrAcctRpt",
            Self::Camt053 => "BkToCstmrStmt",
            Self::Pain001 => "CstmrCdtTrfInitn",
            Self::Pain002 => "CstmrPmtStsRpt",
            Self::Admi002 => "admi.002.001.01",
        }
    }

    /// The namespace of the message.
    #[must_use]
    pub fn namespace(self) -> String {
        format!("urn:iso:std:iso:20022:tech:xsd:{}", self.as_str())
    }

    /// The message of a namespace.
    #[must_use]
    pub fn of_namespace(namespace: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.namespace() == namespace)
    }
}

impl Message {
    /// Which message it is.
    #[must_use]
    pub const fn name(&self) -> MessageName {
        match self {
            Self::Request(_) => MessageName::Camt060,
            Self::Report(_) => MessageName::Camt052,
            Self::Statement(_) => MessageName::Camt053,
            Self::Transfer(_) => MessageName::Pain001,
            Self::Status(_) => MessageName::Pain002,
            Self::Reject(_) => MessageName::Admi002,
        }
    }
}

impl From<Message> for Document {
    fn from(message: Message) -> Self {
        Self { namespace: message.name().namespace(), message }
    }
}

//! `admi.002.001.01`, `MessageReject`: the message itself could not be answered.

use jiff::Timestamp;

use super::element::{codes, element};

element! {
    /// `admi.002.001.01`.
    MessageReject {
        "RltdRef" reference: Reference,
        "Rsn" reason: RejectionReason,
    }

    /// `MessageReference`: the message that is refused.
    Reference {
        "Ref" id: String,
    }

    /// `RejectionReason2`. The additional data of a bank that is closed is when it opens.
    RejectionReason {
        "RjctgPtyRsn" code: Reason,
        "RjctnDtTm" at: Option<Timestamp>,
        "RsnDesc" description: Option<String>,
        "AddtlData" until: Option<Timestamp>,
    }
}

codes! {
    /// Why this bank refuses a message. The standard leaves the words to the bank.
    Reason {
        "UnknownAccount" UnknownAccount,
        "UnknownPosition" UnknownPosition,
        "Unreadable" Unreadable,
        "Unsupported" Unsupported,
        "Closed" Closed,
        "OutOfOrder" OutOfOrder,
    }
}

//! What can be wrong with a request, and the one table that says how the standard puts it.

use http::StatusCode;
use jiff::SignedDuration;
use moa_kernel::Timestamp;
use moa_wire::Code;
use moa_wire::uk::v4::errors::{ErrorDetail, ErrorResponse};

use super::PermissionsError;
use crate::port::{CoreFault, TransferRefusal};

/// A code of the standard's `OBExternalStatusReason1Code`. The set is open; these are the ones this bank uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// U000: something went wrong that the app has no part in.
    Unexpected,
    /// U002
    FieldInvalid,
    /// U003
    InvalidDate,
    /// U006
    HeaderInvalid,
    /// U009
    InvalidConsentStatus,
    /// U010
    InvalidFormat,
    /// U011
    NotFound,
    /// U028
    Reauthenticate,
    /// AM03: the account does not hold the currency (ISO 20022).
    CurrencyNotAllowed,
    /// AM04: there is not enough on the account.
    InsufficientFunds,
    /// AM05: the end-to-end id was used before.
    Duplicate,
    /// AM12: the amount cannot be paid.
    InvalidAmount,
    /// AC03: the payee's account cannot take it.
    InvalidCreditorAccount,
    /// NARR: the message says it.
    Narrative,
}

impl ErrorCode {
    /// The code as it travels.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unexpected => "U000",
            Self::FieldInvalid => "U002",
            Self::InvalidDate => "U003",
            Self::HeaderInvalid => "U006",
            Self::InvalidConsentStatus => "U009",
            Self::InvalidFormat => "U010",
            Self::NotFound => "U011",
            Self::Reauthenticate => "U028",
            Self::CurrencyNotAllowed => "AM03",
            Self::InsufficientFunds => "AM04",
            Self::Duplicate => "AM05",
            Self::InvalidAmount => "AM12",
            Self::InvalidCreditorAccount => "AC03",
            Self::Narrative => "NARR",
        }
    }
}

/// What is wrong with a request that was admitted.
#[derive(Debug, thiserror::Error)]
pub enum UkError {
    /// The id in the path names nothing this app may see. Whether it exists for somebody else is not told.
    #[error("the resource cannot be found")]
    NotFound,
    /// A query parameter cannot be read.
    #[error("the parameter {0} is invalid")]
    Parameter(&'static str),
    /// A query date cannot be read.
    #[error("the parameter {0} is not a date and time without offset")]
    QueryDate(&'static str),
    /// The body is not the JSON the standard describes.
    #[error("the body is not what this endpoint takes")]
    Body,
    /// The permissions make no sense.
    #[error(transparent)]
    Permissions(#[from] PermissionsError),
    /// A date in the body is wrong.
    #[error("{path}: {problem}")]
    BodyDate {
        /// Which field.
        path: &'static str,
        /// What about it.
        problem: &'static str,
    },
    /// The core understood a transfer and will not make it.
    #[error("{0}")]
    Refused(TransferRefusal),
    /// A query parameter of a custom API cannot be read.
    #[error("{name} {problem}")]
    Query {
        /// Which one.
        name: String,
        /// What about it, in words that follow the name.
        problem: String,
    },
    /// More rows than a custom API may rest its answer on.
    #[error("there are more than {rows_max} transactions: ask for a shorter time")]
    TooMuch {
        /// How many rows are the most.
        rows_max: u32,
    },
    /// The consent lacks a permission that a custom API needs. The words are the gateway's for the same.
    #[error("the consent does not permit this")]
    NotPermitted,
    /// Our own trouble.
    #[error("something went wrong at the bank")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Our own trouble too, but one whose end is known. An app is told the same, and when to ask again.
    #[error("something went wrong at the bank")]
    Closed {
        /// When the bank answers again.
        until: Option<Timestamp>,
    },
}

impl From<CoreFault> for UkError {
    fn from(fault: CoreFault) -> Self {
        match fault {
            CoreFault::NotFound => Self::NotFound,
            CoreFault::BadCursor => Self::Parameter("page"),
            CoreFault::Refused(refusal) => Self::Refused(refusal),
            CoreFault::Closed { until } => Self::Closed { until },
            CoreFault::TimedOut => Self::Unavailable(CoreFault::TimedOut.into()),
            CoreFault::Unavailable(source) => Self::Unavailable(source),
        }
    }
}

impl UkError {
    /// How long an app should wait before it asks again, where the bank knows.
    #[must_use]
    pub fn retry_after(&self, now: Timestamp) -> Option<SignedDuration> {
        match self {
            Self::Closed { until: Some(until) } => Some(until.duration_since(now).max(SignedDuration::from_secs(1))),
            _ => None,
        }
    }

    /// The status and the error body.
    #[must_use]
    pub fn to_response(&self, id: &str) -> (StatusCode, Vec<u8>) {
        let (status, code, path) = match self {
            Self::NotFound => (StatusCode::BAD_REQUEST, ErrorCode::NotFound, None),
            Self::Parameter(name) => (StatusCode::BAD_REQUEST, ErrorCode::FieldInvalid, Some(*name)),
            Self::QueryDate(name) => (StatusCode::BAD_REQUEST, ErrorCode::InvalidDate, Some(*name)),
            Self::Query { name, .. } => (StatusCode::BAD_REQUEST, ErrorCode::FieldInvalid, Some(name.as_str())),
            Self::TooMuch { .. } => (StatusCode::BAD_REQUEST, ErrorCode::Narrative, None),
            Self::NotPermitted => (StatusCode::FORBIDDEN, ErrorCode::Narrative, None),
            Self::Body => (StatusCode::BAD_REQUEST, ErrorCode::InvalidFormat, None),
            Self::Permissions(_) => (StatusCode::BAD_REQUEST, ErrorCode::FieldInvalid, Some("Data.Permissions")),
            Self::BodyDate { path, .. } => (StatusCode::BAD_REQUEST, ErrorCode::InvalidDate, Some(*path)),
            Self::Refused(refusal) => (StatusCode::BAD_REQUEST, refused(*refusal), None),
            // The standard's document knows 500 and no 503. Which of these it was is nobody's business outside.
            Self::Unavailable(_) | Self::Closed { .. } => {
                (StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Unexpected, None)
            }
        };
        (status, error_body(id, code, &self.to_string(), path))
    }
}

const fn refused(refusal: TransferRefusal) -> ErrorCode {
    match refusal {
        TransferRefusal::InsufficientFunds => ErrorCode::InsufficientFunds,
        TransferRefusal::WrongCurrency => ErrorCode::CurrencyNotAllowed,
        TransferRefusal::BadAmount => ErrorCode::InvalidAmount,
        TransferRefusal::BadPayee => ErrorCode::InvalidCreditorAccount,
        TransferRefusal::BadText => ErrorCode::FieldInvalid,
        TransferRefusal::IdUsedBefore => ErrorCode::Duplicate,
    }
}

/// An `OBErrorResponse1` with one error in it.
#[must_use]
pub fn error_body(id: &str, code: ErrorCode, message: &str, path: Option<&str>) -> Vec<u8> {
    let detail = ErrorDetail {
        error_code: Code::from(code.as_str()),
        message: Some(message.to_owned()),
        path: path.map(str::to_owned),
        url: None,
    };
    let response = ErrorResponse { id: Some(id.to_owned()), code: None, message: None, errors: vec![detail] };
    // Texts always have a JSON form; an empty body would still carry its status.
    serde_json::to_vec(&response).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_id_is_400_and_our_own_trouble_tells_nothing() {
        let (status, body) = UkError::NotFound.to_response("5b9bd5b2-6a4b-4d5e-9a53-1f3d5e5c1a11");
        assert_eq!(status, 400);
        assert!(String::from_utf8(body).unwrap().contains("\"ErrorCode\":\"U011\""));

        let trouble = UkError::Unavailable("disk /var/secret is full".into());
        let (status, body) = trouble.to_response("x");
        assert_eq!(status, 500);
        assert!(!String::from_utf8(body).unwrap().contains("secret"));
    }

    #[test]
    fn whatever_ails_a_core_an_app_is_told_the_same() {
        let now: Timestamp = "2026-11-24T02:10:00Z".parse().unwrap();
        let until = Some("2026-11-24T02:40:00Z".parse().unwrap());
        let faults = [
            CoreFault::Unavailable("connection refused: 127.0.0.1:7411".into()),
            CoreFault::TimedOut,
            CoreFault::Closed { until: None },
            CoreFault::Closed { until },
        ];
        let told: Vec<_> = faults.map(UkError::from).iter().map(|error| error.to_response("x")).collect();
        assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
        let wait = UkError::Closed { until }.retry_after(now);
        assert_eq!(wait, Some(SignedDuration::from_mins(30)));
        assert_eq!(UkError::Closed { until: None }.retry_after(now), None);
    }

    #[test]
    fn a_refused_transfer_has_the_code_of_iso_20022() {
        let (status, body) = UkError::from(CoreFault::Refused(TransferRefusal::InsufficientFunds)).to_response("x");
        assert_eq!(status, 400);
        assert!(String::from_utf8(body).unwrap().contains("\"ErrorCode\":\"AM04\""));
    }
}

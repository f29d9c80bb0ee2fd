//! The answers that no rule gave: there is nothing at that address, the API's state says no, or a request never came to its
//! end. They are explained as well, because they are what puzzles a developer most.

use http::StatusCode;
use moa_bank_registry::Route;

use super::Refused;

/// Where a request was not let in before any rule was asked.
pub(crate) const fn of_route(route: &Route) -> Option<Refused> {
    let (why, clause, change) = match route {
        Route::Found { .. } => return None,
        Route::OtherMethod { .. } => (
            "there is such a path, and not for this method",
            "RFC 9110 §15.5.6",
            "use a method that the answer's Allow header lists",
        ),
        Route::NoSuchPath { .. } => {
            ("the API has no such path", "RFC 9110 §15.5.5", "take the path from the API's document")
        }
        Route::Nothing => {
            ("no API of this bank is at this address", "RFC 9110 §15.5.5", "take the address from the bank's directory")
        }
        Route::Blocked { .. } => (
            "the operator has blocked this API for now; the answer says why",
            "the API's lifecycle, blocked",
            "wait until it is unblocked",
        ),
        Route::Gone { .. } => (
            "this version of the API has been retired",
            "the API's lifecycle, retired; RFC 9110 §15.5.11",
            "go over to the version that the answer's Link header names",
        ),
    };
    Some(Refused { rule: "route", why, clause, change: Some(change) })
}

/// Refused before anything about it was looked up, its app included.
pub(crate) const fn of_long_url() -> Refused {
    Refused {
        rule: "url",
        why: "the URL is longer than any of this bank's APIs needs",
        clause: "RFC 9110 §15.5.15",
        change: Some("ask with fewer or shorter parameters"),
    }
}

/// What became of a request that came to no end of its own.
pub(crate) fn of_no_end(status: StatusCode) -> Refused {
    let (rule, why, clause) = match status {
        StatusCode::REQUEST_TIMEOUT => {
            ("time", "it was not answered in the time that this bank gives a request", "RFC 9110 §15.5.9")
        }
        _ => ("fault", "something broke on the way; the fault is the bank's", "RFC 9110 §15.6.1"),
    };
    Refused { rule, why, clause, change: Some("ask again; if it stays, tell the bank this interaction id") }
}

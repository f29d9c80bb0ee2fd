//! Questions as requests.

use http::Method;
use jiff::civil::Date;
use moa_kernel::AccountId;

use super::consent;
use crate::standards::{AskPath, Cursor, HttpAsk, Question, Window};

/// The first page of the answer to a question.
pub(super) fn first_page(question: &Question) -> HttpAsk {
    match question {
        Question::CreateConsent(ask) => HttpAsk {
            method: Method::POST,
            body: Some(consent::request(ask)),
            ..HttpAsk::get("/account-access-consents")
        },
        Question::ReadConsent(id) => HttpAsk::get(format!("/account-access-consents/{}", segment(id.as_str()))),
        Question::DeleteConsent(id) => HttpAsk {
            method: Method::DELETE,
            ..HttpAsk::get(format!("/account-access-consents/{}", segment(id.as_str())))
        },
        Question::Accounts => HttpAsk::get("/accounts"),
        Question::Party => HttpAsk::get("/party"),
        Question::Balances(account) => of_account(account, "balances"),
        Question::Transactions(account, window) => {
            HttpAsk { query: days(window), ..of_account(account, "transactions") }
        }
        Question::AccountParty(account) => of_account(account, "party"),
        Question::Beneficiaries(account) => of_account(account, "beneficiaries"),
        Question::DirectDebits(account) => of_account(account, "direct-debits"),
        Question::StandingOrders(account) => of_account(account, "standing-orders"),
        Question::ScheduledPayments(account) => of_account(account, "scheduled-payments"),
    }
}

/// A further page: the bank's own link, as it was sent.
pub(super) fn next_page(cursor: &Cursor) -> HttpAsk {
    HttpAsk { path: AskPath::Next(cursor.as_str().to_owned()), ..HttpAsk::get("") }
}

fn of_account(account: &AccountId, what: &str) -> HttpAsk {
    HttpAsk::get(format!("/accounts/{}/{what}", segment(account.as_str())))
}

/// Whole days. A time without an offset is compared in the zone of the bank's record, so midnight is the bank's midnight.
fn days(window: &Window) -> Vec<(String, String)> {
    let at = |name: &str, day: Option<Date>, time: &str| day.map(|day| (name.to_owned(), format!("{day}T{time}")));
    [at("fromBookingDateTime", window.from, "00:00:00"), at("toBookingDateTime", window.to, "23:59:59")]
        .into_iter()
        .flatten()
        .collect()
}

/// An id as one segment of a path: whatever the bank put into it, it cannot leave its place.
fn segment(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) || (byte == b'.' && id != "." && id != "..") {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_segment() {
        assert_eq!(segment("22289"), "22289");
        assert_eq!(segment("../party?x=1#"), "..%2Fparty%3Fx%3D1%23");
        assert_eq!(segment(".."), "%2E%2E");
        assert_eq!(segment("계좌"), "%EA%B3%84%EC%A2%8C");
    }
}

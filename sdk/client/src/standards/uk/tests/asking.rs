//! Questions as requests.

use std::collections::BTreeSet;

use http::Method;
use moa_kernel::{AccountId, ConsentId};

use crate::standards::uk::UkV4;
use crate::standards::{AskPath, ConsentAsk, Cursor, DataKind, HttpAsk, Question, Standard as _, Window};

fn ask(question: &Question) -> HttpAsk {
    UkV4.ask(question, None).unwrap()
}

fn account() -> AccountId {
    AccountId::new("22289").unwrap()
}

#[test]
fn each_question_has_its_address() {
    let consent = || ConsentId::new("aac-7f3c2e").unwrap();
    for (question, method, path) in [
        (Question::Accounts, Method::GET, "/accounts"),
        (Question::Party, Method::GET, "/party"),
        (Question::Balances(account()), Method::GET, "/accounts/22289/balances"),
        (Question::AccountParty(account()), Method::GET, "/accounts/22289/party"),
        (Question::Beneficiaries(account()), Method::GET, "/accounts/22289/beneficiaries"),
        (Question::DirectDebits(account()), Method::GET, "/accounts/22289/direct-debits"),
        (Question::StandingOrders(account()), Method::GET, "/accounts/22289/standing-orders"),
        (Question::ScheduledPayments(account()), Method::GET, "/accounts/22289/scheduled-payments"),
        (Question::Transactions(account(), Window::default()), Method::GET, "/accounts/22289/transactions"),
        (Question::ReadConsent(consent()), Method::GET, "/account-access-consents/aac-7f3c2e"),
        (Question::DeleteConsent(consent()), Method::DELETE, "/account-access-consents/aac-7f3c2e"),
    ] {
        assert_eq!(ask(&question), HttpAsk { method, ..HttpAsk::get(path) });
    }
}

#[test]
fn days_are_asked_for_without_an_offset() {
    let window = Window { from: Some("2026-10-01".parse().unwrap()), to: Some("2026-10-31".parse().unwrap()) };
    let expected = [("fromBookingDateTime", "2026-10-01T00:00:00"), ("toBookingDateTime", "2026-10-31T23:59:59")];
    let asked = ask(&Question::Transactions(account(), window)).query;
    assert_eq!(asked, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn the_next_page_is_the_banks_own_link() {
    let link = "https://rs.bank.example/open-banking/v4.0/aisp/accounts/22289/transactions?page=1&x=%2F";
    let question = Question::Transactions(account(), Window::since("2026-10-01".parse().unwrap()));
    let ask = UkV4.ask(&question, Some(&Cursor::new(link))).unwrap();
    assert_eq!(ask.path, AskPath::Next(link.to_owned()));
    assert!(ask.query.is_empty(), "the window is in the link already");
}

#[test]
fn a_consent_asks_for_permissions_the_standard_accepts() {
    let question = Question::CreateConsent(ConsentAsk {
        data: BTreeSet::from([DataKind::Transactions, DataKind::Balances]),
        expires_at: Some("2027-05-20T00:00:00Z".parse().unwrap()),
        transactions_from: Some("2025-11-23".parse().unwrap()),
        transactions_to: None,
    });
    let ask = ask(&question);
    assert_eq!(ask.method, Method::POST);
    assert_eq!(
        String::from_utf8(ask.body.unwrap()).unwrap(),
        r#"{"Data":{"Permissions":["ReadAccountsDetail","ReadBalances","ReadTransactionsDetail","ReadTransactionsCredits","ReadTransactionsDebits"],"ExpirationDateTime":"2027-05-20T00:00:00+00:00","TransactionFromDateTime":"2025-11-23T00:00:00+00:00"},"Risk":{}}"#
    );
}

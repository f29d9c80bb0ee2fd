//! Replies as pages, and refusals as codes.

use moa_kernel::AccountId;

use super::{read, reply};
use crate::standards::uk::UkV4;
use crate::standards::{Meaning, Question, RefusalCode, Standard as _, Unreadable, Window};

fn transactions() -> Question {
    Question::Transactions(AccountId::new("22289").unwrap(), Window::default())
}

const PAGE: &str = r#"{"Data":{"Transaction":[
    {"AccountId":"22289","CreditDebitIndicator":"Debit","Status":"BOOK","BookingDateTime":"2026-11-20T00:00:00+00:00","Amount":{"Amount":"8.71","Currency":"GBP"}},
    {"AccountId":"22289","CreditDebitIndicator":"Debit","Status":"PDNG","BookingDateTime":"2026-11-20T00:00:00+00:00","Amount":{"Amount":8.71,"Currency":"GBP"}},
    {"AccountId":"22289","CreditDebitIndicator":"Debit","Status":"BOOK","BookingDateTime":"2026-11-20T00:00:00+00:00"},
    {"AccountId":"22289","CreditDebitIndicator":"Debit","Status":"BOOK","BookingDateTime":"2026-11-19T00:00:00+00:00","Amount":{"Amount":"1.00","Currency":"GBP"}}
  ]},"Links":{"Self":"https://rs.bank.example/t?page=0","Next":"https://rs.bank.example/t?page=1"},
  "Meta":{"TotalPages":2,"FirstAvailableDateTime":"2019-11-23T00:00:00+00:00"}}"#;

#[test]
fn a_page_says_what_it_has_what_it_has_not_and_where_it_goes_on() {
    let page = read(&transactions(), PAGE).unwrap();
    assert_eq!(page.rows.len(), 2);
    let skipped: Vec<_> = page.skipped.iter().map(|row| (row.index, row.reason.as_str(), row.provisional)).collect();
    assert_eq!(skipped, [(1, "a field is of the wrong kind", true), (2, "Amount is missing", false)]);
    assert_eq!(page.next.unwrap().as_str(), "https://rs.bank.example/t?page=1");
    assert_eq!((page.total_pages, page.available_from.unwrap().day().to_string()), (Some(2), "2019-11-23".to_owned()));
}

#[test]
fn nothing_found_is_an_empty_page() {
    for body in [r#"{"Data":{"Transaction":[]}}"#, r#"{"Data":{}}"#] {
        let page = read(&transactions(), body).unwrap();
        assert!(page.rows.is_empty() && page.skipped.is_empty() && page.next.is_none());
    }
}

#[test]
fn what_is_not_an_answer_is_told_apart() {
    for body in ["", "<html>maintenance</html>", "{\"Data\":", "\u{feff}nonsense"] {
        assert_eq!(read(&transactions(), body), Err(Unreadable::NotJson), "{body}");
    }
    for body in ["[]", "null", "{}", r#"{"Data":[]}"#, r#"{"Data":{"Transaction":{}}}"#] {
        assert_eq!(read(&transactions(), body), Err(Unreadable::WrongShape("Data.Transaction")), "{body}");
    }
}

#[test]
fn a_refusal_is_its_codes_and_not_its_sentences() {
    let body = r#"{"Id":"ref-1","Code":"400","Message":"secret sentence","Errors":[
        {"ErrorCode":"U011","Message":"secret","Path":"AccountId"},{"ErrorCode":"UK.OBIE.Field.Missing"},{"ErrorCode":"X9\n9"}]}"#;
    let Err(Unreadable::Refused(refusal)) = UkV4.read(&transactions(), &reply(400, body)) else { panic!() };
    let codes = [RefusalCode::NotFound, RefusalCode::FieldMissing, RefusalCode::Other("X99".to_owned())];
    assert_eq!((refusal.status, refusal.codes.as_slice()), (400, codes.as_slice()));
    assert_eq!(refusal.reference.as_deref(), Some("ref-1"));
    assert!(!format!("{refusal:?}").contains("secret"));
}

#[test]
fn only_a_refusal_about_the_consent_ends_the_consent() {
    let refusal = |status, body| match UkV4.read(&Question::Accounts, &reply(status, body)) {
        Err(Unreadable::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert!(refusal(400, r#"{"Errors":[{"ErrorCode":"U009"}]}"#).consent_is_over());
    assert!(refusal(403, r#"{"Errors":[{"ErrorCode":"UK.OBIE.Reauthenticate"}]}"#).consent_is_over());
    assert!(!refusal(400, r#"{"Errors":[{"ErrorCode":"U011"}]}"#).consent_is_over());
    assert!(!refusal(502, "<html>").consent_is_over());
}

#[test]
fn consents_come_back_as_they_stand() {
    let id = moa_kernel::ConsentId::new("aac-7f3c2e").unwrap();
    let body = r#"{"Data":{"ConsentId":"aac-7f3c2e","Status":"HELD","StatusUpdateDateTime":"2026-11-23T09:00:00+00:00","CreationDateTime":"2026-11-23T09:00:00+00:00","Permissions":["ReadBalances","ReadDreams"],"ExpirationDateTime":"2027-01-01T00:00:00+00:00"},"Risk":{}}"#;
    let mut page = read(&Question::ReadConsent(id.clone()), body).unwrap();
    let Some(Meaning::Consent(consent)) = page.rows.pop().map(|record| record.meaning) else { panic!() };
    assert_eq!((consent.id, consent.status.as_str()), (id.clone(), "HELD"));
    assert_eq!(
        consent.permissions.iter().map(moa_wire::Code::as_str).collect::<Vec<_>>(),
        ["ReadBalances", "ReadDreams"]
    );
    assert_eq!(consent.expires.unwrap().as_str(), "2027-01-01T00:00:00+00:00");

    let deleted = UkV4.read(&Question::DeleteConsent(id), &reply(204, "")).unwrap();
    assert!(deleted.rows.is_empty());
}

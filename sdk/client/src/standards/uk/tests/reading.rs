//! Replies as pages, and refusals as codes.

use moa_kernel::AccountId;
use serde_json::json;

use super::{read, reply};
use crate::standards::uk::UkV4;
use crate::standards::{Meaning, Question, Refusal, RefusalCode, Standard as _, Unreadable, Window};

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

fn refusal(status: u16, body: &str) -> Refusal {
    match UkV4.read(&Question::Accounts, &reply(status, body)) {
        Err(Unreadable::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refusal_is_its_codes_and_neither_its_sentences_nor_its_id() {
    let id = "2f6cbd0e-3f0a-4a0e-9a55-0d6d2f8e1c11";
    let body = json!({"Id": id, "Code": id, "Message": id, "Errors": [
        {"ErrorCode": "U011", "Message": id, "Path": id, "Url": id},
        {"ErrorCode": "UK.OBIE.Field.Missing"}, {"ErrorCode": "UK.OBIE.Signature.Invalid"}, {"ErrorCode": "AC04"}]});
    let heard = refusal(400, &body.to_string());
    let other = |code: &str| RefusalCode::Other(code.to_owned());
    let codes = [RefusalCode::NotFound, RefusalCode::FieldMissing, other("U015"), other("AC04")];
    assert_eq!(heard, Refusal { status: 400, codes: codes.to_vec() });
}

#[test]
fn what_is_no_code_of_the_standard_is_not_heard() {
    for planted in [
        "",
        "plantedtoken",
        "UK.OBIE.plantedtoken",
        "UK.OBIE.",
        "UK.OBIE.U011",
        "field.missing",
        "Field.Missing",
        "22289",
        "2228",
        "GB33BUKB20201555555555",
        "20-20-15",
        "2f6cbd0e-3f0a-4a0e-9a55-0d6d2f8e1c11",
        "u011",
        "U11",
        "U0111",
        "X123",
        "ABCD",
        "A1B2",
        "U01\n",
        "U0\u{661}",
    ] {
        let body = json!({"Errors": [{"ErrorCode": planted}]}).to_string();
        assert_eq!(refusal(400, &body), Refusal { status: 400, codes: Vec::new() }, "{planted}");
    }
    let many = vec![json!({"ErrorCode": "U011"}); 11];
    assert_eq!(refusal(400, &json!({"Errors": many}).to_string()).codes, vec![RefusalCode::NotFound; 10]);
}

#[test]
fn only_a_refusal_about_the_consent_ends_the_consent() {
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

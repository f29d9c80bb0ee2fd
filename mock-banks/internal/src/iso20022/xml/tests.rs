//! What is read, what is written, and what is refused.

use moa_kernel::{Currency, Money};
use proptest::prelude::*;

use super::*;
use crate::iso20022::messages::amount::{Amount, Direction};
use crate::iso20022::messages::entry::{DayOrMoment, Entry};
use crate::iso20022::messages::header::Sequence;
use crate::iso20022::messages::party::{AccountId, PartyOrAgent};
use crate::iso20022::messages::{CodeOrWord, MessageName};

const BALANCES: &str = include_str!("samples/camt.052.xml");
const STATEMENT: &str = include_str!("samples/camt.053.xml");
const REQUEST: &str = include_str!("samples/camt.060.xml");
const TRANSFER: &str = include_str!("samples/pain.001.xml");
const STATUS: &str = include_str!("samples/pain.002.xml");
const REJECT: &str = include_str!("samples/admi.002.xml");

fn read_text(text: &str) -> Result<Message, XmlFault> {
    read(text.as_bytes(), &Limits::ANSWER)
}

#[test]
fn every_sample_is_read_and_written_without_a_loss() {
    let samples = [
        (MessageName::Camt052, BALANCES),
        (MessageName::Camt053, STATEMENT),
        (MessageName::Camt060, REQUEST),
        (MessageName::Pain001, TRANSFER),
        (MessageName::Pain002, STATUS),
        (MessageName::Admi002, REJECT),
    ];
    for (name, sample) in samples {
        let message = read_text(sample).unwrap_or_else(|fault| panic!("{}: {fault}", name.as_str()));
        assert_eq!(message.name(), name);
        let written = write(message.clone()).unwrap();
        assert_eq!(read(&written, &Limits::ANSWER).unwrap(), message);
        // The same elements in the same order with the same texts: only layout may differ.
        assert_eq!(squeezed(&String::from_utf8(written).unwrap()), squeezed(sample), "{}", name.as_str());
    }
}

/// A text without its declaration, its comments, and the space between elements.
fn squeezed(text: &str) -> String {
    let without_declaration = text.split_once("?>").map_or(text, |(_, rest)| rest);
    without_declaration.split('\n').map(str::trim).filter(|line| !line.starts_with("<!--")).collect()
}

#[test]
fn a_statement_of_a_won_account_says_what_it_should() {
    let Message::Statement(message) = read_text(STATEMENT).unwrap() else { panic!("no statement") };
    let [statement] = message.statements.as_slice() else { panic!("not one statement") };
    assert_eq!(statement.account.id.is, AccountId::of_scheme("BankAccountId", "5f0c2c9a7be14d3a8c66e1d2"));
    assert_eq!(statement.sequence.as_ref().unwrap().is, Sequence::To("1790000000000000.812".to_owned()));
    let page = message.header.page.unwrap();
    assert_eq!((page.number, page.is_last), (2, false));
    let [coffee, salary] = statement.entries.as_slice() else { panic!("not two entries") };
    let signed = |entry: &Entry| entry.amount.signed(entry.direction);
    assert_eq!(signed(coffee), Money::from_minor(-4800, Currency::KRW));
    assert_eq!(signed(salary), Money::from_minor(3_250_000, Currency::KRW));
    let DayOrMoment::Moment(at) = coffee.booked.as_ref().unwrap().is;
    assert_eq!(at.to_string(), "2026-11-20T03:14:00Z", "an offset is understood");
}

#[test]
fn a_request_names_the_customer_and_the_period() {
    let Message::Request(message) = read_text(REQUEST).unwrap() else { panic!("no request") };
    let [asked] = message.requests.as_slice() else { panic!("not one request") };
    let PartyOrAgent::Party(owner) = &asked.owner.is;
    assert_eq!(owner.number(), Some("c-0123456789abcdef"));
    let (from, to) = asked.period.as_ref().unwrap().ends().unwrap();
    assert_eq!(from.to_string(), "2026-08-31T15:00:00Z");
    assert_eq!(to.unwrap().to_string(), "2026-11-23T14:59:59.5Z");
    assert_eq!(asked.transactions.as_ref().unwrap().direction, Direction::Debit);
    assert_eq!(asked.transactions.as_ref().unwrap().status.is, CodeOrWord::Word("ALL".into()));
}

fn fault_of(text: &str) -> XmlFault {
    read(text.as_bytes(), &Limits::REQUEST).expect_err(text)
}

fn document(inside: &str) -> String {
    format!(r#"<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.060.001.05">{inside}</Document>"#)
}

#[test]
fn entities_and_instructions_are_refused_before_anything_is_read() {
    let laughs = REQUEST.replacen("<Document", "<!DOCTYPE lolz [<!ENTITY lol \"lol\">]>\n<Document", 1);
    assert_eq!(fault_of(&laughs), XmlFault::Forbidden("a document type"));
    let external = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>";
    assert_eq!(fault_of(external), XmlFault::Forbidden("a document type"));
    let instruction = REQUEST.replacen("<Document", "<?xml-stylesheet href='x'?><Document", 1);
    assert_eq!(fault_of(&instruction), XmlFault::Forbidden("a processing instruction"));
    assert_eq!(fault_of(&REQUEST.replacen("ALLL", "&all;", 1)), XmlFault::Entity);
    assert_eq!(fault_of(&REQUEST.replacen("ALLL", "&#0;", 1)), XmlFault::Malformed);
    assert_eq!(fault_of(&REQUEST.replacen("ALLL", "&#1;", 1)), XmlFault::Character);
    assert_eq!(fault_of(&REQUEST.replacen("ALLL", "\u{1}", 1)), XmlFault::Character);
}

#[test]
fn size_depth_and_number_have_ends() {
    let padded = REQUEST.replacen("<GrpHdr>", &format!("{}<GrpHdr>", " ".repeat(70_000)), 1);
    assert_eq!(fault_of(&padded), XmlFault::TooLarge(64 * 1024));
    let deep = document(&format!("{}{}", "<AcctRptgReq>".repeat(100), "</AcctRptgReq>".repeat(100)));
    assert_eq!(fault_of(&deep), XmlFault::TooDeep);
    let many = document(&format!("<AcctRptgReq>{}</AcctRptgReq>", "<RptgReq/>".repeat(3000)));
    assert_eq!(fault_of(&many), XmlFault::TooMany(2_000));
    let long = REQUEST.replacen("ALLL", &"A".repeat(9000), 1);
    assert_eq!(fault_of(&long), XmlFault::TextTooLong);
    let attributes: String = (0..9).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(fault_of(&document(&format!("<AcctRptgReq{attributes}/>"))), XmlFault::Attributes("AcctRptgReq".into()));
}

#[test]
fn another_namespace_is_another_language() {
    let old = REQUEST.replacen("camt.060.001.05", "camt.060.001.03", 1);
    assert_eq!(fault_of(&old), XmlFault::UnknownNamespace);
    assert_eq!(fault_of("<Document><AcctRptgReq/></Document>"), XmlFault::UnknownNamespace);
    let foreign = REQUEST.replacen("<GrpHdr>", "<GrpHdr xmlns=\"urn:else\">", 1);
    assert_eq!(fault_of(&foreign), XmlFault::ForeignElement("GrpHdr".into()));
    let extra = REQUEST.replacen("urn:moa:xsd:supplementary:1", "urn:else", 1);
    assert_eq!(fault_of(&extra), XmlFault::ForeignElement("ReqExt".into()));
    let other = document("<BkToCstmrStmt/>");
    assert_eq!(fault_of(&other), XmlFault::WrongRoot);
    assert_eq!(fault_of(&REQUEST.replace("Document", "Dokument")), XmlFault::WrongRoot);
    // The namespace counts, not the prefix it is given.
    let prefixed = |text: &str| {
        let named = text.replace("</", "\u{1}").replace('<', "<n:").replace('\u{1}', "</n:");
        let named = named.replace("<n:?", "<?").replace("<n:!", "<!").replacen("xmlns=", "xmlns:n=", 1);
        ["ReqExt", "Wntd", "PgSz"].iter().fold(named, |named, ours| named.replace(&format!("n:{ours}"), ours))
    };
    assert_eq!(read_text(&prefixed(REQUEST)), read_text(REQUEST));
}

#[test]
fn content_is_what_the_schema_says_and_the_fault_names_it() {
    let wrong = |from: &str, to: &str| match fault_of(&REQUEST.replacen(from, to, 1)) {
        XmlFault::Content(words) => words,
        other => panic!("{other:?}"),
    };
    assert!(wrong("<MsgId>", "<Extra/><MsgId>").contains("Extra"));
    assert_eq!(wrong("DBIT", "BOTH"), "a code or element is none of `CRDT` or `DBIT`");
    assert!(wrong("<MsgId>Q-1</MsgId>", "").contains("MsgId"));
    assert!(wrong("<MsgId>", "<MsgId>Q-0</MsgId><MsgId>").contains("MsgId"));
    let transfer = |from: &str, to: &str| fault_of(&TRANSFER.replacen(from, to, 1)).to_string();
    assert!(transfer("1834000", "-1834000").contains("no sign"));
    assert!(transfer("1834000", "1.834000").contains("digits"));
    assert!(transfer("\"KRW\"", "\"krw\"").contains("capital letters"));
    assert!(transfer(" Ccy=\"KRW\"", "").contains("Ccy"));
    assert!(transfer(">TRF<", ">CHK<").contains("`TRF`"));
}

#[test]
fn a_fault_repeats_no_value() {
    for (from, to) in [("TRF", "Mina Park"), ("2026-11-23T09:00:00Z", "Mina Park"), (">1<", ">Mina Park<")] {
        let fault = fault_of(&TRANSFER.replacen(from, to, 1)).to_string();
        assert!(!fault.contains("Mina"), "{fault}");
    }
    let quoted = fault_of(&TRANSFER.replacen("2026-11-23T09:00:00Z", "a\"Mina", 1)).to_string();
    assert!(!quoted.contains("Mina"), "{quoted}");
}

#[test]
fn what_is_no_xml_is_said_to_be_none() {
    for text in ["", "   ", "{}", "<", "<Document", "<Document xmlns='x'>", "text<a/>"] {
        assert!(read_text(text).is_err(), "{text:?}");
    }
    assert_eq!(fault_of(REQUEST.trim_end().trim_end_matches("</Document>")), XmlFault::Malformed);
    assert_eq!(fault_of(&format!("{REQUEST}{}", document(""))), XmlFault::WrongRoot);
    assert_eq!(fault_of(&format!("{REQUEST} and more")), XmlFault::Malformed);
    assert_eq!(read(&[0xff, 0xfe, 0x3c], &Limits::REQUEST), Err(XmlFault::Encoding));
    assert_eq!(fault_of(&REQUEST.replacen("UTF-8", "EUC-KR", 1)), XmlFault::Encoding);
}

#[test]
fn a_text_that_xml_cannot_hold_is_not_written() {
    let Message::Transfer(mut message) = read_text(TRANSFER).unwrap() else { panic!("no transfer") };
    message.header.id = "a\u{0}b".to_owned();
    assert_eq!(write(Message::Transfer(message)), Err(XmlFault::Unwritable));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text_comes_back_as_it_was(text in "[^\\p{C}]{1,140}", minor in any::<i32>()) {
        let Message::Statement(mut message) = read_text(STATEMENT).unwrap() else { panic!("no statement") };
        let (amount, direction) = Amount::of(Money::from_minor(minor.into(), Currency::GBP)).unwrap();
        let entry = &mut message.statements[0].entries[0];
        (entry.amount, entry.direction, entry.text) = (amount, direction, Some(text));
        let message = Message::Statement(message);
        let written = write(message.clone()).unwrap();
        prop_assert_eq!(read(&written, &Limits::ANSWER).unwrap(), message);
    }

    #[test]
    fn no_bytes_make_it_stumble(
        which in 0_usize..6,
        place in 0_usize..4000,
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), proptest::sample::select(&b"<>/&;!?[]=\"' "[..])], 0..12),
    ) {
        let mut message = [BALANCES, STATEMENT, REQUEST, TRANSFER, STATUS, REJECT][which].as_bytes().to_vec();
        let place = place.min(message.len());
        let end = (place + bytes.len()).min(message.len());
        message.splice(place..end, bytes);
        // Whatever is read can be written and read again.
        if let Ok(read_once) = read(&message, &Limits::ANSWER) {
            let written = write(read_once.clone()).unwrap();
            prop_assert_eq!(read(&written, &Limits::ANSWER).unwrap(), read_once);
        }
    }
}

//! The referee itself: it must see what is wrong, or its silence proves nothing.

use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use crate::openapi::Document;
use crate::tape::Exchange;
use crate::verdict::faults;

fn balance() -> Value {
    json!({ "AccountId": "22289", "CreditDebitIndicator": "Credit", "Type": "ITBD",
        "DateTime": "2026-11-23T08:59:58+00:00", "Amount": { "Amount": "1230.55", "Currency": "GBP" } })
}

fn exchange(balance: &Value) -> Exchange {
    let json = [(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let id = [("x-fapi-interaction-id".parse().unwrap(), HeaderValue::from_static("x"))];
    Exchange {
        method: "GET".to_owned(),
        path: "/accounts/22289/balances".to_owned(),
        query: Vec::new(),
        request_headers: HeaderMap::from_iter([(http::header::AUTHORIZATION, HeaderValue::from_static("DPoP x"))]),
        request_body: Vec::new(),
        status: 200,
        response_headers: json.into_iter().chain(id).collect(),
        response_body: json!({ "Data": { "Balance": [balance] } }).to_string().into_bytes(),
    }
}

#[test]
fn the_published_example_is_right() {
    let Some(document) = Document::uk_account_information() else { return };
    assert_eq!(faults(&document, &exchange(&balance())), Vec::<String>::new());
}

#[test]
fn each_way_of_being_wrong_is_seen() {
    let Some(document) = Document::uk_account_information() else { return };
    let spoilt = |field: &str, value: Value| {
        let mut balance = balance();
        balance[field] = value;
        exchange(&balance)
    };
    let changed = |change: fn(&mut Exchange)| {
        let mut exchange = exchange(&balance());
        change(&mut exchange);
        exchange
    };
    for (why, wrong) in [
        ("negative amount", spoilt("Amount", json!({ "Amount": "-1.00", "Currency": "GBP" }))),
        ("number for a text", spoilt("Amount", json!({ "Amount": 1.5, "Currency": "GBP" }))),
        ("unknown code", spoilt("Type", json!("XXXX"))),
        ("date without offset", spoilt("DateTime", json!("2026-11-23T08:59:58"))),
        ("missing id", changed(|exchange| exchange.response_headers.clear())),
        ("no such status", changed(|exchange| exchange.status = 418)),
        ("empty list", changed(|exchange| exchange.response_body = br#"{"Data":{"Balance":[]}}"#.to_vec())),
        ("stray member", changed(|exchange| exchange.response_body = br#"{"Data":{"Balance":[]},"X":1}"#.to_vec())),
        ("no token", changed(|exchange| exchange.request_headers.clear())),
        ("stray parameter", changed(|exchange| exchange.query.push(("limit".to_owned(), "1".to_owned())))),
        ("body on a 401", changed(|exchange| exchange.status = 401)),
    ] {
        assert!(!faults(&document, &wrong).is_empty(), "{why} was not seen");
    }
}

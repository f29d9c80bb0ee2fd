//! What a customer's token reads: their accounts and nobody else's, as far as the consent goes.

use moa_bank_core::ledger::{TransactionQuery, Window};
use moa_bank_gateway::TokenKind;
use serde_json::Value;

use crate::harness::{EVERYTHING, Gateway, MINAS_TOKEN, ORIGIN};

fn rows(answer: &Value, name: &str) -> Vec<Value> {
    answer["Data"][name].as_array().unwrap().clone()
}

#[tokio::test]
async fn mina_sees_her_accounts_with_their_numbers() {
    let gateway = Gateway::open(EVERYTHING);
    let answer = gateway.get("/accounts").await;
    assert_eq!(answer.status, 200);
    let accounts = rows(&answer.json(), "Account");
    let mut expected: Vec<String> = gateway.accounts("mina").iter().map(|account| account.id.to_string()).collect();
    expected.sort();
    let seen: Vec<&str> = accounts.iter().map(|account| account["AccountId"].as_str().unwrap()).collect();
    assert_eq!(seen, expected);
    assert!(accounts[0]["Account"][0]["Identification"].is_string());
    let one = gateway.get(&format!("/accounts/{}", expected[0])).await;
    assert_eq!(rows(&one.json(), "Account"), accounts[..1]);
    assert_eq!(one.json()["Links"]["Self"], format!("{ORIGIN}/open-banking/v4.0/aisp/accounts/{}", expected[0]));
}

#[tokio::test]
async fn basic_leaves_the_numbers_out_and_a_card_is_masked() {
    let basic = Gateway::open(&["ReadAccountsBasic"]);
    for account in rows(&basic.get("/accounts").await.json(), "Account") {
        assert!(account.get("Account").is_none() && account.get("Servicer").is_none(), "{account}");
    }
    let masked = Gateway::open(&["ReadAccountsDetail"]).get("/accounts").await.json();
    let open = Gateway::open(&["ReadAccountsDetail", "ReadPAN"]).get("/accounts").await.json();
    let pans = |answer: &Value| -> Vec<String> {
        let entries =
            rows(answer, "Account").into_iter().flat_map(|account| account["Account"].as_array().unwrap().clone());
        let pans = entries.filter(|entry| entry["SchemeName"] == "UK.OBIE.PAN");
        pans.map(|entry| entry["Identification"].as_str().unwrap().to_owned()).collect()
    };
    assert!(pans(&masked).iter().all(|pan| pan.starts_with("************")));
    assert!(pans(&open).iter().all(|pan| pan.bytes().all(|digit| digit.is_ascii_digit())));
    assert_eq!(pans(&masked).len(), pans(&open).len());
}

#[tokio::test]
async fn every_page_together_is_the_whole_history() {
    let gateway = Gateway::open(EVERYTHING);
    let account = gateway.accounts("mina")[0].id.clone();
    let expected = gateway.bank.ledger().count(&TransactionQuery::of(account.clone())).unwrap();
    let mut path = format!("/accounts/{account}/transactions");
    let (mut ids, mut pages) = (Vec::new(), 0);
    loop {
        let answer = gateway.get(&path).await;
        assert_eq!(answer.status, 200);
        let page = answer.json();
        pages += 1;
        ids.extend(rows(&page, "Transaction").iter().map(|row| row["TransactionId"].as_str().unwrap().to_owned()));
        let total = page["Meta"]["TotalPages"].as_u64().unwrap();
        let Some(next) = page["Links"]["Next"].as_str() else {
            assert_eq!(total, pages);
            break;
        };
        path = next.strip_prefix(&format!("{ORIGIN}/open-banking/v4.0/aisp")).unwrap().to_owned();
        assert!(pages < 100, "the pages do not end");
    }
    assert!(pages > 1, "the test needs more than one page");
    assert_eq!(ids.len() as u64, expected);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len() as u64, expected, "something came twice");
}

#[tokio::test]
async fn a_window_holds_what_is_in_it_and_an_empty_one_is_empty() {
    let gateway = Gateway::open(EVERYTHING);
    let account = gateway.accounts("mina")[0].id.clone();
    let within = "fromBookingDateTime=2026-10-01T00:00:00&toBookingDateTime=2026-10-31T23:59:59%2B09:00";
    let answer = gateway.get(&format!("/accounts/{account}/transactions?{within}")).await.json();
    let rows_within = rows(&answer, "Transaction");
    assert!(!rows_within.is_empty());
    assert!(rows_within.iter().all(|row| row["BookingDateTime"].as_str().unwrap().starts_with("2026-10-")));
    let before = gateway.get(&format!("/accounts/{account}/transactions?toBookingDateTime=1999-01-01T00:00:00")).await;
    assert_eq!(before.status, 200);
    assert!(rows(&before.json(), "Transaction").is_empty());
    for wrong in ["fromBookingDateTime=yesterday", "toBookingDateTime=2026-13-01T00:00:00", "page=2"] {
        let answer = gateway.get(&format!("/accounts/{account}/transactions?{wrong}")).await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_consent_for_some_of_the_history_shows_no_more() {
    let gateway = Gateway::open(EVERYTHING);
    let history = Window { from: Some("2026-11-01T00:00:00Z".parse().unwrap()), to: None };
    let consent = gateway.consent_of("mina", EVERYTHING, history);
    gateway.give(MINAS_TOKEN, TokenKind::Customer { customer: gateway.customer("mina"), consent });
    let account = gateway.accounts("mina")[0].id.clone();
    let asked = format!("/accounts/{account}/transactions?fromBookingDateTime=2026-01-01T00:00:00");
    let seen = rows(&gateway.get(&asked).await.json(), "Transaction");
    assert!(!seen.is_empty());
    assert!(seen.iter().all(|row| row["BookingDateTime"].as_str().unwrap() >= "2026-11-01"));
}

#[tokio::test]
async fn directions_and_detail_follow_the_permissions() {
    let credits = Gateway::open(&["ReadAccountsBasic", "ReadTransactionsBasic", "ReadTransactionsCredits"]);
    let account = credits.accounts("mina")[0].id.clone();
    let seen = rows(&credits.get(&format!("/accounts/{account}/transactions")).await.json(), "Transaction");
    assert!(!seen.is_empty());
    for row in &seen {
        assert_eq!(row["CreditDebitIndicator"], "Credit");
        for hidden in ["TransactionInformation", "MerchantDetails", "Balance", "CreditorAccount", "DebtorAccount"] {
            assert!(row.get(hidden).is_none(), "{hidden} in {row}");
        }
    }
}

#[tokio::test]
async fn another_customers_account_is_answered_like_one_that_is_not_there() {
    let gateway = Gateway::open(EVERYTHING);
    let juns = gateway.accounts("jun")[0].id.clone();
    for resource in ["", "/balances", "/transactions", "/beneficiaries", "/direct-debits", "/standing-orders", "/party"]
    {
        let not_hers = gateway.get(&format!("/accounts/{juns}{resource}")).await;
        let not_there = gateway.get(&format!("/accounts/00000000{resource}")).await;
        assert_eq!((not_hers.status.as_u16(), not_hers.code().as_str()), (400, "U011"), "{resource}");
        let shape = |answer: &crate::harness::Answer| {
            let mut body = answer.json();
            body["Id"] = Value::Null;
            (answer.status, body)
        };
        assert_eq!(shape(&not_hers), shape(&not_there), "{resource}");
    }
}

#[tokio::test]
async fn what_the_consent_does_not_name_is_forbidden() {
    let gateway = Gateway::open(&["ReadAccountsBasic"]);
    let account = gateway.accounts("mina")[0].id.clone();
    for path in [format!("/accounts/{account}/balances"), "/balances".to_owned(), "/party".to_owned()] {
        let answer = gateway.get(&path).await;
        assert_eq!(answer.status, 403, "{path}");
        assert_eq!(answer.code(), "NARR");
    }
}

#[tokio::test]
async fn an_ended_consent_opens_nothing() {
    let gateway = Gateway::open(EVERYTHING);
    assert_eq!(gateway.get("/accounts").await.status, 200);
    let consent = gateway.consent_of("mina", EVERYTHING, Window::ALL);
    gateway.give(MINAS_TOKEN, TokenKind::Customer { customer: gateway.customer("mina"), consent: consent.clone() });
    gateway.bank.consents().revoke(&consent, &gateway.customer("mina")).unwrap();
    let revoked = gateway.get("/accounts").await;
    assert_eq!((revoked.status.as_u16(), revoked.code().as_str()), (403, "U009"));
    let consent = gateway.consent_of("mina", EVERYTHING, Window::ALL);
    gateway.give(MINAS_TOKEN, TokenKind::Customer { customer: gateway.customer("mina"), consent });
    gateway.clock.set("2026-12-23T09:00:00Z".parse().unwrap());
    let expired = gateway.get("/accounts").await;
    assert_eq!((expired.status.as_u16(), expired.code().as_str()), (403, "U028"));
}

#[tokio::test]
async fn the_other_resources_answer_too() {
    let gateway = Gateway::open(EVERYTHING);
    let account = gateway.accounts("mina")[0].id.clone();
    for (path, name) in [
        (format!("/accounts/{account}/balances"), "Balance"),
        (format!("/accounts/{account}/beneficiaries"), "Beneficiary"),
        (format!("/accounts/{account}/direct-debits"), "DirectDebit"),
        (format!("/accounts/{account}/standing-orders"), "StandingOrder"),
        (format!("/accounts/{account}/scheduled-payments"), "ScheduledPayment"),
        ("/balances".to_owned(), "Balance"),
    ] {
        let answer = gateway.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.json()["Data"][name].is_array(), "{path}");
    }
    let party = gateway.get("/party").await.json();
    assert_eq!(party["Data"]["Party"]["Name"], "Mina Park");
}

//! Three banks, three ways to fill in one standard. Each answer is looked at whole.

use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_core::spec::OptionalField;
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::codec::uk::{Operation, Permission};
use moa_bank_processing::port::{CoreSwitch, Journal, Window};
use moa_bank_processing::{ApiCall, CustomerEntitlement, Entitlement, Processor};
use moa_kernel::{AccountId, ClientId, ConsentId};
use serde_json::Value;

use crate::banks::{self, CLYDEBANK, RHEINBANK, THAMES};

fn entitlement(bank: &Bank, accounts: Vec<AccountId>) -> Entitlement {
    Entitlement::Customer(CustomerEntitlement {
        client: ClientId::new("app-1").unwrap(),
        consent: ConsentId::new("aac-1").unwrap(),
        customer: banks::customer(bank, "mina"),
        accounts,
        permissions: Permission::ALL.iter().copied().collect(),
        window: Window::default(),
    })
}

async fn ask(bank: &Bank, operation: Operation, accounts: Vec<AccountId>) -> Value {
    let processor = Processor::new(bank.clone(), Arc::new(CoreSwitch::new(Arc::new(LedgerCore::new(bank.clone())))));
    let call = ApiCall { url: "http://127.0.0.1:7301/x".to_owned(), ..ApiCall::of(operation) };
    let reply = processor.answer(&entitlement(bank, accounts), &call, &Journal::new()).await;
    assert_eq!(reply.status, 200);
    serde_json::from_slice(&reply.body.unwrap()).unwrap()
}

async fn transactions(bank: &Bank) -> Vec<Value> {
    let first = banks::accounts(bank, "mina").remove(0);
    ask(bank, Operation::Transactions, vec![first]).await["Data"]["Transaction"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_page_is_as_long_as_the_bank_likes() {
    for file in [THAMES, CLYDEBANK, RHEINBANK] {
        let bank = banks::open(file);
        let size = bank.spec().temper.page_size as usize;
        let rows = transactions(&bank).await;
        assert!(!rows.is_empty() && rows.len() <= size, "{}: {}", bank.id(), rows.len());
    }
}

#[tokio::test]
async fn a_bank_leaves_out_what_its_file_says_and_nothing_else() {
    const FIELDS: &[(OptionalField, &str)] = &[
        (OptionalField::TransactionReference, "TransactionReference"),
        (OptionalField::ValueDate, "ValueDateTime"),
        (OptionalField::RunningBalance, "Balance"),
        (OptionalField::Merchant, "MerchantDetails"),
        (OptionalField::BankTransactionCode, "BankTransactionCode"),
    ];
    for file in [THAMES, CLYDEBANK, RHEINBANK] {
        let bank = banks::open(file);
        let rows = transactions(&bank).await;
        for (field, name) in FIELDS {
            let shown = rows.iter().any(|row| row.get(*name).is_some());
            assert_eq!(shown, bank.spec().temper.tells(*field), "{}: {name}", bank.id());
        }
    }
}

#[tokio::test]
async fn balances_are_of_the_kinds_the_bank_tells() {
    for file in [THAMES, CLYDEBANK, RHEINBANK] {
        let bank = banks::open(file);
        let answer = ask(&bank, Operation::Balances, banks::accounts(&bank, "mina")).await;
        let told: Vec<&str> = bank.spec().temper.balances.iter().map(|kind| kind.code()).collect();
        for balance in answer["Data"]["Balance"].as_array().unwrap() {
            assert!(told.contains(&balance["Type"].as_str().unwrap()), "{}: {balance}", bank.id());
            assert!(!balance["Amount"]["Amount"].as_str().unwrap().starts_with('-'));
        }
    }
}

#[tokio::test]
async fn an_account_of_several_currencies_names_none() {
    let bank = banks::open(RHEINBANK);
    let accounts = bank.ledger().accounts_of(&banks::customer(&bank, "mina")).unwrap();
    let answer = ask(&bank, Operation::Accounts, banks::accounts(&bank, "mina")).await;
    for (account, row) in accounts.iter().zip(answer["Data"]["Account"].as_array().unwrap()) {
        let expected = account.currency().map(|currency| currency.to_string());
        assert_eq!(row.get("Currency").and_then(Value::as_str), expected.as_deref(), "{row}");
    }
}

#[tokio::test]
async fn money_abroad_says_what_it_was_there() {
    let bank = banks::open(THAMES);
    let abroad: Vec<Value> =
        transactions(&bank).await.into_iter().filter(|row| row.get("CurrencyExchange").is_some()).collect();
    for row in &abroad {
        let exchange = &row["CurrencyExchange"];
        assert!(exchange["ExchangeRate"].is_number());
        assert_ne!(exchange["InstructedAmount"]["Currency"], row["Amount"]["Currency"]);
    }
}

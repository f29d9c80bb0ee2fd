//! Single records: what each field comes to mean, and what makes a record unreadable.

use moa_kernel::{AccountId, Currency, Money};

use super::read_row;
use crate::model::{
    AccountKind, Balance, BalanceKind, BankTime, CreditLineKind, Mutability, NumberScheme, ScheduledKind, Transaction,
    TransactionStatus,
};
use crate::standards::{Meaning, Question, Window};

fn id() -> AccountId {
    AccountId::new("22289").unwrap()
}

fn transaction(row: &str) -> Result<Transaction, String> {
    match read_row(&Question::Transactions(id(), Window::default()), "Transaction", row)? {
        Meaning::Transaction(transaction) => Ok(*transaction),
        other => panic!("{other:?}"),
    }
}

fn balance(indicator: &str, amount: &str, rest: &str) -> Result<Balance, String> {
    let row = format!(
        r#"{{"AccountId":"22289","CreditDebitIndicator":"{indicator}","Type":"ITAV","DateTime":"2026-11-23T08:59:58+00:00","Amount":{{"Amount":"{amount}","Currency":"GBP"}}{rest}}}"#
    );
    match read_row(&Question::Balances(id()), "Balance", &row)? {
        Meaning::Balance(balance) => Ok(balance),
        other => panic!("{other:?}"),
    }
}

fn pounds(minor: i64) -> Money {
    Money::from_minor(minor, Currency::GBP)
}

#[test]
fn a_full_transaction_comes_to_mean_what_it_says() {
    let row = r#"{"AccountId":"22289","TransactionId":"t-000812","CreditDebitIndicator":"Debit","Status":"BOOK","TransactionMutability":"Immutable","BookingDateTime":"2026-11-20T00:00:00+00:00","ValueDateTime":"2026-11-21T00:00:00+00:00","TransactionInformation":"CORNER CAFE LEEDS","Amount":{"Amount":"8.71","Currency":"GBP"},"ChargeAmount":{"Amount":"0.30","Currency":"GBP"},"CurrencyExchange":{"SourceCurrency":"EUR","TargetCurrency":"GBP","ExchangeRate":0.8710,"InstructedAmount":{"Amount":"10.00","Currency":"EUR"}},"BankTransactionCode":{"Code":"CCRD","SubCode":"POSD"},"ProprietaryBankTransactionCode":{"Code":"POS"},"Balance":{"CreditDebitIndicator":"Debit","Type":"ITBD","Amount":{"Amount":"1.29","Currency":"GBP"}},"MerchantDetails":{"MerchantName":"Corner Cafe","MerchantCategoryCode":"5814"},"CreditorAccount":{"SchemeName":"UK.OBIE.IBAN","Identification":"GB33BUKB20201555555555","Name":"Corner Cafe Ltd"},"DebtorAccount":{"SchemeName":"UK.OBIE.IBAN","Identification":"GB00OWN","Name":"MS A JONES"},"CardInstrument":{"CardSchemeName":"VISA","AuthorisationType":"Contactless","Identification":"************4242"},"PaymentPurposeCode":"GDDS","FutureField":{"n":1.50}}"#;
    let read = transaction(row).unwrap();
    assert_eq!(read.amount, pounds(-871));
    assert_eq!(
        (read.status.clone(), read.mutability.clone()),
        (TransactionStatus::Booked, Some(Mutability::Immutable))
    );
    assert!(!read.is_provisional());
    assert_eq!(read.booked, Some(BankTime::new("2026-11-20T00:00:00+00:00").unwrap()));
    assert_eq!(read.charge, Some(pounds(-30)));
    let exchange = read.exchange.clone().unwrap();
    assert_eq!((exchange.rate.unwrap().to_string(), exchange.source), ("0.8710".to_owned(), Currency::EUR));
    assert_eq!(exchange.instructed, Some(Money::from_minor(1000, Currency::EUR)));
    assert_eq!(read.balance_after.clone().unwrap().amount, pounds(-129));
    assert_eq!(read.card.clone().unwrap().number.as_deref(), Some("************4242"));
    let other = read.counterparty.clone().unwrap();
    assert_eq!(other.name.as_deref(), Some("Corner Cafe Ltd"), "money that leaves goes to the creditor");
    assert_eq!(other.account.unwrap().last_four(), Some("5555"));
    assert_eq!((read.title(), read.purpose.as_deref()), (Some("Corner Cafe"), Some("GDDS")));
}

#[test]
fn a_bare_transaction_has_nothing_invented() {
    let read = transaction(r#"{"AccountId":"22289","CreditDebitIndicator":"Credit","Status":"HELD","BookingDateTime":"2026-11-20T00:00:00+01:00","TransactionInformation":"  ","Amount":{"Amount":"25","Currency":"KRW"}}"#).unwrap();
    assert_eq!(read.amount.to_string(), "25 KRW");
    assert_eq!(read.status, TransactionStatus::Other("HELD".to_owned()));
    assert!(read.is_provisional(), "what we do not understand may still change");
    assert_eq!((read.id.clone(), read.description.clone(), read.title()), (None, None, None));
    assert_eq!((read.valued, read.exchange, read.counterparty, read.balance_after), (None, None, None, None));
}

#[test]
fn pending_and_mutable_are_provisional() {
    for (status, flag, provisional) in [
        ("BOOK", "", false),
        ("BOOK", r#""TransactionMutability":"Immutable","#, false),
        ("BOOK", r#""TransactionMutability":"Mutable","#, true),
        ("PDNG", "", true),
        ("FUTR", "", true),
        ("RJCT", "", true),
    ] {
        let row = format!(
            r#"{{"AccountId":"22289","CreditDebitIndicator":"Debit","Status":"{status}",{flag}"BookingDateTime":"2026-11-20T00:00:00Z","Amount":{{"Amount":"1.00","Currency":"GBP"}}}}"#
        );
        assert_eq!(transaction(&row).unwrap().is_provisional(), provisional, "{status} {flag}");
    }
}

#[test]
fn a_row_whose_money_or_time_is_odd_is_skipped() {
    let row = |indicator: &str, amount: &str, currency: &str, time: &str| {
        transaction(&format!(
            r#"{{"AccountId":"22289","CreditDebitIndicator":"{indicator}","Status":"BOOK","BookingDateTime":"{time}","Amount":{{"Amount":"{amount}","Currency":"{currency}"}}}}"#
        ))
    };
    const TIME: &str = "2026-11-20T00:00:00Z";
    assert!(row("Debit", "1.00", "GBP", TIME).is_ok());
    for amount in ["-1.00", "+1", "1,00", "1e3", "", "1.234567", "１", "NaN"] {
        assert_eq!(row("Debit", amount, "GBP", TIME).unwrap_err(), "Amount is not an amount", "{amount}");
    }
    assert_eq!(row("Debit", "1", "gbp", TIME).unwrap_err(), "Currency is not a currency");
    assert_eq!(row("DBIT", "1", "GBP", TIME).unwrap_err(), "CreditDebitIndicator is neither Credit nor Debit");
    assert_eq!(row("Debit", "1", "GBP", "yesterday").unwrap_err(), "BookingDateTime is not a time");
}

#[test]
fn a_balance_is_signed_and_its_credit_is_told_apart() {
    let lines = r#","CreditLine":[{"Included":true,"Type":"Pre-Agreed","Amount":{"Amount":"500.00","Currency":"GBP"}},{"Included":false,"Type":"Dream"}]"#;
    let read = balance("Credit", "1230.55", lines).unwrap();
    assert_eq!(
        (read.kind.clone(), read.amount, read.own_money()),
        (BalanceKind::InterimAvailable, pounds(123_055), Some(pounds(73_055)))
    );
    assert_eq!(read.credit_lines[1].kind, Some(CreditLineKind::Other("Dream".to_owned())));
    assert_eq!(read.credit_lines[1].amount, None);
    assert_eq!(balance("Debit", "20.00", "").unwrap().amount, pounds(-2000));
    let nothing = balance("Debit", "0.00", "").unwrap().amount;
    assert_eq!((nothing.is_negative(), nothing.to_string()), (false, "0.00 GBP".to_owned()));
}

#[test]
fn an_account_keeps_its_unknown_codes_and_its_missing_currency() {
    let row = r#"{"AccountId":"22289","Status":"Enabled","AccountCategory":"Personal","AccountTypeCode":"CACC","Nickname":"Bills","OpeningDate":"2019-04-01T00:00:00+00:00","Account":[{"SchemeName":"UK.OBIE.SortCodeAccountNumber","Identification":"40110312345678","Name":"MS A JONES"},{"SchemeName":"DE.Neu","Identification":"7"}]}"#;
    let Meaning::Account(read) = read_row(&Question::Accounts, "Account", row).unwrap() else { panic!() };
    assert_eq!((read.currency, read.kind, read.nickname.as_deref()), (None, Some(AccountKind::Current), Some("Bills")));
    assert_eq!(read.numbers[0].scheme, NumberScheme::SortCodeAccountNumber);
    assert_eq!(read.numbers[1].scheme, NumberScheme::Other("DE.Neu".to_owned()));
    assert!(!format!("{:?}", read.numbers).contains("40110312345678"), "a log never sees a whole number");

    let row = r#"{"AccountId":"1","Currency":"Pounds"}"#;
    assert_eq!(read_row(&Question::Accounts, "Account", row).unwrap_err(), "Currency is not a currency");
}

#[test]
fn what_will_be_paid_leaves_the_account() {
    let row = r#"{"AccountId":"22289","ScheduledPaymentDateTime":"2026-12-01T00:00:00+00:00","ScheduledType":"Execution","InstructedAmount":{"Amount":"100.00","Currency":"GBP"},"CreditorAccount":{"SchemeName":"UK.OBIE.IBAN","Identification":"GB33","Name":"Roof Ltd"}}"#;
    let Meaning::ScheduledPayment(read) =
        read_row(&Question::ScheduledPayments(id()), "ScheduledPayment", row).unwrap()
    else {
        panic!()
    };
    assert_eq!(
        (read.amount, read.kind, read.payee.name.as_deref()),
        (pounds(-10_000), ScheduledKind::Execution, Some("Roof Ltd"))
    );

    let row = r#"{"AccountId":"22289","DirectDebitId":"d1","DirectDebitStatusCode":"ACTV","MandateRelatedInformation":{"MandateIdentification":"Caravanners","Frequency":{"Type":"MNTH"}},"Name":"Towbar Club","PreviousPaymentDateTime":"2026-11-05T00:00:00+00:00","PreviousPaymentAmount":{"Amount":"0.57","Currency":"GBP"}}"#;
    let Meaning::DirectDebit(read) = read_row(&Question::DirectDebits(id()), "DirectDebit", row).unwrap() else {
        panic!()
    };
    assert_eq!((read.mandate.as_deref(), read.frequency.as_deref()), (Some("Caravanners"), Some("MNTH")));
    assert_eq!(read.previous.unwrap().amount, Some(pounds(-57)));

    let row = r#"{"AccountId":"22289","NextPaymentDateTime":"2026-12-01T00:00:00+00:00","NextPaymentAmount":{"Amount":"5.00","Currency":"GBP"},"StandingOrderStatusCode":"ACTV","RemittanceInformation":{"Unstructured":["Savings","monthly"]},"MandateRelatedInformation":{"Frequency":{"Type":"MNTH"},"FinalPaymentDateTime":"2027-12-01T00:00:00+00:00"}}"#;
    let Meaning::StandingOrder(read) = read_row(&Question::StandingOrders(id()), "StandingOrder", row).unwrap() else {
        panic!()
    };
    assert_eq!((read.reference.as_deref(), read.first.clone()), (Some("Savings monthly"), None));
    assert_eq!(read.final_payment.as_ref().unwrap().amount, None, "a known day does not make a known amount");
    assert_eq!(read.next.unwrap().amount, Some(pounds(-500)));
}

#[test]
fn people_and_payees_are_read() {
    let body = r#"{"Data":{"Party":{"PartyId":"P1","PartyType":"Sole","Name":"Mina Park","EmailAddress":"mina@example.test","Address":[{"BuildingNumber":"7","StreetName":"High Street","TownName":"Leeds","PostCode":"LS1","Country":"GB"}]}}}"#;
    let mut page = super::read(&Question::Party, body).unwrap();
    let Some(Meaning::Party(party)) = page.rows.pop().map(|record| record.meaning) else { panic!() };
    assert_eq!(party.name.as_deref(), Some("Mina Park"));
    assert_eq!(party.addresses[0].lines, ["7 High Street"]);
    assert!(super::read(&Question::Party, r#"{"Data":{}}"#).unwrap().rows.is_empty());

    let row = r#"{"BeneficiaryId":"B1","BeneficiaryType":"Trusted","Reference":"Rent","CreditorAccount":{"SchemeName":"UK.OBIE.IBAN","Identification":"GB33","Name":"Landlord"}}"#;
    let Meaning::Beneficiary(payee) = read_row(&Question::Beneficiaries(id()), "Beneficiary", row).unwrap() else {
        panic!()
    };
    assert_eq!((payee.account, payee.payee.name.as_deref()), (None, Some("Landlord")));
}

//! `GET /accounts/{AccountId}/transactions` (`OBReadTransaction6`).

use serde::{Deserialize, Serialize};

use super::{ActiveAmount, Agent, CounterAccount, CreditDebit, Identification, UltimateParty};
use crate::open_codes;
use crate::uk::v4::balances::BalanceType;
use crate::{Code, DateTimeText, ExactNumber, Raw};

/// A page of transactions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Transactions<T = Transaction> {
    /// The transactions, in the order of the bank.
    #[serde(default = "Vec::new")]
    pub transaction: Vec<T>,
}

/// One line of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Transaction {
    /// Whose it is.
    pub account_id: String,
    /// Its name, up to 210 characters. Many banks leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// A reference, up to 210 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_reference: Option<String>,
    /// The statements it is on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statement_reference: Vec<String>,
    /// Which way it counts.
    pub credit_debit_indicator: CreditDebit,
    /// How final it is.
    pub status: TransactionStatus,
    /// Whether it may still change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_mutability: Option<Mutability>,
    /// When it was booked; for a pending one, when it is expected to be.
    pub booking_date_time: DateTimeText,
    /// When the money counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_date_time: Option<DateTimeText>,
    /// What it says on the statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_information: Option<String>,
    /// Where it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line: Option<String>,
    /// How much, in the currency of the account.
    pub amount: ActiveAmount,
    /// What the bank took for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_amount: Option<ActiveAmount>,
    /// How it was exchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency_exchange: Option<CurrencyExchange>,
    /// What it was, in ISO words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_transaction_code: Option<BankTransactionCode>,
    /// What it was, in the bank's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proprietary_bank_transaction_code: Option<ProprietaryCode>,
    /// More of the bank's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extended_proprietary_bank_transaction_codes: Vec<ProprietaryCode>,
    /// The balance after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<RunningBalance>,
    /// The shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_details: Option<MerchantDetails>,
    /// The bank it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_agent: Option<Agent>,
    /// The account it went to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_account: Option<CounterAccount>,
    /// The bank it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_agent: Option<Agent>,
    /// The account it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_account: Option<CounterAccount>,
    /// The card that was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_instrument: Option<CardInstrument>,
    /// Whatever else the bank says, as it says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplementary_data: Option<Raw>,
    /// What it was for, roughly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category_purpose_code: Option<Code>,
    /// What it was for, finely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_purpose_code: Option<Code>,
    /// Who it was for in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ultimate_creditor: Option<UltimateParty>,
    /// Who it came from in the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ultimate_debtor: Option<UltimateParty>,
}

/// How an amount became another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CurrencyExchange {
    /// The currency it was in.
    pub source_currency: String,
    /// The currency it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_currency: Option<String>,
    /// The currency the rate counts in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_currency: Option<String>,
    /// The rate, digit by digit.
    pub exchange_rate: ExactNumber,
    /// The contract that fixed the rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_identification: Option<String>,
    /// When the rate was quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation_date: Option<DateTimeText>,
    /// How much it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructed_amount: Option<ActiveAmount>,
}

/// What a transaction was, in ISO 20022 words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BankTransactionCode {
    /// Family, such as `CCRD`.
    pub code: String,
    /// Sub-family, such as `POSD`.
    pub sub_code: String,
}

/// What a transaction was, in the bank's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProprietaryCode {
    /// The word.
    pub code: String,
    /// Whose list it is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The word explained; only in the extended list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The balance after a transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RunningBalance {
    /// Which way it counts.
    pub credit_debit_indicator: CreditDebit,
    /// What it counts.
    #[serde(rename = "Type")]
    pub kind: BalanceType,
    /// How much.
    pub amount: ActiveAmount,
}

/// A shop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MerchantDetails {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_name: Option<String>,
    /// Its trade (ISO 18245), three or four characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_category_code: Option<String>,
}

/// A card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CardInstrument {
    /// Whose card: `VISA`, `MasterCard` and others.
    pub card_scheme_name: Code,
    /// How it was used: `PIN`, `Contactless` and others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation_type: Option<Code>,
    /// The name on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number, masked unless the consent reads card numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification: Option<Identification>,
}

open_codes! {
    /// How final a transaction is.
    TransactionStatus {
        /// Booked.
        Booked = "BOOK",
        /// In the future.
        Future = "FUTR",
        /// For information only.
        Information = "INFO",
        /// Not booked yet; may still change, vanish or come back under another id.
        Pending = "PDNG",
        /// Refused.
        Rejected = "RJCT",
    }
}

open_codes! {
    /// Whether a transaction may still change. A booked one that does not say is immutable.
    Mutability {
        /// It may.
        Mutable = "Mutable",
        /// It will not.
        Immutable = "Immutable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uk::v4::Envelope;

    const PUBLISHED: &str = r#"{"Data":{"Transaction":[{"AccountId":"22289","TransactionId":"t-000812","CreditDebitIndicator":"Debit","Status":"BOOK","TransactionMutability":"Immutable","BookingDateTime":"2026-11-20T00:00:00+00:00","ValueDateTime":"2026-11-20T00:00:00+00:00","TransactionInformation":"CORNER CAFE LEEDS","Amount":{"Amount":"8.71","Currency":"GBP"},"CurrencyExchange":{"SourceCurrency":"EUR","TargetCurrency":"GBP","ExchangeRate":0.8710,"InstructedAmount":{"Amount":"10.00","Currency":"EUR"}},"BankTransactionCode":{"Code":"CCRD","SubCode":"POSD"},"MerchantDetails":{"MerchantName":"Corner Cafe","MerchantCategoryCode":"5814"}}]},"Links":{"Self":"https://rs.bank.example/open-banking/v4.0/aisp/accounts/22289/transactions?page=0","Next":"https://rs.bank.example/open-banking/v4.0/aisp/accounts/22289/transactions?page=1"},"Meta":{"TotalPages":2,"FirstAvailableDateTime":"2019-11-23T00:00:00+00:00","LastAvailableDateTime":"2026-11-23T09:00:00+00:00"}}"#;

    #[test]
    fn the_published_example_comes_back_byte_for_byte_rate_and_all() {
        let page: Envelope<Transactions> = serde_json::from_str(PUBLISHED).unwrap();
        assert_eq!(serde_json::to_string(&page).unwrap(), PUBLISHED);
        assert_eq!(page.data.transaction[0].currency_exchange.as_ref().unwrap().exchange_rate.digits(), "0.8710");
    }

    #[test]
    fn a_transaction_may_have_no_id_and_a_status_from_the_future() {
        let text = r#"{"AccountId":"a","CreditDebitIndicator":"Debit","Status":"HELD","BookingDateTime":"2026-11-20T00:00:00+00:00","Amount":{"Amount":"8.71","Currency":"GBP"},"SupplementaryData":{"n":1.50}}"#;
        let transaction: Transaction = serde_json::from_str(text).unwrap();
        assert_eq!(transaction.transaction_id, None);
        assert_eq!(transaction.status, TransactionStatus::Other("HELD".to_owned()));
        assert_eq!(serde_json::to_string(&transaction).unwrap(), text);
    }

    #[test]
    fn an_amount_given_twice_is_refused() {
        let text = r#"{"AccountId":"a","CreditDebitIndicator":"Debit","Status":"BOOK","BookingDateTime":"x","Amount":{"Amount":"1","Currency":"GBP"},"Amount":{"Amount":"9","Currency":"GBP"}}"#;
        assert!(serde_json::from_str::<Transaction>(text).is_err());
    }
}

//! `GET /accounts` (`OBReadAccount6`).

use serde::{Deserialize, Serialize};

use super::{Identification, PostalAddress};
use crate::open_codes;
use crate::{Code, DateTimeText};

/// A page of accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Accounts<T = Account> {
    /// The accounts.
    #[serde(default = "Vec::new")]
    pub account: Vec<T>,
}

/// One account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Account {
    /// The bank's name for it, up to 40 characters, for ever the same.
    pub account_id: String,
    /// Whether it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<AccountStatus>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_update_date_time: Option<DateTimeText>,
    /// Its currency. Absent when it holds several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Whose purposes it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_category: Option<AccountCategory>,
    /// What kind it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_type_code: Option<AccountType>,
    /// The name of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The name the customer gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// When it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_date: Option<DateTimeText>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maturity_date: Option<DateTimeText>,
    /// Whether it moved to another bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch_status: Option<Code>,
    /// Its numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub account: Vec<AccountIdentification>,
    /// How its statements are sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statement_frequency_and_format: Vec<StatementFrequencyAndFormat>,
    /// Who keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub servicer: Option<Servicer>,
}

/// One number of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AccountIdentification {
    /// `UK.OBIE.SortCodeAccountNumber`, `UK.OBIE.IBAN`, `UK.OBIE.PAN` and others.
    pub scheme_name: Code,
    /// The number. In the sort code scheme the first six of 14 digits are the sort code.
    pub identification: Identification,
    /// The holder, as the bank writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The holder's legal entity identifier.
    #[serde(rename = "LEI", default, skip_serializing_if = "Option::is_none")]
    pub lei: Option<String>,
    /// A roll number, or the currency of a sub-account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_identification: Option<String>,
}

/// Who keeps an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Servicer {
    /// Scheme of the identification.
    pub scheme_name: Code,
    /// Its identification, such as a BIC.
    pub identification: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How statements are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StatementFrequencyAndFormat {
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Code>,
    /// By which way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communication_method: Option<Code>,
    /// In which form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Code>,
    /// Where to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<PostalAddress>,
}

open_codes! {
    /// Whether an account works.
    AccountStatus {
        /// It works.
        Enabled = "Enabled",
        /// It is blocked.
        Disabled = "Disabled",
        /// It is gone.
        Deleted = "Deleted",
        /// It is being opened.
        Pending = "Pending",
        /// It is not settled in yet.
        ProForma = "ProForma",
    }
}

open_codes! {
    /// Whose purposes an account serves.
    AccountCategory {
        /// A firm's.
        Business = "Business",
        /// A person's.
        Personal = "Personal",
    }
}

open_codes! {
    /// What kind of account it is: the kinds Moa treats apart. The list has 25, the others survive as text.
    AccountType {
        /// Current account.
        Current = "CACC",
        /// Card account.
        Card = "CARD",
        /// Cash account.
        Cash = "CASH",
        /// Charge account.
        Charge = "CHAR",
        /// Loan.
        Loan = "LOAN",
        /// Mortgage.
        Mortgage = "MORT",
        /// Money market.
        MoneyMarket = "MOMA",
        /// Savings account.
        Savings = "SVGS",
        /// Limited-liquidity savings.
        LimitedSavings = "LLSV",
        /// Salary account.
        Salary = "SLRY",
        /// Wallet.
        Wallet = "WALT",
        /// Something else.
        OtherKind = "OTHR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Raw;
    use crate::uk::v4::Envelope;

    const PUBLISHED: &str = r#"{"Data":{"Account":[{"AccountId":"22289","Status":"Enabled","Currency":"GBP","AccountCategory":"Personal","AccountTypeCode":"CACC","Nickname":"Bills","Account":[{"SchemeName":"UK.OBIE.SortCodeAccountNumber","Identification":"40110312345678","Name":"MS A JONES"}]}]},"Links":{"Self":"https://rs.bank.example/open-banking/v4.0/aisp/accounts"},"Meta":{"TotalPages":1}}"#;

    #[test]
    fn the_published_example_comes_back_byte_for_byte() {
        let page: Envelope<Accounts> = serde_json::from_str(PUBLISHED).unwrap();
        assert_eq!(serde_json::to_string(&page).unwrap(), PUBLISHED);
        assert_eq!(page.data.account[0].account_type_code, Some(AccountType::Current));
        assert!(!format!("{page:?}").contains("40110312345678"));
    }

    #[test]
    fn an_account_of_several_currencies_has_none() {
        let account: Account =
            serde_json::from_str(r#"{"AccountId":"a","AccountTypeCode":"VACC","FutureField":[1]}"#).unwrap();
        assert_eq!(account.currency, None);
        assert_eq!(account.account_type_code, Some(AccountType::Other("VACC".to_owned())));
    }

    #[test]
    fn a_page_read_raw_keeps_what_a_page_read_whole_would_refuse() {
        let page = r#"{"Data":{"Account":[{"AccountId":"a"},{"AccountId":7}]}}"#;
        assert!(serde_json::from_str::<Envelope<Accounts>>(page).is_err());
        let raw: Envelope<Accounts<Raw>> = serde_json::from_str(page).unwrap();
        assert_eq!(raw.data.account[0].read::<Account>().unwrap().account_id, "a");
        assert!(raw.data.account[1].read::<Account>().is_err());
        assert_eq!(raw.data.account[1].text(), r#"{"AccountId":7}"#);
    }

    #[test]
    fn an_account_id_given_twice_is_refused() {
        assert!(serde_json::from_str::<Account>(r#"{"AccountId":"mine","AccountId":"yours"}"#).is_err());
    }
}

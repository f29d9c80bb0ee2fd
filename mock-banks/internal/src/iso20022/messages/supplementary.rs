//! What the standard has no field for, in the place the standard keeps for it: `SplmtryData/Envlp`, under a namespace of our
//! own. `PlcAndNm` says to which element of the message it belongs. The words are the standard's where it has them (`MndtId`,
//! `Frqcy`, `Cdtr`), so that a reader of ISO 20022 needs no second dictionary.

use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::Currency;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::amount::{Amount, Direction};
use super::element::{OneOf, choice, codes, element};
use super::party::{AccountId, CashAccount, Party};

/// The namespace of everything below an `Envlp`.
pub const NAMESPACE: &str = "urn:moa:xsd:supplementary:1";

/// The declaration of that namespace. It can be nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OurNamespace;

element! {
    /// `SupplementaryData1`.
    Supplementary {
        "PlcAndNm" place: Option<String>,
        "Envlp" envelope: OneOf<Extra>,
    }

    /// What a request asks for beyond the message it wants.
    RequestExtra {
        "@xmlns" namespace: OurNamespace,
        "Wntd" wanted: Wanted,
        "PgSz" page_size: Option<u32>,
    }

    /// What the bank knows of an account beyond `CashAccount39`.
    AccountExtra {
        "@xmlns" namespace: OurNamespace,
        "NckNm" nickname: Option<String>,
        "OpngDt" opened: Option<Date>,
        "Ccy" currencies: Vec<Currency>,
        "Nb" numbers: Vec<OneOf<AccountId>>,
    }

    /// Promises about an account's money. ISO 20022 has no report of them to a customer.
    ArrangementsExtra {
        "@xmlns" namespace: OurNamespace,
        "Bnfcry" beneficiaries: Vec<Beneficiary>,
        "DrctDbt" direct_debits: Vec<DirectDebit>,
        "StgOrdr" standing_orders: Vec<StandingOrder>,
    }

    /// From when to when the bank has entries at all.
    StatementExtra {
        "@xmlns" namespace: OurNamespace,
        "FrstNtry" first: Option<Timestamp>,
        "LastNtry" last: Option<Timestamp>,
    }

    /// What the bank prints of a transaction beyond `EntryTransaction10`.
    TransactionExtra {
        "@xmlns" namespace: OurNamespace,
        "Mrchnt" merchant: Option<Merchant>,
        "BalAftr" balance_after: Option<BalanceAfter>,
    }

    /// A shop.
    Merchant {
        "Nm" name: String,
        "CtgyCd" category: Option<String>,
    }

    /// What was booked on the account after an entry.
    BalanceAfter {
        "Amt" amount: Amount,
        "CdtDbtInd" direction: Direction,
    }

    /// Somebody the owner pays often.
    Beneficiary {
        "Id" id: Option<String>,
        "Trstd" trusted: bool,
        "Ref" reference: Option<String>,
        "Cdtr" creditor: Party,
        "CdtrAcct" creditor_account: Option<CashAccount>,
    }

    /// Somebody who may collect from the account.
    DirectDebit {
        "Id" id: Option<String>,
        "MndtId" mandate: Option<String>,
        "Cdtr" creditor: Party,
        "Sts" status: ArrangementStatus,
        "Frqcy" frequency: Frequency,
        "Prvs" previous: Option<Due>,
    }

    /// What the account pays regularly.
    StandingOrder {
        "Id" id: Option<String>,
        "Sts" status: ArrangementStatus,
        "Frqcy" frequency: Frequency,
        "Nxt" next: Option<Due>,
        "Prvs" previous: Option<Due>,
        "Ref" reference: Option<String>,
        "Cdtr" creditor: Party,
        "CdtrAcct" creditor_account: Option<CashAccount>,
    }

    /// A moment and an amount.
    Due {
        "DtTm" at: Timestamp,
        "Amt" amount: Amount,
    }
}

choice! {
    /// `SupplementaryDataEnvelope1`: any one element of a foreign namespace; here, one of ours.
    Extra {
        "ReqExt" Request(RequestExtra),
        "AcctExt" Account(AccountExtra),
        "ArrgmtExt" Arrangements(ArrangementsExtra),
        "StmtExt" Statement(StatementExtra),
        "TxExt" Transaction(TransactionExtra),
    }
}

codes! {
    /// What of an account is wanted. `camt.060` only knows the message in which the answer is to come.
    Wanted {
        "ACCT" Accounts,
        "BALS" Balances,
        "NTRY" Entries,
        "BFCY" Beneficiaries,
        "DDBT" DirectDebits,
        "STOR" StandingOrders,
        "FUTR" ScheduledPayments,
        "OWNR" Owner,
    }

    /// `Frequency6Code`, as far as this bank has it.
    Frequency { "WEEK" Weekly, "MNTH" Monthly, "YEAR" Yearly, }

    /// `ExternalMandateStatus1Code`, as far as this bank has it.
    ArrangementStatus { "ACTV" Active, "CANC" Cancelled, }
}

impl Supplementary {
    /// Something more about an element of the message.
    #[must_use]
    pub fn at(place: Option<String>, extra: Extra) -> Self {
        Self { place, envelope: extra.into() }
    }
}

/// The place of the n-th report of a `camt.052`, counted from one.
#[must_use]
pub fn place_of_report(n: usize) -> String {
    format!("/Document/BkToCstmrAcctRpt/Rpt[{n}]")
}

impl Serialize for OurNamespace {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(NAMESPACE)
    }
}

impl<'de> Deserialize<'de> for OurNamespace {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match String::deserialize(from)?.as_str() {
            NAMESPACE => Ok(Self),
            _ => Err(de::Error::custom("an envelope holds an element of another namespace")),
        }
    }
}

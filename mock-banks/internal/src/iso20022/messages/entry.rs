//! `ReportEntry10`: one movement of money, booked, pending or in the future.

use jiff::Timestamp;
use moa_kernel::Currency;

use super::amount::{Amount, Direction, Rate};
use super::element::{CodeOrWord, OneOf, choice, element};
use super::party::{CashAccount, PartyOrAgent};
use super::supplementary::Supplementary;

/// `ExternalEntryStatus1Code`: the money has moved.
pub const BOOKED: &str = "BOOK";
/// `ExternalEntryStatus1Code`: it will, probably.
pub const PENDING: &str = "PDNG";
/// `ExternalEntryStatus1Code`: it will on a day to come.
pub const FUTURE: &str = "FUTR";

element! {
    /// `ReportEntry10`.
    Entry {
        "Amt" amount: Amount,
        "CdtDbtInd" direction: Direction,
        "Sts" status: OneOf<CodeOrWord>,
        "BookgDt" booked: Option<OneOf<DayOrMoment>>,
        "ValDt" valued: Option<OneOf<DayOrMoment>>,
        "AcctSvcrRef" bank_reference: Option<String>,
        "BkTxCd" code: BankTransactionCode,
        "NtryDtls" details: Vec<EntryDetails>,
        "AddtlNtryInf" text: Option<String>,
    }

    /// `BankTransactionCodeStructure4`: what sort of movement.
    BankTransactionCode {
        "Domn" domain: Option<Domain>,
    }

    /// `BankTransactionCodeStructure5`.
    Domain {
        "Cd" code: String,
        "Fmly" family: Family,
    }

    /// `BankTransactionCodeStructure6`.
    Family {
        "Cd" code: String,
        "SubFmlyCd" sub_family: String,
    }

    /// `EntryDetails9`.
    EntryDetails {
        "TxDtls" transactions: Vec<TransactionDetails>,
    }

    /// `EntryTransaction10`: what is known of the transaction behind the entry.
    TransactionDetails {
        "AmtDtls" amounts: Option<AmountDetails>,
        "RltdPties" parties: Option<RelatedParties>,
        "RmtInf" remittance: Option<Remittance>,
        "SplmtryData" supplementary: Vec<Supplementary>,
    }

    /// `AmountAndCurrencyExchange3`.
    AmountDetails {
        "InstdAmt" instructed: Option<InstructedAmount>,
    }

    /// `AmountAndCurrencyExchangeDetails3`: what was paid, in the currency it was paid in.
    InstructedAmount {
        "Amt" amount: Amount,
        "CcyXchg" exchange: Option<CurrencyExchange>,
    }

    /// `CurrencyExchange5`: how one currency became another.
    CurrencyExchange {
        "SrcCcy" source: Currency,
        "TrgtCcy" target: Option<Currency>,
        "UnitCcy" unit: Option<Currency>,
        "XchgRate" rate: Rate,
        "QtnDt" quoted: Option<Timestamp>,
    }

    /// `TransactionParties6`: who paid, and who was paid.
    RelatedParties {
        "Dbtr" debtor: Option<OneOf<PartyOrAgent>>,
        "DbtrAcct" debtor_account: Option<CashAccount>,
        "Cdtr" creditor: Option<OneOf<PartyOrAgent>>,
        "CdtrAcct" creditor_account: Option<CashAccount>,
    }

    /// `RemittanceInformation16`: what it was for.
    Remittance {
        "Ustrd" lines: Vec<String>,
    }
}

choice! {
    /// `DateAndDateTime2Choice`. A day without a zone is not a moment; this bank tells moments.
    DayOrMoment {
        "DtTm" Moment(Timestamp),
    }
}

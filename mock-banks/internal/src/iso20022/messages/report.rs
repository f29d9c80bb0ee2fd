//! `camt.052.001.08`, `BankToCustomerAccountReport`, and `camt.053.001.08`, `BankToCustomerStatement`: what the bank tells
//! of accounts. The first is a look at them now; the second is their history, page by page.

use jiff::Timestamp;

use super::amount::{Amount, Direction};
use super::element::{CodeOrWord, OneOf, element};
use super::entry::{DayOrMoment, Entry};
use super::header::{AnswerHeader, Sequence};
use super::party::CashAccount;
use super::supplementary::Supplementary;

element! {
    /// `BankToCustomerAccountReportV08`.
    AccountReport {
        "GrpHdr" header: AnswerHeader,
        "Rpt" reports: Vec<Report>,
        "SplmtryData" supplementary: Vec<Supplementary>,
    }

    /// `AccountReport25`: one account.
    Report {
        "Id" id: String,
        "CreDtTm" created: Option<Timestamp>,
        "Acct" account: CashAccount,
        "Bal" balances: Vec<Balance>,
        "Ntry" entries: Vec<Entry>,
    }

    /// `BankToCustomerStatementV08`.
    Statement {
        "GrpHdr" header: AnswerHeader,
        "Stmt" statements: Vec<AccountStatement>,
        "SplmtryData" supplementary: Vec<Supplementary>,
    }

    /// `AccountStatement9`: a page of one account's history.
    AccountStatement {
        "Id" id: String,
        "RptgSeq" sequence: Option<OneOf<Sequence>>,
        "CreDtTm" created: Option<Timestamp>,
        "Acct" account: CashAccount,
        "Bal" balances: Vec<Balance>,
        "TxsSummry" summary: Option<Summary>,
        "Ntry" entries: Vec<Entry>,
    }

    /// `TotalTransactions6`: of all pages together.
    Summary {
        "TtlNtries" total: Option<NumberOfEntries>,
    }

    /// `NumberAndSumOfTransactions4`.
    NumberOfEntries {
        "NbOfNtries" count: Option<u64>,
    }

    /// `CashBalance8`: what stands on an account, in one way of counting.
    Balance {
        "Tp" kind: BalanceType,
        "CdtLine" credit_lines: Vec<CreditLine>,
        "Amt" amount: Amount,
        "CdtDbtInd" direction: Direction,
        "Dt" at: OneOf<DayOrMoment>,
    }

    /// `BalanceType13`.
    BalanceType {
        "CdOrPrtry" code: OneOf<CodeOrWord>,
    }

    /// `CreditLine3`: borrowed money that may be in a balance.
    CreditLine {
        "Incl" included: bool,
        "Tp" kind: Option<OneOf<CodeOrWord>>,
        "Amt" amount: Option<Amount>,
    }
}

/// `ExternalCreditLineType1Code`: a card's limit.
pub const LINE_CREDIT: &str = "CRED";
/// `ExternalCreditLineType1Code`: an overdraft that the bank agreed to.
pub const LINE_PRE_AGREED: &str = "PRAG";

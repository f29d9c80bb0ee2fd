//! `camt.060.001.05`, `AccountReportingRequest`: what the bank is asked for.

use super::amount::Direction;
use super::element::{CodeOrWord, OneOf, codes, element};
use super::header::{RequestHeader, Sequence};
use super::party::{CashAccount, PartyOrAgent};
use super::supplementary::Supplementary;

element! {
    /// `AccountReportingRequestV05`.
    AccountReportingRequest {
        "GrpHdr" header: RequestHeader,
        "RptgReq" requests: Vec<ReportingRequest>,
        "SplmtryData" supplementary: Vec<Supplementary>,
    }

    /// `ReportingRequest5`: one report wanted.
    ReportingRequest {
        "Id" id: Option<String>,
        "ReqdMsgNmId" message: String,
        "Acct" account: Option<CashAccount>,
        "AcctOwnr" owner: OneOf<PartyOrAgent>,
        "RptgPrd" period: Option<ReportingPeriod>,
        "RptgSeq" sequence: Option<OneOf<Sequence>>,
        "ReqdTxTp" transactions: Option<TransactionType>,
    }

    /// `ReportingPeriod2`: between when.
    ReportingPeriod {
        "FrToDt" dates: Dates,
        "FrToTm" times: Option<Times>,
        "Tp" query: QueryType,
    }

    /// `DatePeriodDetails1`: the days.
    Dates {
        "FrDt" from: String,
        "ToDt" to: Option<String>,
    }

    /// `TimePeriodDetails1`: the times of these days.
    Times {
        "FrTm" from: String,
        "ToTm" to: Option<String>,
    }

    /// `TransactionType2`: which entries.
    TransactionType {
        "Sts" status: OneOf<CodeOrWord>,
        "CdtDbtInd" direction: Direction,
    }
}

codes! {
    /// `QueryType3Code`: only everything is told here, never what changed.
    QueryType { "ALLL" All, }
}

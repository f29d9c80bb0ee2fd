//! `pain.001.001.09`, `CustomerCreditTransferInitiation`, and `pain.002.001.10`, `CustomerPaymentStatusReport`: money is to
//! move, and what became of it.

use jiff::Timestamp;

use super::amount::Amount;
use super::element::{CodeOrWord, OneOf, choice, codes, element};
use super::entry::{DayOrMoment, Remittance};
use super::party::{Agent, CashAccount, Party};

element! {
    /// `CustomerCreditTransferInitiationV09`.
    TransferInitiation {
        "GrpHdr" header: InitiationHeader,
        "PmtInf" payments: Vec<PaymentInstruction>,
    }

    /// `GroupHeader85`.
    InitiationHeader {
        "MsgId" id: String,
        "CreDtTm" created: Timestamp,
        "NbOfTxs" count: u32,
        "InitgPty" initiator: Party,
    }

    /// `PaymentInstruction30`: payments from one account.
    PaymentInstruction {
        "PmtInfId" id: String,
        "PmtMtd" method: PaymentMethod,
        "ReqdExctnDt" execution: OneOf<DayOrMoment>,
        "Dbtr" debtor: Party,
        "DbtrAcct" debtor_account: CashAccount,
        "DbtrAgt" debtor_agent: Agent,
        "CdtTrfTxInf" transfers: Vec<CreditTransfer>,
    }

    /// `CreditTransferTransaction34`: one payment.
    CreditTransfer {
        "PmtId" id: PaymentId,
        "Amt" amount: OneOf<AmountChoice>,
        "Cdtr" creditor: Option<Party>,
        "CdtrAcct" creditor_account: Option<CashAccount>,
        "RmtInf" remittance: Option<Remittance>,
    }

    /// `PaymentIdentification6`.
    PaymentId {
        "EndToEndId" end_to_end: String,
    }

    /// `CustomerPaymentStatusReportV10`.
    StatusReport {
        "GrpHdr" header: StatusHeader,
        "OrgnlGrpInfAndSts" original: OriginalGroup,
        "OrgnlPmtInfAndSts" payments: Vec<OriginalPayment>,
    }

    /// `GroupHeader86`.
    StatusHeader {
        "MsgId" id: String,
        "CreDtTm" created: Timestamp,
    }

    /// `OriginalGroupHeader17`: the message that is answered.
    OriginalGroup {
        "OrgnlMsgId" id: String,
        "OrgnlMsgNmId" name: String,
    }

    /// `OriginalPaymentInstruction32`.
    OriginalPayment {
        "OrgnlPmtInfId" id: String,
        "TxInfAndSts" transfers: Vec<TransferStatus>,
    }

    /// `PaymentTransaction105`: what became of one payment.
    TransferStatus {
        "OrgnlEndToEndId" end_to_end: Option<String>,
        "TxSts" status: Option<String>,
        "StsRsnInf" reasons: Vec<StatusReason>,
        "AccptncDtTm" accepted: Option<Timestamp>,
        "AcctSvcrRef" bank_reference: Option<String>,
    }

    /// `StatusReasonInformation12`: why.
    StatusReason {
        "Rsn" reason: Option<OneOf<CodeOrWord>>,
        "AddtlInf" more: Vec<String>,
    }
}

choice! {
    /// `AmountType4Choice`. Equivalent amounts are not among ours.
    AmountChoice {
        "InstdAmt" Instructed(Amount),
    }
}

codes! {
    /// `PaymentMethod3Code`: transfers, no cheques.
    PaymentMethod { "TRF" Transfer, }
}

/// `ExternalPaymentTransactionStatus1Code`: booked on the payer's account.
pub const SETTLED: &str = "ACSC";
/// `ExternalPaymentTransactionStatus1Code`: not yet.
pub const PENDING: &str = "PDNG";
/// `ExternalPaymentTransactionStatus1Code`: no.
pub const REJECTED: &str = "RJCT";

/// `ExternalStatusReason1Code`: why a transfer is rejected.
pub mod reason {
    /// `InvalidDebtorAccountNumber`: the payer has no such account.
    pub const NO_SUCH_ACCOUNT: &str = "AC02";
    /// `InvalidCreditorAccountNumber`: the payee's account takes no such money.
    pub const BAD_PAYEE: &str = "AC03";
    /// `NotAllowedCurrency`.
    pub const WRONG_CURRENCY: &str = "AM03";
    /// `InsufficientFunds`.
    pub const INSUFFICIENT_FUNDS: &str = "AM04";
    /// `InvalidAmount`.
    pub const BAD_AMOUNT: &str = "AM12";
    /// `DuplicateEndToEndID`: used before, for another transfer.
    pub const ID_USED_BEFORE: &str = "DU04";
    /// `InvalidFileFormat`: a text is empty or too long.
    pub const BAD_TEXT: &str = "FF01";
}

//! What a `camt.060` asks for, once it has been looked at: whose accounts, which, what of them.

use jiff::Timestamp;
use moa_bank_core::ledger::{Cursor, Directions, Window};
use moa_kernel::{AccountId, CustomerId};

use super::refusal::Refusal;
use crate::iso20022::messages::amount::Direction;
use crate::iso20022::messages::header::Sequence;
use crate::iso20022::messages::party::PartyOrAgent;
use crate::iso20022::messages::request::{AccountReportingRequest, ReportingRequest};
use crate::iso20022::messages::supplementary::{Extra, RequestExtra, Wanted};
use crate::iso20022::messages::{MessageName, OneOf};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) customer: CustomerId,
    /// In the order in which they are asked for.
    pub(super) accounts: Vec<AccountId>,
    pub(super) wanted: Wanted,
    pub(super) page: Page,
}

/// Which entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) window: Window,
    pub(super) directions: Directions,
    pub(super) after: Option<Cursor>,
    pub(super) size: Option<u32>,
}

/// Reads a request.
pub(super) fn read(request: &AccountReportingRequest) -> Result<Asked, Refusal> {
    let extra = extra(request)?;
    let (wanted, size) = (extra.wanted, extra.page_size);
    let Some(first) = request.requests.first() else {
        return Err(Refusal::unsupported("a request asks for at least one report"));
    };
    let customer = owner(first)?;
    let expected = if wanted == Wanted::Entries { MessageName::Camt053 } else { MessageName::Camt052 };
    let mut accounts = Vec::new();
    for report in &request.requests {
        if report.message != expected.as_str() {
            return Err(Refusal::unsupported("what is wanted does not come in the message that is wanted"));
        }
        if owner(report)? != customer {
            return Err(Refusal::unsupported("a request asks for the accounts of one customer"));
        }
        accounts.extend(account(report)?);
    }
    let named = accounts.len() == request.requests.len();
    match wanted {
        Wanted::Owner if accounts.is_empty() && request.requests.len() == 1 => {}
        Wanted::Owner => return Err(Refusal::unsupported("the owner is asked for once, and without an account")),
        Wanted::Entries if accounts.len() != 1 => {
            return Err(Refusal::unsupported("entries are asked for one account at a time"));
        }
        _ if !named => return Err(Refusal::unsupported("each report is asked for by the account's own id")),
        _ => {}
    }
    Ok(Asked { customer, accounts, wanted, page: page(first, size)? })
}

fn extra(request: &AccountReportingRequest) -> Result<&RequestExtra, Refusal> {
    match request.supplementary.as_slice() {
        [only] => match &only.envelope.is {
            Extra::Request(extra) => Ok(extra),
            _ => Err(Refusal::unsupported("a request says what it wants in one ReqExt")),
        },
        _ => Err(Refusal::unsupported("a request says what it wants in one ReqExt")),
    }
}

fn owner(report: &ReportingRequest) -> Result<CustomerId, Refusal> {
    let PartyOrAgent::Party(party) = &report.owner.is;
    let id = party.number().ok_or_else(|| Refusal::unsupported("a request names the account's owner by one id"))?;
    CustomerId::new(id).map_err(|_| Refusal::unknown_account())
}

fn account(report: &ReportingRequest) -> Result<Option<AccountId>, Refusal> {
    let Some(account) = &report.account else { return Ok(None) };
    let id = account.bank_id().ok_or_else(Refusal::unknown_account)?;
    AccountId::new(id).map(Some).map_err(|_| Refusal::unknown_account())
}

fn page(report: &ReportingRequest, size: Option<u32>) -> Result<Page, Refusal> {
    let window = match &report.period {
        None => Window::ALL,
        Some(period) => {
            let (from, to): (Timestamp, _) = period.ends().map_err(|fault| Refusal::unsupported(&fault.to_string()))?;
            Window { from: Some(from), to }
        }
    };
    let directions = match report.transactions.as_ref().map(|kind| kind.direction) {
        None => Directions::Both,
        Some(Direction::Credit) => Directions::In,
        Some(Direction::Debit) => Directions::Out,
    };
    let after = match &report.sequence {
        None => None,
        Some(OneOf { is: Sequence::From(position) }) => {
            Some(position.parse().map_err(|_| Refusal::unknown_position())?)
        }
        Some(OneOf { is: Sequence::To(_) }) => {
            return Err(Refusal::unsupported("a page is asked for by where it begins"));
        }
    };
    Ok(Page { window, directions, after, size })
}

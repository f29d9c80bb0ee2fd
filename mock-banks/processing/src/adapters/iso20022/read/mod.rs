//! Answers as plain facts. An answer that belongs to another question, leaves something out or tells too much is none.

mod accounts;
mod arrangements;
mod entries;
mod transfers;

use moa_bank_internal::iso20022::messages::Message;
use moa_bank_internal::iso20022::messages::entry::DayOrMoment;
use moa_bank_internal::iso20022::messages::header::AnswerHeader;
use moa_bank_internal::iso20022::messages::party::{self, CashAccount, SCHEME_CARD, SCHEME_SORT_CODE};
use moa_bank_internal::iso20022::messages::report::Report;
use moa_bank_internal::iso20022::messages::supplementary::{Extra, Supplementary, place_of_report};
use moa_kernel::{AccountId, Timestamp};

use super::fault::{self, Fault};
use crate::port::{AccountNumber, NumberScheme};

pub(super) use accounts::{accounts, balances, party};
pub(super) use arrangements::{beneficiaries, direct_debits, scheduled_payments, standing_orders};
pub(super) use entries::page;
pub(super) use transfers::transfer;

/// A `camt.052` that answers our message.
pub(super) struct Reports {
    reports: Vec<Report>,
    supplementary: Vec<Supplementary>,
}

impl Reports {
    /// The reports, if they answer the message of this id.
    pub(super) fn of(id: &str, answer: Message) -> Result<Self, Fault> {
        match answer {
            Message::Report(report) => {
                answers(id, &report.header)?;
                Ok(Self { reports: report.reports, supplementary: report.supplementary })
            }
            other => Err(unexpected(other)),
        }
    }

    /// Each report with what stands beside it, if they are of these accounts in this order.
    fn each<'a>(
        &'a self,
        asked: &'a [AccountId],
    ) -> Result<impl Iterator<Item = (&'a AccountId, &'a Report, Option<&'a Extra>)>, Fault> {
        let told = self.reports.iter().map(|report| report.account.bank_id());
        if !told.eq(asked.iter().map(|account| Some(account.as_str()))) {
            return Err(Fault::no_answer("the reports are not of the accounts asked for"));
        }
        let beside = |n| {
            let place = place_of_report(n);
            let found = self.supplementary.iter().find(|beside| beside.place.as_deref() == Some(&place));
            found.map(|beside| &beside.envelope.is)
        };
        Ok((1..).zip(asked.iter().zip(&self.reports)).map(move |(n, (account, report))| (account, report, beside(n))))
    }
}

fn answers(id: &str, header: &AnswerHeader) -> Result<(), Fault> {
    let is_ours = header.query.as_ref().is_some_and(|query| query.id == id);
    if is_ours { Ok(()) } else { Err(Fault::no_answer("it answers another message")) }
}

fn unexpected(answer: Message) -> Fault {
    match answer {
        Message::Reject(reject) => fault::of_rejection(reject),
        _ => Fault::no_answer("it is another message than was asked for"),
    }
}

fn moment(told: &DayOrMoment) -> Timestamp {
    match told {
        DayOrMoment::Moment(at) => *at,
    }
}

fn number(told: &party::AccountId) -> Result<AccountNumber, Fault> {
    let of = |scheme, number: &str| AccountNumber { scheme, number: number.to_owned() };
    if let party::AccountId::Iban(iban) = told {
        return Ok(of(NumberScheme::Iban, iban));
    }
    let card = told.in_scheme(SCHEME_CARD).map(|number| of(NumberScheme::CardNumber, number));
    let sort_code = || told.in_scheme(SCHEME_SORT_CODE).map(|it| of(NumberScheme::SortCodeAccountNumber, it));
    card.or_else(sort_code).ok_or_else(|| Fault::no_answer("an account has a number of an unknown scheme"))
}

fn account_number(told: Option<&CashAccount>) -> Result<Option<AccountNumber>, Fault> {
    told.map(|account| number(&account.id.is)).transpose()
}

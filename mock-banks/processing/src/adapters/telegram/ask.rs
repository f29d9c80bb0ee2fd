//! Questions as the lines of commands.

use moa_bank_internal::telegram::wire::Body;
use moa_bank_internal::telegram::wire::lines::{AccountAsked, PersonAsked, StatementAsked, TransferAsked};
use moa_kernel::{AccountId, CustomerId, Timestamp};

use super::unreadable;
use crate::port::{CoreFault, Directions, NumberScheme, TransactionsQuestion, TransferQuestion};

pub(super) fn account(customer: CustomerId, account: AccountId) -> Result<Body, CoreFault> {
    Body::default().with(&AccountAsked { customer, account }).map_err(unreadable)
}

pub(super) fn person(customer: CustomerId) -> Result<Body, CoreFault> {
    Body::default().with(&PersonAsked { customer }).map_err(unreadable)
}

pub(super) fn statement(asked: &TransactionsQuestion, limit: usize) -> Result<Body, CoreFault> {
    let line = StatementAsked {
        customer: asked.customer.clone(),
        account: asked.account.clone(),
        from: asked.window.from.map(within_years),
        to: asked.window.to.map(within_years),
        directions: match asked.directions {
            Directions::Both => "B",
            Directions::Credits => "C",
            Directions::Debits => "D",
        }
        .to_owned(),
        limit: limit as u64,
    };
    Body::default().with(&line).map_err(unreadable)
}

/// Telegrams have four digits for a year, and no bank has books from before the first.
fn within_years(at: Timestamp) -> Timestamp {
    const YEAR_ONE: i64 = -62_135_596_800;
    Timestamp::from_second(YEAR_ONE).map_or(at, |first| at.max(first))
}

pub(super) fn transfer(asked: TransferQuestion) -> Result<Body, CoreFault> {
    let line = TransferAsked {
        customer: asked.customer,
        from: asked.from,
        payee: asked.to.name,
        scheme: scheme(asked.to.number.scheme).to_owned(),
        number: asked.to.number.number,
        amount: asked.amount,
        end_to_end_id: asked.end_to_end_id,
        reference: asked.reference,
    };
    Body::default().with(&line).map_err(unreadable)
}

pub(super) const fn scheme(scheme: NumberScheme) -> &'static str {
    match scheme {
        NumberScheme::SortCodeAccountNumber => "SORT",
        NumberScheme::Iban => "IBAN",
        NumberScheme::CardNumber => "CARD",
    }
}

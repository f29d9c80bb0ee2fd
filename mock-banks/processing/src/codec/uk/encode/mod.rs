//! Writes a core's answer as the standard's resource.
//!
//! Permissions decide here what is in a record: *Basic* leaves out the fields the standard's Basic schemas leave out, and
//! without `ReadPAN` card numbers are masked wherever they stand. Accounts and movements, of which there are many, are written
//! once in each form and joined after that.

mod accounts;
mod amount;
mod balances;
mod beneficiaries;
mod direct_debits;
mod mandate;
mod number;
mod party;
mod scheduled_payments;
mod standing_orders;
mod transactions;

use moa_wire::Raw;
use moa_wire::uk::v4::{Envelope, Links, Meta};
use serde::Serialize;

use super::{Permission, Permissions, UkError, links};
use crate::port::{CoreAnswer, Form, Shared};
use crate::processor::ApiCall;

/// Writes an answer as JSON.
///
/// # Errors
/// [`UkError::Unavailable`] when the answer has no JSON form, which would be our own fault.
pub fn encode(
    call: &ApiCall,
    answer: &CoreAnswer,
    permissions: &Permissions,
    page_size: u32,
) -> Result<Vec<u8>, UkError> {
    let around = match answer {
        CoreAnswer::Transactions(page) => links::paged(call, page, page_size),
        _ => links::single(call),
    };
    match answer {
        CoreAnswer::Accounts(rows) => write(accounts::encode(rows, permissions)?, around),
        CoreAnswer::Balances(rows) => write(balances::encode(rows), around),
        CoreAnswer::Transactions(page) => write(transactions::encode(&page.rows, permissions)?, around),
        CoreAnswer::Beneficiaries(rows) => write(beneficiaries::encode(rows, permissions), around),
        CoreAnswer::DirectDebits(rows) => write(direct_debits::encode(rows), around),
        CoreAnswer::StandingOrders(rows) => write(standing_orders::encode(rows, permissions), around),
        CoreAnswer::ScheduledPayments(rows) => write(scheduled_payments::encode(rows, permissions), around),
        CoreAnswer::Party(record) => write(party::encode(record), around),
        // No question of this API has such an answer.
        CoreAnswer::Transfer(_) => Err(UkError::NotFound),
    }
}

/// The form in which a consent lets records be written, of which it may show the detail.
fn form(detail: Permission, permissions: &Permissions) -> Form {
    Form { detail: permissions.has(detail), numbers: permissions.has(Permission::ReadPAN) }
}

/// A record in its form, as it was written the first time.
fn written<T, R: Serialize>(row: &Shared<T>, form: Form, write: impl FnOnce(&T) -> R) -> Result<&Raw, UkError> {
    row.written(form, |record| Raw::of(&write(record)).map_err(|error| UkError::Unavailable(error.into())))
}

fn write<T: Serialize>(data: T, (links, meta): (Links, Meta)) -> Result<Vec<u8>, UkError> {
    to_json(&Envelope::of(data, links, meta))
}

/// A resource as JSON.
pub(super) fn to_json<T: Serialize>(resource: &T) -> Result<Vec<u8>, UkError> {
    serde_json::to_vec(resource).map_err(|error| UkError::Unavailable(error.into()))
}

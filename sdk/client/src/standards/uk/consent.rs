//! Consents: which permissions a kind of data needs, and what the bank made of it.

use jiff::civil::Date;
use moa_kernel::ConsentId;
use moa_wire::uk::v4::consents::{self, Permission};
use moa_wire::uk::v4::{Envelope, Risk};
use moa_wire::{Code, DateTimeText};

use super::map::{Unmappable, optional_time, time};
use crate::model::{Consent, ConsentStatus};
use crate::standards::{ConsentAsk, DataKind};

/// The body of `POST /account-access-consents`.
pub(super) fn request(ask: &ConsentAsk) -> Vec<u8> {
    let data = consents::ConsentRequest {
        permissions: permissions(ask),
        expiration_date_time: ask.expires_at.map(DateTimeText::of),
        transaction_from_date_time: ask.transactions_from.map(|day| midnight(day, "00:00:00")),
        transaction_to_date_time: ask.transactions_to.map(|day| midnight(day, "23:59:59")),
    };
    let body = Envelope { data, risk: Some(Risk {}), links: None, meta: None };
    // Texts and lists always have a JSON form.
    serde_json::to_vec(&body).unwrap_or_default()
}

/// In a body a time must carry an offset.
fn midnight(day: Date, clock: &str) -> DateTimeText {
    DateTimeText::new(format!("{day}T{clock}+00:00"))
}

/// What to ask for. The standard refuses `ReadTransactions…` without a direction, so both directions come with it.
fn permissions(ask: &ConsentAsk) -> Vec<Permission> {
    let mut all = vec![Permission::ReadAccountsDetail];
    for kind in &ask.data {
        match kind {
            DataKind::Accounts => {}
            DataKind::Balances => all.push(Permission::ReadBalances),
            DataKind::Transactions => all.extend([
                Permission::ReadTransactionsDetail,
                Permission::ReadTransactionsCredits,
                Permission::ReadTransactionsDebits,
            ]),
            DataKind::Party => all.extend([Permission::ReadParty, Permission::ReadPartyPsu]),
            DataKind::Beneficiaries => all.push(Permission::ReadBeneficiariesDetail),
            DataKind::DirectDebits => all.push(Permission::ReadDirectDebits),
            DataKind::StandingOrders => all.push(Permission::ReadStandingOrdersDetail),
            DataKind::ScheduledPayments => all.push(Permission::ReadScheduledPaymentsDetail),
        }
    }
    all
}

/// A consent as the bank answers it.
pub(super) fn consent(wire: consents::Consent) -> Result<Consent, Unmappable> {
    Ok(Consent {
        id: ConsentId::new(wire.consent_id).map_err(|_| Unmappable("ConsentId is not an id"))?,
        status: ConsentStatus::from(wire.status.as_str()),
        permissions: wire.permissions.iter().map(|name| Code::from(name.as_str())).collect(),
        created: Some(time(&wire.creation_date_time, "CreationDateTime is not a time")?),
        status_changed: Some(time(&wire.status_update_date_time, "StatusUpdateDateTime is not a time")?),
        expires: optional_time(wire.expiration_date_time.as_ref(), "ExpirationDateTime is not a time")?,
        transactions_from: optional_time(
            wire.transaction_from_date_time.as_ref(),
            "TransactionFromDateTime is not a time",
        )?,
        transactions_to: optional_time(wire.transaction_to_date_time.as_ref(), "TransactionToDateTime is not a time")?,
    })
}

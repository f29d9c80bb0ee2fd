//! A link as a line of the permissions screen.

use moa_kernel::Timestamp;
use moa_sdk::link::LinkState;
use moa_sdk::overview::BankOverview;

use super::face::Faces;
use super::health::health;
use super::money::count;
use crate::dto::{LinkRow, LinkStateCode, Permission};

/// What Moa asks every bank for in this version; the bank's page says it in the bank's words.
const ASKED: [Permission; 4] =
    [Permission::Accounts, Permission::Balances, Permission::Transactions, Permission::Party];

/// A link with what is known about it.
pub(crate) fn row(seen: &BankOverview, faces: &Faces, now: Timestamp) -> LinkRow {
    let link = &seen.link;
    LinkRow {
        id: link.id.to_string(),
        bank: faces.of(&link.bank),
        state: match link.state_at(now) {
            LinkState::Expired { .. } => LinkStateCode::Expired,
            LinkState::Lost { .. } => LinkStateCode::NeedsReconnect,
            LinkState::Revoked { .. } => LinkStateCode::Revoked,
            _ => LinkStateCode::Active,
        },
        health: health(link, seen.last_sync.as_ref(), now),
        permissions: ASKED.to_vec(),
        since: link.linked_at.to_string(),
        until: link.expires_at.map(|at| at.to_string()),
        accounts: count(seen.accounts.len()),
        last_used: seen.last_sync.as_ref().map(|sync| sync.finished_at.to_string()),
        consent: Some(link.consent.to_string()),
    }
}

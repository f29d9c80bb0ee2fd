//! Home: one total for each currency, side by side, because nothing here converts money.
//!
//! An account whose balance nobody knows is counted beside the totals and stands in its bank's list with the reason.

use moa_kernel::Timestamp;
use moa_sdk::model::AccountRef;
use moa_sdk::overview::{BankOverview, CurrencyTotal, Overview, Trend};

use super::account;
use super::face::Faces;
use super::health::health;
use super::money::{amount, bank_time, count};
use crate::dto;

/// Everything a person has, as home shows it.
pub(crate) fn overview(
    seen: &Overview,
    trends: &[Trend],
    person: Option<String>,
    faces: &Faces,
    now: Timestamp,
    syncing: bool,
) -> dto::Overview {
    dto::Overview {
        person,
        totals: seen.totals.iter().map(|sum| total(sum, trends, faces)).collect(),
        banks: seen.banks.iter().map(|bank| group(bank, seen, faces, now)).collect(),
        without_balance: count(seen.unknown.len()),
        last_sync: seen
            .banks
            .iter()
            .filter_map(|bank| bank.last_sync.as_ref())
            .map(|sync| sync.finished_at)
            .max()
            .map(|at| at.to_string()),
        syncing,
    }
}

fn total(sum: &CurrencyTotal, trends: &[Trend], faces: &Faces) -> dto::CurrencyTotal {
    dto::CurrencyTotal {
        total: amount(sum.total),
        accounts: count(sum.accounts),
        shares: sum
            .shares
            .iter()
            .map(|share| dto::BankShare {
                link: share.link.to_string(),
                bank: faces.of(&share.bank),
                amount: amount(share.amount),
                permille: share.permille,
            })
            .collect(),
        oldest_as_of: sum.oldest_as_of.as_ref().map(bank_time),
        trend: trends.iter().find(|trend| trend.currency == sum.currency).map(trend),
    }
}

fn trend(seen: &Trend) -> dto::Trend {
    let points = seen.points.iter();
    dto::Trend {
        points: points
            .map(|point| dto::TrendPoint { day: point.day.to_string(), total: amount(point.total) })
            .collect(),
        since: seen.since.to_string(),
        change: amount(seen.change),
    }
}

fn group(bank: &BankOverview, seen: &Overview, faces: &Faces, now: Timestamp) -> dto::BankGroup {
    let why = |key: &AccountRef| seen.unknown.iter().find(|unknown| unknown.account == *key).map(|unknown| unknown.why);
    dto::BankGroup {
        link: bank.link.id.to_string(),
        bank: faces.of(&bank.link.bank),
        health: health(&bank.link, bank.last_sync.as_ref(), now),
        accounts: bank.accounts.iter().map(|one| account::row(one, why(&one.key))).collect(),
    }
}

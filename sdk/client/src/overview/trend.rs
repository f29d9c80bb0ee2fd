//! How a total came to be what it is: counted back from today's balances, day by day.
//!
//! Nobody kept yesterday's balance, but it follows: it is today's less what was booked since. So a total of an earlier day
//! is the total of today without the bookings in between, to the penny, as long as every account in it was read over all
//! those days. If one was not, or its balance is not a booked one, the day before cannot be known and there is no trend at
//! all: a line with a guess in it would look like any other. Transfers between own accounts need no care here. What leaves
//! one account enters another, and in a total the two cancel out by themselves; while such a transfer is booked on one side
//! only, the total really is lower by it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use moa_kernel::{Currency, Money, MoneyError};

use super::{AccountOverview, BankOverview, Headline, Overview};
use crate::model::{AccountRef, BalanceKind};
use crate::store::{AccountProgress, DaySum, Store, StoreError};
use crate::sync::plan::day_of;

/// How many days before today a trend begins. More than any month has, so that the month's first day is always in it.
pub const SPAN_DAYS: i32 = 45;

/// The total of one currency over the last days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The currency.
    pub currency: Currency,
    /// The total at the end of each day, the oldest first. The last one is the total of now.
    pub points: Vec<TrendPoint>,
    /// The first of this month.
    pub since: Date,
    /// What the total gained, or lost, since that day began.
    pub change: Money,
}

/// A total at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendPoint {
    /// The day.
    pub day: Date,
    /// The total.
    pub total: Money,
}

/// What is known of the days before today.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// What was booked.
    pub days: Vec<DaySum>,
    /// How far each account was read.
    pub progress: BTreeMap<AccountRef, AccountProgress>,
}

/// The trends of the totals, in their order; a total whose past is not known exactly has none.
///
/// # Errors
/// When a sum is larger than an amount can be.
pub fn trends(overview: &Overview, history: &History, today: Date) -> Result<Vec<Trend>, MoneyError> {
    let Some(first) = today.checked_sub(SPAN_DAYS.days()).ok() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for total in &overview.totals {
        if let Some(moved) = moves(overview, history, total.currency, first, today)? {
            found.push(count_back(total.total, &moved, first, today)?);
        }
    }
    Ok(found)
}

/// The trends, from what a store has.
///
/// # Errors
/// When the store fails, or a sum is larger than an amount can be.
pub async fn read_trends(store: &dyn Store, overview: &Overview, now: Timestamp) -> Result<Vec<Trend>, StoreError> {
    let today = day_of(now);
    let Ok(first) = today.checked_sub(SPAN_DAYS.days()) else { return Ok(Vec::new()) };
    let mut history = History { days: store.booked_days(first).await?, ..History::default() };
    for bank in &overview.banks {
        let link = &bank.link.id;
        let known = store.list_progress(link).await?.into_iter();
        history.progress.extend(known.map(|one| (AccountRef::new(link.clone(), one.account.clone()), one)));
    }
    trends(overview, &history, today).map_err(|_| StoreError::AmountOutOfRange)
}

/// What the total gained on each day. None when that is not known of every account in it.
fn moves(
    overview: &Overview,
    history: &History,
    currency: Currency,
    first: Date,
    today: Date,
) -> Result<Option<BTreeMap<Date, Money>>, MoneyError> {
    let mut moved: BTreeMap<Date, Money> = BTreeMap::new();
    for bank in &overview.banks {
        for account in &bank.accounts {
            let Some(headline) = account.headlines.iter().find(|headline| headline.amount.currency == currency) else {
                continue;
            };
            let Some(last) = last_day_in(headline).filter(|_| came_with_everything(bank, headline, today)) else {
                return Ok(None);
            };
            if !was_read(history.progress.get(&account.key), first, last) {
                return Ok(None);
            }
            for sum in sums_of(history, account, currency) {
                let Some(day) = sum.day else { return Ok(None) };
                // What was booked after the balance was struck is not in it, and so not to be taken out of it. A bank
                // whose calendar is ahead of ours books on our tomorrow what happened by now.
                if day <= last {
                    let known = moved.entry(day.min(today)).or_insert(Money::zero(currency));
                    *known = known.checked_add(sum.booked)?;
                }
            }
        }
    }
    Ok(Some(moved))
}

fn sums_of<'a>(
    history: &'a History,
    account: &'a AccountOverview,
    currency: Currency,
) -> impl Iterator<Item = &'a DaySum> {
    history.days.iter().filter(move |sum| sum.account == account.key && sum.booked.currency == currency)
}

/// The last day whose bookings are in a balance. None when bookings alone do not explain the balance: an available one has
/// holds in it, and one with credit in it moves when the credit is changed.
///
/// A closing balance that was true at midnight closed the day before; so did one that opened a day.
fn last_day_in(headline: &Headline) -> Option<Date> {
    if headline.credit_taken_out {
        return None;
    }
    let as_of = headline.as_of.as_ref();
    match headline.kind {
        BalanceKind::InterimBooked => {
            Some(as_of.map_or_else(|| day_of(headline.fetched_at), crate::model::BankTime::day))
        }
        BalanceKind::ClosingBooked | BalanceKind::PreviouslyClosedBooked => {
            let time = as_of?;
            if time.is_midnight() { time.day().yesterday().ok() } else { Some(time.day()) }
        }
        BalanceKind::OpeningBooked => as_of?.day().yesterday().ok(),
        _ => None,
    }
}

/// Whether a balance came with, or before, a sync that brought everything, and that sync is not old. After one that only
/// brought the balance, the bookings that made it are not here.
fn came_with_everything(bank: &BankOverview, headline: &Headline, today: Date) -> bool {
    let success = bank.last_sync.as_ref().and_then(|sync| sync.last_success);
    success.is_some_and(|at| headline.fetched_at <= at && day_of(at).tomorrow().is_ok_and(|next| next >= today))
}

fn was_read(known: Option<&AccountProgress>, first: Date, last: Date) -> bool {
    known.is_some_and(|known| known.from.is_none_or(|from| from <= first) && last <= known.to)
}

fn count_back(total: Money, moved: &BTreeMap<Date, Money>, first: Date, today: Date) -> Result<Trend, MoneyError> {
    let since = today.first_of_month();
    let mut points = Vec::new();
    let mut change = Money::zero(total.currency);
    let (mut day, mut running) = (today, total);
    loop {
        points.push(TrendPoint { day, total: running });
        let gained = moved.get(&day).copied().unwrap_or(Money::zero(total.currency));
        running = running.checked_add(gained.negated())?;
        if since <= day {
            change = change.checked_add(gained)?;
        }
        match day.yesterday() {
            Ok(earlier) if first <= earlier => day = earlier,
            _ => break,
        }
    }
    points.reverse();
    Ok(Trend { currency: total.currency, points, since, change })
}

#[cfg(test)]
#[path = "trend_tests.rs"]
mod tests;

//! What has not been booked yet: yesterday evening's card payments, still on hold this morning.

use super::LifeError;
use super::calendar::{Calendar, at, later};
use super::cast::Cast;
use crate::ledger::{Account, Hold, Kind, Minor};
use crate::luck::Luck;
use crate::spec::PendingDate;

/// Two or three holds on the main account and the card, of everybody who has a life.
pub(super) fn of(cast: &Cast<'_>, calendar: Calendar) -> Result<Vec<Hold>, LifeError> {
    let mut holds = Vec::new();
    if cast.life.is_some() {
        for account in cast.main().into_iter().chain(cast.card()) {
            let mut luck = cast.luck(&format!("pending {} {}", account.id, calendar.today));
            for _ in 0..luck.between(2, 3) {
                holds.extend(hold(cast, calendar, account, &mut luck)?);
            }
        }
    }
    Ok(holds)
}

fn hold(cast: &Cast<'_>, calendar: Calendar, account: &Account, luck: &mut Luck) -> Result<Option<Hold>, LifeError> {
    let yesterday = later(calendar.today, -1);
    let shops = if luck.chance(50) { cast.names.grocers } else { cast.names.restaurants };
    let Some(shop) = luck.pick(shops) else { return Ok(None) };
    let town = cast.town(luck);
    let amount = Minor::new(cast.price(luck.between(650, 4800))?.saturating_neg(), cast.home());
    let placed_at = at(yesterday, 18 * 3600 + luck.between(0, 18_000));
    let expected_at = match cast.spec.temper.pending_date {
        PendingDate::Placed => placed_at,
        PendingDate::Expected => at(later(calendar.today, luck.between(1, 2)), 0),
    };
    let particulars = cast.at_till(Kind::CardPayment, shop, town, amount, yesterday);
    Ok(Some(Hold { account: account.id.clone(), amount, placed_at, expected_at, particulars }))
}

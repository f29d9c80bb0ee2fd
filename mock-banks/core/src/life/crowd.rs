//! A really busy account: so many small payments that lists, indices and pages have something to prove.
//!
//! Payments come in rounds of twenty-three fares and coffees and one transfer that pays for them, so the account stays
//! where the rest of the life has put it. Words are made once and used again: the crowd is for size, not for reading.

use moa_kernel::Timestamp;

use super::LifeError;
use super::calendar::{at, later};
use super::story::Story;
use crate::ledger::{Internal, Kind, Minor};

/// How many payments one transfer pays for, the transfer included.
const ROUND: usize = 24;

/// Fills the main account up to `wanted` lines, evenly over the history.
pub(super) fn fill(story: &mut Story<'_>, wanted: u32) -> Result<(), LifeError> {
    let cast = story.cast;
    let Some(main) = cast.main() else { return Ok(()) };
    let missing = (wanted as usize).saturating_sub(story.lines_of(&main.id));
    let mut luck = cast.luck("crowd");
    let smallest = cast.price(60)?;
    let top_up = cast.named(Kind::TransferIn, &main.holder, Some("TOP UP"));
    let mut owed = 0_i64;
    for (place, moment) in moments(story, missing).enumerate() {
        if place % ROUND == ROUND - 1 {
            story.happen(moment, &main.id, Minor::new(owed, cast.home()), top_up.clone(), Internal::Clearing)?;
            owed = 0;
            continue;
        }
        let shops = if luck.chance(60) { cast.names.travel } else { cast.names.cafes };
        let (Some(shop), Some(town)) = (luck.pick(shops), luck.pick(cast.names.towns)) else { continue };
        let price = smallest.saturating_add(luck.between(1, 240));
        let paid = Minor::new(price.saturating_neg(), cast.home());
        let day = moment.to_zoned(jiff::tz::TimeZone::UTC).date();
        let particulars = cast.at_till(Kind::CardPayment, shop, town, paid, day);
        story.happen(moment, &main.id, paid, particulars, Internal::Merchants)?;
        owed = owed.saturating_add(price);
    }
    Ok(())
}

/// So many moments, evenly from the first day to the end of yesterday.
fn moments(story: &Story<'_>, many: usize) -> impl Iterator<Item = Timestamp> + use<> {
    let first = at(story.calendar.first, 1).as_microsecond();
    let last = at(later(story.calendar.today, -1), 86_399).as_microsecond().max(first);
    let many_or_one = i64::try_from(many).unwrap_or(i64::MAX).max(1);
    let step = last.saturating_sub(first) / many_or_one;
    (0..many).map(move |place| {
        let micros = first.saturating_add(step.saturating_mul(i64::try_from(place).unwrap_or(0)));
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
    })
}

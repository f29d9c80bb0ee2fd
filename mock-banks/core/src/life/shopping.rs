//! Every day: groceries, fares, coffee, dinners, things. Some of it on the credit card, some of it brought back.

use moa_kernel::Date;

use super::LifeError;
use super::calendar::{at, later};
use super::names::Shop;
use super::story::Story;
use crate::ledger::{Account, Internal, Kind, Minor};
use crate::luck::Luck;

/// A habit: which shops, how often, how much.
struct Habit {
    topic: &'static str,
    shops: &'static [Shop],
    /// The chance of a day to have one, in percent.
    percent: u64,
    /// From so many pence to so many.
    pence: (i64, i64),
    /// From which hour of the day on, within three hours.
    hour: i64,
    /// The chance of the thing to be brought back, in percent.
    brought_back: u64,
}

/// Shops, restaurants and machines, day by day.
pub(super) fn every_day(story: &mut Story<'_>) -> Result<(), LifeError> {
    for habit in habits(story) {
        let mut luck = story.cast.luck(habit.topic);
        for day in story.calendar.days() {
            if luck.chance(habit.percent) {
                purchase(story, &habit, day, &mut luck)?;
            }
        }
    }
    cash(story)
}

fn habits(story: &Story<'_>) -> [Habit; 6] {
    let names = story.cast.names;
    let habit =
        |topic, shops, percent, pence, hour, brought_back| Habit { topic, shops, percent, pence, hour, brought_back };
    [
        habit("groceries", names.grocers, 27, (840, 5200), 16, 0),
        habit("fares", names.travel, 58, (175, 520), 7, 0),
        habit("coffee", names.cafes, 52, (295, 1150), 11, 0),
        habit("dinner", names.restaurants, 17, (1480, 5100), 19, 0),
        habit("things", names.shops, 12, (990, 8900), 13, 14),
        habit("chemist", names.chemists, 6, (380, 1890), 12, 4),
    ]
}

fn purchase(story: &mut Story<'_>, habit: &Habit, day: Date, luck: &mut Luck) -> Result<(), LifeError> {
    let cast = story.cast;
    let Some(shop) = luck.pick(habit.shops) else { return Ok(()) };
    let town = cast.town(luck);
    let Some(account) = pays(story, luck) else { return Ok(()) };
    let price = cast.price(luck.between(habit.pence.0, habit.pence.1))?;
    let seconds = habit.hour * 3600 + luck.between(0, 3 * 3600 - 1);
    let paid = Minor::new(price.saturating_neg(), cast.home());
    let particulars = cast.at_till(Kind::CardPayment, shop, town, paid, day);
    story.happen(at(day, seconds), &account.id, paid, particulars, Internal::Merchants)?;
    if luck.chance(habit.brought_back) {
        let back_on = later(day, luck.between(3, 12));
        if story.calendar.has(back_on) {
            let refund = Minor::new(price, cast.home());
            let particulars = cast.at_till(Kind::CardRefund, shop, town, refund, back_on);
            story.happen(at(back_on, seconds), &account.id, refund, particulars, Internal::Merchants)?;
        }
    }
    Ok(())
}

/// The account that pays: every third time the credit card, where there is one.
fn pays<'a>(story: &Story<'a>, luck: &mut Luck) -> Option<&'a Account> {
    let credit = luck.chance(34);
    story.cast.card().filter(|_| credit).or_else(|| story.cast.main())
}

fn cash(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let Some(main) = cast.main() else { return Ok(()) };
    let mut luck = cast.luck("cash");
    for day in story.calendar.days() {
        if !luck.chance(4) {
            continue;
        }
        let notes = luck.between(1, 4);
        let note = super::rates::pence_in(cast.home(), 1000)?;
        // Machines give whole notes: ten of something, not what ten pounds happen to be worth.
        let round = note.checked_div(1000).map_or(note, |thousands| thousands.max(1).saturating_mul(1000));
        let paid = Minor::new(round.saturating_mul(notes).saturating_neg(), cast.home());
        let mut particulars = cast.by_the_bank(Kind::CashWithdrawal);
        particulars.text = cast.wording.cash(cast.town(&mut luck), day);
        story.happen(at(day, 13 * 3600 + luck.between(0, 9000)), &main.id, paid, particulars, Internal::Cash)?;
    }
    Ok(())
}

/// Shared dinners: money to friends and from friends, about as much each way.
pub(super) fn among_friends(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let Some(main) = cast.main() else { return Ok(()) };
    let mut luck = cast.luck("friends");
    for day in story.calendar.days() {
        if !luck.chance(9) {
            continue;
        }
        let Some(friend) = luck.pick(cast.names.friends) else { continue };
        let Some(what) = luck.pick(&["DINNER", "TICKETS", "THANKS", "GIFT FOR A", "TRAIN"]) else { continue };
        let amount = cast.price(luck.between(500, 4200))?;
        let (kind, sign) = if luck.chance(50) { (Kind::TransferIn, 1) } else { (Kind::TransferOut, -1) };
        let particulars = cast.named(kind, friend, Some(what));
        let moment = at(day, 20 * 3600 + luck.between(0, 10_000));
        story.happen(moment, &main.id, Minor::new(amount * sign, cast.home()), particulars, Internal::Clearing)?;
    }
    Ok(())
}

//! Abroad: short trips with the card in a foreign currency, and the account that holds several.

use moa_kernel::{Currency, Date, Timestamp};

use super::LifeError;
use super::calendar::{at, later};
use super::story::Story;
use super::{names, rates};
use crate::ledger::{Account, EntryDraft, Exchange, Internal, Kind, Minor};
use crate::luck::Luck;

/// The chance of a day to be the first of a trip, in percent of a percent of days: about three a year.
const TRIPS_PER_TEN_THOUSAND_DAYS: u64 = 85;

/// Trips: three to six days of small payments in the currency of the place.
pub(super) fn trips(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let Some(life) = cast.life else { return Ok(()) };
    let Some(account) = cast.card().or_else(|| cast.main()) else { return Ok(()) };
    let mut luck = cast.luck("trips");
    for first in story.calendar.days() {
        if luck.below(10_000) >= TRIPS_PER_TEN_THOUSAND_DAYS {
            continue;
        }
        let Some(currency) = luck.pick(&life.abroad).copied().filter(|there| *there != cast.home()) else { continue };
        for offset in 0..luck.between(3, 6) {
            let day = later(first, offset);
            for _ in 0..luck.between(1, 2) {
                if story.calendar.has(day) {
                    pay_abroad(story, account, currency, day, &mut luck)?;
                }
            }
        }
    }
    Ok(())
}

fn pay_abroad(
    story: &mut Story<'_>,
    account: &Account,
    currency: Currency,
    day: Date,
    luck: &mut Luck,
) -> Result<(), LifeError> {
    let cast = story.cast;
    let (towns, shops) = names::abroad(currency);
    let (Some(town), Some(shop)) = (luck.pick(towns), luck.pick(shops)) else { return Ok(()) };
    let there = Minor::new(rates::pence_in(currency, luck.between(420, 5600))?, currency);
    let rate = rates::rate(currency, cast.home(), luck)?;
    let here = rates::convert(there, cast.home(), rate)?;
    let moment = at(day, 10 * 3600 + luck.between(0, 36_000));
    let (Some(paid), Some(paid_there)) = (here.negated(), there.negated()) else { return Ok(()) };
    let mut particulars = cast.at_till(Kind::CardPaymentAbroad, shop, town, paid_there, day);
    particulars.exchange = Some(Exchange { instructed: there.money(), target: cast.home(), rate, quoted_at: moment });
    // Home money goes to the currency desk, foreign money leaves it for the merchant: zero in both currencies.
    let entry = EntryDraft::new(moment, moment)
        .line(&account.id, paid, particulars)
        .against(Internal::Exchange, here)
        .against(Internal::Exchange, paid_there)
        .against(Internal::Merchants, there)
        .balanced()?;
    story.tell(entry);
    fee(story, account, here, moment)
}

/// What the bank takes for a foreign till: two and three quarters of a percent.
fn fee(story: &mut Story<'_>, account: &Account, paid: Minor, moment: Timestamp) -> Result<(), LifeError> {
    let fee = Minor::new((paid.minor.saturating_mul(275) / 10_000).saturating_neg(), paid.currency);
    let particulars = story.cast.by_the_bank(Kind::Fee);
    story.happen(moment, &account.id, fee, particulars, Internal::Fees)
}

/// Accounts beyond the main one: those in another currency get and spend a little, those in several exchange.
pub(super) fn currency_account(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let main = cast.main().map(|main| main.id.clone());
    let others = cast
        .accounts
        .iter()
        .filter(|account| account.kind == crate::ledger::AccountKind::Current && Some(&account.id) != main.as_ref());
    for account in others {
        for day in story.calendar.each_month_on(16) {
            match account.currencies.as_slice() {
                [only] => trickle(story, account, *only, day)?,
                [home, rest @ ..] => exchange(story, account, *home, rest, day)?,
                [] => {}
            }
        }
    }
    Ok(())
}

/// A little in from a friend, a little less out to a shop.
fn trickle(story: &mut Story<'_>, account: &Account, currency: Currency, day: Date) -> Result<(), LifeError> {
    let cast = story.cast;
    let mut luck = cast.luck(&format!("trickle {} {day}", account.id));
    let Some(friend) = luck.pick(cast.names.friends) else { return Ok(()) };
    let gift = Minor::new(rates::pence_in(currency, luck.between(2000, 9000))?, currency);
    let particulars = cast.named(Kind::TransferIn, friend, Some("SHARE"));
    story.happen(at(day, 9 * 3600), &account.id, gift, particulars, Internal::Clearing)?;
    spend(story, account, currency, later(day, 5), &mut luck)
}

/// Part of the main currency becomes another one, and some of that is spent.
fn exchange(
    story: &mut Story<'_>,
    account: &Account,
    home: Currency,
    rest: &[Currency],
    day: Date,
) -> Result<(), LifeError> {
    let cast = story.cast;
    let mut luck = cast.luck(&format!("exchange {} {day}", account.id));
    let Some(currency) = luck.pick(rest).copied() else { return Ok(()) };
    if let Some(main) = cast.main().filter(|main| main.holds(home)) {
        story.move_own(at(day, 8 * 3600), main, account, Minor::new(cast.price(4500)?, home))?;
    }
    let sold = Minor::new(rates::pence_in(home, luck.between(2500, 4500))?, home);
    let rate = rates::rate(home, currency, &mut luck)?;
    let bought = rates::convert(sold, currency, rate)?;
    let moment = at(day, 9 * 3600);
    let (Some(out), Some(desk)) = (sold.negated(), bought.negated()) else { return Ok(()) };
    let mut particulars = cast.by_the_bank(Kind::CurrencyExchange);
    particulars.text = format!("{} {home}/{currency} {rate}", particulars.text);
    let mut arriving = particulars.clone();
    arriving.exchange = Some(Exchange { instructed: sold.money(), target: currency, rate, quoted_at: moment });
    let entry = EntryDraft::new(moment, moment)
        .line(&account.id, out, particulars)
        .line(&account.id, bought, arriving)
        .against(Internal::Exchange, sold)
        .against(Internal::Exchange, desk)
        .balanced()?;
    story.tell(entry);
    spend(story, account, currency, later(day, 4), &mut luck)
}

fn spend(story: &mut Story<'_>, a: &Account, currency: Currency, day: Date, luck: &mut Luck) -> Result<(), LifeError> {
    let (towns, shops) = names::abroad(currency);
    let (Some(town), Some(shop)) = (luck.pick(towns), luck.pick(shops)) else { return Ok(()) };
    if !story.calendar.has(day) {
        return Ok(());
    }
    let paid = Minor::new(rates::pence_in(currency, luck.between(600, 1900))?.saturating_neg(), currency);
    let particulars = story.cast.at_till(Kind::CardPayment, shop, town, paid, day);
    story.happen(at(day, 15 * 3600 + luck.between(0, 7000)), &a.id, paid, particulars, Internal::Merchants)
}

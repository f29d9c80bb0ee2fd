//! The regular life at home: rent and saving by standing order, bills by direct debit.

use super::LifeError;
use super::calendar::at;
use super::cast::Cast;
use super::names::Biller;
use super::story::Story;
use crate::ledger::{Internal, Kind, Minor};

/// The day the rent is due.
pub(super) const RENT_DAY: i8 = 2;
/// The day something is put aside.
pub(super) const SAVING_DAY: i8 = 4;

/// Rent to the landlord, savings to the savings account, and sometimes a little of them back.
pub(super) fn rent_and_saving(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let (Some(life), Some(main)) = (cast.life, cast.main()) else { return Ok(()) };
    let rent = Minor::new(life.rent.minor(cast.home())?.saturating_neg(), cast.home());
    for day in story.calendar.each_month_on(RENT_DAY) {
        let particulars = cast.named(Kind::StandingOrder, &life.landlord, Some("RENT"));
        story.happen(at(day, 3600), &main.id, rent, particulars, Internal::Clearing)?;
    }
    let Some(savings) = cast.savings() else { return Ok(()) };
    let saving = Minor::new(life.saving.minor(cast.home())?, cast.home());
    let mut luck = cast.luck("saving");
    for day in story.calendar.each_month_on(SAVING_DAY) {
        story.move_own(at(day, 3600 + 60), main, savings, saving)?;
        if luck.chance(12) {
            let back = Minor::new(saving.minor / 2, cast.home());
            story.move_own(at(super::calendar::later(day, 13), 19 * 3600), savings, main, back)?;
        }
    }
    Ok(())
}

/// What a company collects in an ordinary month.
pub(super) fn bill_of(price: i64, biller: &Biller, luck: &mut crate::luck::Luck) -> i64 {
    if biller.metered { price.saturating_mul(luck.between(78, 131)) / 100 } else { price }
}

/// Energy, water, telephone and the small pleasures that renew themselves.
pub(super) fn bills(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let Some(main) = cast.main() else { return Ok(()) };
    for biller in cast.names.billers {
        let mut luck = cast.luck(biller.name);
        let price = cast.price(biller.pence)?;
        let mandate = mandate_of(cast, biller);
        for day in story.calendar.each_month_on(biller.day) {
            let bill = Minor::new(bill_of(price, biller, &mut luck).saturating_neg(), cast.home());
            let particulars = cast.named(Kind::DirectDebit, biller.name, Some(&mandate));
            story.happen(at(day, 1800), &main.id, bill, particulars, Internal::Clearing)?;
        }
    }
    Ok(())
}

/// The name a company gives to the permission to collect.
pub(super) fn mandate_of(cast: &Cast<'_>, biller: &Biller) -> String {
    cast.luck(&format!("mandate {}", biller.name)).digits(10)
}

//! The promises that a life leaves standing: who may collect, what is paid each month, who is paid often, what is due.

use jiff::Span;
use moa_kernel::{Date, Timestamp};
use rusqlite::Connection;

use super::LifeError;
use super::calendar::{Calendar, at, later};
use super::cast::Cast;
use super::{home, names::Biller};
use crate::Bank;
use crate::arrangements::{
    ArrangementStatus, Beneficiary, DirectDebit, Due, Frequency, Rhythm, ScheduledPayment, StandingOrder, keep,
};
use crate::ledger::{Account, Minor};

/// Writes the promises of one life on its main account.
pub(super) fn make(c: &Connection, bank: &Bank, cast: &Cast<'_>, calendar: Calendar) -> Result<(), LifeError> {
    let (Some(life), Some(main)) = (cast.life, cast.main()) else { return Ok(()) };
    for biller in cast.names.billers {
        keep(c, bank, &main.id, &direct_debit(cast, calendar, biller)?)?;
    }
    let rent = life.rent.minor(cast.home())?;
    let order = standing_order(cast, calendar, &life.landlord, "RENT", home::RENT_DAY, rent);
    keep(c, bank, &main.id, &order)?;
    if let Some(savings) = cast.savings() {
        let saving = life.saving.minor(cast.home())?;
        let mut order = standing_order(cast, calendar, &savings.holder, "SAVING", home::SAVING_DAY, saving);
        order.payee.number = savings.numbers.first().cloned();
        keep(c, bank, &main.id, &order)?;
    }
    people(c, bank, cast, calendar, main)
}

fn direct_debit(cast: &Cast<'_>, calendar: Calendar, biller: &Biller) -> Result<DirectDebit, LifeError> {
    let mut luck = cast.luck(biller.name);
    let price = cast.price(biller.pence)?;
    // The same walk as the story took, so that the last amount is the one that was really collected.
    let collected = calendar.each_month_on(biller.day).map(|day| (day, home::bill_of(price, biller, &mut luck))).last();
    let previous = collected.map(|(day, minor)| due(at(day, 1800), minor, cast));
    Ok(DirectDebit {
        id: format!("dd-{}", cast.luck(&format!("direct debit {}", biller.name)).hex(12)),
        name: biller.name.to_owned(),
        mandate: home::mandate_of(cast, biller),
        status: ArrangementStatus::Active,
        rhythm: monthly(biller.day),
        previous,
    })
}

fn standing_order(
    cast: &Cast<'_>,
    calendar: Calendar,
    payee: &str,
    reference: &str,
    day: i8,
    minor: i64,
) -> StandingOrder {
    let last = calendar.each_month_on(day).last();
    StandingOrder {
        id: format!("so-{}", cast.luck(&format!("standing order {reference}")).hex(12)),
        payee: cast.somebody(payee),
        reference: Some(reference.to_owned()),
        status: ArrangementStatus::Active,
        rhythm: monthly(day),
        last: last.map(|day| due(at(day, 3600), minor, cast)),
        next: Some(due(at(next_on(calendar.today, day), 3600), minor, cast)),
    }
}

fn people(c: &Connection, bank: &Bank, cast: &Cast<'_>, calendar: Calendar, main: &Account) -> Result<(), LifeError> {
    for (place, friend) in cast.names.friends.iter().take(3).enumerate() {
        let beneficiary = Beneficiary {
            id: format!("bn-{}", cast.luck(&format!("beneficiary {friend}")).hex(12)),
            payee: cast.somebody(friend),
            reference: Some("THANKS".to_owned()),
            trusted: place == 0,
        };
        keep(c, bank, &main.id, &beneficiary)?;
    }
    let Some(friend) = cast.names.friends.first() else { return Ok(()) };
    let payment = ScheduledPayment {
        id: format!("sp-{}", cast.luck("scheduled payment").hex(12)),
        payee: cast.somebody(friend),
        reference: Some("HOLIDAY SHARE".to_owned()),
        due: due(at(later(calendar.today, 9), 8 * 3600), cast.price(6500)?, cast),
    };
    keep(c, bank, &main.id, &payment)?;
    Ok(())
}

fn due(at: Timestamp, minor: i64, cast: &Cast<'_>) -> Due {
    Due { at, amount: Minor::new(minor, cast.home()).money() }
}

fn monthly(day: i8) -> Rhythm {
    Rhythm { frequency: Frequency::Monthly, day: day.unsigned_abs() }
}

/// The next such day of a month, today included.
fn next_on(today: Date, day: i8) -> Date {
    let this_month = Date::new(today.year(), today.month(), day).unwrap_or(today);
    if this_month >= today {
        return this_month;
    }
    Span::new().try_months(1).and_then(|month| this_month.checked_add(month)).unwrap_or(this_month)
}

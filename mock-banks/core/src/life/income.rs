//! What comes in: what was there before, pay, interest.

use moa_kernel::Timestamp;

use super::LifeError;
use super::calendar::{at, working_day_before};
use super::story::Story;
use crate::ledger::{Account, Internal, Kind, Minor, Particulars};
use crate::spec::CustomerSpec;

/// The first line of each account: what it held before the history begins.
pub(super) fn openings(story: &mut Story<'_>, person: &CustomerSpec) -> Result<(), LifeError> {
    let cast = story.cast;
    for (account, wanted) in cast.accounts.iter().zip(&person.accounts) {
        let Some(currency) = account.currencies.first().copied() else { continue };
        let opening = Minor::new(wanted.opening.minor(currency)?, currency);
        let particulars = Particulars {
            text: cast.wording.brought_forward(),
            kind: Kind::TransferIn,
            reference: None,
            merchant: None,
            counterparty: None,
            exchange: None,
        };
        // Midnight of the day before the first: nothing of the history comes earlier.
        let moment = at(story.calendar.first, 0);
        let before = moment.saturating_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(moment);
        story.happen(before, &account.id, opening, particulars, Internal::Clearing)?;
    }
    Ok(())
}

/// Pay, on the payday or the working day before it.
pub(super) fn salary(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let (Some(life), Some(main)) = (cast.life, cast.main()) else { return Ok(()) };
    let amount = Minor::new(life.salary.minor(cast.home())?, cast.home());
    let payday = i8::try_from(life.payday).unwrap_or(28);
    for day in story.calendar.each_month_on(payday) {
        let paid_on = working_day_before(day);
        if story.calendar.has(paid_on) {
            let reference = format!("PAY {:02}/{}", day.month(), day.year());
            let particulars = cast.named(Kind::Salary, &life.employer, Some(&reference));
            story.happen(at(paid_on, 2 * 3600 + 1200), &main.id, amount, particulars, Internal::Employers)?;
        }
    }
    Ok(())
}

/// A fifth of a percent each month on the savings accounts, reckoned on what was put there regularly.
pub(super) fn interest(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let (Some(life), Some(savings)) = (cast.life, cast.savings()) else { return Ok(()) };
    let saving = life.saving.minor(cast.home())?;
    let start = story.monthly(&savings.id).values().copied().fold(0_i64, i64::saturating_add);
    for (month, day) in (0_i64..).zip(story.calendar.month_ends()) {
        let reckoned = start.saturating_add(saving.saturating_mul(month));
        pay_interest(story, savings, Minor::new(reckoned / 500, cast.home()), at(day, 23 * 3600))?;
    }
    Ok(())
}

fn pay_interest(story: &mut Story<'_>, to: &Account, amount: Minor, when: Timestamp) -> Result<(), LifeError> {
    let particulars = story.cast.by_the_bank(Kind::InterestPaid);
    story.happen(when, &to.id, amount, particulars, Internal::Interest)
}

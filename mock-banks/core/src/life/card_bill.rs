//! The card's bill: what a month put on the credit card is paid off in the next.

use jiff::civil::Date;

use super::LifeError;
use super::calendar::at;
use super::story::Story;
use crate::ledger::Minor;

/// The day of the next month on which the bill is paid.
const BILL_DAY: i8 = 12;

/// Pays each month's card spending from the main account. Told after everything that may use the card.
pub(super) fn pay(story: &mut Story<'_>) -> Result<(), LifeError> {
    let cast = story.cast;
    let (Some(main), Some(card)) = (cast.main(), cast.card()) else { return Ok(()) };
    for ((year, month), spent) in story.monthly(&card.id) {
        let (year, month) = if month == 12 { (year.saturating_add(1), 1) } else { (year, month + 1) };
        let Ok(day) = Date::new(year, month, BILL_DAY) else { continue };
        if story.calendar.has(day) && spent < 0 {
            story.move_own(at(day, 3 * 3600), main, card, Minor::new(spent.saturating_neg(), cast.home()))?;
        }
    }
    Ok(())
}

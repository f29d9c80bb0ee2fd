//! Which questions to ask a link, and for which days. Pure.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use moa_kernel::AccountId;

use crate::standards::{Capabilities, DataKind, Question, Window};
use crate::store::AccountProgress;

/// So many days before the last read are read again: banks book late, move booking days and settle what was pending.
/// More than the seven days other aggregators use, because asking for them costs one page.
pub const OVERLAP_DAYS: i32 = 14;

/// The days of an account to ask for. What was never read completely is read from the bank's beginning.
#[must_use]
pub fn window(known: Option<&AccountProgress>) -> Window {
    let from = known.and_then(|known| known.to.checked_sub(OVERLAP_DAYS.days()).ok());
    // Open towards the future: only then is the bank asked for everything that is on its way.
    Window { from, to: None }
}

/// The questions about one account, the most wanted first. Transactions are asked for even when the account has no
/// balance, and the other way round: one refusal says nothing about the next question.
#[must_use]
pub fn account_questions(
    account: &AccountId,
    known: Option<&AccountProgress>,
    wanted: &BTreeSet<DataKind>,
    offered: &Capabilities,
) -> Vec<Question> {
    let all = [
        Question::Balances(account.clone()),
        Question::Transactions(account.clone(), window(known)),
        Question::AccountParty(account.clone()),
        Question::Beneficiaries(account.clone()),
        Question::DirectDebits(account.clone()),
        Question::StandingOrders(account.clone()),
        Question::ScheduledPayments(account.clone()),
    ];
    all.into_iter().filter(|question| is_wanted(question, wanted, offered)).collect()
}

/// The questions about the customer.
#[must_use]
pub fn customer_questions(wanted: &BTreeSet<DataKind>, offered: &Capabilities) -> Vec<Question> {
    [Question::Party].into_iter().filter(|question| is_wanted(question, wanted, offered)).collect()
}

fn is_wanted(question: &Question, wanted: &BTreeSet<DataKind>, offered: &Capabilities) -> bool {
    question.data_kind().is_some_and(|kind| wanted.contains(&kind) && offered.data.contains(&kind))
}

/// The day a moment falls on, for counting back from. UTC is good enough: the overlap is wider than any zone.
#[must_use]
pub fn day_of(now: jiff::Timestamp) -> Date {
    now.to_zoned(jiff::tz::TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::Standard as _;
    use crate::standards::uk::UkV4;

    fn account() -> AccountId {
        AccountId::new("22289").unwrap()
    }

    #[test]
    fn the_first_time_everything_is_asked_for_and_later_two_weeks() {
        assert_eq!(window(None), Window::default());
        let known = AccountProgress { account: account(), from: None, to: "2026-11-23".parse().unwrap() };
        assert_eq!(window(Some(&known)), Window::since("2026-11-09".parse().unwrap()));
    }

    #[test]
    fn only_what_is_wanted_is_asked_for() {
        let wanted = BTreeSet::from([DataKind::Transactions, DataKind::Balances]);
        let questions = account_questions(&account(), None, &wanted, &UkV4.capabilities());
        assert!(matches!(questions.as_slice(), [Question::Balances(_), Question::Transactions(..)]));
        assert!(customer_questions(&wanted, &UkV4.capabilities()).is_empty());
    }
}

//! The same bank, whichever core keeps its books: every answer equal, field by field.

use super::super::{
    CoreAnswer, CoreBanking, CoreQuestion, Directions, Journal, TransactionPage, TransactionsQuestion, Window,
};
use super::Subject;
use super::reading::{asked, everything, read_all};

/// Where a core's answers are not those of another that is known to be right. Both must see the same books at the same
/// moment.
pub async fn differences(core: &dyn CoreBanking, right: &dyn CoreBanking, subject: &Subject) -> Vec<String> {
    let all = || asked(subject, &subject.accounts);
    let mut questions = vec![
        CoreQuestion::Accounts(all()),
        CoreQuestion::Balances(all()),
        CoreQuestion::Beneficiaries(all()),
        CoreQuestion::DirectDebits(all()),
        CoreQuestion::StandingOrders(all()),
        CoreQuestion::ScheduledPayments(all()),
        CoreQuestion::Party { customer: subject.customer.clone() },
    ];
    for account in &subject.accounts {
        for directions in [Directions::Both, Directions::Credits, Directions::Debits] {
            questions.push(CoreQuestion::Transactions(TransactionsQuestion {
                directions,
                limit: 150,
                ..everything(subject, account)
            }));
        }
    }
    let mut different = Vec::new();
    for question in questions {
        let name = format!("{question:?}");
        let (one, other) = (say(core, question.clone()).await, say(right, question).await);
        if one != other {
            different.push(format!("{name}:\n  {one:?}\nis not\n  {other:?}"));
        }
    }
    for account in &subject.accounts {
        let whole = everything(subject, account);
        let (one, other) = (read_all(core, whole.clone()).await, read_all(right, whole.clone()).await);
        if one != other || one.is_none() {
            different.push(format!("{account}: the whole history is another"));
        }
        let Some((rows, _)) = other else { continue };
        // The middle half of the history: both ends belong to a window.
        let ends = [rows.get(rows.len() / 4), rows.get(rows.len() * 3 / 4)].map(|row| row.map(|row| row.booked_at));
        let [to, from] = ends;
        let part = TransactionsQuestion { window: Window { from, to }, ..whole };
        if read_all(core, part.clone()).await != read_all(right, part).await {
            different.push(format!("{account}: a window of the history is another"));
        }
    }
    different
}

/// What a core says. Where a page goes on is its own business, but whether it does is not.
async fn say(core: &dyn CoreBanking, question: CoreQuestion) -> Result<CoreAnswer, String> {
    let answer = core.answer(question, &Journal::new()).await.map_err(|fault| fault.to_string())?;
    Ok(match answer {
        CoreAnswer::Transactions(page) => {
            let next = page.next.as_ref().map(|_| "goes on".to_owned());
            CoreAnswer::Transactions(TransactionPage { next, ..page })
        }
        other => other,
    })
}

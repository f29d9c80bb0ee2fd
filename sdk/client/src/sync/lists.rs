//! The short answers: balances, payees, direct debits and so on. Each is asked for as a whole and kept as a whole.

use moa_kernel::AccountId;

use super::link_run::LinkRun;
use super::pages::Line;
use super::stop::Stop;
use crate::model::{AccountRef, Balance};
use crate::standards::{Meaning, Question};
use crate::store::{Detail, DetailKind, DetailList, Listing};

pub(super) async fn read(
    run: &mut LinkRun<'_>,
    line: &Line,
    account: Option<&AccountId>,
    question: Question,
) -> Result<(), Stop> {
    let tally = match (detail_kind(&question), account) {
        (Some(kind), _) => {
            let (rows, complete) = run.read_list(line, account, question, as_detail).await?;
            let list = Listing { rows, complete };
            let list = DetailList { link: run.link.id.clone(), account: account.cloned(), kind, list };
            run.parts.store.put_details(list).await?
        }
        (None, Some(account)) => {
            let (rows, complete) = run.read_list(line, Some(account), question, as_balance).await?;
            let key = AccountRef::new(run.link.id.clone(), account.clone());
            run.parts.store.put_balances(&key, Listing { rows, complete }).await?
        }
        (None, None) => return Ok(()),
    };
    run.journal.count(tally);
    Ok(())
}

const fn detail_kind(question: &Question) -> Option<DetailKind> {
    match question {
        Question::Party | Question::AccountParty(_) => Some(DetailKind::Party),
        Question::Beneficiaries(_) => Some(DetailKind::Beneficiary),
        Question::DirectDebits(_) => Some(DetailKind::DirectDebit),
        Question::StandingOrders(_) => Some(DetailKind::StandingOrder),
        Question::ScheduledPayments(_) => Some(DetailKind::ScheduledPayment),
        _ => None,
    }
}

fn as_detail(meaning: Meaning) -> Option<Detail> {
    match meaning {
        Meaning::Party(party) => Some(Detail::Party(party)),
        Meaning::Beneficiary(payee) => Some(Detail::Beneficiary(payee)),
        Meaning::DirectDebit(debit) => Some(Detail::DirectDebit(debit)),
        Meaning::StandingOrder(order) => Some(Detail::StandingOrder(order)),
        Meaning::ScheduledPayment(payment) => Some(Detail::ScheduledPayment(payment)),
        _ => None,
    }
}

fn as_balance(meaning: Meaning) -> Option<Balance> {
    match meaning {
        Meaning::Balance(balance) => Some(balance),
        _ => None,
    }
}

//! Reading: nobody sees another's account, pages hold everything once, positions are the core's own.

use moa_kernel::AccountId;

use super::super::{
    AccountsQuestion, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Directions, Journal, Shared, TransactionPage,
    TransactionRecord, TransactionsQuestion, Window,
};
use super::Subject;

/// What a core did that it must not do. Empty when it keeps its promises.
pub async fn broken_promises(core: &dyn CoreBanking, subject: &Subject) -> Vec<String> {
    let mut broken = Vec::new();
    accounts_come_in_the_order_asked(core, subject, &mut broken).await;
    every_account_has_a_balance(core, subject, &mut broken).await;
    nobody_sees_anothers_account(core, subject, &mut broken).await;
    for account in &subject.accounts {
        pages_hold_everything_once(core, subject, account, &mut broken).await;
        directions_split_the_whole(core, subject, account, &mut broken).await;
    }
    an_invented_position_is_refused(core, subject, &mut broken).await;
    broken
}

pub(super) fn asked(subject: &Subject, accounts: &[AccountId]) -> AccountsQuestion {
    AccountsQuestion { customer: subject.customer.clone(), accounts: accounts.to_vec() }
}

async fn accounts_come_in_the_order_asked(core: &dyn CoreBanking, subject: &Subject, broken: &mut Vec<String>) {
    let backwards: Vec<AccountId> = subject.accounts.iter().rev().cloned().collect();
    match core.answer(CoreQuestion::Accounts(asked(subject, &backwards)), &Journal::new()).await {
        Ok(CoreAnswer::Accounts(rows)) if rows.iter().map(|row| &row.id).eq(&backwards) => {}
        other => broken.push(format!("accounts did not come in the order asked: {other:?}")),
    }
}

async fn every_account_has_a_balance(core: &dyn CoreBanking, subject: &Subject, broken: &mut Vec<String>) {
    match core.answer(CoreQuestion::Balances(asked(subject, &subject.accounts)), &Journal::new()).await {
        Ok(CoreAnswer::Balances(rows)) => {
            for account in &subject.accounts {
                if !rows.iter().any(|row| row.account == *account) {
                    broken.push(format!("{account} has no balance"));
                }
            }
        }
        other => broken.push(format!("balances were not answered with balances: {other:?}")),
    }
}

async fn nobody_sees_anothers_account(core: &dyn CoreBanking, subject: &Subject, broken: &mut Vec<String>) {
    let nowhere = AccountId::new("there-is-no-such-account").unwrap_or_else(|_| subject.account_of_another.clone());
    for account in [&subject.account_of_another, &nowhere] {
        let one = || asked(subject, std::slice::from_ref(account));
        let questions = [
            CoreQuestion::Accounts(one()),
            CoreQuestion::Balances(one()),
            CoreQuestion::Beneficiaries(one()),
            CoreQuestion::DirectDebits(one()),
            CoreQuestion::StandingOrders(one()),
            CoreQuestion::ScheduledPayments(one()),
            CoreQuestion::Transactions(everything(subject, account)),
        ];
        for question in questions {
            let name = format!("{question:?}");
            if !matches!(core.answer(question, &Journal::new()).await, Err(CoreFault::NotFound)) {
                broken.push(format!("somebody else's account was not simply not found: {name}"));
            }
        }
    }
}

pub(super) fn everything(subject: &Subject, account: &AccountId) -> TransactionsQuestion {
    TransactionsQuestion {
        customer: subject.customer.clone(),
        account: account.clone(),
        window: Window::default(),
        directions: Directions::Both,
        after: None,
        limit: 1000,
    }
}

async fn pages_hold_everything_once(
    core: &dyn CoreBanking,
    subject: &Subject,
    account: &AccountId,
    broken: &mut Vec<String>,
) {
    let Some((whole, total)) = read_all(core, everything(subject, account)).await else {
        return broken.push(format!("{account} could not be read to its end"));
    };
    let small = TransactionsQuestion { limit: 7, ..everything(subject, account) };
    if read_all(core, small).await.is_none_or(|(rows, _)| rows != whole) {
        broken.push(format!("{account}: small pages hold something else than large ones"));
    }
    if whole.len() as u64 != total {
        broken.push(format!("{account}: {} movements, but {total} were announced", whole.len()));
    }
    if !whole.is_sorted_by(|newer, older| newer.booked_at >= older.booked_at) {
        broken.push(format!("{account}: movements do not come newest first"));
    }
}

async fn directions_split_the_whole(
    core: &dyn CoreBanking,
    subject: &Subject,
    account: &AccountId,
    broken: &mut Vec<String>,
) {
    let mut counts = Vec::new();
    for directions in [Directions::Credits, Directions::Debits, Directions::Both] {
        let question = TransactionsQuestion { directions, ..everything(subject, account) };
        let Some((rows, _)) = read_all(core, question).await else { continue };
        let wrong = |row: &TransactionRecord| row.amount.is_negative() == (directions == Directions::Credits);
        if directions != Directions::Both && rows.iter().any(|row| wrong(row)) {
            broken.push(format!("{account}: {directions:?} holds a movement the other way"));
        }
        counts.push(rows.len());
    }
    if !matches!(counts.as_slice(), [credits, debits, both] if credits + debits == *both) {
        broken.push(format!("{account}: money in and money out are not the whole: {counts:?}"));
    }
}

async fn an_invented_position_is_refused(core: &dyn CoreBanking, subject: &Subject, broken: &mut Vec<String>) {
    for account in subject.accounts.iter().take(1) {
        let invented = TransactionsQuestion { after: Some("invented".to_owned()), ..everything(subject, account) };
        if !matches!(
            core.answer(CoreQuestion::Transactions(invented), &Journal::new()).await,
            Err(CoreFault::BadCursor)
        ) {
            broken.push("a position that was never given out was followed".to_owned());
        }
    }
}

/// All rows of all pages, and how many the first page announced. Nothing when it does not end or breaks.
pub(super) async fn read_all(
    core: &dyn CoreBanking,
    mut question: TransactionsQuestion,
) -> Option<(Vec<Shared<TransactionRecord>>, u64)> {
    const PAGES_MAX: usize = 100_000;
    let (mut rows, mut announced) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let answer = core.answer(CoreQuestion::Transactions(question.clone()), &Journal::new()).await.ok()?;
        let CoreAnswer::Transactions(TransactionPage { rows: page, next, total, .. }) = answer else { return None };
        announced.get_or_insert(total);
        rows.extend(page);
        match next {
            None => return Some((rows, announced?)),
            next => question.after = next,
        }
    }
    None
}

//! One window of one account's transactions: page by page into the store, and closed at its end.
//!
//! What is final goes in with its page. What may still change is held back until the window has been read to its end, and
//! then takes the place of the old in one transaction: never are both there, never is neither.

use super::identity::Namer;
use super::link_run::LinkRun;
use super::pages::{Leaf, Line, Pages, is_about};
use super::stop::Stop;
use super::{SkippedRow, plan};
use crate::model::{AccountRef, Sourced, Transaction};
use crate::standards::{DataKind, Meaning, Question, Skipped, Window};
use crate::store::{ClosedWindow, KeyedTransaction, Seen, TransactionPage};

/// What has been read of the window so far.
struct Gathered {
    namer: Namer,
    seen: Seen,
    provisional: Vec<Sourced<Transaction>>,
    keep_unseen: bool,
}

pub(super) async fn read(run: &mut LinkRun<'_>, line: &Line, key: &AccountRef, window: Window) -> Result<(), Stop> {
    let question = Question::Transactions(key.account.clone(), window);
    let mut pages = Pages::of(line, question.clone());
    let read_on = plan::day_of(run.parts.clock.now());
    let mut gathered =
        Gathered { namer: Namer::new(key.clone()), seen: Seen::default(), provisional: Vec::new(), keep_unseen: false };
    while let Some(leaf) = pages.next().await? {
        let rows = sort_out(run, key, &question, &leaf, &mut gathered);
        let tally = run.parts.store.put_page(TransactionPage { account: key.clone(), rows }).await?;
        run.journal.count(tally);
        run.journal.turn_transaction_page(leaf.number, leaf.page.total_pages);
    }
    let closed = close(key, window, read_on, gathered);
    let tally = run.parts.store.close_window(closed).await?;
    run.journal.count(tally);
    Ok(())
}

/// The final transactions of a page, named. The others are held back, the unreadable ones reported.
fn sort_out(
    run: &mut LinkRun<'_>,
    key: &AccountRef,
    question: &Question,
    leaf: &Leaf,
    gathered: &mut Gathered,
) -> Vec<KeyedTransaction> {
    let mut skipped = leaf.page.skipped.clone();
    let mut rows = Vec::with_capacity(leaf.page.rows.len());
    for record in &leaf.page.rows {
        match &record.meaning {
            Meaning::Transaction(transaction) if is_about(&record.meaning, question) => {
                let sourced = leaf.sourced((**transaction).clone(), record);
                if transaction.is_provisional() {
                    gathered.provisional.push(sourced);
                } else {
                    let keyed = gathered.namer.name(sourced);
                    gathered.seen.note(&keyed);
                    rows.push(keyed);
                }
            }
            _ => skipped.push(Skipped::stranger(record.index)),
        }
    }
    for row in skipped {
        gathered.keep_unseen |= row.provisional;
        let account = Some(key.account.clone());
        run.journal.skip(SkippedRow { account, data: DataKind::Transactions, page: leaf.number, row });
    }
    rows
}

fn close(key: &AccountRef, window: Window, read_on: jiff::civil::Date, mut gathered: Gathered) -> ClosedWindow {
    let mut provisional = Vec::with_capacity(gathered.provisional.len());
    for sourced in gathered.provisional {
        let keyed = gathered.namer.name(sourced);
        // A bank that lists the same record as booked and as pending means the booked one.
        if !gathered.seen.keys.contains(&keyed.key) {
            gathered.seen.note(&keyed);
            provisional.push(keyed);
        }
    }
    ClosedWindow {
        account: key.clone(),
        window,
        read_on,
        provisional,
        keep_unseen: gathered.keep_unseen,
        seen: gathered.seen,
    }
}

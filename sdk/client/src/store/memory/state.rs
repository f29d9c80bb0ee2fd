//! What a store in memory holds, and how transactions go in and out of it.

use std::collections::BTreeMap;

use moa_kernel::{AccountId, LinkId};

use super::query::is_match;
use crate::link::Link;
use crate::model::{AccountRef, Balance, Sourced, Transaction};
use crate::store::{
    AccountProgress, ClosedWindow, Detail, DetailKind, KeyedTransaction, Standing, StoredAccount, SyncRecord, Tally,
    TransactionKey, TransactionQuery, gives_way, is_same_record, search,
};

pub(super) type DetailPlace = (LinkId, Option<AccountId>, DetailKind);

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) links: Vec<Link>,
    pub(super) accounts: Vec<StoredAccount>,
    pub(super) balances: BTreeMap<AccountRef, Vec<Sourced<Balance>>>,
    pub(super) details: BTreeMap<DetailPlace, Vec<Sourced<Detail>>>,
    pub(super) transactions: BTreeMap<TransactionKey, Kept>,
    pub(super) progress: BTreeMap<AccountRef, AccountProgress>,
    pub(super) syncs: BTreeMap<LinkId, SyncRecord>,
    pub(super) settings: BTreeMap<String, String>,
}

#[derive(Debug)]
pub(super) struct Kept {
    pub(super) account: AccountRef,
    pub(super) standing: Standing,
    pub(super) searchable: String,
    pub(super) sourced: Sourced<Transaction>,
}

impl State {
    pub(super) fn put(&mut self, account: &AccountRef, keyed: KeyedTransaction, tally: &mut Tally) {
        match self.transactions.get(&keyed.key) {
            Some(known) if is_same_record(&known.sourced, &keyed.sourced) => {
                tally.unchanged += 1;
                return;
            }
            Some(_) => tally.changed += 1,
            None => tally.added += 1,
        }
        let transaction = &keyed.sourced.value;
        let kept = Kept {
            account: account.clone(),
            standing: Standing::of(transaction),
            searchable: search::searchable(transaction),
            sourced: keyed.sourced,
        };
        self.transactions.insert(keyed.key, kept);
    }

    pub(super) fn close(&mut self, closed: ClosedWindow) -> Tally {
        let ClosedWindow { account, window, read_on, provisional, keep_unseen, seen } = closed;
        let mut tally = Tally::default();
        let before = self.transactions.len();
        self.transactions.retain(|key, kept| {
            let value = &kept.sourced.value;
            let outdated = value.id.as_ref().is_some_and(|id| seen.ids.contains(id));
            let ended = !keep_unseen && gives_way(kept.standing, value.day(), &window);
            kept.account != account || seen.keys.contains(key) || !(outdated || ended)
        });
        tally.removed += (before - self.transactions.len()) as u64;
        for keyed in provisional {
            self.put(&account, keyed, &mut tally);
        }
        let known = self.progress.remove(&account);
        let progress = AccountProgress::after(known, account.account.clone(), &window, read_on);
        self.progress.insert(account, progress);
        tally
    }

    pub(super) fn matching(&self, query: &TransactionQuery) -> Vec<(&TransactionKey, &Kept)> {
        let terms = query.search.as_deref().map(search::terms).unwrap_or_default();
        self.transactions.iter().filter(|(_, kept)| is_match(kept, query, &terms)).collect()
    }
}

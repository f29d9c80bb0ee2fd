//! A store without a file, for tests and for tools that forget on purpose.

mod query;
mod state;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::{Currency, LinkId, Money};

use self::query::{compare, count_in, month_of};
use self::state::{DetailPlace, State};
use super::{
    AccountProgress, ClosedWindow, DaySum, Detail, DetailList, DetailQuery, Erased, Listing, Month, Store, StoreError,
    StoredAccount, SyncRecord, Tally, TransactionKey, TransactionPage, TransactionQuery, TransactionRow,
    TransactionWindow, is_same_record, merge_list,
};
use crate::link::Link;
use crate::model::{Account, AccountRef, Balance, Sourced, Transaction, TransactionStatus};

/// Keeps everything in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<State>);

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_with(&self, link: &LinkId) -> Result<MutexGuard<'_, State>, StoreError> {
        let state = self.state();
        if state.links.iter().any(|known| known.id == *link) { Ok(state) } else { Err(StoreError::LinkGone) }
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn put_link(&self, link: &Link) -> Result<(), StoreError> {
        let mut state = self.state();
        state.links.retain(|known| known.id != link.id);
        state.links.push(link.clone());
        state.links.sort_by(|one, two| (one.linked_at, &one.id).cmp(&(two.linked_at, &two.id)));
        Ok(())
    }

    async fn list_links(&self) -> Result<Vec<Link>, StoreError> {
        Ok(self.state().links.clone())
    }

    async fn erase_link(&self, link: &LinkId) -> Result<Erased, StoreError> {
        let mut state = self.state();
        let size = |state: &State| {
            state.links.len()
                + state.accounts.len()
                + state.balances.values().map(Vec::len).sum::<usize>()
                + state.details.values().map(Vec::len).sum::<usize>()
                + state.transactions.len()
        };
        let before = size(&state);
        state.links.retain(|known| known.id != *link);
        state.accounts.retain(|known| known.sourced.provenance.link != *link);
        state.balances.retain(|known, _| known.link != *link);
        state.details.retain(|known, _| known.0 != *link);
        state.transactions.retain(|_, known| known.account.link != *link);
        state.progress.retain(|known, _| known.link != *link);
        state.syncs.remove(link);
        Ok(Erased { rows: (before - size(&state)) as u64 })
    }

    async fn put_accounts(&self, link: &LinkId, list: Listing<Account>, at: Timestamp) -> Result<Tally, StoreError> {
        let mut state = self.state_with(link)?;
        let mut tally = Tally::default();
        let (mut known, mut accounts): (Vec<_>, Vec<_>) =
            state.accounts.drain(..).partition(|known| known.sourced.provenance.link == *link);
        for sourced in list.rows {
            match known.iter().position(|old| old.sourced.value.id == sourced.value.id) {
                None => tally.added += 1,
                Some(place) if is_same_record(&known.remove(place).sourced, &sourced) => tally.unchanged += 1,
                Some(_) => tally.changed += 1,
            }
            accounts.push(StoredAccount { sourced, missing_since: None });
        }
        for mut missing in known {
            missing.missing_since = missing.missing_since.or(list.complete.then_some(at));
            accounts.push(missing);
        }
        state.accounts = accounts;
        Ok(tally)
    }

    async fn list_accounts(&self) -> Result<Vec<StoredAccount>, StoreError> {
        let mut accounts = self.state().accounts.clone();
        accounts.sort_by(|one, two| one.sourced.provenance.link.cmp(&two.sourced.provenance.link));
        Ok(accounts)
    }

    async fn put_balances(&self, account: &AccountRef, list: Listing<Balance>) -> Result<Tally, StoreError> {
        let mut state = self.state_with(&account.link)?;
        let known = state.balances.remove(account).unwrap_or_default();
        let (merged, tally) = merge_list(known, list);
        state.balances.insert(account.clone(), merged);
        Ok(tally)
    }

    async fn list_balances(&self) -> Result<Vec<Sourced<Balance>>, StoreError> {
        Ok(self.state().balances.values().flatten().cloned().collect())
    }

    async fn put_details(&self, list: DetailList) -> Result<Tally, StoreError> {
        let mut state = self.state_with(&list.link)?;
        let place = (list.link, list.account, list.kind);
        let known = state.details.remove(&place).unwrap_or_default();
        let (merged, tally) = merge_list(known, list.list);
        state.details.insert(place, merged);
        Ok(tally)
    }

    async fn list_details(&self, query: &DetailQuery) -> Result<Vec<Sourced<Detail>>, StoreError> {
        let wanted = |(link, account, kind): &DetailPlace| {
            query.link.as_ref().is_none_or(|wanted| wanted == link)
                && query.kind.is_none_or(|wanted| wanted == *kind)
                && query.account.as_ref().is_none_or(|wanted| {
                    wanted.link == *link && account.as_ref().is_some_and(|account| *account == wanted.account)
                })
        };
        let state = self.state();
        Ok(state.details.iter().filter(|(place, _)| wanted(place)).flat_map(|(_, rows)| rows).cloned().collect())
    }

    async fn put_page(&self, page: TransactionPage) -> Result<Tally, StoreError> {
        let mut state = self.state_with(&page.account.link)?;
        let mut tally = Tally::default();
        for keyed in page.rows {
            state.put(&page.account, keyed, &mut tally);
        }
        Ok(tally)
    }

    async fn close_window(&self, window: ClosedWindow) -> Result<Tally, StoreError> {
        Ok(self.state_with(&window.account.link)?.close(window))
    }

    async fn list_transactions(&self, query: &TransactionQuery) -> Result<TransactionWindow, StoreError> {
        let state = self.state();
        let mut matching = state.matching(query);
        matching.sort_by(|one, two| compare(query.sort, one, two));
        let offset = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let rows = matching.iter().skip(offset).take(query.limit as usize).map(|(key, kept)| TransactionRow {
            key: (*key).clone(),
            account: kept.account.clone(),
            transaction: kept.sourced.value.clone(),
            provenance: kept.sourced.provenance.clone(),
        });
        Ok(TransactionWindow { total: matching.len() as u64, rows: rows.collect() })
    }

    async fn transaction_months(&self, query: &TransactionQuery) -> Result<Vec<Month>, StoreError> {
        let state = self.state();
        let mut months: BTreeMap<(i16, i8, Currency), Month> = BTreeMap::new();
        for (_, kept) in state.matching(query) {
            let Some((year, month, currency)) = month_of(kept) else { continue };
            let entry = months.entry((year, month, currency)).or_insert_with(|| Month {
                year,
                month,
                currency,
                count: 0,
                money_in: Money::from_minor(0, currency),
                money_out: Money::from_minor(0, currency),
            });
            count_in(entry, kept)?;
        }
        let mut months: Vec<Month> = months.into_values().collect();
        months.sort_by(|one, two| (two.year, two.month, one.currency).cmp(&(one.year, one.month, two.currency)));
        Ok(months)
    }

    async fn booked_days(&self, since: Date) -> Result<Vec<DaySum>, StoreError> {
        let state = self.state();
        let mut days: BTreeMap<(AccountRef, Option<Date>, Currency), Money> = BTreeMap::new();
        for kept in state.transactions.values() {
            let transaction = &kept.sourced.value;
            let day = transaction.day();
            if transaction.status != TransactionStatus::Booked || day.is_some_and(|day| day < since) {
                continue;
            }
            let currency = transaction.amount.currency;
            let sum = days.entry((kept.account.clone(), day, currency)).or_insert(Money::from_minor(0, currency));
            *sum = sum.checked_add(transaction.amount).map_err(|_| StoreError::AmountOutOfRange)?;
        }
        Ok(days.into_iter().map(|((account, day, _), booked)| DaySum { account, day, booked }).collect())
    }

    async fn find_transaction(&self, key: &TransactionKey) -> Result<Option<Sourced<Transaction>>, StoreError> {
        Ok(self.state().transactions.get(key).map(|kept| kept.sourced.clone()))
    }

    async fn list_progress(&self, link: &LinkId) -> Result<Vec<AccountProgress>, StoreError> {
        let state = self.state();
        Ok(state.progress.iter().filter(|(key, _)| key.link == *link).map(|(_, known)| known.clone()).collect())
    }

    async fn record_sync(&self, record: &SyncRecord) -> Result<(), StoreError> {
        let mut state = self.state_with(&record.link)?;
        state.syncs.insert(record.link.clone(), record.clone());
        Ok(())
    }

    async fn list_syncs(&self) -> Result<Vec<SyncRecord>, StoreError> {
        Ok(self.state().syncs.values().cloned().collect())
    }

    async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.state().settings.insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    async fn find_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.state().settings.get(name).cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryStore;

    crate::store_contract!((MemoryStore::new(), ()));
}

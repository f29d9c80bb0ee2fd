//! A store without a file, for tests and for tools that forget on purpose.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::{AccountId, Currency, LinkId, Money};

use super::{
    AccountProgress, ClosedWindow, DaySum, Detail, DetailKind, DetailList, DetailQuery, Direction, Erased,
    KeyedTransaction, Listing, Month, Standing, StatusFilter, Store, StoreError, StoredAccount, SyncRecord, Tally,
    TransactionKey, TransactionPage, TransactionQuery, TransactionRow, TransactionSort, TransactionWindow, gives_way,
    is_same_record, merge_list, search,
};
use crate::link::Link;
use crate::model::{Account, AccountRef, Balance, Sourced, Transaction, TransactionStatus};

/// Keeps everything in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<State>);

type DetailPlace = (LinkId, Option<AccountId>, DetailKind);

#[derive(Debug, Default)]
struct State {
    links: Vec<Link>,
    accounts: Vec<StoredAccount>,
    balances: BTreeMap<AccountRef, Vec<Sourced<Balance>>>,
    details: BTreeMap<DetailPlace, Vec<Sourced<Detail>>>,
    transactions: BTreeMap<TransactionKey, Kept>,
    progress: BTreeMap<AccountRef, AccountProgress>,
    syncs: BTreeMap<LinkId, SyncRecord>,
    settings: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Kept {
    account: AccountRef,
    standing: Standing,
    searchable: String,
    sourced: Sourced<Transaction>,
}

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

impl State {
    fn put(&mut self, account: &AccountRef, keyed: KeyedTransaction, tally: &mut Tally) {
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

    fn close(&mut self, closed: ClosedWindow) -> Tally {
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

    fn matching(&self, query: &TransactionQuery) -> Vec<(&TransactionKey, &Kept)> {
        let terms = query.search.as_deref().map(search::terms).unwrap_or_default();
        self.transactions.iter().filter(|(_, kept)| is_match(kept, query, &terms)).collect()
    }
}

fn is_match(kept: &Kept, query: &TransactionQuery, terms: &[String]) -> bool {
    let transaction = &kept.sourced.value;
    let day = transaction.day();
    query.account.as_ref().is_none_or(|account| *account == kept.account)
        && query.link.as_ref().is_none_or(|link| *link == kept.account.link)
        && query.direction.is_none_or(|direction| match direction {
            Direction::In => !transaction.amount.amount.is_zero() && !transaction.amount.is_negative(),
            Direction::Out => transaction.amount.is_negative(),
        })
        && query.status.is_none_or(|status| match status {
            StatusFilter::Booked => transaction.status == TransactionStatus::Booked,
            StatusFilter::Pending => kept.standing == Standing::Awaited,
        })
        && query.from.is_none_or(|from| day.is_some_and(|day| from <= day))
        && query.to.is_none_or(|to| day.is_some_and(|day| day <= to))
        && search::matches(&kept.searchable, terms)
}

fn compare(sort: TransactionSort, one: &(&TransactionKey, &Kept), two: &(&TransactionKey, &Kept)) -> Ordering {
    let by_time = |(key, kept): &(&TransactionKey, &Kept)| {
        let transaction = &kept.sourced.value;
        let moment = transaction.booked.as_ref().or(transaction.valued.as_ref()).and_then(crate::model::BankTime::at);
        (kept.standing == Standing::Awaited, transaction.day(), moment, (*key).clone())
    };
    let size = |(_, kept): &(&TransactionKey, &Kept)| kept.sourced.value.amount.amount.abs();
    match sort {
        TransactionSort::NewestFirst => by_time(two).cmp(&by_time(one)),
        TransactionSort::OldestFirst => by_time(one).cmp(&by_time(two)),
        TransactionSort::LargestFirst => size(two).cmp(&size(one)).then_with(|| by_time(two).cmp(&by_time(one))),
    }
}

fn month_of(kept: &Kept) -> Option<(i16, i8, Currency)> {
    let transaction = &kept.sourced.value;
    transaction.day().map(|day| (day.year(), day.month(), transaction.amount.currency))
}

fn count_in(month: &mut Month, kept: &Kept) -> Result<(), StoreError> {
    let transaction = &kept.sourced.value;
    month.count += 1;
    if transaction.status == TransactionStatus::Booked {
        let sum = if transaction.amount.is_negative() { &mut month.money_out } else { &mut month.money_in };
        *sum = sum.checked_add(transaction.amount).map_err(|_| StoreError::AmountOutOfRange)?;
    }
    Ok(())
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

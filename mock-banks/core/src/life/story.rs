//! A life as a pile of entries. Topics throw theirs on it in any order; at the end time sorts them.

use std::collections::BTreeMap;

use moa_kernel::{AccountId, Timestamp};

use super::LifeError;
use super::calendar::Calendar;
use super::cast::Cast;
use crate::ledger::{Account, Entry, EntryDraft, Internal, Kind, Minor, Particulars};

/// A life being told.
pub(super) struct Story<'a> {
    pub(super) cast: &'a Cast<'a>,
    pub(super) calendar: Calendar,
    entries: Vec<Entry>,
}

impl<'a> Story<'a> {
    /// A life of which nothing has been told.
    pub(super) const fn of(cast: &'a Cast<'a>, calendar: Calendar) -> Self {
        Self { cast, calendar, entries: Vec::new() }
    }

    /// Money crosses the fence of an account. Amounts of nothing do not happen.
    pub(super) fn happen(
        &mut self,
        at: Timestamp,
        account: &AccountId,
        amount: Minor,
        particulars: Particulars,
        other_side: Internal,
    ) -> Result<(), LifeError> {
        if amount.minor != 0 {
            self.tell(EntryDraft::new(at, at).line(account, amount, particulars).balanced_by(other_side)?);
        }
        Ok(())
    }

    /// Money moves from one account of the customer to another, in one currency.
    pub(super) fn move_own(
        &mut self,
        at: Timestamp,
        from: &Account,
        to: &Account,
        amount: Minor,
    ) -> Result<(), LifeError> {
        let (Some(out), true) = (amount.negated(), amount.minor > 0) else { return Ok(()) };
        let entry = EntryDraft::new(at, at)
            .line(&from.id, out, self.cast.own(Kind::OwnTransferOut, to))
            .line(&to.id, amount, self.cast.own(Kind::OwnTransferIn, from))
            .balanced()?;
        self.tell(entry);
        Ok(())
    }

    /// Adds an entry of any shape.
    pub(super) fn tell(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// How many lines an account has so far.
    pub(super) fn lines_of(&self, account: &AccountId) -> usize {
        self.entries.iter().flat_map(Entry::lines).filter(|line| line.account == *account).count()
    }

    /// What moved on an account so far, by year and month.
    pub(super) fn monthly(&self, account: &AccountId) -> BTreeMap<(i16, i8), i64> {
        let mut months = BTreeMap::new();
        for entry in &self.entries {
            let day = entry.booked_at().to_zoned(jiff::tz::TimeZone::UTC).date();
            for line in entry.lines().iter().filter(|line| line.account == *account) {
                let sum = months.entry((day.year(), day.month())).or_insert(0_i64);
                *sum = sum.saturating_add(line.amount.minor);
            }
        }
        months
    }

    /// All entries, as time has them. What happens at the same moment keeps the order in which it was told.
    pub(super) fn in_order(mut self) -> Vec<Entry> {
        self.entries.sort_by_key(Entry::booked_at);
        self.entries
    }
}

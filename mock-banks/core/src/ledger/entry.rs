//! An entry is drafted line by line and balanced before anybody books it: what is out of balance has no type to be booked as.

use std::collections::BTreeMap;

use moa_kernel::{AccountId, Currency, Timestamp};

use super::{LedgerError, Minor, Particulars};

/// The bank's own accounts: where money comes from and goes to when it crosses the customer's fence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Internal {
    /// Other banks.
    Clearing,
    /// Cash in the machines.
    Cash,
    /// What merchants are owed for cards.
    Merchants,
    /// What employers paid in.
    Employers,
    /// Interest, both ways.
    Interest,
    /// Charges.
    Fees,
    /// The currency desk: the only account where one currency leaves and another arrives.
    Exchange,
}

/// An entry being written.
#[derive(Debug, Clone)]
pub struct EntryDraft {
    booked_at: Timestamp,
    value_at: Timestamp,
    lines: Vec<Line>,
    against: Vec<(Internal, Minor)>,
}

/// A customer's side of an entry.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) account: AccountId,
    pub(crate) amount: Minor,
    pub(super) particulars: Particulars,
}

/// An entry that sums to zero in every currency.
#[derive(Debug, Clone)]
pub struct Entry(EntryDraft);

/// A pending item: money that will probably move.
#[derive(Debug, Clone)]
pub struct Hold {
    /// Whose.
    pub account: AccountId,
    /// How much, signed from the customer's view.
    pub amount: Minor,
    /// When it was announced.
    pub placed_at: Timestamp,
    /// When the bank says it will be booked.
    pub expected_at: Timestamp,
    /// What the bank prints about it.
    pub particulars: Particulars,
}

impl Internal {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Clearing, Self::Cash, Self::Merchants, Self::Employers, Self::Interest, Self::Fees, Self::Exchange];

    /// The account's name in the books. No customer's account can be called so: theirs have no tilde.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clearing => "~clearing",
            Self::Cash => "~cash",
            Self::Merchants => "~merchants",
            Self::Employers => "~employers",
            Self::Interest => "~interest",
            Self::Fees => "~fees",
            Self::Exchange => "~exchange",
        }
    }
}

impl EntryDraft {
    /// An entry that is booked at one moment and counts for interest from another.
    #[must_use]
    pub const fn new(booked_at: Timestamp, value_at: Timestamp) -> Self {
        Self { booked_at, value_at, lines: Vec::new(), against: Vec::new() }
    }

    /// Adds a customer's side, signed from the customer's view.
    #[must_use]
    pub fn line(mut self, account: &AccountId, amount: Minor, particulars: Particulars) -> Self {
        self.lines.push(Line { account: account.clone(), amount, particulars });
        self
    }

    /// Adds a side of the bank's own.
    #[must_use]
    pub fn against(mut self, internal: Internal, amount: Minor) -> Self {
        self.against.push((internal, amount));
        self
    }

    /// Lets one of the bank's own accounts take the other side of everything so far.
    ///
    /// # Errors
    /// When a sum is larger than can be counted, or there is nothing to take.
    pub fn balanced_by(mut self, internal: Internal) -> Result<Entry, LedgerError> {
        for (currency, left_over) in self.sums()? {
            if left_over != 0 {
                let other = left_over.checked_neg().ok_or(LedgerError::Overflow)?;
                self.against.push((internal, Minor::new(other, currency)));
            }
        }
        self.balanced()
    }

    /// The finished entry.
    ///
    /// # Errors
    /// [`LedgerError::Unbalanced`] when the sides do not cancel out in every currency, [`LedgerError::Nothing`] when there
    /// is no customer's side or a side moves nothing.
    pub fn balanced(self) -> Result<Entry, LedgerError> {
        if self.lines.is_empty() || self.amounts().any(|amount| amount.minor == 0) {
            return Err(LedgerError::Nothing);
        }
        match self.sums()?.into_iter().find(|(_, sum)| *sum != 0) {
            Some((currency, sum)) => Err(LedgerError::Unbalanced(sum, currency)),
            None => Ok(Entry(self)),
        }
    }

    fn amounts(&self) -> impl Iterator<Item = Minor> {
        self.lines.iter().map(|line| line.amount).chain(self.against.iter().map(|(_, amount)| *amount))
    }

    fn sums(&self) -> Result<BTreeMap<Currency, i64>, LedgerError> {
        let mut sums = BTreeMap::new();
        for amount in self.amounts() {
            let sum = sums.entry(amount.currency).or_insert(0_i64);
            *sum = sum.checked_add(amount.minor).ok_or(LedgerError::Overflow)?;
        }
        Ok(sums)
    }
}

impl Entry {
    pub(crate) const fn booked_at(&self) -> Timestamp {
        self.0.booked_at
    }

    pub(super) const fn value_at(&self) -> Timestamp {
        self.0.value_at
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.0.lines
    }

    pub(super) fn against(&self) -> &[(Internal, Minor)] {
        &self.0.against
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Kind;

    fn draft() -> EntryDraft {
        let at = "2026-07-14T12:00:00Z".parse().unwrap();
        EntryDraft::new(at, at)
    }

    fn particulars() -> Particulars {
        let text = "CARD PAYMENT TO HARROW GROCERS".to_owned();
        Particulars {
            text,
            kind: Kind::CardPayment,
            reference: None,
            merchant: None,
            counterparty: None,
            exchange: None,
        }
    }

    fn account() -> AccountId {
        AccountId::new("a").unwrap()
    }

    #[test]
    fn an_entry_is_balanced_or_is_none() {
        let pounds = |minor| Minor::new(minor, Currency::GBP);
        let one_sided = draft().line(&account(), pounds(-871), particulars());
        assert!(matches!(one_sided.clone().balanced(), Err(LedgerError::Unbalanced(-871, Currency::GBP))));
        assert!(one_sided.clone().against(Internal::Merchants, pounds(871)).balanced().is_ok());
        assert!(one_sided.balanced_by(Internal::Merchants).is_ok());
    }

    #[test]
    fn currencies_balance_each_for_itself() {
        let mixed = draft()
            .line(&account(), Minor::new(-1000, Currency::GBP), particulars())
            .against(Internal::Merchants, Minor::new(1000, Currency::EUR));
        assert!(matches!(mixed.balanced(), Err(LedgerError::Unbalanced(..))));
    }

    #[test]
    fn nothing_is_not_an_entry_and_neither_is_too_much() {
        assert!(matches!(draft().balanced(), Err(LedgerError::Nothing)));
        let zero = draft().line(&account(), Minor::new(0, Currency::GBP), particulars());
        assert!(matches!(zero.balanced(), Err(LedgerError::Nothing)));
        let huge = draft().line(&account(), Minor::new(i64::MAX, Currency::GBP), particulars()).line(
            &account(),
            Minor::new(1, Currency::GBP),
            particulars(),
        );
        assert!(matches!(huge.balanced(), Err(LedgerError::Overflow)));
    }
}

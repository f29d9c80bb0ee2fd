//! What an overview consists of.

use jiff::Timestamp;
use moa_kernel::{BankId, Currency, LinkId, Money};

use crate::link::Link;
use crate::model::{Account, AccountRef, Balance, BalanceKind, BankTime, Sourced};
use crate::store::SyncRecord;

/// Everything a person has, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// One total per currency, the one with most accounts first.
    pub totals: Vec<CurrencyTotal>,
    /// The links in the order they were made, each with its accounts.
    pub banks: Vec<BankOverview>,
    /// Accounts that are in no total, with the reason.
    pub unknown: Vec<UnknownBalance>,
}

/// Everything in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyTotal {
    /// The currency.
    pub currency: Currency,
    /// The sum of every headline balance, debts included.
    pub total: Money,
    /// How many accounts are in it.
    pub accounts: usize,
    /// What each link adds to it, the largest first.
    pub shares: Vec<BankShare>,
    /// When the oldest part of the sum was true, as far as the banks say.
    pub oldest_as_of: Option<BankTime>,
}

/// One link's part of a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankShare {
    /// The link.
    pub link: LinkId,
    /// Its bank.
    pub bank: BankId,
    /// What it adds, debts included.
    pub amount: Money,
    /// Its part of a strip in thousandths. Only positive amounts have a part; the parts add up to 1000, or are all 0.
    pub permille: u32,
}

/// One link and its accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankOverview {
    /// The link.
    pub link: Link,
    /// Its accounts, in the bank's order.
    pub accounts: Vec<AccountOverview>,
    /// How its last sync went, when there was one.
    pub last_sync: Option<SyncRecord>,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountOverview {
    /// Which one.
    pub key: AccountRef,
    /// The account.
    pub account: Sourced<Account>,
    /// The balances that count: one per currency, none when none is known.
    pub headlines: Vec<Headline>,
    /// Every balance the bank gave, for those who want to look closer.
    pub balances: Vec<Sourced<Balance>>,
    /// Since when the bank no longer lists it.
    pub missing_since: Option<Timestamp>,
}

impl AccountOverview {
    /// The balance that counts, of an account with one currency; the first of one with several.
    #[must_use]
    pub fn headline(&self) -> Option<&Headline> {
        self.headlines.first()
    }
}

/// The balance that counts for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// How much is the customer's own, negative when owed.
    pub amount: Money,
    /// Which of the bank's balances it comes from.
    pub kind: BalanceKind,
    /// When it was true, when the bank says.
    pub as_of: Option<BankTime>,
    /// When the bank was asked.
    pub fetched_at: Timestamp,
    /// Whether granted credit was taken out of the bank's figure.
    pub credit_taken_out: bool,
}

/// An account that is in no total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownBalance {
    /// Which one.
    pub account: AccountRef,
    /// Why.
    pub why: Unknown,
}

/// Why a balance is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// The bank gave none, or none has been fetched yet.
    NoBalance,
    /// The bank gave only figures that are not the customer's own money: forecasts, or amounts with credit in them.
    NotOwnMoney,
    /// The bank no longer lists the account, so its last figure is not counted.
    NoLongerListed,
}

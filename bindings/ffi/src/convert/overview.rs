//! One view of everything.

use std::time::SystemTime;

use moa_kernel::Timestamp;
use moa_sdk::overview::{BankOverview, BankShare, CurrencyTotal, Overview, Unknown, UnknownBalance};
use moa_sdk::store::{SyncEnd, SyncRecord};

use super::{FfiAccount, FfiBankTime, FfiLink, FfiMoney};

/// Everything a person has, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiOverview {
    /// One total per currency, the one with most accounts first.
    pub totals: Vec<FfiCurrencyTotal>,
    /// The links in the order they were made, each with its accounts.
    pub banks: Vec<FfiBankOverview>,
    /// Accounts that are in no total, with the reason.
    pub unknown: Vec<FfiUnknownBalance>,
}

impl FfiOverview {
    /// An overview as it stands at a moment.
    #[must_use]
    pub fn at(overview: &Overview, now: Timestamp) -> Self {
        Self {
            totals: overview.totals.iter().map(FfiCurrencyTotal::from).collect(),
            banks: overview.banks.iter().map(|bank| FfiBankOverview::at(bank, now)).collect(),
            unknown: overview.unknown.iter().map(FfiUnknownBalance::from).collect(),
        }
    }
}

/// Everything in one currency.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiCurrencyTotal {
    /// The sum of every headline balance, debts included.
    pub total: FfiMoney,
    /// How many accounts are in it.
    pub accounts: u32,
    /// What each link adds to it, the largest first.
    pub shares: Vec<FfiBankShare>,
    /// When the oldest part of the sum was true, as far as the banks say.
    pub oldest_as_of: Option<FfiBankTime>,
}

impl From<&CurrencyTotal> for FfiCurrencyTotal {
    fn from(total: &CurrencyTotal) -> Self {
        Self {
            total: total.total.into(),
            accounts: u32::try_from(total.accounts).unwrap_or(u32::MAX),
            shares: total.shares.iter().map(FfiBankShare::from).collect(),
            oldest_as_of: total.oldest_as_of.as_ref().map(FfiBankTime::from),
        }
    }
}

/// One link's part of a total.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiBankShare {
    /// The link.
    pub link: String,
    /// Its bank.
    pub bank: String,
    /// What it adds, debts included.
    pub amount: FfiMoney,
    /// Its part of a strip, in thousandths.
    pub permille: u32,
}

impl From<&BankShare> for FfiBankShare {
    fn from(share: &BankShare) -> Self {
        Self {
            link: share.link.to_string(),
            bank: share.bank.to_string(),
            amount: share.amount.into(),
            permille: share.permille,
        }
    }
}

/// One link and its accounts.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiBankOverview {
    /// The link.
    pub link: FfiLink,
    /// Its accounts, in the bank's order.
    pub accounts: Vec<FfiAccount>,
    /// How its last sync went, when there was one.
    pub last_sync: Option<FfiLastSync>,
}

impl FfiBankOverview {
    fn at(bank: &BankOverview, now: Timestamp) -> Self {
        Self {
            link: FfiLink::at(&bank.link, now),
            accounts: bank.accounts.iter().map(FfiAccount::from).collect(),
            last_sync: bank.last_sync.as_ref().map(FfiLastSync::from),
        }
    }
}

/// How a link's last sync went.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiLastSync {
    /// When it ended.
    pub finished_at: SystemTime,
    /// Whether everything came.
    pub complete: bool,
    /// When the bank last gave everything.
    pub last_success: Option<SystemTime>,
    /// Since when it does not work, when it does not.
    pub failing_since: Option<SystemTime>,
    /// Not before this moment should it be tried again, when the bank said so.
    pub retry_at: Option<SystemTime>,
}

impl From<&SyncRecord> for FfiLastSync {
    fn from(record: &SyncRecord) -> Self {
        Self {
            finished_at: record.finished_at.into(),
            complete: matches!(record.end, SyncEnd::Complete),
            last_success: record.last_success.map(SystemTime::from),
            failing_since: record.failing_since.map(SystemTime::from),
            retry_at: record.retry_at.map(SystemTime::from),
        }
    }
}

/// An account that is in no total.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiUnknownBalance {
    /// Its link.
    pub link: String,
    /// The account.
    pub account: String,
    /// Why: `no_balance`, `not_own_money`, `no_longer_listed`.
    pub why: String,
}

impl From<&UnknownBalance> for FfiUnknownBalance {
    fn from(unknown: &UnknownBalance) -> Self {
        let why = match unknown.why {
            Unknown::NoBalance => "no_balance",
            Unknown::NotOwnMoney => "not_own_money",
            Unknown::NoLongerListed => "no_longer_listed",
            _ => "unknown",
        };
        Self {
            link: unknown.account.link.to_string(),
            account: unknown.account.account.to_string(),
            why: why.to_owned(),
        }
    }
}

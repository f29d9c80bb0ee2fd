//! Adds up, currency by currency; nothing is ever converted.
//!
//! An account whose worth nobody can tell, or that its bank no longer lists, is shown and named as unknown. It never counts
//! as zero: a total without it is true for the accounts it says it has, a total with a zero is false.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use moa_kernel::{Currency, LinkId, Money, MoneyError};

use super::{
    AccountOverview, BankOverview, BankShare, CurrencyTotal, Headline, Overview, Unknown, UnknownBalance,
    choose_headline, shares,
};
use crate::link::Link;
use crate::model::{AccountRef, Balance, Sourced};
use crate::store::{StoredAccount, SyncRecord};

/// The view of everything, from what the store has.
///
/// # Errors
/// When a sum is larger than an amount can be.
pub fn gather(
    links: Vec<Link>,
    accounts: Vec<StoredAccount>,
    balances: Vec<Sourced<Balance>>,
    syncs: &[SyncRecord],
) -> Result<Overview, MoneyError> {
    let mut by_account = group_by_account(balances);
    let mut by_link: BTreeMap<LinkId, Vec<AccountOverview>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for stored in accounts {
        let (account, why) = look_at(stored, &mut by_account);
        if let Some(why) = why {
            unknown.push(UnknownBalance { account: account.key.clone(), why });
        }
        by_link.entry(account.key.link.clone()).or_default().push(account);
    }
    let banks: Vec<BankOverview> = links
        .into_iter()
        .map(|link| BankOverview {
            accounts: by_link.remove(&link.id).unwrap_or_default(),
            last_sync: syncs.iter().find(|sync| sync.link == link.id).cloned(),
            link,
        })
        .collect();
    Ok(Overview { totals: totals(&banks)?, banks, unknown })
}

fn group_by_account(balances: Vec<Sourced<Balance>>) -> BTreeMap<AccountRef, Vec<Sourced<Balance>>> {
    let mut groups: BTreeMap<AccountRef, Vec<Sourced<Balance>>> = BTreeMap::new();
    for balance in balances {
        let key = AccountRef::new(balance.provenance.link.clone(), balance.value.account.clone());
        groups.entry(key).or_default().push(balance);
    }
    groups
}

fn look_at(
    stored: StoredAccount,
    balances: &mut BTreeMap<AccountRef, Vec<Sourced<Balance>>>,
) -> (AccountOverview, Option<Unknown>) {
    let account = stored.sourced;
    let key = AccountRef::new(account.provenance.link.clone(), account.value.id.clone());
    let balances = balances.remove(&key).unwrap_or_default();
    let chosen = if stored.missing_since.is_some() { Err(Unknown::NoLongerListed) } else { choose_headline(&balances) };
    let (headlines, why) = match chosen {
        Ok(headlines) => (headlines, None),
        Err(why) => (Vec::new(), Some(why)),
    };
    (AccountOverview { key, account, headlines, balances, missing_since: stored.missing_since }, why)
}

fn totals(banks: &[BankOverview]) -> Result<Vec<CurrencyTotal>, MoneyError> {
    let mut by_currency: BTreeMap<Currency, Vec<(&Link, &Headline)>> = BTreeMap::new();
    for bank in banks {
        for headline in bank.accounts.iter().flat_map(|account| &account.headlines) {
            by_currency.entry(headline.amount.currency).or_default().push((&bank.link, headline));
        }
    }
    let mut totals =
        by_currency.into_iter().map(|(currency, parts)| total(currency, &parts)).collect::<Result<Vec<_>, _>>()?;
    totals.sort_by_key(|total| Reverse(total.accounts));
    Ok(totals)
}

fn total(currency: Currency, parts: &[(&Link, &Headline)]) -> Result<CurrencyTotal, MoneyError> {
    let total = parts.iter().try_fold(Money::zero(currency), |sum, (_, headline)| sum.checked_add(headline.amount))?;
    Ok(CurrencyTotal {
        currency,
        total,
        accounts: parts.len(),
        shares: share(currency, parts)?,
        oldest_as_of: parts.iter().filter_map(|(_, headline)| headline.as_of.clone()).min(),
    })
}

fn share(currency: Currency, parts: &[(&Link, &Headline)]) -> Result<Vec<BankShare>, MoneyError> {
    let mut shares: Vec<BankShare> = Vec::new();
    for (link, headline) in parts {
        if let Some(share) = shares.iter_mut().find(|share| share.link == link.id) {
            share.amount = share.amount.checked_add(headline.amount)?;
        } else {
            let amount = Money::zero(currency).checked_add(headline.amount)?;
            shares.push(BankShare { link: link.id.clone(), bank: link.bank.clone(), amount, permille: 0 });
        }
    }
    shares.sort_by_key(|share| Reverse(share.amount.amount));
    let amounts: Vec<_> = shares.iter().map(|share| share.amount.amount).collect();
    for (share, permille) in shares.iter_mut().zip(shares::permille(&amounts)) {
        share.permille = permille;
    }
    Ok(shares)
}

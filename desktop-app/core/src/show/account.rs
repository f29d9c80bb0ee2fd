//! An account as a line, and as the head of its page.

use moa_sdk::model::{Account, AccountKind, AccountNumber, Balance, BalanceKind, NumberScheme, Sourced};
use moa_sdk::overview::{AccountOverview, Headline, Unknown};

use super::money::{amount, bank_time};
use crate::dto::{AccountRef, AccountRow, Amount, BalanceFigure, NoBalanceReason, NumberHint};

/// An account as a line. `why` says why it is in no total.
pub(crate) fn row(overview: &AccountOverview, why: Option<Unknown>) -> AccountRow {
    let account = &overview.account.value;
    let (balance, other_currencies) = match overview.headlines.split_first() {
        Some((first, others)) => (Some(headline(first)), others.iter().map(headline).collect()),
        None => (None, Vec::new()),
    };
    AccountRow {
        key: key(&overview.key),
        name: account.name().map(str::to_owned),
        kind: account.kind.as_ref().map(kind),
        last_four: last_four(account),
        currency: account.currency.map(|currency| currency.to_string()),
        available: available(overview),
        balance,
        other_currencies,
        no_balance: why.map(reason),
        credit_line: credit_line(&overview.balances),
        no_longer_updated: overview.missing_since.is_some(),
    }
}

/// An account's name in the window's words.
pub(crate) fn key(of: &moa_sdk::model::AccountRef) -> AccountRef {
    AccountRef { link: of.link.to_string(), account: of.account.to_string() }
}

fn headline(headline: &Headline) -> BalanceFigure {
    BalanceFigure {
        amount: amount(headline.amount),
        kind: headline.kind.to_string(),
        includes_pending: includes_pending(&headline.kind),
        as_of: headline.as_of.as_ref().map(bank_time),
        fetched_at: headline.fetched_at.to_string(),
        credit_taken_out: headline.credit_taken_out,
    }
}

/// A balance as the bank gave it, credit taken out where that is possible; nothing where own money cannot be told.
pub(crate) fn figure(sourced: &Sourced<Balance>) -> Option<BalanceFigure> {
    let balance = &sourced.value;
    Some(BalanceFigure {
        amount: amount(balance.own_money()?),
        kind: balance.kind.to_string(),
        includes_pending: includes_pending(&balance.kind),
        as_of: balance.as_of.as_ref().map(bank_time),
        fetched_at: sourced.provenance.fetched_at.to_string(),
        credit_taken_out: balance.includes_credit(),
    })
}

/// Available balances have holds taken out already, and so has the expected one.
fn includes_pending(kind: &BalanceKind) -> bool {
    matches!(
        kind,
        BalanceKind::ClosingAvailable
            | BalanceKind::InterimAvailable
            | BalanceKind::OpeningAvailable
            | BalanceKind::Expected
    )
}

/// What is left after pending entries, when the bank says so and it is another amount than the headline.
fn available(overview: &AccountOverview) -> Option<BalanceFigure> {
    let headline = overview.headline()?;
    overview
        .balances
        .iter()
        .filter(|balance| includes_pending(&balance.value.kind))
        .filter(|balance| {
            balance
                .value
                .own_money()
                .is_some_and(|own| own.currency == headline.amount.currency && own != headline.amount)
        })
        .find_map(figure)
}

/// A credit line the bank grants, never part of an amount shown.
fn credit_line(balances: &[Sourced<Balance>]) -> Option<Amount> {
    let lines = balances.iter().flat_map(|balance| &balance.value.credit_lines);
    lines.filter_map(|line| line.amount).find(|line| !line.amount.is_zero()).map(amount)
}

const fn reason(why: Unknown) -> NoBalanceReason {
    match why {
        Unknown::NotOwnMoney => NoBalanceReason::NotOwnMoney,
        Unknown::NoLongerListed => NoBalanceReason::NoLongerListed,
        _ => NoBalanceReason::NotGiven,
    }
}

fn kind(kind: &AccountKind) -> String {
    let word = match kind {
        AccountKind::Current | AccountKind::Transactional => "current",
        AccountKind::Savings | AccountKind::MoneyMarket => "savings",
        AccountKind::Card => "card",
        AccountKind::Loan => "loan",
        AccountKind::Mortgage => "mortgage",
        AccountKind::EMoney | AccountKind::Wallet => "eMoney",
        AccountKind::Prepaid => "prepaid",
        AccountKind::Isa => "isa",
        other => other.as_str(),
    };
    word.to_owned()
}

/// The last digits of the number a person would recognise.
pub(crate) fn last_four(account: &Account) -> Option<String> {
    let rank = |number: &&AccountNumber| match number.scheme {
        NumberScheme::SortCodeAccountNumber => 0,
        NumberScheme::Pan => 1,
        NumberScheme::Iban => 2,
        _ => 3,
    };
    account.numbers.iter().min_by_key(rank).and_then(|number| tail(&number.number))
}

/// Every number, masked.
pub(crate) fn numbers(account: &Account) -> Vec<NumberHint> {
    let hint = |number: &AccountNumber| {
        let scheme = number.scheme.as_str();
        let scheme = scheme.rsplit('.').next().unwrap_or(scheme).to_owned();
        Some(NumberHint { scheme, last_four: tail(&number.number)? })
    };
    account.numbers.iter().filter_map(hint).collect()
}

/// The last four letters or digits of a number, whatever is written between them.
pub(crate) fn tail(number: &str) -> Option<String> {
    let plain: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let last = plain.get(plain.len().saturating_sub(4)..)?;
    (!last.is_empty()).then(|| last.iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_by_its_last_four_only() {
        assert_eq!(tail("20-00-00 55779911").as_deref(), Some("9911"));
        assert_eq!(tail("DE89 3704 0044 0532 0130 00").as_deref(), Some("3000"));
        assert_eq!(tail("**** **** **** 2290").as_deref(), Some("2290"));
        assert_eq!(tail("12").as_deref(), Some("12"));
        assert_eq!(tail("····"), None);
    }

    #[test]
    fn an_unknown_kind_keeps_the_banks_code() {
        assert_eq!(kind(&AccountKind::Current), "current");
        assert_eq!(kind(&AccountKind::from("XYZA")), "XYZA");
    }
}

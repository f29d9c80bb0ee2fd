//! Sums are the sums of what is shown, and what is not known stays unknown.

use moa_kernel::{Currency, Money};
use proptest::prelude::*;

use super::{Overview, Unknown, choose_headline, gather};
use crate::model::{Balance, BalanceKind, BankTime, CreditLine, Sourced};
use crate::store::StoredAccount;
use crate::store::contract::samples::{account, balance, link, noon, pounds, sourced};

type Kept = (Vec<StoredAccount>, Vec<Sourced<Balance>>);

fn kept(of: &str, accounts: &[(&str, Vec<Balance>)]) -> Kept {
    let link = link(of);
    let stored = |name: &&str| StoredAccount { sourced: sourced(&link, account(name)), missing_since: None };
    let balances = accounts.iter().flat_map(|(_, balances)| balances).map(|one| sourced(&link, one.clone()));
    (accounts.iter().map(|(name, _)| stored(name)).collect(), balances.collect())
}

fn overview(banks: Vec<(&str, Kept)>) -> Overview {
    let links = banks.iter().map(|(name, _)| link(name)).collect();
    let (accounts, balances): (Vec<_>, Vec<_>) = banks.into_iter().map(|(_, kept)| kept).unzip();
    gather(links, accounts.into_iter().flatten().collect(), balances.into_iter().flatten().collect(), &[]).unwrap()
}

fn euros(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR)
}

#[test]
fn each_currency_has_its_total_and_no_two_are_added() {
    let one = kept(
        "one",
        &[
            ("a", vec![balance("a", BalanceKind::InterimBooked, pounds(10_000))]),
            ("card", vec![balance("card", BalanceKind::InterimBooked, pounds(-3000))]),
        ],
    );
    let two = kept(
        "two",
        &[
            ("b", vec![balance("b", BalanceKind::ClosingBooked, pounds(6000))]),
            ("e", vec![balance("e", BalanceKind::InterimBooked, euros(500))]),
        ],
    );
    let overview = overview(vec![("one", one), ("two", two)]);
    let totals: Vec<_> = overview.totals.iter().map(|it| (it.total.to_string(), it.accounts)).collect();
    assert_eq!(totals, [("130.00 GBP".to_owned(), 3), ("5.00 EUR".to_owned(), 1)]);
    let shares: Vec<_> =
        overview.totals[0].shares.iter().map(|it| (it.link.as_str(), it.amount, it.permille)).collect();
    assert_eq!(shares, [("one", pounds(7000), 538), ("two", pounds(6000), 462)]);
    assert_eq!(overview.totals[0].oldest_as_of.as_ref().unwrap().as_str(), "2026-11-23T08:00:00+00:00");
    assert!(overview.unknown.is_empty());
}

#[test]
fn an_account_without_a_balance_is_unknown_and_not_zero() {
    let one = kept("one", &[("a", vec![]), ("b", vec![balance("b", BalanceKind::Expected, pounds(9))])]);
    let overview = overview(vec![("one", one)]);
    assert!(overview.totals.is_empty());
    let why: Vec<_> = overview.unknown.iter().map(|it| (it.account.account.as_str(), it.why)).collect();
    assert_eq!(why, [("a", Unknown::NoBalance), ("b", Unknown::NotOwnMoney)]);
    assert_eq!(overview.banks[0].accounts.len(), 2, "they are listed all the same");
}

#[test]
fn an_account_the_bank_no_longer_lists_is_shown_and_not_counted() {
    let (mut accounts, balances) = kept("one", &[("a", vec![balance("a", BalanceKind::InterimBooked, pounds(1))])]);
    accounts[0].missing_since = Some(noon());
    let overview = overview(vec![("one", (accounts, balances))]);
    assert_eq!(overview.unknown[0].why, Unknown::NoLongerListed);
    assert!(overview.totals.is_empty() && overview.banks[0].accounts[0].balances.len() == 1);
}

#[test]
fn booked_comes_before_available_and_today_before_last_night() {
    let of = |kinds: &[(BalanceKind, i64)]| {
        let link = link("one");
        let balances: Vec<_> =
            kinds.iter().map(|(kind, minor)| sourced(&link, balance("a", kind.clone(), pounds(*minor)))).collect();
        choose_headline(&balances).map(|chosen| chosen[0].kind.clone())
    };
    use BalanceKind::{ClosingAvailable, ClosingBooked, ForwardAvailable, InterimAvailable, InterimBooked};
    assert_eq!(of(&[(InterimAvailable, 3), (ClosingBooked, 2), (InterimBooked, 1)]), Ok(InterimBooked));
    assert_eq!(of(&[(ClosingAvailable, 3), (ClosingBooked, 2)]), Ok(ClosingBooked));
    assert_eq!(of(&[(ForwardAvailable, 9), (ClosingAvailable, 3)]), Ok(ClosingAvailable));
    assert_eq!(of(&[(BalanceKind::Other("DREM".to_owned()), 9)]), Err(Unknown::NotOwnMoney));
}

#[test]
fn granted_credit_never_counts_as_own_money() {
    let link = link("one");
    let mut available = balance("a", BalanceKind::InterimAvailable, pounds(123_055));
    available.credit_lines = vec![CreditLine { included: true, kind: None, amount: Some(pounds(50_000)) }];
    let chosen = choose_headline(&[sourced(&link, available.clone())]).unwrap();
    assert_eq!((chosen[0].amount, chosen[0].credit_taken_out), (pounds(73_055), true));
    available.credit_lines[0].amount = None;
    assert_eq!(choose_headline(&[sourced(&link, available)]), Err(Unknown::NotOwnMoney));
}

#[test]
fn an_account_of_two_currencies_has_two_headlines_and_the_later_of_equals_counts() {
    let link = link("one");
    let mut older = balance("a", BalanceKind::InterimBooked, pounds(1));
    older.as_of = Some(BankTime::new("2026-11-22T08:00:00+00:00").unwrap());
    let rows = [
        older,
        balance("a", BalanceKind::InterimBooked, pounds(2)),
        balance("a", BalanceKind::ClosingBooked, euros(3)),
    ];
    let chosen = choose_headline(&rows.map(|row| sourced(&link, row))).unwrap();
    assert_eq!(chosen.iter().map(|it| it.amount).collect::<Vec<_>>(), [euros(3), pounds(2)]);
}

proptest! {
    #[test]
    fn a_total_is_exactly_the_sum_of_the_accounts(
        minors in proptest::collection::vec((0_usize..3, -9_999_999_999_i64..9_999_999_999, any::<bool>()), 0..30),
    ) {
        let banks = ["one", "two", "three"].map(|name| {
            let accounts: Vec<_> = minors.iter().enumerate().filter(|(_, (at, ..))| ["one", "two", "three"][*at] == name)
                .map(|(n, (_, minor, british))| (n.to_string(), if *british { pounds(*minor) } else { euros(*minor) }))
                .collect();
            let listed: Vec<_> = accounts.iter()
                .map(|(id, amount)| (id.as_str(), vec![balance(id, BalanceKind::InterimBooked, *amount)])).collect();
            (name, kept(name, &listed))
        });
        let overview = overview(banks.into());
        for currency in [Currency::GBP, Currency::EUR] {
            let british = currency == Currency::GBP;
            let expected: i64 = minors.iter().filter(|(.., it)| *it == british).map(|(_, minor, _)| minor).sum();
            let total = overview.totals.iter().find(|total| total.currency == currency);
            prop_assert_eq!(total.map_or(0, |total| total.total.to_minor().unwrap()), expected);
            if let Some(total) = total {
                let shares: i64 = total.shares.iter().map(|share| share.amount.to_minor().unwrap()).sum();
                prop_assert_eq!(shares, expected);
                prop_assert!([0, 1000].contains(&total.shares.iter().map(|share| share.permille).sum::<u32>()));
            }
        }
    }
}

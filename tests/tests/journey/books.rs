//! What the banks' own books say, read past every interface.

use std::collections::BTreeMap;

use moa_bank_core::ledger::{Account, BalanceKind, TransactionQuery};
use moa_kernel::{AccountId, Money};
use mock_banks::RunningBank;

/// Amounts by currency code, so that two sides can be compared whole.
pub(crate) type ByCurrency = BTreeMap<String, Money>;

/// Adds an amount to its currency.
pub(crate) fn add(sums: &mut ByCurrency, money: Money) {
    let sum = sums.entry(money.currency.code().to_owned()).or_insert(Money::zero(money.currency));
    *sum = sum.checked_add(money).unwrap();
}

/// The accounts of the person at a bank.
pub(crate) fn accounts(bank: &RunningBank) -> Vec<Account> {
    let mina = bank.core().customers().find_customer("mina").unwrap().unwrap();
    bank.core().ledger().accounts_of(&mina).unwrap()
}

/// What an account holds by the books: the booked balance the bank tells, today's where it tells one.
pub(crate) fn booked(bank: &RunningBank, account: &AccountId) -> Vec<Money> {
    let told = bank.core().ledger().balances(account).unwrap();
    let of = |kind| told.iter().filter(|it| it.kind == kind).map(|it| it.amount).collect::<Vec<_>>();
    let now = of(BalanceKind::InterimBooked);
    if now.is_empty() { of(BalanceKind::ClosingBooked) } else { now }
}

/// What everybody's books say together, per currency.
pub(crate) fn totals<'a>(banks: impl IntoIterator<Item = &'a RunningBank>) -> ByCurrency {
    let mut sums = ByCurrency::new();
    for bank in banks {
        for account in accounts(bank) {
            booked(bank, &account.id).into_iter().for_each(|amount| add(&mut sums, amount));
        }
    }
    sums
}

/// Every line of an account: its amount and the statement's words, sorted.
pub(crate) fn history(bank: &RunningBank, account: &AccountId) -> Vec<String> {
    let mut lines = Vec::new();
    let mut after = None;
    loop {
        let query = TransactionQuery::of(account.clone()).after(after);
        let page = bank.core().ledger().transactions(&query).unwrap();
        lines.extend(page.transactions.iter().map(|it| format!("{:.2} {}", it.amount.amount, it.particulars.text)));
        after = page.next;
        if after.is_none() {
            lines.sort();
            return lines;
        }
    }
}

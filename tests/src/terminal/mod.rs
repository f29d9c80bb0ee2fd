//! The overview on a machine without a display: a table that says what the home screen says.

mod table;

use moa_sdk::model::BankTime;
use moa_sdk::overview::{AccountOverview, Overview};

use table::{Side, Table};

/// The overview as text: accounts by bank with balance, kind and age, then one total per currency.
#[must_use]
pub fn show(overview: &Overview, name_of: impl Fn(&moa_kernel::BankId) -> String) -> String {
    let mut accounts = Table::new(&[
        ("Bank", Side::Left),
        ("Account", Side::Left),
        ("Balance", Side::Right),
        ("Kind", Side::Left),
        ("As of", Side::Left),
    ]);
    for bank in &overview.banks {
        let mut bank_name = name_of(&bank.link.bank);
        for account in &bank.accounts {
            for row in rows(account) {
                accounts.push([&[std::mem::take(&mut bank_name)], row.as_slice()].concat());
            }
        }
    }
    let mut totals = Table::new(&[("Currency", Side::Left), ("Total", Side::Right), ("Accounts", Side::Right)]);
    for total in &overview.totals {
        totals.push(vec![total.currency.to_string(), amount(&total.total), total.accounts.to_string()]);
    }
    format!("{accounts}\nCurrencies are kept apart. Nothing is converted.\n{totals}")
}

/// One line per currency of an account; an account without a known balance says so.
fn rows(account: &AccountOverview) -> Vec<Vec<String>> {
    let name = account.account.value.name().unwrap_or("(no name)").to_owned();
    if account.headlines.is_empty() {
        return vec![vec![name, "not known".into(), String::new(), String::new()]];
    }
    let line = |headline: &moa_sdk::overview::Headline| {
        let as_of = headline.as_of.as_ref().map_or_else(|| "not said".to_owned(), moment);
        vec![name.clone(), amount(&headline.amount), headline.kind.to_string(), as_of]
    };
    account.headlines.iter().map(line).collect()
}

/// A moment to the minute in UTC where the bank gave one, else its day.
fn moment(time: &BankTime) -> String {
    time.at().map_or_else(|| time.day().to_string(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

/// An amount with the digits its currency has, thousands apart.
fn amount(money: &moa_kernel::Money) -> String {
    let digits = money.currency.minor_unit_digits().unwrap_or(2);
    let mut padded = money.amount.normalize();
    if padded.scale() < digits {
        padded.rescale(digits);
    }
    let text = padded.abs().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), String::new()), |(w, f)| (w, format!(".{f}")));
    let sign = if money.is_negative() { "−" } else { "" };
    format!("{sign}{}{fraction} {}", thousands(whole), money.currency)
}

fn thousands(whole: &str) -> String {
    let first = whole.len() % 3;
    let (head, tail) = whole.split_at(first);
    let groups = tail.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    std::iter::once(head.to_owned()).filter(|head| !head.is_empty()).chain(groups).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use moa_kernel::{Currency, Money};

    use super::amount;

    #[test]
    fn an_amount_reads_like_one() {
        assert_eq!(amount(&Money::from_minor(123_456_789, Currency::GBP)), "1,234,567.89 GBP");
        assert_eq!(amount(&Money::from_minor(-5, Currency::GBP)), "−0.05 GBP");
        assert_eq!(amount(&Money::from_minor(3_482_150, Currency::KRW)), "3,482,150 KRW");
        assert_eq!(amount(&Money::new("1.50".parse().unwrap(), Currency::EUR)), "1.50 EUR");
    }
}

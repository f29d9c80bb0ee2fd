//! `OBReadAccount6`. Basic leaves out numbers, names and the servicer.

use moa_wire::uk::v4::accounts::{
    Account, AccountCategory, AccountIdentification, AccountStatus, AccountType, Accounts, Servicer,
};
use moa_wire::{Code, DateTimeText};

use super::number;
use crate::codec::uk::{Permission, Permissions};
use crate::port::{AccountKind, AccountNumber, AccountRecord};

pub(super) fn encode(rows: &[AccountRecord], permissions: &Permissions) -> Accounts {
    Accounts { account: rows.iter().map(|row| account(row, permissions)).collect() }
}

fn account(row: &AccountRecord, permissions: &Permissions) -> Account {
    // An account of several currencies has no currency of its own (it is optional since v4).
    let currency = match row.currencies.as_slice() {
        [one] => Some(one.to_string()),
        _ => None,
    };
    let basic = Account {
        account_id: row.id.to_string(),
        status: Some(AccountStatus::Enabled),
        currency,
        account_category: Some(AccountCategory::Personal),
        account_type_code: Some(kind(row.kind)),
        description: row.description.clone(),
        nickname: row.nickname.clone(),
        opening_date: row.opened.map(|day| DateTimeText::new(format!("{day}T00:00:00+00:00"))),
        ..Account::default()
    };
    if !permissions.has(Permission::ReadAccountsDetail) {
        return basic;
    }
    let identification = |entry: &AccountNumber| AccountIdentification {
        scheme_name: number::scheme(entry.scheme),
        identification: number::identification(entry, permissions),
        name: row.holder.clone(),
        ..AccountIdentification::default()
    };
    let servicer = row.servicer.as_ref().map(|(bic, name)| Servicer {
        scheme_name: Code::from("UK.OBIE.BICFI"),
        identification: bic.clone(),
        name: Some(name.clone()),
    });
    Account { account: row.numbers.iter().map(identification).collect(), servicer, ..basic }
}

fn kind(kind: AccountKind) -> AccountType {
    match kind {
        AccountKind::Current => AccountType::Current,
        AccountKind::Savings => AccountType::Savings,
        AccountKind::CreditCard => AccountType::Card,
    }
}

//! `OBReadAccount6`. Basic leaves out numbers, names and the servicer.

use moa_wire::uk::v4::accounts::{
    Account, AccountCategory, AccountIdentification, AccountStatus, AccountType, Accounts, Servicer,
};
use moa_wire::{Code, DateTimeText, Raw};

use super::{form, number, written};
use crate::codec::uk::{Permission, Permissions, UkError};
use crate::port::{AccountKind, AccountNumber, AccountRecord, Form, Shared};

pub(super) fn encode<'a>(
    rows: &'a [Shared<AccountRecord>],
    permissions: &Permissions,
) -> Result<Accounts<&'a Raw>, UkError> {
    let form = form(Permission::ReadAccountsDetail, permissions);
    let account = rows.iter().map(|row| written(row, form, |row| account(row, form))).collect::<Result<_, _>>()?;
    Ok(Accounts { account })
}

fn account(row: &AccountRecord, form: Form) -> Account {
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
    if !form.detail {
        return basic;
    }
    let identification = |entry: &AccountNumber| AccountIdentification {
        scheme_name: number::scheme(entry.scheme),
        identification: number::identification(entry, form.numbers),
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

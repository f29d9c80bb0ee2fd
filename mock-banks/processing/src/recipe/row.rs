//! A core's records as rows of a template, cut down to what the consent's permissions allow: *Basic* leaves out here what
//! the standard's Basic schemas leave out, and numbers of accounts and cards are in no row at all.
//!
//! What the bank does not tell is `none`. What no row ever has is an error, so that a slip of the pen is found when the
//! recipe is written and not when it is called.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use minijinja::value::{Enumerator, Object, ObjectRepr, Value};
use moa_kernel::{Money, Timestamp};

use super::category::category;
use super::money::cash;
use crate::codec::uk::{Permission, Permissions};
use crate::port::{
    AccountKind, AccountRecord, BalanceKind, BalanceRecord, TransactionRecord, TransactionStatus, Window,
};

/// One row: its fields by name, and the money that sums are made of.
#[derive(Debug)]
pub(super) struct Row {
    fields: BTreeMap<&'static str, Value>,
    pub(super) money: Option<Money>,
}

impl Row {
    /// A field, or nothing when no row of this kind has one of this name.
    pub(super) fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }
}

impl Object for Row {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.field(key.as_str()?).cloned()
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.field(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Iter(Box::new(self.fields.keys().copied().map(Value::from).collect::<Vec<_>>().into_iter()))
    }
}

/// Rows, and the time they are of where they are movements.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<Arc<Row>>,
    pub(super) window: Window,
}

impl Object for Rows {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str() {
            Some("from") => Some(moment(self.window.from)),
            Some("to") => Some(moment(self.window.to)),
            Some(_) => None,
            None => self.rows.get(key.as_usize()?).map(|row| Value::from_dyn_object(Arc::clone(row))),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.rows.len())
    }
}

impl Rows {
    pub(super) fn accounts(
        records: impl IntoIterator<Item = impl Borrow<AccountRecord>>,
        permissions: &Permissions,
    ) -> Self {
        let rows = records.into_iter().map(|record| Arc::new(account(record.borrow(), permissions))).collect();
        Self { rows, window: Window::default() }
    }

    pub(super) fn balances(records: &[BalanceRecord]) -> Self {
        Self { rows: records.iter().map(|record| Arc::new(balance(record))).collect(), window: Window::default() }
    }

    pub(super) fn transactions(
        records: impl IntoIterator<Item = impl Borrow<TransactionRecord>>,
        window: Window,
        permissions: &Permissions,
    ) -> Self {
        let detail = permissions.has(Permission::ReadTransactionsDetail);
        Self {
            rows: records.into_iter().map(|record| Arc::new(transaction(record.borrow(), detail))).collect(),
            window,
        }
    }
}

fn account(record: &AccountRecord, permissions: &Permissions) -> Row {
    let detail = permissions.has(Permission::ReadAccountsDetail);
    let currency = match record.currencies.as_slice() {
        [one] => Some(one.to_string()),
        _ => None,
    };
    let kind = match record.kind {
        AccountKind::Current => "current",
        AccountKind::Savings => "savings",
        AccountKind::CreditCard => "credit-card",
    };
    let fields = BTreeMap::from([
        ("id", Value::from(record.id.as_str())),
        ("kind", Value::from(kind)),
        ("currency", Value::from(currency)),
        ("description", Value::from(record.description.clone())),
        ("nickname", Value::from(record.nickname.clone())),
        ("opened", Value::from(record.opened.map(|day| day.to_string()))),
        ("holder", Value::from(record.holder.clone().filter(|_| detail))),
    ]);
    Row { fields, money: None }
}

fn balance(record: &BalanceRecord) -> Row {
    let kind = match record.kind {
        BalanceKind::InterimAvailable => "interim-available",
        BalanceKind::InterimBooked => "interim-booked",
        BalanceKind::ClosingAvailable => "closing-available",
        BalanceKind::ClosingBooked => "closing-booked",
        BalanceKind::OpeningBooked => "opening-booked",
        BalanceKind::Expected => "expected",
    };
    let fields = BTreeMap::from([
        ("account", Value::from(record.account.as_str())),
        ("kind", Value::from(kind)),
        ("amount", cash(record.amount)),
        ("currency", Value::from(record.amount.currency.to_string())),
        ("at", moment(Some(record.at))),
    ]);
    Row { fields, money: Some(record.amount) }
}

fn transaction(record: &TransactionRecord, detail: bool) -> Row {
    let merchant = record.merchant.as_ref().filter(|_| detail);
    let merchant_code = merchant.and_then(|merchant| merchant.category.as_deref());
    let bank_code = record.bank_code.as_ref().map(|(family, sub_family)| (family.as_str(), sub_family.as_str()));
    let day = record.booked_at.to_zoned(TimeZone::UTC).date().to_string();
    let status = match record.status {
        TransactionStatus::Booked => "booked",
        TransactionStatus::Pending => "pending",
    };
    let counterparty = record.counterparty.as_ref().filter(|_| detail).and_then(|party| party.name.clone());
    let fields = BTreeMap::from([
        ("id", Value::from(record.id.as_ref().map(ToString::to_string))),
        ("account", Value::from(record.account.as_str())),
        ("status", Value::from(status)),
        ("amount", cash(record.amount)),
        ("currency", Value::from(record.amount.currency.to_string())),
        ("month", Value::from(day.get(..7))),
        ("day", Value::from(day.as_str())),
        ("booked_at", moment(Some(record.booked_at))),
        ("category", Value::from(category(merchant_code, bank_code))),
        ("reference", Value::from(record.reference.clone())),
        ("bank_code", Value::from(bank_code.map(|(family, _)| family))),
        ("bank_sub_code", Value::from(bank_code.map(|(_, sub_family)| sub_family))),
        ("description", Value::from(record.description.clone().filter(|_| detail))),
        ("merchant", Value::from(merchant.map(|merchant| merchant.name.clone()))),
        ("merchant_category", Value::from(merchant_code)),
        ("counterparty", Value::from(counterparty)),
    ]);
    Row { fields, money: Some(record.amount) }
}

fn moment(at: Option<Timestamp>) -> Value {
    Value::from(at.map(|at| at.to_string()))
}

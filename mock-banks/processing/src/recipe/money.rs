//! Exact money in a template. A template can print it, compare it, and hand it to a filter that adds it up; it cannot
//! calculate with it, because the engine's own numbers have floats among them.

use std::cmp::Ordering;
use std::sync::Arc;

use minijinja::value::{DynObject, Enumerator, Object, Value};
use moa_kernel::{Decimal, Money};

/// An amount of a currency: `.amount` and `.currency`. Printed whole, it is the standard's JSON object of the two.
#[derive(Debug)]
pub(super) struct Cash(pub(super) Money);

impl Object for Cash {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "amount" => Some(Value::from_object(Exact(self.0.amount))),
            "currency" => Some(Value::from(self.0.currency.to_string())),
            "negative" => Some(Value::from(self.0.is_negative())),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["amount", "currency", "negative"])
    }

    /// Amounts of one currency are in order; those of two have none, and say so by their names.
    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let Self(other) = other.downcast_ref()?;
        let by_currency = self.0.currency.to_string().cmp(&other.currency.to_string());
        Some(by_currency.then(self.0.amount.cmp(&other.amount)))
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.0.amount.is_zero()
    }
}

/// A decimal. Printed, it is a JSON text, as amounts travel.
#[derive(Debug)]
pub(super) struct Exact(pub(super) Decimal);

impl Object for Exact {
    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let Self(other) = other.downcast_ref()?;
        Some(self.0.cmp(other))
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.0.is_zero()
    }
}

/// Money for a template.
pub(super) fn cash(money: Money) -> Value {
    Value::from_object(Cash(money))
}

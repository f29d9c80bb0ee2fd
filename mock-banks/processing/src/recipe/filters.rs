//! What a template can do with rows: choose, order, group and add up. All of it is exact and all of it is charged to the
//! render's fuel by the row, so that a template cannot do much by asking often.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};
use minijinja::{Environment, Error, ErrorKind, State};
use moa_kernel::Money;

use super::money::{Cash, cash};
use super::row::{Row, Rows};

/// Every filter there is. A template that names another is refused.
pub(super) const NAMES: &[&str] =
    &["count", "where", "spent", "received", "sort_by", "reverse", "top", "group_by", "totals", "sum", "absolute"];

/// Gives them to an environment that has none.
pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("count", |rows: &Rows| rows.rows.len());
    environment.add_filter("where", choose);
    environment.add_filter("spent", |state: &State<'_, '_>, rows: &Rows| signed(state, rows, true));
    environment.add_filter("received", |state: &State<'_, '_>, rows: &Rows| signed(state, rows, false));
    environment.add_filter("sort_by", sort_by);
    environment.add_filter("reverse", |state: &State<'_, '_>, rows: &Rows| with(state, rows, |kept| kept.reverse()));
    environment.add_filter("top", |state: &State<'_, '_>, rows: &Rows, n: u32| {
        with(state, rows, |kept| kept.truncate(n as usize))
    });
    environment.add_filter("group_by", group_by);
    environment.add_filter("totals", totals);
    environment.add_filter("sum", sum);
    environment.add_filter("absolute", |money: &Cash| cash(Money { amount: money.0.amount.abs(), ..money.0 }));
}

/// Rows that have one thing in common.
#[derive(Debug)]
struct Group {
    key: Value,
    rows: Value,
}

impl Object for Group {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "key" => Some(self.key.clone()),
            "rows" => Some(self.rows.clone()),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&["key", "rows"])
    }
}

fn with(state: &State<'_, '_>, rows: &Rows, change: impl FnOnce(&mut Vec<Arc<Row>>)) -> Result<Value, Error> {
    charge(state, rows)?;
    let mut kept = rows.clone();
    change(&mut kept.rows);
    Ok(Value::from_object(kept))
}

fn choose(state: &State<'_, '_>, rows: &Rows, field: &str, wanted: &Value) -> Result<Value, Error> {
    check_field(rows, field)?;
    with(state, rows, |kept| kept.retain(|row| row.field(field) == Some(wanted)))
}

fn signed(state: &State<'_, '_>, rows: &Rows, negative: bool) -> Result<Value, Error> {
    let right =
        |row: &Arc<Row>| row.money.is_some_and(|money| !money.amount.is_zero() && money.is_negative() == negative);
    with(state, rows, |kept| kept.retain(right))
}

fn sort_by(state: &State<'_, '_>, rows: &Rows, field: &str) -> Result<Value, Error> {
    check_field(rows, field)?;
    charge(state, rows)?;
    with(state, rows, |kept| {
        kept.sort_by(|one, other| one.field(field).partial_cmp(&other.field(field)).unwrap_or(Ordering::Equal));
    })
}

/// Groups in the order of their keys; rows without a key come first, together.
fn group_by(state: &State<'_, '_>, rows: &Rows, field: &str) -> Result<Value, Error> {
    check_field(rows, field)?;
    charge(state, rows)?;
    let mut groups: BTreeMap<Option<String>, Vec<Arc<Row>>> = BTreeMap::new();
    for row in &rows.rows {
        let key = match row.field(field) {
            Some(value) if value.is_none() => None,
            Some(value) => match value.as_str() {
                Some(key) => Some(key.to_owned()),
                None => return Err(wrong(format!("rows cannot be grouped by `{field}`: it is not a text"))),
            },
            None => None,
        };
        groups.entry(key).or_default().push(Arc::clone(row));
    }
    let group = |(key, rows_of_it)| {
        let rows = Value::from_object(Rows { rows: rows_of_it, window: rows.window });
        Value::from_object(Group { key: Value::from(key), rows })
    };
    Ok(groups.into_iter().map(group).collect())
}

/// One sum for each currency, in the order of their codes. Nothing for no rows.
fn totals(state: &State<'_, '_>, rows: &Rows) -> Result<Value, Error> {
    charge(state, rows)?;
    Ok(add_up(rows)?.into_values().map(cash).collect())
}

/// The one sum of rows that all have one currency.
fn sum(state: &State<'_, '_>, rows: &Rows) -> Result<Value, Error> {
    charge(state, rows)?;
    let mut sums = add_up(rows)?.into_values();
    match (sums.next(), sums.next()) {
        (Some(one), None) => Ok(cash(one)),
        (None, _) => Err(wrong("no rows have no sum, because they have no currency: ask for `totals`")),
        (Some(_), Some(_)) => Err(wrong("two currencies have no sum: group by `currency`, or ask for `totals`")),
    }
}

fn add_up(rows: &Rows) -> Result<BTreeMap<String, Money>, Error> {
    let mut sums = BTreeMap::new();
    for row in &rows.rows {
        let money = row.money.ok_or_else(|| wrong("these rows have no amounts"))?;
        let sum = sums.entry(money.currency.to_string()).or_insert(Money::zero(money.currency));
        *sum = sum.checked_add(money).map_err(|error| wrong(error.to_string()))?;
    }
    Ok(sums)
}

/// A field that no row has is a slip of the pen. Where there are no rows, nobody can tell.
fn check_field(rows: &Rows, field: &str) -> Result<(), Error> {
    match rows.rows.first() {
        Some(row) if row.field(field).is_none() => Err(wrong(format!("these rows have no field `{field}`"))),
        _ => Ok(()),
    }
}

fn charge(state: &State<'_, '_>, rows: &Rows) -> Result<(), Error> {
    state.consume_fuel(rows.rows.len() as u64 / 4 + 1)
}

fn wrong(problem: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, problem.into())
}

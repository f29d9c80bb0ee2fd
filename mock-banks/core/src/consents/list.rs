//! A bank's consents as a list, for those who run it: newest first, a page at a time.

use moa_kernel::{ClientId, CustomerId};
use rusqlite::types::Value;

use super::{Consent, Consents};
use crate::state::{StateError, from_json};

/// Consents that one page has at most.
const PAGE_MAX: u32 = 200;

/// Which consents are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsentFilter {
    /// Only this app's.
    pub client: Option<ClientId>,
    /// Only those this customer allowed.
    pub customer: Option<CustomerId>,
    /// Only those that are in force.
    pub in_force: bool,
    /// Only those older than the one with this mark, which a page before gave.
    pub before: Option<i64>,
    /// So many at most.
    pub limit: u32,
}

/// A page of consents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentPage {
    /// The consents, as they are at the present moment.
    pub consents: Vec<Consent>,
    /// Where the next page begins; nothing when this is the last.
    pub next: Option<i64>,
}

impl Consents<'_> {
    /// The consents that a filter lets through, newest first.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn list(&self, filter: &ConsentFilter) -> Result<ConsentPage, StateError> {
        let limit = usize::try_from(filter.limit.clamp(1, PAGE_MAX)).unwrap_or(1);
        let (sql, values) = select(self.bank.id().as_str(), filter, limit);
        let now = self.bank.now();
        let found: Vec<(i64, Consent)> = self.bank.database().read(|connection| -> Result<_, StateError> {
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement
                .query_map(rusqlite::params_from_iter(values), |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
            rows.map(|row| {
                let (mark, facts): (i64, String) = row?;
                Ok((mark, from_json::<Consent>("consent", &facts)?.seen_at(now)))
            })
            .collect()
        })?;
        // One more was asked for than is shown: it tells whether there is a next page.
        let more = found.len() > limit;
        let next = found.get(limit.saturating_sub(1)).filter(|_| more).map(|(mark, _)| *mark);
        // Time may have ended one that its row still calls authorised.
        let shown = found.into_iter().take(limit).map(|(_, consent)| consent);
        let consents = shown.filter(|consent| !filter.in_force || consent.is_in_force()).collect();
        Ok(ConsentPage { consents, next })
    }
}

fn select(bank: &str, filter: &ConsentFilter, limit: usize) -> (String, Vec<Value>) {
    let mut sql = "SELECT rowid, facts FROM core_consents WHERE bank = ?1".to_owned();
    let mut values = vec![Value::from(bank.to_owned())];
    let conditions = [
        ("client =", filter.client.as_ref().map(|client| Value::from(client.to_string()))),
        ("customer =", filter.customer.as_ref().map(|customer| Value::from(customer.to_string()))),
        ("state =", filter.in_force.then(|| Value::from("authorised".to_owned()))),
        ("rowid <", filter.before.map(Value::from)),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value);
            sql.push_str(&format!(" AND {condition} ?{}", values.len()));
        }
    }
    sql.push_str(&format!(" ORDER BY rowid DESC LIMIT {}", limit.saturating_add(1)));
    (sql, values)
}

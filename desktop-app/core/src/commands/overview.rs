//! `overview`: home, from what is stored. No bank is asked.

use moa_sdk::error::Error;
use moa_sdk::overview::read_trends;
use moa_sdk::store::{DetailKind, DetailQuery, Store};

use crate::desktop::Desktop;
use crate::dto::{self, CommandError};
use crate::host::Host;
use crate::show::{self, person};

/// Everything the person has.
///
/// # Errors
/// [`Code::Locked`](crate::dto::Code::Locked), and what keeps the database shut.
pub async fn overview<H: Host>(desktop: &Desktop<H>) -> Result<dto::Overview, CommandError> {
    let opened = desktop.opened().await?;
    let seen = opened.overview().await?;
    let now = desktop.now();
    let trends = read_trends(&*opened.store, &seen, now).await.map_err(Error::from)?;
    let person = name_of_person(&*opened.store).await?;
    Ok(show::overview::overview(&seen, &trends, person, &opened.faces(), now, desktop.running.is_taken()))
}

async fn name_of_person(store: &dyn Store) -> Result<Option<String>, CommandError> {
    let query = DetailQuery { kind: Some(DetailKind::Party), ..DetailQuery::default() };
    let parties = store.list_details(&query).await.map_err(Error::from)?;
    Ok(person::given_name(parties.iter().map(|party| &party.value)))
}

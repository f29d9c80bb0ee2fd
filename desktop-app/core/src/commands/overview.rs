//! `overview`: home, from what is stored. No bank is asked.

use crate::desktop::Desktop;
use crate::dto::{self, CommandError};
use crate::host::Host;
use crate::show;

/// Everything the person has.
///
/// # Errors
/// [`Code::Locked`](crate::dto::Code::Locked), and what keeps the database shut.
pub async fn overview<H: Host>(desktop: &Desktop<H>) -> Result<dto::Overview, CommandError> {
    let opened = desktop.opened().await?;
    let seen = opened.overview().await?;
    Ok(show::overview::overview(&seen, &opened.faces(), desktop.now(), desktop.running.is_taken()))
}

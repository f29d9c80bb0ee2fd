//! `list_links`: what each bank lets Moa read, since when and until when.

use crate::desktop::Desktop;
use crate::dto::{CommandError, LinkRow};
use crate::host::Host;
use crate::show;

/// Every link, the oldest first.
///
/// # Errors
/// [`Code::Locked`](crate::dto::Code::Locked), and what keeps the database shut.
pub async fn list_links<H: Host>(desktop: &Desktop<H>) -> Result<Vec<LinkRow>, CommandError> {
    let opened = desktop.opened().await?;
    let (seen, faces, now) = (opened.overview().await?, opened.faces(), desktop.now());
    Ok(seen.banks.iter().map(|bank| show::link::row(bank, &faces, now)).collect())
}

//! Which banks there are, and which addresses are theirs.
//!
//! A [`Directory`] is loaded from a participants file (Open Finance Brasil's public format) at a URL or on disk
//! ([`DirectorySource`]). It is the authority everything else leans on: issuers come from here and not from answers,
//! and a bank's tokens go to the origins pinned here and nowhere else. So loading is strict where it protects and
//! tolerant where it does not matter: nulls, unknown fields and path templates are fine, but two entries may not share an
//! id, an issuer or an origin, because then one could receive what is meant for the other. What cannot be used is listed
//! with its reason ([`Directory::refused`]), never dropped quietly and never a reason to refuse the rest.
//!
//! **Sandbox or live.** The format has no field for it, so an organisation whose `Tag` is `Sandbox` marks its servers as
//! sandboxes; everything else is live. The mark loosens one thing only: a sandbox may run on this device, over plain `http`
//! on a loopback literal. **Who may list whom.** A directory fetched from this device (any program can answer there) lists
//! sandboxes only. One fetched from the internet lists live banks, and sandboxes under the same rules as live banks: it
//! cannot lead the app into this device. A file was put there by the person and may list both. **Looks.** An authorisation server may carry an object `Moa` (names by language, country, colour,
//! monogram); other readers of the format skip it.
//! **Which API.** The family `uk-account-information`; the base is an endpoint's URL up to and including `/aisp`.

mod bank;
mod conflicts;
mod entry;
mod error;
mod load;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use moa_kernel::BankId;
use moa_wire::directory::Organisation;

pub use bank::{ApiFamily, Bank, BankName, Brand};
pub use error::{DirectoryError, Refused, WhyRefused};
pub use load::DirectorySource;

/// Every bank of a participants file that can be used, and a list of those that cannot.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    banks: BTreeMap<BankId, Bank>,
    refused: Vec<Refused>,
}

/// How far the word of a directory goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To live banks, and to sandboxes on this device: the person chose the file.
    Anywhere,
    /// To sandboxes: it came from this device, where any program may answer.
    ThisDevice,
    /// Out on the internet: nothing it says leads to this device.
    Internet,
}

impl Directory {
    /// Reads a participants file that the person chose. One that came over a wire vouches for less, see
    /// [`DirectorySource::Url`].
    ///
    /// # Errors
    /// When it is not a JSON array of organisations at all. A single entry that cannot be used is listed in
    /// [`Directory::refused`] instead.
    pub fn from_json(text: &[u8]) -> Result<Self, DirectoryError> {
        Self::vouched_for(text, Reach::Anywhere)
    }

    fn vouched_for(text: &[u8], reach: Reach) -> Result<Self, DirectoryError> {
        let entries: Vec<Box<serde_json::value::RawValue>> =
            serde_json::from_slice(text).map_err(|_| DirectoryError::NotParticipants)?;
        let mut found = Vec::new();
        let mut refused = Vec::new();
        for raw in &entries {
            match serde_json::from_str::<Organisation>(raw.get()) {
                Ok(organisation) => entry::read_organisation(&organisation, reach, &mut found, &mut refused),
                Err(_) => refused.push(Refused { name: None, why: WhyRefused::Unreadable }),
            }
        }
        let banks = conflicts::keep_apart(found, &mut refused);
        for entry in &refused {
            tracing::warn!(bank = entry.name.as_deref().unwrap_or("?"), why = %entry.why, "a directory entry is not used");
        }
        Ok(Self { banks: banks.into_iter().map(|bank| (bank.id().clone(), bank)).collect(), refused })
    }

    /// A bank by its id.
    ///
    /// # Errors
    /// [`DirectoryError::UnknownBank`] when the directory has no such bank that can be used.
    pub fn bank(&self, id: &str) -> Result<Bank, DirectoryError> {
        self.find_bank(id).cloned().ok_or(DirectoryError::UnknownBank)
    }

    /// A bank by its id, or nothing.
    #[must_use]
    pub fn find_bank(&self, id: &str) -> Option<&Bank> {
        BankId::new(id).ok().and_then(|id| self.banks.get(&id))
    }

    /// All banks, in the order of their ids.
    pub fn banks(&self) -> impl Iterator<Item = &Bank> {
        self.banks.values()
    }

    /// The entries that are not used, and why.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }
}

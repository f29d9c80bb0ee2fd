//! What only a real desktop can do, and nothing else.
//!
//! A host opens a page in the person's own browser, tells the window that something happened, and knows the language the
//! operating system speaks. That is the whole seam between the app and Tauri, so everything else is tested without a
//! window.
//!
//! Deliberately not here: reading or writing files (commands know their one folder, see [`Places`](crate::places::Places)),
//! the network (the SDK has it, with its limits), the clipboard, notifications, dialogs, and anything that could carry a
//! secret. A host must not ask the webview for anything either: the window asks, the host answers.

use serde_json::Value;
use url::Url;

use crate::dto::{DataChanged, LinkProgress, SyncProgress};

/// The few things only a real desktop can do.
pub trait Host: Send + Sync + 'static {
    /// Opens a page in the person's own browser, and gives up at once when there is none. Only called with pages of a
    /// bank of the directory, after the SDK has checked them.
    ///
    /// # Errors
    /// [`NoBrowser`], when nothing could be opened.
    fn open_page(&self, page: &Url) -> Result<(), NoBrowser>;

    /// Tells the window. An event nobody hears is no error: the next answer says the same.
    fn tell(&self, event: &Event);

    /// The language of the operating system as it calls it (`ko_KR.UTF-8`, `en-GB`, `C`), unchecked.
    fn locale(&self) -> Option<String>;
}

/// No browser could be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no browser could be opened")]
pub struct NoBrowser;

/// What the window is told without having asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Where the running sync is.
    SyncProgress(SyncProgress),
    /// Where an attempt to add a bank is.
    LinkProgress(LinkProgress),
    /// Something shown on screens is no longer what it was.
    DataChanged(DataChanged),
}

impl Event {
    /// The name the window listens to.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SyncProgress(_) => "sync-progress",
            Self::LinkProgress(_) => "link-progress",
            Self::DataChanged(_) => "data-changed",
        }
    }

    /// What it carries, as JSON.
    #[must_use]
    pub fn payload(&self) -> Value {
        let json = match self {
            Self::SyncProgress(progress) => serde_json::to_value(progress),
            Self::LinkProgress(progress) => serde_json::to_value(progress),
            Self::DataChanged(changed) => serde_json::to_value(changed),
        };
        json.unwrap_or(Value::Null)
    }
}

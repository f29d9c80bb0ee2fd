//! The real desktop: the person's browser, the window's ears, the system's language.

use moa_desktop_core::host::{Event, Host, NoBrowser};
use tauri::{AppHandle, Emitter as _};
use url::Url;

/// The desktop this process runs on.
#[derive(Debug)]
pub(crate) struct RealDesktop {
    app: AppHandle,
}

impl RealDesktop {
    pub(crate) const fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

impl Host for RealDesktop {
    fn open_page(&self, page: &Url) -> Result<(), NoBrowser> {
        browse(page)
    }

    fn tell(&self, event: &Event) {
        if let Err(error) = self.app.emit(event.name(), event.payload()) {
            tracing::warn!(%error, event = event.name(), "the window could not be told");
        }
    }

    fn locale(&self) -> Option<String> {
        std::env::var("MOA_LOCALE").ok().filter(|chosen| !chosen.is_empty()).or_else(sys_locale::get_locale)
    }
}

/// Opens a page in the person's own browser.
#[cfg(not(feature = "e2e"))]
fn browse(page: &Url) -> Result<(), NoBrowser> {
    tauri_plugin_opener::open_url(page.as_str(), None::<&str>).map_err(|error| {
        tracing::warn!(%error, "no browser could be opened");
        NoBrowser
    })
}

/// In end-to-end tests `MOA_BROWSER` names a program that plays the browser; it gets the page as its only argument.
#[cfg(feature = "e2e")]
fn browse(page: &Url) -> Result<(), NoBrowser> {
    let program = std::env::var_os("MOA_BROWSER").ok_or(NoBrowser)?;
    std::process::Command::new(program).arg(page.as_str()).spawn().map(|_| ()).map_err(|_| NoBrowser)
}

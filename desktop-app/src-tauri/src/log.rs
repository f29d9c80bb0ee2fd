//! The log: one file in the data folder, for the person to read or to send us.
//!
//! It is safe to send by construction and not by filtering: secrets are types that do not print, the SDK's errors hold no
//! bodies, and what the webview reports is cut short. `MOA_LOG` chooses more or less (`moa_sdk=debug`).

use std::fs;
use std::io;
use std::sync::Mutex;

use moa_desktop_core::places::Places;
use moa_desktop_core::private;
use tracing_subscriber::EnvFilter;

/// A log larger than this begins anew at the next start; the one before is kept beside it.
const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// Opens the log and sends every event of this process to it.
pub(crate) fn begin(places: &Places) -> io::Result<()> {
    places.prepare()?;
    let path = places.log();
    if fs::metadata(&path).is_ok_and(|facts| facts.len() > MAX_BYTES) {
        fs::rename(&path, path.with_extension("log.1"))?;
    }
    let file = private::append(&path)?;
    let chosen = EnvFilter::try_from_env("MOA_LOG").unwrap_or_else(|_| EnvFilter::new("warn,moa=info,moa_sdk=info"));
    tracing_subscriber::fmt().with_env_filter(chosen).with_ansi(false).with_writer(Mutex::new(file)).init();
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    Ok(())
}

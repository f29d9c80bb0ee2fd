//! `report_window_error`: what `window.onerror` saw goes to the log, so that a blank window is not a riddle.

use crate::dto::WindowErrorReport;
use moa_sdk::error::for_log;

/// Writes one line. The window's text is cut short and stays on that line.
pub fn report_window_error(ask: &WindowErrorReport) {
    let place = ask.place.as_deref().map(|place| for_log(place, 200));
    tracing::error!(message = for_log(&ask.message, 500), place, "the window reported an error");
}

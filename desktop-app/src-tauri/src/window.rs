//! The one window: its size, and the rule that it never leaves the app's own pages.

use tauri::webview::NewWindowResponse;
use tauri::{App, AppHandle, Manager as _, Url, WebviewUrl, WebviewWindowBuilder};

const LABEL: &str = "main";

/// Opens the window.
pub(crate) fn open(app: &App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Moa")
        .inner_size(1280.0, 860.0)
        .min_inner_size(960.0, 640.0)
        .on_navigation(stays_inside)
        // A bank's page opens in the person's own browser, never in a window of ours.
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .devtools(cfg!(debug_assertions))
        .build()?;
    Ok(())
}

/// Shows the window that is already there, when a person starts the app a second time.
pub(crate) fn bring_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought forward");
        }
    }
}

/// Whether a page is the app's own: `tauri://localhost` on Linux and macOS, `http://tauri.localhost` on Windows.
fn stays_inside(page: &Url) -> bool {
    let inside = matches!(
        (page.scheme(), page.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    );
    if !inside {
        tracing::warn!(scheme = page.scheme(), "the window was kept from going somewhere else");
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_else() {
        for inside in ["tauri://localhost/", "tauri://localhost/index.html#/accounts", "http://tauri.localhost/"] {
            assert!(stays_inside(&inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "http://127.0.0.1:7301/authorize",
            "https://tauri.localhost.evil.example/",
            "file:///etc/passwd",
            "data:text/html,hi",
            "tauri://elsewhere/",
            "about:blank",
        ] {
            assert!(!stays_inside(&outside.parse().unwrap()), "{outside}");
        }
    }
}

//! The Moa window: native things only.
//!
//! Every action lives in `moa-desktop-core` and is a plain function; here they are registered ([`commands`]), given a
//! real desktop to act on ([`desktop`]), one window that may go nowhere else ([`window`]) and a log ([`log`]). Nothing in
//! this crate knows a bank.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

#[cfg(all(feature = "e2e", not(debug_assertions)))]
compile_error!("the feature `e2e` lets a program play the browser: it is for tests and never for a release");

mod commands;
mod desktop;
mod log;
mod window;

use std::sync::Arc;

use anyhow::Context as _;
use moa_desktop_core::desktop::Desktop;
use moa_desktop_core::places::Places;
use tauri::Manager as _;

fn main() -> anyhow::Result<()> {
    let places = Places::from_environment(&|name| std::env::var(name).ok());
    log::begin(&places).context("the log could not be opened in the data folder")?;

    tauri::Builder::default()
        // First, because a second start must find the first one before it opens anything.
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| window::bring_forward(app)))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        // Registered for Rust only: the window's capability does not name it.
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(commands::registered())
        .setup(move |app| {
            let host = desktop::RealDesktop::new(app.handle().clone());
            app.manage(Arc::new(Desktop::new(host, places, env!("CARGO_PKG_VERSION"))));
            window::open(app)?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .context("the window could not be opened")
}

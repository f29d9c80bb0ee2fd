//! Every action of the app as a plain function; no window needed.
//!
//! A command takes a [`Host`](host::Host) (the few things only a real desktop can do), the [`Desktop`](desktop::Desktop)
//! (the open SDK, the vault's state, what is running) and its arguments, and gives a DTO or a
//! [`CommandError`](error::CommandError) whose code the screen decides by. `src-tauri` registers the commands and adds
//! nothing. What crosses to the webview is in [`dto`], and TypeScript is generated from it: the webview never sees a
//! token, a file name or a sentence written here.

pub mod contract;
pub mod dto;

//! Every action of the app as a plain function; no window needed.
//!
//! A command takes the running app ([`Desktop`](desktop::Desktop): the open database, the SDK, what is under way) and its
//! arguments, and gives a DTO or a [`CommandError`](dto::CommandError) whose code the screen decides by. What only a real
//! desktop can do is behind the narrow [`Host`](host::Host); `src-tauri` registers the commands and adds nothing. What
//! crosses to the webview is in [`dto`], and TypeScript is generated from it ([`contract`]): the webview never sees a token,
//! a file of ours or a sentence written here.

mod attempts;
pub mod commands;
pub mod contract;
pub mod desktop;
pub mod dto;
pub mod error;
mod hold;
pub mod host;
pub mod locale;
#[cfg(test)]
mod log_secrets;
mod opened;
pub mod places;
pub mod preferences;
pub mod private;
pub mod read;
mod running;
mod show;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod window_rights;

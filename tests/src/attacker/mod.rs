//! Somebody who speaks the protocol and does not play by it.
//!
//! [`Ground`] is one world of banks in this process, with a clock that only a test moves. An [`App`] is a raw OAuth client
//! there: it can walk the honest way ([`App::grant`] is the whole of it), and it can stop at any step, take the
//! request that an honest app would send ([`Ask`]), and get one thing wrong before it goes out. Tokens of any header,
//! claims and signature are made by [`forge`]. A [`Window`] is a browser whose every form and cookie can be
//! tampered with. Nothing here goes through the SDK, so a mistake the SDK would never make can be made, and one made on both
//! sides would be noticed. While a ground exists everything is logged, and when it goes its [`Watch`] searches the log for
//! every secret that passed by.

mod answer;
mod app;
mod ask;
pub mod forge;
mod ground;
mod key;
mod log;
mod steps;
mod window;

pub use answer::Answer;
pub use app::App;
pub use ask::Ask;
pub use ground::Ground;
pub use key::AppKey;
pub use log::Watch;
pub use steps::{Attempt, Grant};
pub use window::Window;

/// Where the APIs hang under a bank's origin.
pub const API: &str = "/open-banking/v4.0/aisp";

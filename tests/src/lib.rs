//! The only place where the client side and the bank side meet.
//!
//! [`person`] is somebody with a browser: they follow a link to their bank, sign in, read the consent page and decide.
//! The tests under `tests/tests/` use them to prove what no single crate can; the program `moa-terminal` (with [`terminal`]) lets them do the
//! app's main job on a machine without a display, and `scripted-browser` lets them play the browser for a real window.

pub mod bench;
pub mod hostile;
pub mod installation;
pub mod person;
pub mod terminal;

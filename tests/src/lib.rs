//! The only place where the client side and the bank side meet.
//!
//! [`person`] is somebody with a browser: they follow a link to their bank, sign in, read the consent page and decide.
//! [`installation`] is the SDK as an app has it; [`attacker`] is an app that speaks the protocol and cheats. With these the
//! tests under `tests/tests/` prove what no single crate can. [`traffic`] is many apps at once that call a bank while it
//! changes under them, [`country`] the banks with the cores that one wants, [`spending`] the custom API that changes, and [`operator`] whoever changes it over the admin API.
//!
//! Three programs are made of the same parts: `moa-terminal` (with [`terminal`]) does the app's main job on a machine
//! without a display, `scripted-browser` plays the browser for a real window, and `moa-bench` (with [`bench`]) measures.

pub mod attacker;
pub mod bench;
pub mod country;
pub mod installation;
pub mod operator;
pub mod person;
pub mod spending;
pub mod terminal;
pub mod traffic;

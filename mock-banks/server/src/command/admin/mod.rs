//! `mock-banks admin`: the actions of the management centre, from a terminal.
//!
//! Each command is one or two requests of the admin API ([`requests`]); `call` sends them, `session` remembers who is logged
//! in, `show` and `lists` write what came back for a person. Decisions are the server's: nothing is checked here that it
//! does not check.

mod arguments;
mod call;
mod draft;
mod explanation;
mod follow;
mod lists;
mod offline;
mod requests;
mod run;
mod session;
mod show;
mod tell;

pub(crate) use arguments::Admin;
pub(crate) use run::run;

/// Where the management centre is when nothing else is said.
pub(crate) const USUAL: &str = "http://127.0.0.1:7299";

//! `mock-banks admin reset-password`: for whoever lost the last admin's password and has the state file.
//!
//! Whoever can write the file could do it by hand; this does it right: alone, and written down in the audit log.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use moa_bank_console::accounts::{AccountName, Accounts};
use moa_bank_core::state::Database;
use moa_kernel::{ExposeSecret as _, OsEntropy, SystemClock};
use mock_banks::{Hold, HoldError};

use crate::command::serve;

/// Who signs for it in the audit log.
const OFFLINE: &str = "offline:reset-password";

pub(crate) fn reset_password(name: &str, state: Option<PathBuf>) -> anyhow::Result<String> {
    let name = AccountName::new(name)?;
    let state = state.map_or_else(serve::usual_state, Ok)?;
    if !state.is_file() {
        bail!("there is no state at {}: name the file that `serve` prints with --state", state.display());
    }
    let _alone = match Hold::alone(&state) {
        Ok(hold) => hold,
        Err(HoldError::InUse) => bail!("the banks are running on {}: stop them first", state.display()),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be held", state.display())),
    };
    let database = Database::open_file(&state)?;
    let (accounts, first) = Accounts::open(database, Arc::new(SystemClock), Arc::new(OsEntropy), None)?;
    let made = match first {
        Some(made) if made.name == name => made,
        _ => accounts.reset_password(&name, OFFLINE)?,
    };
    Ok(format!(
        "The new password of {} is  {}  (it is shown this once; every session of the account has ended)\n",
        made.name,
        made.password.expose_secret()
    ))
}

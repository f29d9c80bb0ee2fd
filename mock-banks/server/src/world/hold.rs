//! A running world holds its state, so that whoever wants to change it by hand has to stop the world first.
//!
//! The hold is an advisory lock on a file beside the state. Worlds hold it together, an offline command alone; a program
//! that dies lets go.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use moa_bank_core::private;

/// A hold on a state file. Dropping it lets go.
#[derive(Debug)]
pub struct Hold(#[expect(dead_code, reason = "the open file is the hold")] File);

/// Why a state cannot be held.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// Somebody else holds it.
    #[error("the state is in use by another program")]
    InUse,
    /// The file beside it cannot be used.
    #[error("the lock file beside the state cannot be used")]
    File(#[from] std::io::Error),
}

impl Hold {
    /// Holds a state together with other worlds.
    ///
    /// # Errors
    /// When an offline command is at it, or the file cannot be made.
    pub fn together(state: &Path) -> Result<Self, HoldError> {
        let file = open(state)?;
        file.try_lock_shared().map_err(refused)?;
        Ok(Self(file))
    }

    /// Holds a state alone.
    ///
    /// # Errors
    /// When a world runs on it, or the file cannot be made.
    pub fn alone(state: &Path) -> Result<Self, HoldError> {
        let file = open(state)?;
        file.try_lock().map_err(refused)?;
        Ok(Self(file))
    }
}

fn open(state: &Path) -> Result<File, HoldError> {
    let mut name = state.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    if let Some(folder) = state.parent() {
        private::make_readable_folder(folder)?;
    }
    Ok(private::open(&state.with_file_name(name), OpenOptions::new().create(true).append(true).read(true))?)
}

fn refused(error: TryLockError) -> HoldError {
    match error {
        TryLockError::WouldBlock => HoldError::InUse,
        TryLockError::Error(error) => HoldError::File(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_share_a_state_and_an_offline_command_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("world.db");
        let (one, other) = (Hold::together(&state).unwrap(), Hold::together(&state).unwrap());
        assert!(matches!(Hold::alone(&state), Err(HoldError::InUse)));
        drop((one, other));
        let alone = Hold::alone(&state).unwrap();
        assert!(matches!(Hold::together(&state), Err(HoldError::InUse)));
        drop(alone);
        assert!(Hold::together(&state).is_ok());
    }
}

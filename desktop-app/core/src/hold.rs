//! One Moa at a time has a data folder: another that came to it, where the system does not bring the first one's window up
//! instead, would write the same database, or set it aside under the first one's hands.
//!
//! The hold is an advisory lock on a file in the folder. A program that dies lets go.

use std::fs::{File, TryLockError};
use std::io;

use crate::places::Places;
use crate::private;

/// A hold on a data folder. Dropping it lets go.
#[derive(Debug)]
pub(crate) struct Hold(#[expect(dead_code, reason = "the open file is the hold")] File);

impl Hold {
    /// Holds the folder, or says that another Moa does.
    pub(crate) fn on(places: &Places) -> io::Result<Self> {
        let file = private::append(&places.lock())?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(io::Error::other("another Moa has this data folder")),
            // Some file systems know no locks. Two Moas are rarer than those, and SQLite has locks of its own.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self(file)),
        }
    }
}

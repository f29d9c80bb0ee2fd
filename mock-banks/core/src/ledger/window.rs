//! Which transactions, and where to go on: a stretch of time, a direction, a cursor.

use std::fmt;
use std::str::FromStr;

use moa_kernel::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Transaction;

/// A stretch of time, both ends included; an end that is missing is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Window {
    /// The first instant of it.
    pub from: Option<Timestamp>,
    /// The last instant of it.
    pub to: Option<Timestamp>,
}

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Directions {
    /// In and out.
    #[default]
    Both,
    /// Into the account.
    In,
    /// Out of the account.
    Out,
}

/// Where a page ended. Its text is for the bank to give out and take back; it means nothing to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    pub(super) booked_at: i64,
    pub(super) seq: i64,
}

/// The text is not a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct NotACursor;

/// Which transactions are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionQuery {
    /// Of which account.
    pub account: AccountId,
    /// Booked when.
    pub window: Window,
    /// Which way.
    pub directions: Directions,
    /// After which page; `None` starts with the newest.
    pub after: Option<Cursor>,
    /// How many at most; 1000 is the most there is.
    pub limit: u32,
}

/// A page of transactions, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionPage {
    /// The transactions.
    pub transactions: Vec<Transaction>,
    /// The place of each of them, in the same order: a page could have ended after any.
    pub places: Vec<Cursor>,
    /// Where the next page starts; `None` when this is the last.
    pub next: Option<Cursor>,
}

impl Cursor {
    /// Before everything: where the first page starts.
    pub(super) const NEWEST: Self = Self { booked_at: i64::MAX, seq: i64::MAX };
}

impl Window {
    /// All of time.
    pub const ALL: Self = Self { from: None, to: None };

    /// Whether it ends before it begins.
    #[must_use]
    pub fn is_reversed(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to < from)
    }

    /// What two windows have in common. It may be reversed, and is empty then.
    #[must_use]
    pub fn meet(self, other: Self) -> Self {
        let from = match (self.from, other.from) {
            (Some(one), Some(two)) => Some(one.max(two)),
            (one, two) => one.or(two),
        };
        let to = match (self.to, other.to) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self { from, to }
    }
}

impl TransactionQuery {
    /// Everything of one account, a hundred at a time.
    #[must_use]
    pub const fn of(account: AccountId) -> Self {
        Self { account, window: Window::ALL, directions: Directions::Both, after: None, limit: 100 }
    }

    /// Only what was booked in a window.
    #[must_use]
    pub const fn within(mut self, window: Window) -> Self {
        self.window = window;
        self
    }

    /// Only one way.
    #[must_use]
    pub const fn going(mut self, directions: Directions) -> Self {
        self.directions = directions;
        self
    }

    /// Only what comes after a page.
    #[must_use]
    pub const fn after(mut self, cursor: Option<Cursor>) -> Self {
        self.after = cursor;
        self
    }

    /// So many at a time.
    #[must_use]
    pub const fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.booked_at, self.seq)
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;
    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let (booked_at, seq) = text.split_once('.').ok_or(NotACursor)?;
        let cursor =
            Self { booked_at: booked_at.parse().map_err(|_| NotACursor)?, seq: seq.parse().map_err(|_| NotACursor)? };
        // Only the one way in which we write it, so that a cursor has one text.
        if cursor.to_string() == text { Ok(cursor) } else { Err(NotACursor) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_has_one_text() {
        let cursor = Cursor { booked_at: -5, seq: 17 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for wrong in ["", "1", "1.", ".1", "1.2.3", "+1.2", "01.2", "1.2 ", "1.9999999999999999999999"] {
            assert_eq!(wrong.parse::<Cursor>(), Err(NotACursor), "{wrong}");
        }
    }

    #[test]
    fn windows_meet_in_what_they_share() {
        let at = |hour: &str| Some(format!("2026-07-14T{hour}:00:00Z").parse::<Timestamp>().unwrap());
        let morning = Window { from: at("06"), to: at("12") };
        assert_eq!(morning.meet(Window::ALL), morning);
        assert_eq!(morning.meet(Window { from: at("09"), to: None }), Window { from: at("09"), to: at("12") });
        assert!(morning.meet(Window { from: at("13"), to: at("15") }).is_reversed());
    }
}

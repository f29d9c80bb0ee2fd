//! A few connections to one core. Each place in the pool makes its connection when it is first needed, and anew when it
//! broke; while one asker dials, the others of that place wait for the same connection.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use moa_bank_internal::identity::{DialError, Dialer};
use tokio::sync::Mutex;

use super::connection::Connection;

/// Ten digits: after that numbers begin again, long after the old ones were answered.
const SEQUENCES: u64 = 10_000_000_000;

/// The connections to one core.
#[derive(Debug)]
pub(super) struct Pool {
    dialer: Dialer,
    places: Vec<Mutex<Option<Connection>>>,
    turn: AtomicUsize,
    sequence: AtomicU64,
}

impl Pool {
    pub(super) fn new(dialer: Dialer, connections: u8) -> Self {
        let places = (0..connections.max(1)).map(|_| Mutex::new(None)).collect();
        Self { dialer, places, turn: AtomicUsize::new(0), sequence: AtomicU64::new(0) }
    }

    /// A number that no other command under way has.
    pub(super) fn next_sequence(&self) -> u64 {
        self.sequence.fetch_add(1, Ordering::Relaxed) % SEQUENCES
    }

    /// A connection that works, as far as anybody knows.
    pub(super) async fn connection(&self) -> Result<Connection, DialError> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let place = turn.checked_rem(self.places.len()).and_then(|place| self.places.get(place));
        let Some(place) = place else { return Err(DialError::Nowhere) };
        let mut place = place.lock().await;
        if let Some(connection) = place.as_ref().filter(|connection| connection.is_usable()) {
            return Ok(connection.clone());
        }
        *place = None;
        let connection = Connection::start(self.dialer.dial().await?);
        *place = Some(connection.clone());
        Ok(connection)
    }
}

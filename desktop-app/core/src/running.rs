//! The sync that is running, if one is. There is at most one at a time: two would ask the same bank the same twice.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{Mutex as Turn, MutexGuard as TurnGuard};
use tokio_util::sync::CancellationToken;

/// Whose turn it is to sync, and how to stop it.
#[derive(Debug, Default)]
pub(crate) struct Running {
    turn: Turn<()>,
    stop: Mutex<Option<CancellationToken>>,
}

/// A turn to sync. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct MyTurn<'a> {
    running: &'a Running,
    _turn: TurnGuard<'a, ()>,
    /// Cancelled when the person stops the sync.
    pub(crate) stop: CancellationToken,
}

impl Running {
    /// A turn now, or nothing when somebody else has it.
    pub(crate) fn now(&self) -> Option<MyTurn<'_>> {
        self.turn.try_lock().ok().map(|turn| self.begin(turn))
    }

    /// A turn when it comes.
    pub(crate) async fn in_turn(&self) -> MyTurn<'_> {
        let turn = self.turn.lock().await;
        self.begin(turn)
    }

    /// Stops whoever has the turn.
    pub(crate) fn stop(&self) {
        if let Some(stop) = &*self.stop.lock().unwrap_or_else(PoisonError::into_inner) {
            stop.cancel();
        }
    }

    /// Whether somebody has the turn.
    pub(crate) fn is_taken(&self) -> bool {
        self.turn.try_lock().is_err()
    }

    fn begin<'a>(&'a self, turn: TurnGuard<'a, ()>) -> MyTurn<'a> {
        let stop = CancellationToken::new();
        *self.stop.lock().unwrap_or_else(PoisonError::into_inner) = Some(stop.clone());
        MyTurn { running: self, _turn: turn, stop }
    }
}

impl Drop for MyTurn<'_> {
    fn drop(&mut self) {
        *self.running.stop.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_sync_at_a_time_and_the_running_one_can_be_stopped() {
        let running = Running::default();
        let first = running.now().unwrap();
        assert!(running.is_taken());
        assert!(running.now().is_none());
        running.stop();
        assert!(first.stop.is_cancelled());
        drop(first);

        let second = running.in_turn().await;
        assert!(!second.stop.is_cancelled(), "an earlier stop must not stop a later sync");
        drop(second);
        assert!(!running.is_taken());
        running.stop();
    }
}

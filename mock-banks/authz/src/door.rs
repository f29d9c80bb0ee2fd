//! The door in front of the login: how many passwords are looked at at once, and how somebody is slowed down.
//!
//! Hashing a password is slow on purpose, so a flood of wrong ones could keep a machine busy and every blocking thread
//! with it. Only a few are hashed at a time; whoever finds no seat is told to come again in a moment. An address that many
//! wrong passwords came from is not refused, because its other users did nothing wrong (on a loopback interface everybody
//! shares one): its tries stand in line, one after the other with a pause before each, and a right password still opens.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many passwords are hashed at once.
const SEATS: usize = 4;
/// How many tries from flooding addresses stand in line.
const LINE_MAX: usize = 16;

/// The door of one bank.
#[derive(Debug)]
pub(crate) struct Door {
    seats: Arc<Semaphore>,
    line: Semaphore,
    turn: Semaphore,
}

impl Default for Door {
    fn default() -> Self {
        Self { seats: Arc::new(Semaphore::new(SEATS)), line: Semaphore::new(LINE_MAX), turn: Semaphore::new(1) }
    }
}

impl Door {
    /// A seat, if there is one. It must be held until the password has been judged, even if nobody waits any more for
    /// the answer.
    pub(crate) fn enter(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.seats).try_acquire_owned().ok()
    }

    /// The same for one who is slowed down: after everyone before them, and a pause.
    pub(crate) async fn enter_slowly(&self, pause: Duration) -> Option<OwnedSemaphorePermit> {
        let _place = self.line.try_acquire().ok()?;
        let _turn = self.turn.acquire().await.ok()?;
        tokio::time::sleep(pause).await;
        self.enter()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    #[test]
    fn there_are_few_seats_and_each_is_free_again() {
        let door = Door::default();
        let mut taken: Vec<_> = (0..SEATS).map(|_| door.enter().unwrap()).collect();
        assert!(door.enter().is_none());
        taken.pop();
        assert!(door.enter().is_some());
    }

    #[tokio::test]
    async fn the_slow_go_one_by_one_and_their_line_ends_somewhere() {
        let door = Door::default();
        let mut idle = Context::from_waker(Waker::noop());
        let mut line: Vec<_> = (0..LINE_MAX).map(|_| Box::pin(door.enter_slowly(Duration::from_secs(3600)))).collect();
        for waiting in &mut line {
            assert!(waiting.as_mut().poll(&mut idle).is_pending());
        }
        assert!(door.enter_slowly(Duration::ZERO).await.is_none(), "the line is full");
        assert!(door.enter().is_some(), "and nobody else stands in it");
        drop(line.remove(0));
        assert!(pin!(door.enter_slowly(Duration::ZERO)).poll(&mut idle).is_pending(), "behind all the others");
        drop(line);
        assert!(door.enter_slowly(Duration::ZERO).await.is_some());
    }
}

//! The line in which those who guess tokens stand: one at a time, with a pause before each, and an end.

use std::time::Duration;

use tokio::sync::Semaphore;

/// How many tries stand in line.
const LINE_MAX: usize = 32;
/// How long each waits when its turn has come: ten guesses a second at most, from all guessers together.
const PAUSE: Duration = Duration::from_millis(100);

/// The line of one gateway.
#[derive(Debug)]
pub struct Line {
    places: Semaphore,
    turn: Semaphore,
    pause: Duration,
}

impl Default for Line {
    fn default() -> Self {
        Self { places: Semaphore::new(LINE_MAX), turn: Semaphore::new(1), pause: PAUSE }
    }
}

impl Line {
    /// Waits for a turn. Says no when the line is full.
    pub async fn stand(&self) -> bool {
        let Ok(_place) = self.places.try_acquire() else { return false };
        let Ok(_turn) = self.turn.acquire().await else { return false };
        tokio::time::sleep(self.pause).await;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn guessers_go_one_by_one_and_their_line_ends_somewhere() {
        let line = Line::default();
        let began = tokio::time::Instant::now();
        assert!(line.stand().await && line.stand().await);
        assert_eq!(began.elapsed(), PAUSE * 2);
        let mut idle = Context::from_waker(Waker::noop());
        let mut waiting: Vec<_> = (0..LINE_MAX).map(|_| Box::pin(line.stand())).collect();
        for one in &mut waiting {
            assert!(one.as_mut().poll(&mut idle).is_pending());
        }
        assert!(!line.stand().await, "the line is full");
        drop(waiting);
        assert!(line.stand().await);
    }
}

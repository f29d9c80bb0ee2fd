//! Waiting, as an argument: production waits, tests write down how long they would have.

use std::time::Duration;

use async_trait::async_trait;

/// Waits.
#[async_trait]
pub trait Sleeper: Send + Sync + 'static {
    /// Comes back after this much time.
    async fn sleep(&self, time: Duration);
}

/// Really waits.
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioSleeper;

#[async_trait]
impl Sleeper for TokioSleeper {
    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Does not wait, and remembers what it was asked to wait.
    #[derive(Debug, Default)]
    pub(crate) struct Notes(pub(crate) Mutex<Vec<Duration>>);

    #[async_trait]
    impl Sleeper for Notes {
        async fn sleep(&self, time: Duration) {
            self.0.lock().unwrap().push(time);
        }
    }
}

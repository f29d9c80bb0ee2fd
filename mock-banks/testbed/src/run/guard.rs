//! Runs something that may panic, hang or be cancelled, and says which of these it did.

use std::future::Future;

use tokio::task::JoinError;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// Why a check came to no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stop {
    #[error("the check broke: it has a fault of its own")]
    Panicked,
    #[error("the check did not come to an end in the time it has")]
    TooSlow,
    #[error("the run was cancelled before this was asked")]
    Cancelled,
}

impl Stop {
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::Panicked => "tell the people of the platform; what was not asked has not passed",
            Self::TooSlow => "make the API smaller or quicker, or verify it when the platform has less to do",
            Self::Cancelled => "verify it again",
        }
    }
}

/// Runs what thinks rather than waits. A thread cannot be stopped: what is too slow is left behind, and ends by its own
/// bounds.
pub(super) async fn blocking<T, F>(deadline: Instant, cancel: &CancellationToken, work: F) -> Result<T, Stop>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    may_begin(deadline, cancel)?;
    wait(deadline, cancel, tokio::task::spawn_blocking(work)).await
}

/// Runs what waits. What is too slow is stopped.
pub(super) async fn asking<T, F>(deadline: Instant, cancel: &CancellationToken, work: F) -> Result<T, Stop>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    may_begin(deadline, cancel)?;
    wait(deadline, cancel, AbortOnDropHandle::new(tokio::spawn(work))).await
}

/// What would be stopped at once does not begin.
fn may_begin(deadline: Instant, cancel: &CancellationToken) -> Result<(), Stop> {
    if cancel.is_cancelled() {
        return Err(Stop::Cancelled);
    }
    if Instant::now() >= deadline { Err(Stop::TooSlow) } else { Ok(()) }
}

async fn wait<T>(
    deadline: Instant,
    cancel: &CancellationToken,
    handle: impl Future<Output = Result<T, JoinError>>,
) -> Result<T, Stop> {
    tokio::select! {
        // Cancelled first: who cancels wants to hear of that, and not of a time that was over as well.
        biased;
        () = cancel.cancelled() => Err(Stop::Cancelled),
        done = timeout_at(deadline, handle) => match done {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(_)) => Err(Stop::Panicked),
            Err(_) => Err(Stop::TooSlow),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(60)
    }

    #[tokio::test]
    async fn what_goes_well_comes_back() {
        let cancel = CancellationToken::new();
        assert_eq!(blocking(soon(), &cancel, || 7).await, Ok(7));
        assert_eq!(asking(soon(), &cancel, async { 7 }).await, Ok(7));
    }

    #[tokio::test]
    async fn a_panic_is_told_and_goes_no_further() {
        let cancel = CancellationToken::new();
        assert_eq!(blocking(soon(), &cancel, || panic!("planted")).await, Err::<(), _>(Stop::Panicked));
        assert_eq!(asking(soon(), &cancel, async { panic!("planted") }).await, Err::<(), _>(Stop::Panicked));
    }

    #[tokio::test]
    async fn what_hangs_is_left_and_what_is_cancelled_never_begins() {
        let cancel = CancellationToken::new();
        let hangs = asking(Instant::now() + Duration::from_millis(1), &cancel, std::future::pending::<()>());
        assert_eq!(hangs.await, Err(Stop::TooSlow));
        assert_eq!(blocking(Instant::now(), &cancel, || panic!("it began")).await, Err::<(), _>(Stop::TooSlow));
        cancel.cancel();
        let work = async { panic!("it began") };
        assert_eq!(asking(soon(), &cancel, work).await, Err::<(), _>(Stop::Cancelled));
    }
}

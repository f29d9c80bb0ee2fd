//! Where a call from outside becomes work on this library's own threads, and its end an answer.
//!
//! The host's thread only waits: it may be the one that draws. A panic becomes an error of the call it happened in. Closing
//! ends whatever waits. Work that changes something at a bank is brought to its end even when nobody waits for it any more
//! ([`Door::run_to_end`]): a token that was given out has to be kept, a consent that was ended has to be erased here.

use std::sync::{LazyLock, PoisonError, RwLock};

use moa_sdk::{Error, ErrorKind, Moa};
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::AbortOnDropHandle;

use crate::cancel::Cancel;
use crate::{FfiError, planted};

/// Banks are waited for, not computed with: two threads are plenty, four are the most a phone should be asked for.
const THREADS_MIN: usize = 2;
const THREADS_MAX: usize = 4;

static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(THREADS_MIN, usize::from);
    let threads = cores.clamp(THREADS_MIN, THREADS_MAX);
    tell_where_panics_are();
    Builder::new_multi_thread().worker_threads(threads).thread_name("moa").enable_all().build()
});

/// A panic's own words may hold whatever was at hand. The log gets its place alone, and nothing goes to the app's terminal.
/// This library has its own copy of Rust's runtime, so nobody else's panics are touched.
fn tell_where_panics_are() {
    #[cfg(not(test))]
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "Moa met a fault of its own");
    }));
}

/// The threads everything runs on.
pub(crate) fn runtime() -> Result<&'static Runtime, FfiError> {
    RUNTIME.as_ref().map_err(|_| ErrorKind::DeviceFailed.into())
}

/// Runs work until it is done, its caller has gone, or the token says stop.
pub(crate) async fn run<T: Send + 'static>(
    cancel: Cancel,
    closing: Option<CancellationToken>,
    work: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, FfiError> {
    let closing = closing.unwrap_or_default();
    let watched = async move {
        planted::strike()?;
        tokio::select! {
            biased;
            () = closing.cancelled() => Err(FfiError::closed()),
            () = cancel.cancelled() => Err(FfiError::cancelled()),
            outcome = work => outcome.map_err(FfiError::from),
        }
    };
    // Dropping the handle aborts the work: that is how a cancelled coroutine closes its socket.
    let handle = AbortOnDropHandle::new(runtime()?.spawn(watched));
    handle.await.unwrap_or_else(|_panic| Err(FfiError::internal()))
}

/// What every object shares: the SDK as long as it is open, and the signal that it is being closed.
pub(crate) struct Door {
    moa: RwLock<Option<Moa>>,
    closing: CancellationToken,
}

impl Door {
    pub(crate) fn open(moa: Moa) -> Self {
        Self { moa: RwLock::new(Some(moa)), closing: CancellationToken::new() }
    }

    /// The SDK, if it is still open.
    pub(crate) fn moa(&self) -> Result<Moa, FfiError> {
        let moa = self.moa.read().unwrap_or_else(PoisonError::into_inner);
        moa.clone().ok_or_else(FfiError::closed)
    }

    pub(crate) fn closing(&self) -> CancellationToken {
        self.closing.clone()
    }

    /// Ends what waits, and refuses what comes.
    pub(crate) fn close(&self) {
        *self.moa.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.closing.cancel();
    }

    /// Runs work with the SDK; it ends early when its caller goes away.
    pub(crate) async fn run<T, Work>(&self, cancel: Cancel, work: impl FnOnce(Moa) -> Work) -> Result<T, FfiError>
    where
        T: Send + 'static,
        Work: Future<Output = Result<T, Error>> + Send + 'static,
    {
        run(cancel, Some(self.closing()), work(self.moa()?)).await
    }

    /// Runs work that must not be left half done: only the waiting for it can be cancelled.
    pub(crate) async fn run_to_end<T>(
        &self,
        cancel: Cancel,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, FfiError>
    where
        T: Send + 'static,
    {
        let handle = runtime()?.spawn(async move {
            planted::strike()?;
            work.await.map_err(FfiError::from)
        });
        tokio::select! {
            biased;
            () = self.closing.cancelled() => Err(FfiError::closed()),
            () = cancel.cancelled() => Err(FfiError::cancelled()),
            outcome = handle => outcome.unwrap_or_else(|_panic| Err(FfiError::internal())),
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.closing.cancel();
    }
}

/// A signal that fires when its holder goes away.
pub(crate) fn when_gone(stop: &CancellationToken) -> DropGuard {
    stop.clone().drop_guard()
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use futures::executor::block_on;
    use tokio::sync::oneshot;

    use super::*;

    fn kind(error: FfiError) -> String {
        let FfiError::Failed { facts } = error;
        facts.kind
    }

    #[test]
    fn a_panic_is_an_error_of_its_call_and_the_next_call_works() {
        let panics = run::<()>(Cancel::default(), None, async { std::panic::panic_any("planted") });
        assert_eq!(kind(block_on(panics).unwrap_err()), "internal");
        assert_eq!(block_on(run(Cancel::default(), None, async { Ok(7) })), Ok(7));
    }

    #[test]
    fn a_caller_that_goes_away_takes_its_work_along() {
        let (gone, watch) = oneshot::channel::<()>();
        let work = run(Cancel::default(), None, async move {
            let _held = gone;
            std::future::pending::<Result<(), Error>>().await
        });
        let mut work = Box::pin(work);
        assert!(work.as_mut().now_or_never().is_none());
        drop(work);
        assert!(block_on(watch).is_err(), "what the work held is let go of");
    }

    /// A door, with nothing behind it that anybody asks.
    fn door() -> Door {
        Door { moa: RwLock::new(None), closing: CancellationToken::new() }
    }

    /// Work that waits to be let on, and what tells that it came to its end.
    fn work() -> (oneshot::Sender<()>, oneshot::Receiver<()>, impl Future<Output = Result<u8, Error>> + Send + 'static)
    {
        let ((on, may_go), (done, end)) = (oneshot::channel(), oneshot::channel());
        let work = async move {
            may_go.await.map_err(|_| Error::new(ErrorKind::DeviceFailed))?;
            done.send(()).map_err(|()| Error::new(ErrorKind::DeviceFailed))?;
            Ok(7)
        };
        (on, end, work)
    }

    #[test]
    fn work_that_changes_something_comes_to_its_end_although_nobody_waits() {
        let (door, cancel) = (door(), Cancel::default());
        let (on, end, first) = work();
        let waiting = door.run_to_end(cancel.clone(), first);
        cancel.0.cancel();
        assert_eq!(kind(block_on(waiting).unwrap_err()), "cancelled");
        on.send(()).unwrap();
        block_on(end).unwrap();

        let (on, end, second) = work();
        let mut waiting = Box::pin(door.run_to_end(Cancel::default(), second));
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(waiting);
        on.send(()).unwrap();
        block_on(end).unwrap();

        let (on, end, third) = work();
        let waiting = door.run_to_end(Cancel::default(), third);
        door.close();
        assert_eq!(kind(block_on(waiting).unwrap_err()), "closed");
        on.send(()).unwrap();
        block_on(end).unwrap();
    }

    #[test]
    fn work_that_changes_something_says_what_came_of_it() {
        let door = door();
        let (on, _end, first) = work();
        on.send(()).unwrap();
        assert_eq!(block_on(door.run_to_end(Cancel::default(), first)), Ok(7));
        let refused = door.run_to_end::<()>(Cancel::default(), async { Err(Error::new(ErrorKind::UnknownLink)) });
        assert_eq!(kind(block_on(refused).unwrap_err()), "unknown_link");
        let panics = door.run_to_end::<()>(Cancel::default(), async { std::panic::panic_any("planted") });
        assert_eq!(kind(block_on(panics).unwrap_err()), "internal");
    }

    #[test]
    fn cancelling_and_closing_are_told_apart() {
        let (cancel, closing) = (CancellationToken::new(), CancellationToken::new());
        let waiting =
            || run(Cancel(cancel.clone()), Some(closing.clone()), std::future::pending::<Result<(), Error>>());
        let first = waiting();
        cancel.cancel();
        assert_eq!(kind(block_on(first).unwrap_err()), "cancelled");
        closing.cancel();
        assert_eq!(kind(block_on(waiting()).unwrap_err()), "closed");
    }
}

//! The host's ear for the log.
//!
//! Only Moa's own lines are passed on, one thread hands them over one after the other, and a slow or throwing sink holds
//! nobody up: when it is too far behind, lines are left out and their number is said. Every line has been through the SDK's
//! sieve (`moa_sdk::error::for_log`): nothing that could be a token, a key or a long account number is left in it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use moa_sdk::ErrorKind;
use moa_sdk::error::for_log;
use tracing::field::{Field, Visit};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

use crate::FfiError;

/// Lines that may wait for the sink.
const WAITING_MAX: usize = 1024;
/// No line needs more.
const CHARS_MAX: usize = 2000;

/// How important a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum FfiLogLevel {
    /// Something failed.
    Error,
    /// Something is odd.
    Warn,
    /// What happens.
    Info,
    /// How it happens.
    Debug,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiLogLine {
    /// How important it is.
    pub level: FfiLogLevel,
    /// The part of Moa that says it.
    pub target: String,
    /// What it says, on one line.
    pub text: String,
}

/// The host's sink did not take a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum FfiLogError {
    /// It threw.
    #[error("the sink failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for FfiLogError {
    fn from(_error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Takes the lines of the log, one after the other, on a thread of its own.
#[uniffi::export(with_foreign)]
pub trait FfiLogSink: Send + Sync {
    /// One line.
    fn log(&self, line: FfiLogLine) -> Result<(), FfiLogError>;
}

static SINK: RwLock<Option<Arc<dyn FfiLogSink>>> = RwLock::new(None);
static MOST: AtomicU8 = AtomicU8::new(0);
static LEFT_OUT: AtomicU64 = AtomicU64::new(0);
static QUEUE: OnceLock<Option<SyncSender<FfiLogLine>>> = OnceLock::new();

/// Sends the log to a sink from now on, or to nobody.
///
/// # Errors
/// When this process gives no thread for it.
#[uniffi::export]
pub fn ffi_log_to(sink: Option<Arc<dyn FfiLogSink>>, most: FfiLogLevel) -> Result<(), FfiError> {
    let level = if sink.is_some() { most as u8 + 1 } else { 0 };
    *SINK.write().unwrap_or_else(PoisonError::into_inner) = sink;
    MOST.store(level, Ordering::Relaxed);
    let queue = QUEUE.get_or_init(begin);
    if queue.is_none() {
        return Err(ErrorKind::DeviceFailed.into());
    }
    Ok(())
}

/// Starts the thread, and to listen.
fn begin() -> Option<SyncSender<FfiLogLine>> {
    let (queue, waiting) = sync_channel(WAITING_MAX);
    std::thread::Builder::new().name("moa-log".to_owned()).spawn(move || hand_over(&waiting)).ok()?;
    // Somebody else in this process may listen already; then they keep doing so, and the sink hears nothing.
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(ToSink)).ok()?;
    Some(queue)
}

fn hand_over(waiting: &Receiver<FfiLogLine>) {
    while let Ok(line) = waiting.recv() {
        let sink = SINK.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(sink) = sink else { continue };
        let left_out = LEFT_OUT.swap(0, Ordering::Relaxed);
        if left_out > 0 {
            let text = format!("{left_out} lines were left out because the sink is slow");
            let _thrown = sink.log(FfiLogLine { level: FfiLogLevel::Warn, target: "moa_ffi".to_owned(), text });
        }
        let _thrown = sink.log(line);
    }
}

/// Listens to Moa's own events.
struct ToSink;

impl<S: Subscriber> Layer<S> for ToSink {
    /// The level can change at any time, so no place in the code may be told "never" once and for all.
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_ours(metadata) { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _context: Context<'_, S>) -> bool {
        is_ours(metadata)
            && level_of(*metadata.level()).is_some_and(|level| (level as u8) < MOST.load(Ordering::Relaxed))
    }

    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let Some(level) = level_of(*event.metadata().level()) else { return };
        let mut words = Words::default();
        event.record(&mut words);
        let line =
            FfiLogLine { level, target: event.metadata().target().to_owned(), text: for_log(&words.line(), CHARS_MAX) };
        let queue = QUEUE.get().and_then(Option::as_ref);
        if queue.is_some_and(|queue| queue.try_send(line).is_err()) {
            LEFT_OUT.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("moa_")
}

const fn level_of(level: Level) -> Option<FfiLogLevel> {
    match level {
        Level::ERROR => Some(FfiLogLevel::Error),
        Level::WARN => Some(FfiLogLevel::Warn),
        Level::INFO => Some(FfiLogLevel::Info),
        Level::DEBUG => Some(FfiLogLevel::Debug),
        Level::TRACE => None,
    }
}

/// An event's sentence, and its facts as `name=value` behind it.
#[derive(Default)]
struct Words {
    sentence: String,
    facts: String,
}

impl Words {
    fn line(self) -> String {
        self.sentence + &self.facts
    }
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing to a String cannot fail.
        let _ = match field.name() {
            "message" => write!(self.sentence, "{value:?}"),
            name => write!(self.facts, " {name}={value:?}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Sender, channel};

    use super::*;

    struct Ear(Mutex<Sender<FfiLogLine>>);

    impl FfiLogSink for Ear {
        fn log(&self, line: FfiLogLine) -> Result<(), FfiLogError> {
            self.0.lock().unwrap().send(line).map_err(|_| FfiLogError::Failed)
        }
    }

    fn say(what: &str) {
        tracing::info!(bank = "thames", token = "0123456789abcdef0123456789abcdef", "{what}\nfor real");
    }

    #[test]
    fn the_sink_hears_our_lines_of_its_level_without_what_could_be_a_secret() {
        let (mouth, ear) = channel();
        let sink: Arc<dyn FfiLogSink> = Arc::new(Ear(Mutex::new(mouth)));
        ffi_log_to(Some(Arc::clone(&sink)), FfiLogLevel::Error).unwrap();
        say("below the level, which is raised later");
        ffi_log_to(None, FfiLogLevel::Info).unwrap();
        say("to nobody");
        ffi_log_to(Some(sink), FfiLogLevel::Info).unwrap();
        tracing::debug!("too quiet");
        tracing::warn!(target: "hyper", "not ours");
        say("a bank is linked");
        let line = ear.recv().unwrap();
        let expected = FfiLogLine {
            level: FfiLogLevel::Info,
            target: "moa_ffi::log::tests".to_owned(),
            text: "a bank is linked for real bank=\"thames\" token=\"…\"".to_owned(),
        };
        assert_eq!(line, expected);
        ffi_log_to(None, FfiLogLevel::Info).unwrap();
        say("to nobody again");
        assert!(ear.try_recv().is_err());
    }
}

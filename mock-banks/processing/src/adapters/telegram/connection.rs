//! One connection: many questions under way, each with a number, each answer finding its question by it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_bank_internal::telegram::wire::{Message, frame};
use tokio::io::{AsyncRead, AsyncWrite, split};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tracing::debug;

/// Messages that wait to be written.
const WAITING_MAX: usize = 64;

/// The connection broke, or what came on it was no answer. Whether the command was followed is not known.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the connection to the core broke")]
pub(super) struct Broken;

/// A handle on a connection. It ends with its last handle.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    inside: Arc<Inside>,
}

#[derive(Debug)]
struct Inside {
    say: mpsc::Sender<Vec<u8>>,
    open: Arc<Open>,
    retired: AtomicBool,
}

/// The questions that wait for an answer. Nothing, once the connection has broken: then nobody waits any more.
#[derive(Debug)]
struct Open {
    waiting: Mutex<Option<HashMap<u64, oneshot::Sender<Message>>>>,
    ended: CancellationToken,
}

impl Connection {
    /// Puts a connection to work.
    pub(super) fn start(stream: impl AsyncRead + AsyncWrite + Send + 'static) -> Self {
        let (reading, writing) = split(stream);
        let (say, said) = mpsc::channel(WAITING_MAX);
        let open = Arc::new(Open { waiting: Mutex::new(Some(HashMap::new())), ended: CancellationToken::new() });
        tokio::spawn(listen(reading, Arc::clone(&open)));
        tokio::spawn(speak(writing, said, Arc::clone(&open)));
        Self { inside: Arc::new(Inside { say, open, retired: AtomicBool::new(false) }) }
    }

    /// Whether new questions may be asked on it.
    pub(super) fn is_usable(&self) -> bool {
        !self.inside.open.ended.is_cancelled() && !self.inside.retired.load(Ordering::Relaxed)
    }

    /// No new questions; those under way may still be answered.
    pub(super) fn retire(&self) {
        self.inside.retired.store(true, Ordering::Relaxed);
    }

    /// Asks, and waits for the answer of that number. Whoever stops waiting leaves nothing behind.
    pub(super) async fn ask(&self, sequence: u64, message: Vec<u8>) -> Result<Message, Broken> {
        let open = &self.inside.open;
        let (answer, answered) = oneshot::channel();
        open.lock().as_mut().ok_or(Broken)?.insert(sequence, answer);
        let _place = Place { open, sequence };
        self.inside.say.send(message).await.map_err(|_| Broken)?;
        answered.await.map_err(|_| Broken)
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.open.end();
    }
}

/// A place among those who wait, given back when the wait is over.
struct Place<'a> {
    open: &'a Open,
    sequence: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(waiting) = self.open.lock().as_mut() {
            waiting.remove(&self.sequence);
        }
    }
}

impl Open {
    fn lock(&self) -> MutexGuard<'_, Option<HashMap<u64, oneshot::Sender<Message>>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everybody who waits that nothing will come.
    fn end(&self) {
        self.lock().take();
        self.ended.cancel();
    }

    fn answered(&self, message: Message) {
        let sequence = message.header.sequence;
        match self.lock().as_mut().and_then(|waiting| waiting.remove(&sequence)) {
            Some(waiting) => drop(waiting.send(message)),
            // Somebody waited for it once and gave up.
            None => debug!(sequence, "an answer that nobody waits for"),
        }
    }
}

async fn listen(mut from: impl AsyncRead + Unpin, open: Arc<Open>) {
    loop {
        let frame = tokio::select! {
            () = open.ended.cancelled() => break,
            frame = frame::read(&mut from) => frame,
        };
        match frame.map(|frame| frame.map(|bytes| Message::read(&bytes))) {
            Ok(Some(Ok(message))) => open.answered(message),
            Ok(Some(Err(error))) => {
                debug!(%error, "a telegram cannot be read");
                break;
            }
            Ok(None) => break,
            Err(error) => {
                debug!(%error, "the connection to a core ended");
                break;
            }
        }
    }
    open.end();
}

async fn speak(mut to: impl AsyncWrite + Unpin, mut said: mpsc::Receiver<Vec<u8>>, open: Arc<Open>) {
    loop {
        let message = tokio::select! {
            () = open.ended.cancelled() => break,
            message = said.recv() => message,
        };
        let Some(message) = message else { break };
        let written = tokio::select! {
            () = open.ended.cancelled() => break,
            written = frame::write(&mut to, &message) => written,
        };
        if written.is_err() {
            break;
        }
    }
    open.end();
}

#[cfg(test)]
mod tests {
    use moa_bank_internal::telegram::wire::code::{ANSWERS, ASKS};
    use moa_bank_internal::telegram::wire::{Body, Header};
    use tokio::io::{AsyncWriteExt as _, DuplexStream};

    use super::*;

    fn message(kind: u64, sequence: u64) -> Vec<u8> {
        let sent = "2026-11-24T09:00:00Z".parse().unwrap();
        let header = Header { kind, transaction: 2100, sequence, response: 0, sent, foreign: 0, position: None };
        Body::default().under(header).unwrap()
    }

    async fn question(core: &mut DuplexStream) -> u64 {
        let bytes = frame::read(core).await.unwrap().unwrap();
        Message::read(&bytes).unwrap().header.sequence
    }

    #[tokio::test]
    async fn answers_find_their_questions_whatever_order_they_come_in() {
        let (here, mut core) = tokio::io::duplex(4096);
        let connection = Connection::start(here);
        let ask = |sequence| {
            let connection = connection.clone();
            tokio::spawn(async move { connection.ask(sequence, message(ASKS, sequence)).await })
        };
        let asked: Vec<_> = (0..20).map(ask).collect();
        let mut sequences = Vec::new();
        for _ in 0..20 {
            sequences.push(question(&mut core).await);
        }
        // One that nobody asked for is nobody's.
        frame::write(&mut core, &message(ANSWERS, 4711)).await.unwrap();
        for sequence in sequences.iter().rev() {
            frame::write(&mut core, &message(ANSWERS, *sequence)).await.unwrap();
        }
        for (sequence, asked) in (0..).zip(asked) {
            assert_eq!(asked.await.unwrap().unwrap().header.sequence, sequence);
        }
    }

    #[tokio::test]
    async fn a_broken_connection_tells_everybody_who_waits_and_whoever_comes_later() {
        for noise in [None, Some(&b"xxxxx"[..]), Some(b"00007MBhello"), Some(b"99999")] {
            let (here, mut core) = tokio::io::duplex(4096);
            let connection = Connection::start(here);
            let waiting = connection.clone();
            let asked = tokio::spawn(async move { waiting.ask(1, message(ASKS, 1)).await });
            question(&mut core).await;
            match noise {
                None => drop(core),
                Some(noise) => core.write_all(noise).await.unwrap(),
            }
            assert!(asked.await.unwrap().is_err(), "{noise:?}");
            assert!(!connection.is_usable());
            assert!(connection.ask(2, message(ASKS, 2)).await.is_err());
        }
    }

    #[tokio::test]
    async fn whoever_gives_up_waiting_leaves_nothing_behind() {
        let (here, mut core) = tokio::io::duplex(4096);
        let connection = Connection::start(here);
        {
            let asked = connection.ask(1, message(ASKS, 1));
            tokio::pin!(asked);
            let heard = question(&mut core);
            tokio::select! { _ = &mut asked => panic!("nobody answered"), _ = heard => {} }
        }
        assert!(connection.inside.open.lock().as_ref().unwrap().is_empty());
        let late = async {
            frame::write(&mut core, &message(ANSWERS, 1)).await.unwrap();
            let sequence = question(&mut core).await;
            frame::write(&mut core, &message(ANSWERS, sequence)).await.unwrap();
        };
        let (answer, ()) = tokio::join!(connection.ask(2, message(ASKS, 2)), late);
        assert_eq!(answer.unwrap().header.sequence, 2, "the late answer of the first is not taken for it");
    }
}

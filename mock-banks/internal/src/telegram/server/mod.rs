//! A core that speaks in telegrams.
//!
//! A guest's connection is read frame by frame; every question is answered by a task of its own, as soon as it can be, so
//! answers come in any order and carry the sequence number of their question. Before the books are asked, the core's
//! [`Temperament`] has its say. What cannot be read gets response code 901 where the header could be, and else the
//! connection ends.

mod accounts;
mod answer;
mod arrangements;
mod movements;
mod transfers;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use moa_bank_core::Bank;
use moa_bank_core::spec::CoreFailure;
use tokio::io::{AsyncWrite, split};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

use super::wire::code::Response;
use super::wire::{Body, Message, frame};
use crate::door::{Guest, Host};
use crate::temperament::Temperament;
use answer::reply;

/// Questions under way on one connection. Whoever asks more waits in the connection.
const QUESTIONS_MAX: usize = 64;
/// An answer that nobody reads for so long ends the connection.
const WRITE_TIME_MAX: Duration = Duration::from_secs(10);

/// A bank's core that speaks in telegrams, for a [`Door`](crate::door::Door) to put before it.
#[derive(Debug)]
pub struct TelegramServer {
    bank: Bank,
    temperament: Arc<Temperament>,
}

/// What came of a question.
enum Outcome {
    /// These bytes are the answer.
    Said(Vec<u8>),
    /// Nothing is said.
    Silence,
    /// The connection ends.
    HungUp,
}

impl TelegramServer {
    /// The core of a bank.
    #[must_use]
    pub fn new(bank: Bank, temperament: Temperament) -> Self {
        Self { bank, temperament: Arc::new(temperament) }
    }
}

#[async_trait]
impl Host for TelegramServer {
    async fn serve(&self, guest: Guest, closing: CancellationToken) {
        let (mut reading, writing) = split(guest);
        let (say, said) = mpsc::channel(QUESTIONS_MAX);
        let hung_up = closing.child_token();
        let writer = tokio::spawn(write_all(writing, said, hung_up.clone()));
        let places = Arc::new(Semaphore::new(QUESTIONS_MAX));
        let questions = TaskTracker::new();
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
            let message = tokio::select! {
                () = hung_up.cancelled() => break,
                read = frame::read(&mut reading) => match read {
                    Ok(Some(message)) => message,
                    Ok(None) => break,
                    Err(error) => {
                        debug!(%error, "a telegram connection ended");
                        break;
                    }
                },
            };
            let (bank, temperament) = (self.bank.clone(), Arc::clone(&self.temperament));
            let (say, hang_up) = (say.clone(), hung_up.clone());
            questions.spawn(async move {
                match outcome(bank, temperament, message).await {
                    Outcome::Said(answer) => drop(say.send(answer).await),
                    Outcome::Silence => {}
                    Outcome::HungUp => hang_up.cancel(),
                }
                drop(place);
            });
        }
        questions.close();
        if hung_up.is_cancelled() && !closing.is_cancelled() {
            // Whoever hangs up says nothing more, to nobody.
            writer.abort();
            return;
        }
        questions.wait().await;
        drop(say);
        let _ = writer.await;
    }
}

async fn outcome(bank: Bank, temperament: Arc<Temperament>, message: Vec<u8>) -> Outcome {
    let message = match Message::read(&message) {
        Ok(message) => message,
        Err(error) => {
            warn!(%error, "a telegram cannot be read");
            return Outcome::HungUp;
        }
    };
    let turn = temperament.turn();
    if !turn.latency.is_zero() {
        tokio::time::sleep(turn.latency).await;
    }
    match turn.failure {
        Some(CoreFailure::Silence) => return Outcome::Silence,
        Some(CoreFailure::HangUp) => return Outcome::HungUp,
        Some(CoreFailure::Trouble) => {
            let trouble = reply(&bank, &message.header, Response::Trouble, None, Body::default());
            return trouble.map_or(Outcome::HungUp, Outcome::Said);
        }
        Some(CoreFailure::LostAnswer) | None => {}
    }
    // The books wait for the database, so they are asked where waiting is allowed.
    let answered = tokio::task::spawn_blocking(move || answer::answer(&bank, &temperament, &message)).await;
    match answered {
        Ok(Ok(_)) if turn.failure == Some(CoreFailure::LostAnswer) => Outcome::HungUp,
        Ok(Ok(answer)) => Outcome::Said(answer),
        Ok(Err(error)) => {
            warn!(%error, "an answer cannot be written");
            Outcome::HungUp
        }
        Err(error) => {
            warn!(%error, "a question was not answered");
            Outcome::HungUp
        }
    }
}

async fn write_all(mut to: impl AsyncWrite + Unpin, mut said: mpsc::Receiver<Vec<u8>>, hung_up: CancellationToken) {
    use tokio::io::AsyncWriteExt as _;
    while let Some(answer) = said.recv().await {
        match tokio::time::timeout(WRITE_TIME_MAX, frame::write(&mut to, &answer)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => {
                hung_up.cancel();
                break;
            }
        }
    }
    let _ = tokio::time::timeout(WRITE_TIME_MAX, to.shutdown()).await;
}

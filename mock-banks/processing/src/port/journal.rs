//! What was said to a bank's core for one request, so that the owner of the app can be told why it took long or failed.
//!
//! An adapter notes each command it issues: which message, how long, what came of it. It never notes what was in it: a
//! journal holds no customer, no account and no amount.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;

/// The most commands that are remembered of one request; a list of many pages is still readable.
const COMMANDS_MAX: usize = 64;

/// What was said to the core for one request.
#[derive(Debug, Default)]
pub struct Journal {
    commands: Mutex<Vec<Command>>,
}

/// One message to the core.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The core's language: `ledger`, `telegram`, `iso20022`.
    pub protocol: &'static str,
    /// The message, in the core's own words: `0220 balance inquiry`, `camt.060`.
    pub name: String,
    /// The number that ties an answer to its command, where the language has one.
    pub sequence: Option<u64>,
    /// From sending it to knowing what came of it.
    pub took: SignedDuration,
    /// What came of it.
    pub outcome: CommandOutcome,
}

/// What came of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandOutcome {
    /// The core answered.
    Answered,
    /// The core said no.
    Refused,
    /// The core did not answer in time.
    TimedOut,
    /// The connection broke, or the answer was none.
    Broken,
}

impl Journal {
    /// An empty one, for a request that begins.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a command. Beyond the limit it is not noted any more: the first ones tell the story.
    pub fn note(&self, command: Command) {
        let mut commands = self.lock();
        if commands.len() < COMMANDS_MAX {
            commands.push(command);
        }
    }

    /// The commands so far, in the order in which they ended.
    #[must_use]
    pub fn commands(&self) -> Vec<Command> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Command>> {
        self.commands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CommandOutcome {
    /// The word for it in metrics and explanations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::TimedOut => "timed-out",
            Self::Broken => "broken",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_remembers_the_first_commands_and_has_an_end() {
        let journal = Journal::new();
        for sequence in 0..1000 {
            let (name, took) = ("0220 balance inquiry".to_owned(), SignedDuration::from_millis(2));
            let outcome = CommandOutcome::Answered;
            journal.note(Command { protocol: "telegram", name, sequence: Some(sequence), took, outcome });
        }
        let commands = journal.commands();
        assert_eq!(commands.len(), COMMANDS_MAX);
        assert_eq!(commands.last().and_then(|last| last.sequence), Some(63));
    }
}

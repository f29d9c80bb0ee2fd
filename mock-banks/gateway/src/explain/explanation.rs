//! What is told of one response.

use moa_bank_processing::port::Command;
use moa_kernel::{ClientId, Timestamp};
use serde::Serialize;

/// What is told of one response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The request's `x-fapi-interaction-id`.
    pub interaction: String,
    /// When it was answered.
    pub at: Timestamp,
    /// The app whose token it carried, where that is known.
    pub app: Option<ClientId>,
    /// Its method.
    pub method: String,
    /// The API it was taken to mean.
    pub api: Option<String>,
    /// In which version.
    pub version: Option<String>,
    /// The operation, by its name in the API's document.
    pub operation: Option<String>,
    /// The operation's path, with braces in place of ids.
    pub path: Option<String>,
    /// Which of the bank's tables of APIs it was answered from.
    pub generation: u64,
    /// The rules, in the order in which they are asked, and what each said.
    pub rules: Vec<RuleRun>,
    /// The rule that refused, if one did.
    pub refused: Option<Refused>,
    /// What was said to the bank's core.
    pub commands: Vec<CoreCommand>,
    /// The status it was answered with.
    pub status: u16,
    /// How long finding out the facts took (token, proof, consent), in microseconds.
    pub facts_micros: u64,
    /// How long everything took, in microseconds.
    pub took_micros: u64,
}

impl Explanation {
    /// Whether it is about a request of this id.
    pub(crate) fn is_of(&self, interaction: &str) -> bool {
        self.interaction.eq_ignore_ascii_case(interaction)
    }
}

/// One rule and what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RuleRun {
    /// Its name.
    pub rule: &'static str,
    /// What it said.
    pub outcome: RuleOutcome,
}

/// What a rule said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleOutcome {
    /// Yes.
    Passed,
    /// No.
    Refused,
    /// It was not asked any more.
    NotAsked,
}

/// A refusal, explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The rule.
    pub rule: &'static str,
    /// What it found.
    pub why: &'static str,
    /// Where it is written.
    pub clause: &'static str,
    /// The smallest change with which the request would have passed this rule, where that is known.
    pub change: Option<&'static str>,
}

/// One message to the core.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoreCommand {
    /// The core's language.
    pub protocol: &'static str,
    /// The message, in the core's own words.
    pub name: String,
    /// The number that ties its answer to it.
    pub sequence: Option<u64>,
    /// What came of it.
    pub outcome: &'static str,
    /// How long it took, in microseconds.
    pub took_micros: i128,
}

impl From<Command> for CoreCommand {
    fn from(command: Command) -> Self {
        Self {
            protocol: command.protocol,
            name: command.name,
            sequence: command.sequence,
            outcome: command.outcome.as_str(),
            took_micros: command.took.as_micros(),
        }
    }
}

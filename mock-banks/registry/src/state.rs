//! How an API stands, and the ways it can go:
//!
//! ```text
//!            ┌────────────── edited, or failed ──────────────┐
//!            ▼                                               │
//! Draft ─▶ Submitted ─▶ Verifying ─▶ Verified ─▶ Published ──┼─▶ Deprecated ─▶ Retired
//!                                                    │  ▲    │       │  ▲
//!                                                    ▼  │            ▼  │
//!                                                   Blocked ────────────┘   (any live state, and back)
//! ```
//!
//! One way leads back, and nobody asks for it: what was replaced takes its place again when its successor's definition is
//! lost (see `change::stand_in`).
//!
//! Each state carries its facts, and each change is a method that can refuse. What a change needs beside the state (a
//! report, a free path) is asked in `change`.

use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::definition::Version;
use crate::report::ReportId;

/// How an API stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum State {
    /// Its author is still at it.
    Draft,
    /// Its author wants it verified.
    Submitted,
    /// The testbed is at it.
    Verifying,
    /// The testbed found nothing wrong with exactly this definition.
    Verified {
        /// What the testbed wrote.
        report: ReportId,
    },
    /// It answers.
    Published {
        /// Since when.
        at: Timestamp,
    },
    /// It answers, and says until when.
    Deprecated {
        /// Since when.
        at: Timestamp,
        /// When it will end.
        sunset: Timestamp,
        /// What takes its place: another major version of the same family.
        successor: Option<Version>,
    },
    /// It is over.
    Retired {
        /// Since when.
        at: Timestamp,
        /// Why.
        because: String,
        /// What took its place, where something did.
        successor: Option<Version>,
    },
    /// Somebody pulled the switch: it answers nothing but that.
    Blocked {
        /// Since when.
        at: Timestamp,
        /// What it goes back to.
        from: Box<State>,
        /// Why, in words that callers are shown.
        reason: String,
    },
}

/// Why an API does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A definition is only edited before it goes live, and not while it is verified.
    #[error("it cannot be edited any more: draft the next version")]
    NotEditable,
    /// Only a draft is submitted.
    #[error("only a draft can be submitted")]
    NotDraft,
    /// Only what was submitted is verified.
    #[error("it was not submitted for verification")]
    NotSubmitted,
    /// Nobody is verifying it.
    #[error("it is not being verified, so there is nothing to report on")]
    NotVerifying,
    /// It was not verified.
    #[error("it has not been verified: submit it, and let the testbed have a look")]
    NotVerified,
    /// Only what is published is deprecated.
    #[error("only a published API can be deprecated")]
    NotPublished,
    /// It is submitted, and nobody has looked at it yet.
    #[error("it has been submitted, and not been verified yet")]
    NotLookedAt,
    /// The testbed is at it.
    #[error("the testbed is still looking at it")]
    BeingVerified,
    /// It went live before: there is nothing to publish.
    #[error("it is live already")]
    AlreadyLive,
    /// Somebody pulled the switch. It went live before, and goes back to that.
    #[error("it went live before, and somebody blocked it since")]
    IsBlocked,
    /// It is over, and no version begins again.
    #[error("it is over: a version goes live once")]
    IsOver,
    /// It does not answer, so there is nothing to end or block.
    #[error("it is not live")]
    NotLive,
    /// It is not blocked.
    #[error("it is not blocked")]
    NotBlocked,
    /// Only what a newer version replaced stands in for it, and not what somebody had blocked or ended.
    #[error("it was not replaced by a newer version while it answered")]
    NotReplaced,
    /// It would end before it is deprecated.
    #[error("a sunset lies in the future: callers need the time until then")]
    SunsetPassed,
    /// What takes its place is not there, or is the same.
    #[error("a successor is another major version of the same family, and published")]
    NoSuccessor,
    /// A reason is empty, too long, or holds control characters.
    #[error("a reason is one to 300 characters on one line: it is shown to callers")]
    Reason,
}

/// The longest reason.
const REASON_CHARS_MAX: usize = 300;

impl State {
    /// One word for the state: in the database, in lists, in logs.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Verifying => "verifying",
            Self::Verified { .. } => "verified",
            Self::Published { .. } => "published",
            Self::Deprecated { .. } => "deprecated",
            Self::Retired { .. } => "retired",
            Self::Blocked { .. } => "blocked",
        }
    }

    /// Whether callers find it: it answers, or says why it does not.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Published { .. } | Self::Deprecated { .. } | Self::Blocked { .. })
    }

    /// Its author edits it: whatever was verified is not what it is now.
    pub(crate) fn edited(&self) -> Result<Self, Refusal> {
        match self {
            Self::Draft | Self::Submitted | Self::Verified { .. } => Ok(Self::Draft),
            _ => Err(Refusal::NotEditable),
        }
    }

    pub(crate) fn submitted(&self) -> Result<Self, Refusal> {
        if matches!(self, Self::Draft) { Ok(Self::Submitted) } else { Err(Refusal::NotDraft) }
    }

    pub(crate) fn verifying(&self) -> Result<Self, Refusal> {
        if matches!(self, Self::Submitted) { Ok(Self::Verifying) } else { Err(Refusal::NotSubmitted) }
    }

    /// The program ended while the testbed was at it: somebody has to ask again.
    pub(crate) fn given_up(&self) -> Result<Self, Refusal> {
        if matches!(self, Self::Verifying) { Ok(Self::Submitted) } else { Err(Refusal::NotVerifying) }
    }

    pub(crate) fn reported(&self, report: ReportId, passed: bool) -> Result<Self, Refusal> {
        match (self, passed) {
            (Self::Verifying, true) => Ok(Self::Verified { report }),
            (Self::Verifying, false) => Ok(Self::Draft),
            _ => Err(Refusal::NotVerifying),
        }
    }

    pub(crate) fn published(&self, at: Timestamp) -> Result<Self, Refusal> {
        self.may_go_live().map(|()| Self::Published { at })
    }

    /// Whether it may go live as it stands.
    ///
    /// # Errors
    /// Why it may not: only what was verified may, once.
    pub fn may_go_live(&self) -> Result<(), Refusal> {
        match self {
            Self::Verified { .. } => Ok(()),
            Self::Draft => Err(Refusal::NotVerified),
            Self::Submitted => Err(Refusal::NotLookedAt),
            Self::Verifying => Err(Refusal::BeingVerified),
            Self::Published { .. } | Self::Deprecated { .. } => Err(Refusal::AlreadyLive),
            Self::Blocked { .. } => Err(Refusal::IsBlocked),
            Self::Retired { .. } => Err(Refusal::IsOver),
        }
    }

    pub(crate) fn deprecated(
        &self,
        at: Timestamp,
        sunset: Timestamp,
        successor: Option<Version>,
    ) -> Result<Self, Refusal> {
        if !matches!(self, Self::Published { .. }) {
            return Err(Refusal::NotPublished);
        }
        if sunset <= at {
            return Err(Refusal::SunsetPassed);
        }
        Ok(Self::Deprecated { at, sunset, successor })
    }

    /// It ends. A successor named when it was deprecated stays known.
    pub(crate) fn retired(&self, at: Timestamp, because: &str) -> Result<Self, Refusal> {
        let because = reason(because)?;
        match self {
            Self::Published { .. } => Ok(Self::Retired { at, because, successor: None }),
            Self::Deprecated { successor, .. } => Ok(Self::Retired { at, because, successor: *successor }),
            Self::Blocked { from, .. } => from.retired(at, &because),
            _ => Err(Refusal::NotLive),
        }
    }

    /// A newer minor version takes its place: callers go on as they are.
    pub(crate) fn replaced(&self, at: Timestamp, by: Version) -> Result<Self, Refusal> {
        if !self.is_live() {
            return Err(Refusal::NotLive);
        }
        Ok(Self::Retired { at, because: format!("replaced by {by}"), successor: Some(by) })
    }

    /// Its definition is lost, and an older version stands in.
    pub(crate) fn lost(&self, at: Timestamp, by: Version) -> Result<Self, Refusal> {
        if !self.is_live() {
            return Err(Refusal::NotLive);
        }
        Ok(Self::Retired { at, because: format!("its definition was lost, {by} stands in"), successor: Some(by) })
    }

    /// It goes on where a lost version of its major stood, which had taken its place: deprecated or blocked as that one was.
    pub(crate) fn standing_in(&self, lost: &Self) -> Result<Self, Refusal> {
        match self {
            Self::Retired { successor: Some(_), .. } if lost.is_live() => Ok(lost.clone()),
            _ => Err(Refusal::NotReplaced),
        }
    }

    pub(crate) fn blocked(&self, at: Timestamp, why: &str) -> Result<Self, Refusal> {
        let reason = reason(why)?;
        match self {
            Self::Published { .. } | Self::Deprecated { .. } => {
                Ok(Self::Blocked { at, from: Box::new(self.clone()), reason })
            }
            _ => Err(Refusal::NotLive),
        }
    }

    pub(crate) fn unblocked(&self) -> Result<Self, Refusal> {
        match self {
            Self::Blocked { from, .. } => Ok((**from).clone()),
            _ => Err(Refusal::NotBlocked),
        }
    }
}

fn reason(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let readable = !text.is_empty() && text.chars().count() <= REASON_CHARS_MAX && !text.chars().any(char::is_control);
    if readable { Ok(text.to_owned()) } else { Err(Refusal::Reason) }
}

#[cfg(test)]
mod tests;

//! What a check is: a sentence, a clause, and after it has run, a verdict.

use serde::{Deserialize, Serialize};

/// The most findings one check keeps. A reader mends the first ones and looks again.
const FINDINGS_MAX: usize = 25;
/// No text of a finding is longer: it may quote what an answer said.
const TEXT_CHARS_MAX: usize = 400;

/// One thing that must hold before an API may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// The name that reports and talk use: `safe.no-token-opens-nothing`.
    pub id: &'static str,
    /// What must hold, as a sentence.
    pub sentence: &'static str,
    /// Where that is written.
    pub clause: &'static str,
    /// The plan it belongs to.
    pub plan: Plan,
}

/// The four questions a testbed asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Plan {
    /// Does it fit the platform, and does it do what its document says?
    Fit,
    /// Does whoever uses the published version go on as before?
    Compatible,
    /// Does it give nothing to those who may not have it?
    Safe,
    /// Does the switch to it cost nobody an answer?
    ZeroInterruption,
}

impl Plan {
    /// Every plan, in the order in which they run.
    pub const ALL: &[Self] = &[Self::Fit, Self::Compatible, Self::Safe, Self::ZeroInterruption];

    /// The plan's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Compatible => "compatible",
            Self::Safe => "safe",
            Self::ZeroInterruption => "zero-interruption",
        }
    }
}

/// What a check says in the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", content = "because", rename_all = "kebab-case")]
pub enum Verdict {
    /// It holds.
    Passed,
    /// It does not, and here is where.
    Failed(Vec<Finding>),
    /// There is nothing here it could be asked of.
    NotApplicable(String),
}

/// One place where a check does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule that was broken. A rule of the compatible plan may be overridden by its name.
    pub rule: String,
    /// The operation, and the field or the place in the document.
    pub at: String,
    /// What is wrong there.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl Verdict {
    /// Passed when nothing was found. Keeps the first findings and says how many more there were.
    #[must_use]
    pub fn of(findings: Vec<Finding>) -> Self {
        if findings.is_empty() {
            return Self::Passed;
        }
        let more = findings.len().saturating_sub(FINDINGS_MAX);
        let mut kept: Vec<Finding> = findings.into_iter().take(FINDINGS_MAX).collect();
        if let Some(last) = kept.last_mut().filter(|_| more > 0) {
            last.problem = clean(&format!("{} (and {more} findings more)", last.problem));
        }
        Self::Failed(kept)
    }

    /// Whether this keeps an API from being published.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

impl Finding {
    /// A finding of a check that has one rule: its own.
    pub(crate) fn of(check: &Check, at: impl AsRef<str>, problem: impl AsRef<str>, remedy: &str) -> Self {
        Self::by_rule(check.id, at, problem, remedy)
    }

    pub(crate) fn by_rule(rule: &str, at: impl AsRef<str>, problem: impl AsRef<str>, remedy: &str) -> Self {
        Self { rule: rule.to_owned(), at: clean(at.as_ref()), problem: clean(problem.as_ref()), remedy: clean(remedy) }
    }
}

/// Outside text as it may stand in a report: short, and without control characters.
fn clean(text: &str) -> String {
    let printable = |c: char| match c {
        '\n' | '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    let mut cut: String = text.chars().take(TEXT_CHARS_MAX).map(printable).collect();
    if text.chars().nth(TEXT_CHARS_MAX).is_some() {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECK: Check = Check { id: "fit.example", sentence: "it holds", clause: "nowhere", plan: Plan::Fit };

    #[test]
    fn nothing_found_is_passed_and_much_found_is_counted() {
        assert_eq!(Verdict::of(Vec::new()), Verdict::Passed);
        let finding = Finding::of(&CHECK, "GET /accounts", "wrong", "mend it");
        let Verdict::Failed(kept) = Verdict::of(vec![finding; FINDINGS_MAX + 2]) else { panic!("not failed") };
        assert_eq!(kept.len(), FINDINGS_MAX);
        assert_eq!(kept.last().unwrap().problem, "wrong (and 2 findings more)");
    }

    #[test]
    fn what_a_stranger_wrote_is_cut_and_cleaned() {
        let finding = Finding::of(&CHECK, "a\u{1b}[31mb\n", "x".repeat(5000), "");
        assert_eq!(finding.at, "a\u{fffd}[31mb ");
        assert_eq!(finding.problem.chars().count(), TEXT_CHARS_MAX + 1);
    }
}

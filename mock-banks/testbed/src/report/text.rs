//! A report for a terminal: plan by plan, what failed with where and what to do.

use std::fmt::{self, Write as _};

use super::{CheckResult, Report};
use crate::check::{Plan, Verdict};

pub(super) fn write(report: &Report) -> String {
    let mut text = String::new();
    // Writing into a text cannot fail.
    let _written = lines(report, &mut text);
    text
}

fn lines(report: &Report, to: &mut String) -> fmt::Result {
    let verdict = if report.passed() { "PASSED" } else { "FAILED" };
    writeln!(to, "{verdict}  {} {}  (report {})", report.family, report.version, report.id)?;
    writeln!(to, "definition {}", report.definition)?;
    match report.against {
        Some(version) => writeln!(to, "compared with the published version {version}")?,
        None => writeln!(to, "compared with nothing: no version of this major is published")?,
    }
    for plan in Plan::ALL {
        let results: Vec<_> = report.results.iter().filter(|result| result.plan == *plan).collect();
        writeln!(to, "\n{}: {}", plan.as_str(), count(&results))?;
        results.into_iter().try_for_each(|result| check(result, to))?;
    }
    for said in &report.overrides {
        writeln!(to, "\noverride of {} by {}: {}", said.rule, said.who, said.why)?;
    }
    writeln!(to, "\n{} requests, seed {}", report.requests, report.seed)
}

/// How a plan went. What was not asked is counted apart: it neither passed nor failed.
fn count(results: &[&CheckResult]) -> String {
    let not_asked = results.iter().filter(|it| matches!(it.verdict, Verdict::NotApplicable(_))).count();
    let passed = results.iter().filter(|it| it.verdict == Verdict::Passed).count();
    match (results.len() - not_asked, not_asked) {
        (0, _) => "not asked".to_owned(),
        (asked, 0) => format!("{passed} of {asked} passed"),
        (asked, _) => format!("{passed} of {asked} passed, {not_asked} not asked"),
    }
}

fn check(result: &CheckResult, to: &mut String) -> fmt::Result {
    match &result.verdict {
        Verdict::Passed => writeln!(to, "  ok    {}", result.sentence)?,
        Verdict::NotApplicable(because) => writeln!(to, "  -     {} (not asked: {because})", result.sentence)?,
        Verdict::Failed(findings) => {
            writeln!(to, "  FAIL  {} [{}; {}]", result.sentence, result.id, result.clause)?;
            for finding in findings {
                writeln!(to, "        {}: {}", finding.at, finding.problem)?;
                writeln!(to, "          → {} ({})", finding.remedy, finding.rule)?;
            }
        }
    }
    for finding in &result.accepted {
        writeln!(to, "        accepted: {}: {} ({})", finding.at, finding.problem, finding.rule)?;
    }
    for measure in &result.measured {
        writeln!(to, "        {}: {} {}", measure.name, measure.value, measure.unit)?;
    }
    Ok(())
}

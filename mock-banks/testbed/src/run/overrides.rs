//! Lets a person's word stand against rules of the compatible plan, and writes down what it stood against.

use crate::check::{Finding, Plan, Verdict};
use crate::report::{CheckResult, Override};

/// Takes out of the verdicts what overrides accept, and gives back the overrides that count. One that names no rule, nobody
/// or no reason counts for nothing and is itself a finding.
pub(super) fn apply(results: &mut [CheckResult], overrides: Vec<Override>) -> Vec<Override> {
    let (mut good, bad): (Vec<_>, Vec<_>) = overrides.into_iter().partition(|said| said.fault().is_none());
    // One word for one rule: the first. A report has room for every rule and for no more.
    good.sort_by(|one, other| one.rule.cmp(&other.rule));
    good.dedup_by(|one, other| one.rule == other.rule);
    for result in results.iter_mut().filter(|result| result.plan == Plan::Compatible) {
        accept(result, &good);
    }
    if let Some(result) = results.iter_mut().find(|result| result.plan == Plan::Compatible) {
        refuse(result, &bad);
    }
    good
}

fn accept(result: &mut CheckResult, overrides: &[Override]) {
    let Verdict::Failed(findings) = &result.verdict else { return };
    let accepted = |finding: &Finding| overrides.iter().any(|said| said.rule == finding.rule);
    let (accepted, left): (Vec<_>, Vec<_>) = findings.iter().cloned().partition(accepted);
    result.accepted = accepted;
    result.verdict = Verdict::of(left);
}

fn refuse(result: &mut CheckResult, bad: &[Override]) {
    if bad.is_empty() {
        return;
    }
    let mut findings = match &result.verdict {
        Verdict::Failed(findings) => findings.clone(),
        Verdict::Passed | Verdict::NotApplicable(_) => Vec::new(),
    };
    for said in bad {
        let problem = said.fault().unwrap_or_default();
        let remedy = "name a rule of the compatible plan, who overrides it, and why";
        findings.push(Finding::by_rule(&result.id, format!("override of {:?}", said.rule), problem, remedy));
    }
    result.verdict = Verdict::of(findings);
}

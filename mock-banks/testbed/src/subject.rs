//! What is verified: a candidate, beside the published version it would take the place of.

use std::sync::Arc;

use moa_bank_registry::ApiDefinition;

use crate::check::{Check, Finding, Verdict};
use crate::contract::Document;
use crate::diff::{self, Difference, Rule};

/// A candidate and its predecessor.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) candidate: Arc<ApiDefinition>,
    /// The published version of the same major, where there is one.
    pub(crate) published: Option<Arc<ApiDefinition>>,
    /// What differs between the two.
    differences: Vec<Difference>,
}

impl Subject {
    /// Puts the two side by side. A version of another major is no predecessor: it goes on beside the candidate.
    pub(crate) fn new(candidate: Arc<ApiDefinition>, published: Option<Arc<ApiDefinition>>) -> Self {
        let published = published.filter(|published| published.key() == candidate.key());
        let differences = published.as_ref().map_or_else(Vec::new, |published| diff::compare(published, &candidate));
        Self { candidate, published, differences }
    }

    pub(crate) fn document(&self) -> Document<'_> {
        Document::new(&self.candidate.document)
    }

    /// The verdict of a check of the compatible plan: nobody breaks one of its rules.
    pub(crate) fn keeps(&self, check: &Check, rules: &[Rule]) -> Verdict {
        if self.published.is_none() {
            return Verdict::NotApplicable(format!("no version {} is published", self.candidate.version.major));
        }
        let broken = self.differences.iter().filter(|difference| rules.contains(&difference.rule));
        debug_assert_eq!(check.plan, crate::check::Plan::Compatible);
        Verdict::of(broken.map(|difference| self.finding(difference)).collect())
    }

    fn finding(&self, difference: &Difference) -> Finding {
        let next = self.candidate.version.major.saturating_add(1);
        let parts = [difference.operation.as_str(), difference.field.as_str()];
        let told: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let at = format!("{} at #{}", told.join(", "), difference.pointer);
        let remedy = match difference.rule {
            Rule::VersionNotAfter => "count the minor version on".to_owned(),
            rule if rule.may_be_overridden() => {
                format!(
                    "take it back, or make it a new major ({next}.0), or have somebody override the rule with a reason"
                )
            }
            _ => format!("take it back, or make it a new major ({next}.0)"),
        };
        Finding::by_rule(difference.rule.id(), at, &difference.problem, &remedy)
    }
}

//! What two schemas say about a value itself: its type, the values listed, its range, its form, and what stands for it when
//! it is left out.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::super::{Differences, Rule};
use super::{Both, Direction, Walk};
use crate::contract::Place;

impl Walk<'_> {
    /// Returns whether there is anything left to compare.
    pub(super) fn types(&self, both: &Both<'_, '_>, differences: &mut Differences) -> bool {
        let (wide, narrow) = self.wide_and_narrow(&both.old.types, &both.new.types);
        let told = |types: &Option<BTreeSet<&str>>| match types {
            None => "anything".to_owned(),
            Some(types) => types.iter().copied().collect::<Vec<_>>().join(" or "),
        };
        let change = || format!("it was {} and is {}", told(&both.old.types), told(&both.new.types));
        if let (Some(old), Some(new)) = (&both.old.types, &both.new.types)
            && !old.iter().any(|kind| holds(new, kind))
            && !new.iter().any(|kind| holds(old, kind))
        {
            differences.add(Rule::TypeChanged, both.field, both.pointer, change());
            return false;
        }
        let fits = match (wide, narrow) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(wide), Some(narrow)) => narrow.iter().all(|kind| holds(wide, kind)),
        };
        if !fits {
            let rule = self.rule(Rule::InputTypeNarrowed, Rule::AnswerTypeWidened);
            differences.add(rule, both.field, both.pointer, change());
        }
        let (wide, narrow) = self.wide_and_narrow(both.old.nullable, both.new.nullable);
        // Where no type was said, null is nothing anybody thought of.
        if narrow && !wide && both.old.types.is_some() && both.new.types.is_some() {
            let problem = self.words("null was taken and no longer is", "it could not be null and now can");
            differences.add(
                self.rule(Rule::InputNullRefused, Rule::AnswerMayBeNull),
                both.field,
                both.pointer,
                problem,
            );
        }
        true
    }

    /// What a caller leaves out has a value as well.
    pub(super) fn default(
        &self,
        both: &Both<'_, '_>,
        (old, new): (&Place<'_>, &Place<'_>),
        differences: &mut Differences,
    ) {
        let (before, after) = (old.value.get("default"), new.value.get("default"));
        let (Direction::Input, Some(before)) = (self.direction, before) else { return };
        if after != Some(before) {
            let after = after.map_or_else(|| "nothing".to_owned(), ToString::to_string);
            let problem = format!("left out, it meant {before} and now means {after}");
            differences.add(Rule::InputDefaultChanged, both.field, both.pointer, problem);
        }
    }

    pub(super) fn values(&self, both: &Both<'_, '_>, differences: &mut Differences) {
        let (wide, narrow) = self.wide_and_narrow(&both.old.values, &both.new.values);
        let Some(wide) = wide else { return };
        let rule = self.rule(Rule::InputValuesNarrowed, Rule::AnswerValuesWidened);
        match narrow {
            None => {
                let problem = self.words(
                    "every value was taken and now only those listed",
                    "only listed values came and now any may",
                );
                differences.add(rule, both.field, both.pointer, problem);
            }
            Some(narrow) => {
                let left: Vec<String> =
                    narrow.iter().filter(|value| !wide.contains(value)).map(ToString::to_string).collect();
                if !left.is_empty() {
                    let what = self.words("no longer taken", "new among the values");
                    differences.add(rule, both.field, both.pointer, format!("{what}: {}", left.join(", ")));
                }
            }
        }
    }

    pub(super) fn bounds(&self, both: &Both<'_, '_>, differences: &mut Differences) {
        let rule = self.rule(Rule::InputRangeNarrowed, Rule::AnswerRangeWidened);
        for (bounded, old) in &both.old.bounds {
            let new = both.new.bounds.get(bounded).copied().unwrap_or_default();
            let (wide, narrow) = self.wide_and_narrow(*old, new);
            let told = |end: Option<(Decimal, bool)>| end.map_or_else(|| "open".to_owned(), |(end, _)| end.to_string());
            if narrow.is_cut_below_by(&wide) {
                let problem = format!("the least {} was {} and is {}", bounded.label(), told(old.min), told(new.min));
                differences.add(rule, both.field, both.pointer, problem);
            }
            if narrow.is_cut_above_by(&wide) {
                let problem =
                    format!("the greatest {} was {} and is {}", bounded.label(), told(old.max), told(new.max));
                differences.add(rule, both.field, both.pointer, problem);
            }
        }
    }

    pub(super) fn forms(&self, both: &Both<'_, '_>, differences: &mut Differences) {
        let rule = self.rule(Rule::InputFormNarrowed, Rule::AnswerFormWidened);
        let mut tell = |what: &str, left: Vec<String>| {
            if !left.is_empty() {
                let how = self.words("now has to keep to", "no longer keeps to");
                differences.add(rule, both.field, both.pointer, format!("it {how} the {what} {}", left.join(", ")));
            }
        };
        let (wide, narrow) = self.wide_and_narrow(&both.old.patterns, &both.new.patterns);
        tell("pattern", wide.difference(narrow).map(|word| (*word).to_owned()).collect());
        let (wide, narrow) = self.wide_and_narrow(&both.old.formats, &both.new.formats);
        let kept =
            |format: &&str| narrow.contains(*format) || smaller(format).is_some_and(|small| narrow.contains(small));
        tell("format", wide.iter().filter(|format| !kept(format)).map(|word| (*word).to_owned()).collect());
        let (wide, narrow) = self.wide_and_narrow(&both.old.others_said, &both.new.others_said);
        tell("condition", wide.difference(narrow).cloned().collect());
        if self.direction == Direction::Input && both.new.closed && !both.old.closed {
            let problem = "properties that are not named were taken and no longer are";
            differences.add(Rule::InputClosed, both.field, both.pointer, problem);
        }
    }
}

/// Whether every value of a type is one of these: an integer is a number.
fn holds(types: &BTreeSet<&str>, kind: &str) -> bool {
    types.contains(kind) || (kind == "integer" && types.contains("number"))
}

/// The format whose values all keep to this one as well.
fn smaller(format: &str) -> Option<&'static str> {
    match format {
        "int64" => Some("int32"),
        "double" => Some("float"),
        _ => None,
    }
}

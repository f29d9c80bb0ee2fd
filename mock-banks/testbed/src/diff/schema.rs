//! Compares two schemas, field by field, in one direction.
//!
//! Both directions are one question: does something fit one schema and not the other? For inputs the older schema is the
//! wider one and the newer must not refuse what fits it; for answers the newer must not allow what did not fit the older.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::{Differences, Pair, Rule};
use crate::contract::{Document, Place, Shape};

/// Deeper than this no real answer is nested.
const DEPTH_MAX: usize = 64;

/// Which way values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From callers.
    Input,
    /// To callers.
    Answer,
}

/// One comparison.
pub(super) struct Walk<'a> {
    pair: Pair<'a>,
    direction: Direction,
    seen: HashSet<(String, String)>,
}

/// A pair of schemas, taken apart.
struct Both<'a, 'b> {
    old: &'b Shape<'a>,
    new: &'b Shape<'a>,
    /// The newer one's pointer.
    pointer: &'b str,
    field: &'b str,
}

impl<'a> Walk<'a> {
    pub(super) fn new(pair: Pair<'a>, direction: Direction) -> Self {
        Self { pair, direction, seen: HashSet::new() }
    }

    pub(super) fn compare(&mut self, old: &Place<'a>, new: &Place<'a>, field: &str, differences: &mut Differences) {
        self.walk(old, new, field, 0, differences);
    }

    fn walk(&mut self, old: &Place<'a>, new: &Place<'a>, field: &str, depth: usize, differences: &mut Differences) {
        let (Some(old), Some(new)) = (self.pair.old.resolved(old.clone()), self.pair.new.resolved(new.clone())) else {
            return;
        };
        if !self.seen.insert((old.pointer.clone(), new.pointer.clone())) {
            return;
        }
        let too_deep = depth > DEPTH_MAX || !differences.step();
        let shapes = (!too_deep).then(|| (Shape::of(self.pair.old, &old), Shape::of(self.pair.new, &new)));
        let Some((old_shape, new_shape)) = shapes.filter(|(old, new)| !old.too_large && !new.too_large) else {
            differences.add(Rule::TooLarge, field, &new.pointer, "the schema is too deep or too large to be compared");
            return;
        };
        let both = Both { old: &old_shape, new: &new_shape, pointer: &new.pointer, field };
        if !self.types(&both, differences) {
            return;
        }
        self.default(&both, (&old, &new), differences);
        self.values(&both, differences);
        self.bounds(&both, differences);
        self.forms(&both, differences);
        self.alternatives(&both, depth, differences);
        self.properties(&both, depth, differences);
        self.nested(&both, (&old, &new), depth, differences);
    }

    /// The one that must hold all, and the one that must fit into it.
    fn wide_and_narrow<'b, T>(&self, old: T, new: T) -> (T, T)
    where
        T: 'b,
    {
        match self.direction {
            Direction::Input => (new, old),
            Direction::Answer => (old, new),
        }
    }

    fn rule(&self, input: Rule, answer: Rule) -> Rule {
        match self.direction {
            Direction::Input => input,
            Direction::Answer => answer,
        }
    }

    /// Returns whether there is anything left to compare.
    fn types(&self, both: &Both<'_, '_>, differences: &mut Differences) -> bool {
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

    fn words(&self, input: &'static str, answer: &'static str) -> &'static str {
        match self.direction {
            Direction::Input => input,
            Direction::Answer => answer,
        }
    }

    /// What a caller leaves out has a value as well.
    fn default(&self, both: &Both<'_, '_>, (old, new): (&Place<'_>, &Place<'_>), differences: &mut Differences) {
        let (before, after) = (old.value.get("default"), new.value.get("default"));
        let (Direction::Input, Some(before)) = (self.direction, before) else { return };
        if after != Some(before) {
            let after = after.map_or_else(|| "nothing".to_owned(), ToString::to_string);
            let problem = format!("left out, it meant {before} and now means {after}");
            differences.add(Rule::InputDefaultChanged, both.field, both.pointer, problem);
        }
    }

    fn values(&self, both: &Both<'_, '_>, differences: &mut Differences) {
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

    fn bounds(&self, both: &Both<'_, '_>, differences: &mut Differences) {
        let rule = self.rule(Rule::InputRangeNarrowed, Rule::AnswerRangeWidened);
        for (bounded, old) in &both.old.bounds {
            let new = both.new.bounds.get(bounded).copied().unwrap_or_default();
            let (wide, narrow) = self.wide_and_narrow(*old, new);
            let told = |end: Option<(rust_decimal::Decimal, bool)>| {
                end.map_or_else(|| "open".to_owned(), |(end, _)| end.to_string())
            };
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

    fn forms(&self, both: &Both<'_, '_>, differences: &mut Differences) {
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

    fn alternatives(&mut self, both: &Both<'a, '_>, depth: usize, differences: &mut Differences) {
        let pairs = paired(self.pair, &both.old.alternatives, &both.new.alternatives);
        for (old, new) in &pairs {
            self.walk(old, new, both.field, depth + 1, differences);
        }
        let (wide, narrow) = self.wide_and_narrow(both.old.alternatives.len(), both.new.alternatives.len());
        if wide > 0 && (narrow == 0 || narrow > pairs.len()) {
            let rule = self.rule(Rule::InputAlternativeRemoved, Rule::AnswerAlternativeAdded);
            let problem =
                self.words("fewer alternatives are taken than before", "it may take a form that it never had");
            differences.add(rule, both.field, both.pointer, problem);
        }
    }

    fn properties(&mut self, both: &Both<'a, '_>, depth: usize, differences: &mut Differences) {
        for (name, old) in &both.old.properties {
            if self.is_elsewhere(self.pair.old, old) {
                continue;
            }
            let field = join(both.field, name);
            match both.new.properties.get(name) {
                Some(new) => self.walk(old, new, &field, depth + 1, differences),
                None => {
                    let rule = self.rule(Rule::InputRemoved, Rule::AnswerFieldRemoved);
                    let problem = self.words("it is no longer taken", "it no longer comes");
                    differences.add(rule, &field, &old.pointer, problem);
                }
            }
        }
        for name in both.new.required.difference(&both.old.required).filter(|_| self.direction == Direction::Input) {
            let field = join(both.field, name);
            let known = both.old.properties.contains_key(name);
            let (rule, problem) = match known {
                true => (Rule::InputBecameRequired, "it could be left out and is now required"),
                false => (Rule::RequiredInputAdded, "it is new and required"),
            };
            differences.add(rule, &field, both.pointer, problem);
        }
        for name in both.old.required.difference(&both.new.required).filter(|_| self.direction == Direction::Answer) {
            // One that is gone altogether has been told already.
            if both.new.properties.contains_key(name) || !both.old.properties.contains_key(name) {
                let problem = "it was always there and may now be missing";
                differences.add(Rule::AnswerFieldOptional, &join(both.field, name), both.pointer, problem);
            }
        }
    }

    /// A property that travels only the other way is no part of this direction.
    fn is_elsewhere(&self, document: Document<'_>, property: &Place<'_>) -> bool {
        let place = document.resolved(property.clone());
        let word = self.words("readOnly", "writeOnly");
        place.is_some_and(|place| place.says(word))
    }

    fn nested(
        &mut self,
        both: &Both<'a, '_>,
        (old, new): (&Place<'a>, &Place<'a>),
        depth: usize,
        differences: &mut Differences,
    ) {
        let parts = [
            ("[]", "items", &both.old.items, &both.new.items),
            (".*", "additionalProperties", &both.old.others, &both.new.others),
        ];
        for (mark, word, old_part, new_part) in parts {
            if old_part.is_none() && new_part.is_none() {
                continue;
            }
            let unsaid = |place: &Place<'a>| Place::unsaid(format!("{}/{word}", place.pointer));
            let one = old_part.clone().unwrap_or_else(|| unsaid(old));
            let other = new_part.clone().unwrap_or_else(|| unsaid(new));
            // Where only names that are listed may come, what the others look like says nothing.
            let closed = word == "additionalProperties" && (both.old.closed || both.new.closed);
            if !closed {
                self.walk(&one, &other, &format!("{}{mark}", both.field), depth + 1, differences);
            }
        }
    }
}

/// `200` and `Data` make `200 Data`; that and `Account` make `200 Data.Account`.
fn join(field: &str, name: &str) -> String {
    let within = field.contains(' ') && !field.starts_with("query ") && !field.starts_with("header ");
    if within { format!("{field}.{name}") } else { format!("{field} {name}") }
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

/// Which alternative of the newer schema is which of the older: the same reference, else the same text, else the next.
fn paired<'a>(pair: Pair<'a>, old: &[Place<'a>], new: &[Place<'a>]) -> Vec<(Place<'a>, Place<'a>)> {
    let key = |document: Document<'a>, place: &Place<'a>| -> Value {
        match place.value.get("$ref") {
            Some(reference) => reference.clone(),
            None => document.resolved(place.clone()).map_or(Value::Null, |place| place.value.clone()),
        }
    };
    let mut left: Vec<&Place<'a>> = new.iter().collect();
    let (mut pairs, mut alone) = (Vec::new(), Vec::new());
    for one in old {
        let wanted = key(pair.old, one);
        match left.iter().position(|other| key(pair.new, other) == wanted) {
            Some(at) => pairs.push((one.clone(), left.remove(at).clone())),
            None => alone.push(one.clone()),
        }
    }
    pairs.extend(alone.into_iter().zip(left.into_iter().cloned()));
    pairs
}

//! Compares two schemas, field by field, in one direction.
//!
//! Both directions are one question: does something fit one schema and not the other? For inputs the older schema is the
//! wider one and the newer must not refuse what fits it; for answers the newer must not allow what did not fit the older.

mod facets;
mod pairing;

use std::collections::HashSet;

use super::{Differences, Pair, Rule};
use crate::contract::{Document, Place, Shape};
use pairing::paired;

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

    fn words(&self, input: &'static str, answer: &'static str) -> &'static str {
        match self.direction {
            Direction::Input => input,
            Direction::Answer => answer,
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

//! Compares what a caller has to hold.

use std::collections::{BTreeMap, BTreeSet};

use moa_bank_registry::Operation;
use serde_json::{Map, Value};

use super::{Differences, Pair, Rule};
use crate::contract::{Document, Documented, Place};

/// One way in: schemes, each with the scopes it needs.
type Way<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// What the documents say.
pub(super) fn documented(pair: Pair<'_>, old: &Documented<'_>, new: &Documented<'_>, differences: &mut Differences) {
    let (before, after) = (ways(old.security()), ways(new.security()));
    for way in &before {
        // Whoever came in this way comes in still, if some way asks for no more.
        let asks_no_more = |newer: &Way<'_>| {
            newer.iter().all(|(scheme, scopes)| way.get(scheme).is_some_and(|held| scopes.is_subset(held)))
        };
        if !after.iter().any(asks_no_more) {
            let pointer = new.security().map_or_else(|| new.place.pointer.clone(), |place| place.pointer);
            let problem =
                format!("who came with {} comes in no longer; now asked for: {}", told(way), all_told(&after));
            differences.add(Rule::SecurityTightened, "security", &pointer, problem);
        }
        for scheme in way.keys() {
            schemes(pair, scheme, differences);
        }
    }
}

/// What the gateway asks for, whatever the document says.
pub(super) fn admission(old: &Operation, new: &Operation, differences: &mut Differences) {
    if old.grant != new.grant {
        let problem = format!("a token of kind {:?} was wanted and now one of kind {:?}", old.grant, new.grant);
        differences.add(Rule::SecurityTightened, "grant", "/operations", problem);
    }
    if old.scope != new.scope {
        let problem = format!("the scope {} was wanted and now {}", old.scope, new.scope);
        differences.add(Rule::SecurityTightened, "scope", "/operations", problem);
    }
    let lost: Vec<_> = old.permissions.iter().filter(|permission| !new.permissions.contains(permission)).collect();
    let newly_asked = old.permissions.is_empty() && !new.permissions.is_empty();
    if newly_asked || (!new.permissions.is_empty() && !lost.is_empty()) {
        let lost: Vec<_> = lost.iter().map(ToString::to_string).collect();
        let problem = if newly_asked {
            "no permission was wanted and now one is".to_owned()
        } else {
            format!("a consent with {} was enough and no longer is", lost.join(" or "))
        };
        differences.add(Rule::PermissionsTightened, "permissions", "/operations", problem);
    }
}

/// The ways in. An operation that says nothing is open to all.
fn ways(security: Option<Place<'_>>) -> Vec<Way<'_>> {
    let Some(security) = security else { return vec![Way::new()] };
    let ways: Vec<_> = security.value.as_array().into_iter().flatten().filter_map(Value::as_object).map(way).collect();
    if ways.is_empty() { vec![Way::new()] } else { ways }
}

fn way(asked: &Map<String, Value>) -> Way<'_> {
    let mut way = Way::new();
    for (scheme, list) in asked {
        way.insert(scheme, list.as_array().into_iter().flatten().filter_map(Value::as_str).collect());
    }
    way
}

fn told(way: &Way<'_>) -> String {
    if way.is_empty() {
        return "nothing".to_owned();
    }
    let one = |(scheme, scopes): (&&str, &BTreeSet<&str>)| {
        let scopes: Vec<_> = scopes.iter().copied().collect();
        format!("{scheme} [{}]", scopes.join(" "))
    };
    way.iter().map(one).collect::<Vec<_>>().join(" and ")
}

fn all_told(ways: &[Way<'_>]) -> String {
    ways.iter().map(told).collect::<Vec<_>>().join(", or ")
}

/// A scheme of the same name must still be the same scheme.
fn schemes(pair: Pair<'_>, name: &str, differences: &mut Differences) {
    let find = |document: Document<'_>| -> Option<(Option<String>, BTreeSet<String>, String)> {
        let place = document.root().get("components")?.get("securitySchemes")?.get(name)?;
        let place = document.resolved(place)?;
        let flows = place
            .get("flows")
            .iter()
            .flat_map(|flows| flows.members().map(|(flow, _)| flow.to_owned()).collect::<Vec<_>>())
            .collect();
        Some((place.text("type").map(str::to_owned), flows, place.pointer))
    };
    let (Some((old_type, old_flows, _)), Some((new_type, new_flows, pointer))) = (find(pair.old), find(pair.new))
    else {
        return;
    };
    if old_type != new_type || !old_flows.is_subset(&new_flows) {
        let problem = format!("the scheme {name} works another way than before");
        differences.add(Rule::SecurityTightened, "security", &pointer, problem);
    }
}

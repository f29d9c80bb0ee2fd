//! Which alternative of one schema is which of another.

use serde_json::Value;

use super::super::Pair;
use crate::contract::{Document, Place};

/// Which alternative of the newer schema is which of the older: the same reference, else the same text, else the next.
pub(super) fn paired<'a>(pair: Pair<'a>, old: &[Place<'a>], new: &[Place<'a>]) -> Vec<(Place<'a>, Place<'a>)> {
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

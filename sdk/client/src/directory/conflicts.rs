//! Entries that could receive what is meant for another.
//!
//! A classical mix-up is made of metadata: the attacker's issuer with the honest bank's endpoints, or the other way round.
//! Endpoints are checked against the entry's own origins later; here it is made sure that no two entries claim one id, one
//! issuer or one origin. When two do, there is no telling which is honest, so neither is used.

use std::collections::HashMap;
use std::hash::Hash;

use super::bank::Bank;
use super::error::{Refused, WhyRefused};

/// Splits the banks into those that stand alone and those that do not.
pub(super) fn keep_apart(banks: Vec<Bank>, refused: &mut Vec<Refused>) -> Vec<Bank> {
    // Ids are compared without case: they become file and keyring names, which some systems do not tell apart.
    let ids = count(&banks, |bank| vec![bank.id().as_str().to_ascii_lowercase()]);
    let issuers = count(&banks, |bank| vec![bank.issuer().as_str().trim_end_matches('/').to_ascii_lowercase()]);
    let origins = count(&banks, |bank| bank.pins().origins().map(str::to_owned).collect());
    let (alone, shared): (Vec<_>, Vec<_>) = banks
        .into_iter()
        .map(|bank| {
            let what = if ids.more_than_one(&[bank.id().as_str().to_ascii_lowercase()]) {
                Some("id")
            } else if issuers.more_than_one(&[bank.issuer().as_str().trim_end_matches('/').to_ascii_lowercase()]) {
                Some("issuer")
            } else if origins.more_than_one(&bank.pins().origins().map(str::to_owned).collect::<Vec<_>>()) {
                Some("origin")
            } else {
                None
            };
            (bank, what)
        })
        .partition(|(_, what)| what.is_none());
    refused.extend(shared.into_iter().filter_map(|(bank, what)| {
        Some(Refused { name: Some(bank.name().plain().to_owned()), why: WhyRefused::Shared(what?) })
    }));
    alone.into_iter().map(|(bank, _)| bank).collect()
}

struct Counted<K>(HashMap<K, usize>);

impl<K: Hash + Eq> Counted<K> {
    fn more_than_one(&self, keys: &[K]) -> bool {
        keys.iter().any(|key| self.0.get(key).is_some_and(|count| *count > 1))
    }
}

fn count<K: Hash + Eq>(banks: &[Bank], keys: impl Fn(&Bank) -> Vec<K>) -> Counted<K> {
    let mut counts = HashMap::new();
    for key in banks.iter().flat_map(keys) {
        *counts.entry(key).or_insert(0) += 1;
    }
    Counted(counts)
}

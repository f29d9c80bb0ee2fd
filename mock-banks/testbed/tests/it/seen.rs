//! A check that cannot fail is no check, and one that cannot pass is a wall. Every check of the list has been seen to do both:
//! a new one cannot come without a fault that is planted for it.

use std::collections::BTreeSet;

use moa_bank_testbed::{Testbed, Verdict};

use crate::harness::{next, repeatable, standard, verify};
use crate::{compatible, fit, live, repeated, weaknesses};

fn all() -> BTreeSet<&'static str> {
    Testbed::checks().map(|check| check.id).collect()
}

/// The tests beside these lists hold that each fault in them is caught by the check it is listed with.
#[test]
fn every_check_has_a_fault_that_it_catches() {
    let reading = fit::planted().into_iter().map(|(check, ..)| check);
    let promises = compatible::promises().into_iter().map(|(check, ..)| check);
    let of_fields = compatible::field_promises().into_iter().map(|(check, ..)| check);
    let asking = weaknesses::PLANTED.iter().map(|(check, ..)| *check);
    let seen: BTreeSet<_> = reading.chain(promises).chain(of_fields).chain(asking).collect();
    let seen: BTreeSet<_> = seen.into_iter().chain([repeated::ONCE, live::SWITCH]).collect();
    assert_eq!(seen, all());
}

#[tokio::test]
async fn every_check_has_something_that_it_passes() {
    let after_another = verify(&next(), Some(&standard()), Vec::new()).await;
    let repeated = verify(&repeatable(), None, Vec::new()).await;
    let passed = [&after_another, &repeated].into_iter().flat_map(|report| &report.results);
    let passed = passed.filter(|result| result.verdict == Verdict::Passed).map(|result| result.id.as_str());
    assert_eq!(passed.collect::<BTreeSet<_>>(), all());
}

//! An operation that may be repeated: one under the same key is done once, and a gateway that does it twice, takes a key for
//! two things, or needs none, is caught.

use moa_bank_testbed::{Around, Bounds, Verdict};

use crate::harness::{about, failed, found, repeatable, small, verify};
use crate::weakened::{Weaken, keyless, weakened};

pub(crate) const ONCE: &str = "fit.a-repeated-request-is-answered-as-the-first";

#[tokio::test]
async fn what_is_answered_once_per_key_passes_and_where_nothing_is_repeated_nothing_is_asked() {
    let report = verify(&repeatable(), None, Vec::new()).await;
    assert!(report.passed(), "{}", report.to_text());
    assert_eq!(report.verdict(ONCE), Some(&Verdict::Passed));
    let report = verify(&small(), None, Vec::new()).await;
    let why = "no operation says that it may be repeated".to_owned();
    assert_eq!(report.verdict(ONCE), Some(&Verdict::NotApplicable(why)));
}

/// Each way to serve a repeated request wrongly, and words of the finding.
fn planted() -> [(Around, &'static str); 3] {
    let another_body: Weaken = |_, it| match it.body.contains("used for another request") {
        true => it.forgiven(),
        false => it,
    };
    let no_key: Weaken = |asked, it| {
        let without = asked.method == "POST" && !asked.headers.contains_key("x-idempotency-key");
        if without && it.status == 400 { it.forgiven() } else { it }
    };
    [
        (
            keyless(),
            "once more under its key: it was answered with 201 Created, and at first with 201 Created, or in other words",
        ),
        (weakened(another_body), "with another body under the same key: it was answered: 200"),
        (weakened(no_key), "without a key: it was answered with 200, and has to be with 400"),
    ]
}

#[tokio::test]
async fn each_way_to_serve_a_repeated_request_wrongly_is_caught() {
    for (around, words) in planted() {
        let report = about(&repeatable(), around, Bounds::default()).await;
        assert!(found(&report, ONCE).contains(words), "{words}: {}", found(&report, ONCE));
        assert_eq!(failed(&report), [ONCE], "{words}");
    }
}

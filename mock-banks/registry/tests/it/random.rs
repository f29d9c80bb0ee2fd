//! Whatever people do in whatever order, the registry is what a replay of the audit says, before and after a restart.

use std::collections::BTreeMap;

use moa_bank_registry::Standing;
use proptest::prelude::*;
use serde_json::Value;

use crate::desk::{Desk, meaning, titled};

/// One thing somebody tries. Most of it is refused.
#[derive(Debug, Clone)]
enum Act {
    Draft(&'static str, u8),
    Submit(&'static str),
    Begin(&'static str),
    Report(&'static str, bool),
    Publish(&'static str),
    Deprecate(&'static str, Option<&'static str>),
    Retire(&'static str),
    Block(&'static str),
    Unblock(&'static str),
    /// The way from a draft to publication in one go, so that the rest is reached often enough.
    Through(&'static str),
    Restart,
}

const VERSIONS: &[&str] = &["1.0", "1.1", "2.0"];

fn acts() -> impl Strategy<Value = Act> {
    let version = || prop::sample::select(VERSIONS);
    prop_oneof![
        2 => (version(), 0..3_u8).prop_map(|(version, title)| Act::Draft(version, title)),
        1 => version().prop_map(Act::Submit),
        1 => version().prop_map(Act::Begin),
        2 => (version(), any::<bool>()).prop_map(|(version, passed)| Act::Report(version, passed)),
        1 => version().prop_map(Act::Publish),
        2 => (version(), prop::option::of(version())).prop_map(|(version, next)| Act::Deprecate(version, next)),
        1 => version().prop_map(Act::Retire),
        2 => version().prop_map(Act::Block),
        2 => version().prop_map(Act::Unblock),
        4 => version().prop_map(Act::Through),
        1 => Just(Act::Restart),
    ]
}

fn act(desk: &mut Desk, act: &Act, number: usize) {
    let report = |desk: &Desk, version: &str, passed: bool| {
        let known = desk.registry.find(&crate::desk::spending(), crate::desk::v(version))?;
        let id = format!("report-{number}");
        desk.keep(crate::desk::report_on(version, known.hash, &id, passed, desk.bank.now())).ok()
    };
    let draft = |desk: &Desk, version: &str, title: u8| {
        desk.registry.draft(titled(version, &format!("Title {title}")), crate::desk::OPERATOR).ok()
    };
    desk.later(1);
    // Refusals are part of the game.
    let _ = match *act {
        Act::Draft(version, title) => draft(desk, version, title),
        Act::Submit(version) => desk.submit(version).ok(),
        Act::Begin(version) => desk.begin(version).ok(),
        Act::Report(version, passed) => report(desk, version, passed),
        Act::Publish(version) => desk.publish(version).ok(),
        Act::Deprecate(version, successor) => desk.deprecate(version, successor).ok(),
        Act::Retire(version) => desk.retire(version).ok(),
        Act::Block(version) => desk.block(version).ok(),
        Act::Unblock(version) => desk.unblock(version).ok(),
        Act::Through(version) => {
            let steps = draft(desk, version, 0).and_then(|_| desk.submit(version).ok());
            steps.and_then(|_| desk.begin(version).ok()).and_then(|_| report(desk, version, true));
            desk.publish(version).ok()
        }
        Act::Restart => {
            *desk = desk.restarted();
            None
        }
    };
}

/// What the audit alone says is live: of each version, the last thing that was said.
fn replayed(desk: &Desk) -> BTreeMap<String, String> {
    let mut last = BTreeMap::new();
    for record in desk.bank.audit().page(0, 1000).unwrap() {
        if let Some(version) = record.subject.strip_prefix("api/spending/") {
            last.insert(version.to_owned(), record.facts["state"].clone());
        }
    }
    let word = |state: &Value| state["state"].as_str().unwrap().to_owned();
    last.into_iter().map(|(version, state)| (version, word(&state))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_table_is_what_a_replay_says(acts in prop::collection::vec(acts(), 1..40)) {
        let mut desk = Desk::new();
        for (number, one) in acts.iter().enumerate() {
            let before = desk.table().generation();
            act(&mut desk, one, number);
            prop_assert!(desk.table().generation() >= before);
        }
        let replayed = replayed(&desk);
        let listed: BTreeMap<_, _> = desk.registry.list().into_iter()
            .map(|record| (record.version().to_string(), record.state.word().to_owned())).collect();
        prop_assert_eq!(&listed, &replayed);
        for major in ["1", "2"] {
            let of_major: Vec<_> = replayed.iter().filter(|(version, _)| version.starts_with(major)).collect();
            let live: Vec<_> = of_major.iter().filter(|(_, state)| matches!(state.as_str(), "published" | "deprecated")).collect();
            let blocked = of_major.iter().any(|(_, state)| state.as_str() == "blocked");
            let over = of_major.iter().any(|(_, state)| state.as_str() == "retired");
            let expected = match (live.as_slice(), blocked, over) {
                ([(version, _)], false, _) => format!("AllBalances {version}"),
                ([], true, _) => "blocked: a leak".to_owned(),
                ([], false, true) => "gone: nobody calls it".to_owned(),
                ([], false, false) => "nothing".to_owned(),
                other => return Err(TestCaseError::fail(format!("two versions of one major: {other:?}"))),
            };
            prop_assert_eq!(desk.get(&format!("/spending/v{major}/balances")), expected);
        }
        prop_assert_eq!(desk.disagreements(), Vec::<String>::new());
        let verifying = desk.registry.list().iter().any(|record| record.state.word() == "verifying");
        let after = desk.restarted();
        prop_assert_eq!(after.registry.damages(), []);
        if !verifying {
            prop_assert_eq!(after.registry.list(), desk.registry.list());
            prop_assert_eq!(after.table().generation(), desk.table().generation());
        }
        for path in ["/spending/v1/balances", "/spending/v2/balances"] {
            prop_assert_eq!(meaning(&after.table(), path), meaning(&desk.table(), path));
        }
        let open = after.table().apis().iter().filter(|api| api.standing == Standing::Open).count();
        prop_assert!(open <= 2);
    }
}

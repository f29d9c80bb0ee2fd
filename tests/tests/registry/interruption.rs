//! Nobody is interrupted: two hundred requests a second for half a minute, each with a proof and a token, while an API is
//! published, changed, stood beside another, deprecated, blocked, unblocked and retired, and the bank's core is swapped.

use std::sync::Arc;
use std::time::Duration;

use moa_bank_core::life::History;
use moa_tests::attacker::Ground;
use moa_tests::person::Person;
use moa_tests::spending::PERMISSIONS;
use moa_tests::traffic::{Caller, Heard, Story, Target, run};
use mock_banks::WorldOptions;

/// Half a minute at two hundred a second.
const REQUESTS: usize = 6000;
const PACE: Duration = Duration::from_millis(5);
const CALLERS: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_fails_and_none_is_answered_by_half_a_change() {
    let options = WorldOptions { history: History { months: 1, transactions: None }, ..WorldOptions::in_memory() };
    let ground = Arc::new(Ground::unheard(options.only(&["thames"]).unwrap()).await.unwrap());
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        let caller = Caller::allowed(&ground, "thames", &Person::mina(), PERMISSIONS).await.unwrap();
        callers.push(Arc::new(caller));
    }
    let story = Story::of(&ground, "thames");

    let (heard, changes) = run(&callers, &story, REQUESTS, PACE).await.unwrap();

    assert_eq!((heard.len(), changes.len()), (REQUESTS, Story::CHANGES.len()));
    let wrong: Vec<&Heard> = heard.iter().filter(|one| !one.is_right()).collect();
    assert!(wrong.is_empty(), "{} of {REQUESTS} answers are wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(10)]);
    // Every state of the story was really met by somebody, or the test would have proved nothing.
    for target in Target::ALL {
        for steps in 0..=Story::CHANGES.len() {
            let expected = Story::expected(target, steps);
            assert!(heard.iter().any(|one| one.target == target && one.seen == expected), "{target:?} after {steps}");
        }
    }
}

//! While the registry changes, each request sees one generation and no other, and finds what that generation says.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::desk::{Desk, api, meaning};

#[test]
fn a_request_sees_one_generation_whatever_happens_meanwhile() {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    let over = AtomicBool::new(false);
    let looked = thread::scope(|scope| {
        let look = || {
            let (mut seen, mut last) = (0_u64, 0);
            while !over.load(Ordering::Acquire) || seen == 0 {
                let table = desk.registry.table();
                // As a request does: it asks its table more than once, and time passes in between.
                let first = (table.generation(), meaning(&table, "/spending/v1/balances"));
                thread::yield_now();
                let again = (table.generation(), meaning(&table, "/spending/v1/balances"));
                assert_eq!(first, again);
                assert!(first.0 >= last, "a later request sees a later table");
                // Never half a change: no moment at which neither the old version nor the new one answers.
                assert!(first.1.starts_with("AllBalances 1."), "{}", first.1);
                (seen, last) = (seen + 1, first.0);
            }
            seen
        };
        let lookers: Vec<_> = (0..3).map(|_| scope.spawn(look)).collect();
        for minor in 1..30 {
            desk.published(&api(&format!("1.{minor}")));
        }
        over.store(true, Ordering::Release);
        lookers.into_iter().map(|looker| looker.join().unwrap()).min().unwrap()
    });
    assert!(looked > 0);
    assert_eq!(desk.get("/spending/v1/balances"), "AllBalances 1.29");
}

#[test]
fn changes_by_many_at_once_follow_each_other() {
    let desk = Desk::new();
    for major in 1..=4 {
        desk.published(&api(&format!("{major}.0")));
    }
    let before = desk.table().generation();
    thread::scope(|scope| {
        for major in 1..=4 {
            let desk = &desk;
            scope.spawn(move || {
                for _ in 0..10 {
                    desk.block(&format!("{major}.0")).unwrap();
                    desk.unblock(&format!("{major}.0")).unwrap();
                }
            });
        }
    });
    assert_eq!(desk.table().generation(), before + 80);
    assert_eq!((desk.disagreements(), desk.restarted().registry.list()), (vec![], desk.registry.list()));
}

//! Whatever a definition or a gateway does, a run ends, within its bounds, and what was not asked has not passed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::middleware::{self, Next};
use http::{Request, Response};
use moa_bank_testbed::{Around, Bounds, Plan, Testbed};
use tokio_util::sync::CancellationToken;

use crate::harness::{behind, definition, failed, found, parts, small};

const ANSWERS: &str = "fit.answers-match-the-document";

/// A gateway that does this to the accounts.
fn odd(what: fn() -> Option<Body>) -> Around {
    Arc::new(move |router: Router| {
        router.layer(middleware::from_fn(move |request: Request<Body>, next: Next| async move {
            if !request.uri().path().ends_with("/accounts") {
                return next.run(request).await;
            }
            match what() {
                Some(body) => Response::new(body),
                None => std::future::pending().await,
            }
        }))
    })
}

#[tokio::test]
async fn a_gateway_that_panics_fails_the_check_and_not_the_platform() {
    let report = behind(odd(|| panic!("planted")), Bounds::default()).await;
    assert!(found(&report, ANSWERS).contains("the check broke"), "{}", report.to_text());
    assert!(report.verdict("fit.the-document-is-openapi").is_some_and(|verdict| !verdict.is_failed()));
}

#[tokio::test]
async fn a_gateway_that_never_answers_is_given_up() {
    let bounds = Bounds { request_time_max: Duration::from_millis(50), ..Bounds::default() };
    let report = behind(odd(|| None), bounds).await;
    assert!(
        found(&report, ANSWERS).contains("GET /accounts was not answered in the time a request has"),
        "{}",
        report.to_text()
    );
    let bounds = Bounds { check_time_max: Duration::from_millis(1), ..Bounds::default() };
    let slow = behind(odd(|| None), bounds).await;
    assert!(!slow.passed());
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let endless =
        || Some(Body::from_stream(futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 65_536]))));
    let bounds = Bounds { answer_bytes_max: 1_000_000, ..Bounds::default() };
    let report = behind(odd(endless), bounds).await;
    assert!(
        found(&report, ANSWERS).contains("GET /accounts was answered with more than an answer may be"),
        "{}",
        report.to_text()
    );
}

#[tokio::test]
async fn a_run_sends_no_more_than_it_may() {
    let bounds = Bounds { requests_max: 10, ..Bounds::default() };
    let report = behind(Arc::new(|router| router), bounds).await;
    assert!(found(&report, ANSWERS).contains("all the requests it may send"));
    assert!(failed(&report).is_empty() && !report.passed());
}

#[tokio::test]
async fn a_run_that_is_over_its_time_has_not_passed() {
    let bounds = Bounds { time_max: Duration::ZERO, ..Bounds::default() };
    let report = behind(Arc::new(|router| router), bounds).await;
    assert!(!report.passed());
    assert_eq!(report.results.len(), Testbed::checks().count());
}

#[tokio::test]
async fn a_cancelled_run_says_what_was_not_asked() {
    let (testbed, cancel) = (Testbed::new(parts()), CancellationToken::new());
    let seen = Mutex::new(Vec::new());
    let stop_at_safe = |progress: moa_bank_testbed::Progress| {
        seen.lock().unwrap().push((progress.done, progress.of));
        if progress.check.plan == Plan::Safe {
            cancel.cancel();
        }
    };
    let report = testbed.verify(definition(&small()), None, Vec::new(), stop_at_safe, &cancel).await;
    assert!(!report.passed());
    assert!(found(&report, "safe.nothing-leaks").contains("the run was cancelled before this was asked"));
    assert!(report.verdict(ANSWERS).is_some_and(|verdict| !verdict.is_failed()));
    let seen = seen.into_inner().unwrap();
    assert_eq!((seen.first(), seen.len()), (Some(&(0, seen.len())), report.results.len()));
}

//! Every end that a sync can come to, and every step on its way, as it reaches Kotlin and Swift.

use moa_sdk::standards::DataKind;
use moa_sdk::{Error, ErrorKind};

use super::*;

fn facts(kind: ErrorKind) -> FfiErrorFacts {
    let FfiError::Failed { facts } = Error::new(kind).into();
    facts
}

fn report(outcome: LinkOutcome) -> LinkReport {
    LinkReport {
        link: "link-1".try_into().unwrap(),
        bank: "thames".try_into().unwrap(),
        outcome,
        pages: 7,
        tally: Tally { added: 3, changed: 2, unchanged: 9, removed: 1 },
        skipped_count: 0,
        skipped: Vec::new(),
        cut: Vec::new(),
        failed: Vec::new(),
    }
}

fn crossed(outcome: FfiOutcome) -> FfiLinkReport {
    FfiLinkReport {
        link: "link-1".to_owned(),
        bank: "thames".to_owned(),
        outcome,
        pages: 7,
        tally: FfiTally { added: 3, changed: 2, removed: 1 },
        skipped: 0,
        cut: Vec::new(),
        failed: Vec::new(),
    }
}

#[test]
fn every_outcome_crosses() {
    for (outcome, expected) in [
        (LinkOutcome::Complete, FfiOutcome::Complete),
        (LinkOutcome::Partial, FfiOutcome::Partial),
        (LinkOutcome::Stopped, FfiOutcome::Stopped),
        (
            LinkOutcome::Failed(Error::new(ErrorKind::LinkEnded)),
            FfiOutcome::Failed { facts: facts(ErrorKind::LinkEnded) },
        ),
    ] {
        assert_eq!(FfiLinkReport::from(report(outcome)), crossed(expected));
    }
}

#[test]
fn what_is_missing_crosses_row_by_row_and_word_by_word() {
    let account = || Some("22289".try_into().unwrap());
    let words = [
        (Cut::TooManyPages, "too_many_pages"),
        (Cut::TooManyRows, "too_many_rows"),
        (Cut::TookTooLong, "took_too_long"),
        (Cut::WentInCircles, "went_in_circles"),
    ];
    let partial = LinkReport {
        skipped_count: 4,
        cut: words.iter().map(|(why, _)| (account(), *why)).chain([(None, Cut::TooManyPages)]).collect(),
        failed: vec![
            (account(), DataKind::Balances, Error::new(ErrorKind::BankDown)),
            (None, DataKind::Accounts, Error::new(ErrorKind::Unreadable)),
        ],
        ..report(LinkOutcome::Partial)
    };
    let of = || Some("22289".to_owned());
    let cut = words.iter().map(|(_, word)| FfiCut { account: of(), why: (*word).to_owned() });
    let of_none = FfiCut { account: None, why: "too_many_pages".to_owned() };
    let expected = FfiLinkReport {
        skipped: 4,
        cut: cut.chain([of_none]).collect(),
        failed: vec![
            FfiFailedQuestion { account: of(), facts: facts(ErrorKind::BankDown) },
            FfiFailedQuestion { account: None, facts: facts(ErrorKind::Unreadable) },
        ],
        ..crossed(FfiOutcome::Partial)
    };
    assert_eq!(FfiLinkReport::from(partial), expected);
}

#[test]
fn a_report_is_complete_only_where_every_link_is() {
    let at = |text: &str| text.parse::<moa_kernel::Timestamp>().unwrap();
    let (began, ended) = (at("2026-01-01T00:00:00Z"), at("2026-01-01T00:00:09Z"));
    for (last, complete) in [(LinkOutcome::Complete, true), (LinkOutcome::Partial, false)] {
        let links = vec![report(LinkOutcome::Complete), report(last)];
        let seen = FfiSyncReport::from(SyncReport { started_at: began, finished_at: ended, links });
        assert_eq!((seen.started_at, seen.finished_at), (began.into(), ended.into()));
        assert_eq!((seen.complete, seen.links.len()), (complete, 2));
    }
}

#[test]
fn every_stage_crosses() {
    let reading = || Some("Everyday".to_owned());
    for (stage, expected) in [
        (Stage::Waiting, FfiStage::Waiting),
        (Stage::ReadingAccounts, FfiStage::ReadingAccounts),
        (
            Stage::ReadingAccount { name: reading(), page: 2, of: Some(3) },
            FfiStage::ReadingAccount { name: reading(), page: 2, of: Some(3) },
        ),
        (
            Stage::ReadingAccount { name: None, page: 0, of: None },
            FfiStage::ReadingAccount { name: None, page: 0, of: None },
        ),
        (Stage::Done, FfiStage::Done),
        (Stage::Partial, FfiStage::Partial),
        (Stage::Stopped, FfiStage::Stopped),
        (Stage::Failed(ErrorKind::RateLimited), FfiStage::Failed { kind: "rate_limited".to_owned() }),
    ] {
        let progress = Progress {
            link: "link-1".try_into().unwrap(),
            bank: "thames".try_into().unwrap(),
            stage,
            pages: 5,
            skipped: 0,
            tally: Tally { added: 1, changed: 0, unchanged: 0, removed: 0 },
        };
        let seen = FfiSyncProgress::from(progress);
        let tally = FfiTally { added: 1, changed: 0, removed: 0 };
        let (link, bank) = ("link-1".to_owned(), "thames".to_owned());
        assert_eq!(seen, FfiSyncProgress { link, bank, stage: expected, pages: 5, tally });
    }
}

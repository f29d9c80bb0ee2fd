//! A core that is closed for the night or not there at all: its bank is down, in the standard's words and no others, and
//! every other bank is as it was.

use std::collections::{BTreeMap, HashSet};

use jiff::SignedDuration;
use moa_kernel::BankId;
use moa_sdk::error::ErrorKind;
use moa_sdk::sync::{LinkOutcome, SyncReport};
use mock_banks::cores::CoresOutside;
use mock_banks::{StatePlace, WorldOptions};

use crate::country::Country;

/// The banks that did not give everything, and the kinds of errors that kept it back.
fn down(report: &SyncReport) -> BTreeMap<String, HashSet<ErrorKind>> {
    let mut down = BTreeMap::new();
    for link in report.links.iter().filter(|link| !matches!(link.outcome, LinkOutcome::Complete)) {
        let mut kinds: HashSet<ErrorKind> = link.failed.iter().map(|(_, _, error)| error.kind()).collect();
        if let LinkOutcome::Failed(error) = &link.outcome {
            kinds.insert(error.kind());
        }
        down.insert(link.bank.to_string(), kinds);
    }
    down
}

fn down_are(banks: &[&str]) -> BTreeMap<String, HashSet<ErrorKind>> {
    banks.iter().map(|id| ((*id).to_owned(), HashSet::from([ErrorKind::BankDown]))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bank_that_closes_its_books_at_night_is_down_until_it_opens_them() {
    let core = |id: &str| match id {
        "clydebank" => r#"{ kind = "telegram", closed = "09:15-09:45" }"#.to_owned(),
        "rheinbank" => r#"{ kind = "iso20022", closed = "10:15-11:00", zone = "Europe/Berlin" }"#.to_owned(),
        _ => r#"{ kind = "ledger", closed = "02:00-02:40" }"#.to_owned(),
    };
    let country = Country::start(core, WorldOptions::in_memory()).await;
    let report = country.moa.sync().run().await.unwrap();
    assert_eq!(down(&report), down_are(&["clydebank", "rheinbank"]), "{report:#?}");
    country.clock.advance(SignedDuration::from_mins(35));
    let report = country.moa.sync().run().await.unwrap();
    assert_eq!(down(&report), down_are(&[]), "{report:#?}");
    country.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bank_whose_core_is_not_there_is_down_and_the_others_are_not() {
    let state = tempfile::tempdir().unwrap();
    let options = WorldOptions {
        state: StatePlace::File(state.path().join("world.db")),
        cores_outside: Some(CoresOutside {
            folder: state.path().join("cores"),
            banks: vec![BankId::new("clydebank").unwrap()],
        }),
        ..WorldOptions::in_memory()
    };
    let country =
        Country::start(|id| if id == "clydebank" { "\"telegram\"" } else { "\"ledger\"" }.to_owned(), options);
    let country = country.await;
    let report = country.moa.sync().run().await.unwrap();
    assert_eq!(down(&report), down_are(&["clydebank"]), "{report:#?}");
    country.world.stop().await;
}

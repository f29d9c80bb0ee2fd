//! The main job without a display: the built program, as a person would start it.

use std::process::Output;

use moa_bank_core::life::History;
use mock_banks::{World, WorldOptions};

async fn moa_terminal(directory: &str) -> Output {
    let mut program = tokio::process::Command::new(env!("CARGO_BIN_EXE_moa-terminal"));
    program.args(["--directory", directory]).env("RUST_BACKTRACE", "1").kill_on_drop(true).output().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_shows_three_banks_and_one_total_per_currency() {
    let history = History { months: 1, transactions: None };
    let world = World::start(WorldOptions { history, ..WorldOptions::in_memory() }).await.unwrap();
    let output = moa_terminal(&world.directory_url()).await;
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));

    let (accounts, totals) = said.split_once("Currencies are kept apart. Nothing is converted.").unwrap();
    let (_, accounts) = accounts.split_once("As of").unwrap();
    for bank in ["Thames & Co", "Clydebank Mutual", "Rheinbank"] {
        assert_eq!(accounts.matches(bank).count(), 1, "{bank} is shown once: {said}");
    }
    let expected: Vec<_> = crate::books::totals(world.banks()).into_keys().collect();
    let mut currencies: Vec<_> =
        totals.lines().filter_map(|line| line.split_whitespace().next()).filter(|word| word.len() == 3).collect();
    currencies.sort_unstable();
    assert!(expected.len() >= 2);
    assert_eq!(currencies, expected, "one total each: {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_that_nobody_serves_ends_it_with_one_clear_line() {
    // Bound and given back: nobody listens there now.
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let output = moa_terminal(&format!("http://{free}/participants")).await;
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let lines: Vec<_> = said.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 1, "{said}");
    assert!(lines[0].starts_with("✗ ") && lines[0].contains("directory"), "{said}");
    assert!(output.stdout.is_empty(), "nothing was linked");
}

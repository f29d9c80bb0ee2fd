//! The program is killed in the middle of a change, again and again. What comes back is one whole state: what it was before
//! the change, or what it is after it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::desk::{Desk, api};

/// Where the child works; without it the child's test has nothing to do.
const FOLDER: &str = "MOA_REGISTRY_CRASH_FOLDER";
const CHANGES_MAX: usize = 400;

/// From the draft of a version to its end.
const STEPS: usize = 9;

/// The nth change of a life that begins at a published 1.0: it goes on for ever and is always the same.
fn change(desk: &Desk, number: usize) {
    let minor = format!("1.{}", number / STEPS + 1);
    match number % STEPS {
        0 => drop(desk.draft(&api(&minor))),
        1 => drop(desk.submit(&minor).unwrap()),
        2 => drop(desk.begin(&minor).unwrap()),
        3 => drop(desk.keep(desk.report(&minor, &format!("report-{number}"), true)).unwrap()),
        4 => drop(desk.publish(&minor).unwrap()),
        5 => drop(desk.deprecate(&minor, None).unwrap()),
        6 => drop(desk.block(&minor).unwrap()),
        7 => drop(desk.unblock(&minor).unwrap()),
        _ => drop(desk.retire(&minor).unwrap()),
    }
}

/// What there is after so many changes.
fn after(number: usize) -> String {
    let desk = Desk::new();
    desk.published(&api("1.0"));
    (0..number).for_each(|number| change(&desk, number));
    shown(&desk.restarted())
}

fn shown(desk: &Desk) -> String {
    let states = desk.registry.list().into_iter().map(|record| format!("{} {:?}", record.hash, record.state));
    let states: Vec<_> = states.collect();
    format!("{states:#?} {}", desk.get("/spending/v1/balances"))
}

/// Not a test of its own: the program that is killed.
#[test]
fn the_child_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let desk = Desk::in_folder(Path::new(&folder));
    desk.published(&api("1.0"));
    for number in 0..CHANGES_MAX {
        change(&desk, number);
        println!("done {number}");
    }
}

/// Runs the child until it has told of so many changes and is that far into the next one, in quarters of what a change takes
/// here; then nothing of it runs any more.
#[allow(clippy::disallowed_methods, reason = "a process is killed at a moment of the wall clock")]
fn kill_in_the_middle(folder: &Path, told: usize, quarters: u32) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::the_child_that_is_killed", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut before, mut change) = (Instant::now(), Duration::ZERO);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let wanted = format!("done {told}");
    let came = lines.any(|line| {
        (before, change) = (Instant::now(), before.elapsed());
        line.ends_with(&wanted)
    });
    assert!(came, "the child never came to {told}");
    while before.elapsed() < change * quarters / 4 {
        std::hint::spin_loop();
    }
    // SIGKILL on Unix.
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_killed_registry_comes_back_whole() {
    // Killed when so many changes were told; by then it is at the next one. Each sort of change is the next one here, and
    // each is cut off at four places.
    for told in [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15, 16, 30] {
        for quarters in 0..4 {
            let folder = tempfile::tempdir().unwrap();
            kill_in_the_middle(folder.path(), told, quarters);
            let back = Desk::in_folder(folder.path());
            assert_eq!((back.registry.damages(), back.disagreements()), (vec![], vec![]), "{told} and {quarters}/4");
            let seen = shown(&back);
            let whole = (told + 1..CHANGES_MAX).take(60).any(|number| after(number) == seen);
            assert!(whole, "after {told} changes and {quarters}/4: {seen}");
            // And life goes on.
            back.draft(&api("7.0"));
        }
    }
}

//! What the note beside the log finds, and what becomes of a log whose note is gone.

use super::*;

#[test]
fn the_key_and_the_heads_lie_beside_the_file_and_are_missed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("world.db");
    let beside = |ending: &str| folder.path().join(format!("world.db.{ending}"));
    let bank = open(Database::open_file(&path).unwrap(), "thames").unwrap();
    let last = write(&bank, "uk-ais 4.0");
    drop(bank);
    #[cfg(unix)]
    for ending in ["audit-key", "audit-heads"] {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(beside(ending)).unwrap().permissions().mode() & 0o077, 0, "{ending}");
    }
    let again = open(Database::open_file(&path).unwrap(), "thames").unwrap();
    assert_eq!(again.audit().verify().unwrap(), Verified { records: 1, head: last.hash });
    tamper_by(&again, "DELETE FROM audit_records");
    drop(again);
    let again = open(Database::open_file(&path).unwrap(), "thames").unwrap();
    assert_eq!(broken(&again), Broken { sequence: 1, why: Why::End }, "the note outlives a restart");
    write(&again, "uk-ais 4.1");
    drop(again);
    std::fs::remove_file(beside("audit-key")).unwrap();
    let refused = open(Database::open_file(&path).unwrap(), "thames").unwrap_err();
    assert!(matches!(refused, crate::OpenError::State(StateError::SealKeyMissing(_))), "{refused:?}");
}

/// A world's file in a folder of its own, and what lies beside it.
struct File(tempfile::TempDir);

impl File {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn beside(&self, ending: &str) -> std::path::PathBuf {
        self.0.path().join(format!("world.db{ending}"))
    }

    fn open(&self) -> Bank {
        open(Database::open_file(&self.beside("")).unwrap(), "thames").unwrap()
    }
}

#[test]
fn a_start_finds_a_log_that_was_rolled_back_and_growing_past_the_note_does_not_heal_it() {
    let file = File::new();
    let bank = file.open();
    for n in 0..5 {
        write(&bank, &format!("uk-ais {n}.0"));
    }
    assert_eq!(bank.audit().standing(), HeadStanding::Reached);
    tamper_by(&bank, "DELETE FROM audit_records WHERE sequence > 2");
    drop(bank);
    let cut = HeadStanding::CutOff { noted: 5 };
    let bank = file.open();
    assert_eq!(bank.audit().standing(), cut, "it opens all the same, and says so");
    for n in 0..9 {
        write(&bank, &format!("again {n}.0"));
    }
    assert_eq!(broken(&bank), Broken { sequence: 5, why: Why::End });
    drop(bank);
    let bank = file.open();
    assert_eq!((bank.audit().standing(), bank.audit().resume(false).unwrap()), (cut, cut));
    // Whoever knows why takes the log's line out of the note. That is told once more, and written down for good.
    std::fs::remove_file(file.beside(".audit-heads")).unwrap();
    let bank = file.open();
    assert_eq!(bank.audit().standing(), HeadStanding::NotNoted);
    drop(bank);
    assert_eq!(file.open().audit().standing(), HeadStanding::Reached);
}

/// What the log says of notes that were missing, in its order: after which record.
fn not_noted(bank: &Bank) -> Vec<serde_json::Value> {
    let records = bank.audit().page(0, PAGE_MAX).unwrap();
    let missing = records.into_iter().filter(|record| record.action == "audit.not-noted");
    missing
        .map(|record| {
            assert_eq!((record.actor.as_str(), record.subject.as_str()), ("platform", "bank:thames"));
            record.facts
        })
        .collect()
}

#[test]
fn a_note_that_is_missing_at_a_start_stays_in_the_log_for_good() {
    let file = File::new();
    let bank = file.open();
    for n in 0..3 {
        write(&bank, &format!("uk-ais {n}.0"));
    }
    tamper_by(&bank, "DELETE FROM audit_records WHERE sequence > 2");
    drop(bank);
    std::fs::remove_file(file.beside(".audit-heads")).unwrap();
    let bank = file.open();
    assert_eq!(bank.audit().standing(), HeadStanding::NotNoted);
    assert_eq!(bank.audit().resume(false).unwrap(), HeadStanding::NotNoted, "whoever looks again is told the same");
    for n in 0..3 {
        write(&bank, &format!("again {n}.0"));
    }
    drop(bank);
    let bank = file.open();
    assert_eq!(bank.audit().standing(), HeadStanding::Reached, "there is a note again");
    assert_eq!(not_noted(&bank), [json!({ "found": 2 })], "written once, before anything else");
    assert_eq!(bank.audit().page(2, 1).unwrap()[0].action, "audit.not-noted");
    assert_eq!(bank.audit().verify().unwrap().records, 6);
}

#[test]
fn a_log_that_is_empty_and_was_written_once_is_one_that_somebody_emptied() {
    let file = File::new();
    let bank = file.open();
    let world = Audit::of_world(bank.database(), &**bank.clock());
    assert_eq!(world.resume(true).unwrap(), HeadStanding::NotNoted);
    let records = world.page(0, PAGE_MAX).unwrap();
    assert_eq!(
        records.iter().map(|record| (&*record.action, &record.facts)).collect::<Vec<_>>(),
        [("audit.not-noted", &json!({ "found": 0 }))]
    );
}

#[test]
fn a_first_start_and_an_ordinary_one_find_nothing_to_say_about_the_note() {
    let file = File::new();
    drop(file.open());
    drop(file.open());
    let bank = file.open();
    assert_eq!(bank.audit().page(0, PAGE_MAX).unwrap(), [], "nothing was written, so nothing had to be noted");
    write(&bank, "uk-ais 1.0");
    drop(bank);
    drop(file.open());
    let bank = file.open();
    assert_eq!((bank.audit().standing(), not_noted(&bank)), (HeadStanding::Reached, Vec::new()));
    assert_eq!(bank.audit().verify().unwrap().records, 1);
}

#[test]
fn a_log_that_nothing_can_be_added_to_opens_without_its_note_too() {
    let file = File::new();
    let bank = file.open();
    write(&bank, "uk-ais 1.0");
    tamper_by(&bank, "PRAGMA ignore_check_constraints = ON; UPDATE audit_records SET facts = 'no JSON'");
    drop(bank);
    std::fs::remove_file(file.beside(".audit-heads")).unwrap();
    let bank = file.open();
    assert_eq!(bank.audit().standing(), HeadStanding::NotNoted);
    assert!(bank.audit().last().is_err(), "nothing can follow it");
}

#[test]
fn a_log_whose_last_record_was_replaced_is_found_at_the_start_even_when_it_is_as_long() {
    let file = File::new();
    let bank = file.open();
    write(&bank, "uk-ais 1.0");
    let last = write(&bank, "uk-ais 2.0");
    tamper_by(&bank, "UPDATE audit_records SET hash = zeroblob(32) WHERE sequence = 2");
    drop(bank);
    let bank = file.open();
    assert_eq!(bank.audit().standing(), HeadStanding::CutOff { noted: last.sequence });
}

#[test]
fn a_log_that_is_cut_off_under_a_running_platform_is_found_at_its_next_write() {
    let bank = written(5);
    tamper_by(&bank, "DELETE FROM audit_records WHERE sequence > 3");
    assert_eq!(bank.audit().standing(), HeadStanding::Reached, "nobody has looked");
    write(&bank, "uk-ais 9.0");
    assert_eq!(bank.audit().standing(), HeadStanding::CutOff { noted: 5 });
    write(&bank, "uk-ais 9.1");
    write(&bank, "uk-ais 9.2");
    assert_eq!(broken(&bank), Broken { sequence: 5, why: Why::End });
}

#[test]
fn a_note_that_cannot_be_written_or_read_is_told_and_keeps_nobody_from_working() {
    let file = File::new();
    let bank = file.open();
    write(&bank, "uk-ais 1.0");
    let (heads, aside) = (file.beside(".audit-heads"), file.beside(".aside"));
    std::fs::rename(&heads, &aside).unwrap();
    std::fs::create_dir(&heads).unwrap();
    write(&bank, "uk-ais 2.0");
    assert_eq!(bank.audit().standing(), HeadStanding::NotWritten);
    assert_eq!(file.open().audit().standing(), HeadStanding::Unreadable);
    std::fs::remove_dir(&heads).unwrap();
    std::fs::rename(&aside, &heads).unwrap();
    let last = write(&bank, "uk-ais 3.0");
    assert_eq!(bank.audit().standing(), HeadStanding::Reached, "it is written with the next one");
    assert_eq!(bank.audit().verify().unwrap(), Verified { records: 3, head: last.hash });
}

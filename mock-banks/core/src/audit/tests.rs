//! What somebody who knows how the log is made could do to it, and how it is found.

use std::sync::Arc;

use moa_kernel::{FrozenClock, SeededEntropy};
use rusqlite::{Connection, params};
use serde_json::json;

use super::*;
use crate::spec::BankSpec;

const TRIGGERS: &str =
    "DROP TRIGGER audit_records_follow; DROP TRIGGER audit_records_stay; DROP TRIGGER audit_records_keep;";

fn spec(id: &str) -> BankSpec {
    BankSpec::load(format!("{}/../server/banks/{id}.toml", env!("CARGO_MANIFEST_DIR")).as_ref()).unwrap()
}

fn open(database: Database, id: &str) -> Result<Bank, crate::OpenError> {
    let clock = Arc::new(FrozenClock::at("2026-07-14T07:42:00Z".parse().unwrap()));
    Bank::open(spec(id), database, clock, Arc::new(SeededEntropy::new(1)))
}

fn bank() -> Bank {
    open(Database::in_memory().unwrap(), "thames").unwrap()
}

fn write(bank: &Bank, subject: &str) -> Record {
    let new = NewRecord::new("operator:mina", "api.publish", subject)
        .facts(json!({ "b": [1, { "z": 1, "a": 2 }], "a": "é" }));
    bank.database().write(|transaction| append(transaction, bank, new)).unwrap()
}

fn written(count: usize) -> Bank {
    let bank = bank();
    for n in 0..count {
        write(&bank, &format!("uk-ais {n}.0"));
    }
    bank
}

/// What somebody with the file open and no scruples does.
fn tamper(bank: &Bank, act: impl FnOnce(&Connection)) {
    bank.database()
        .write(|transaction| -> Result<(), StateError> {
            transaction.execute_batch(TRIGGERS)?;
            act(transaction);
            Ok(())
        })
        .unwrap();
}

fn tamper_by(bank: &Bank, statement: &str) {
    tamper(bank, |c| c.execute_batch(statement).unwrap());
}

fn broken(bank: &Bank) -> Broken {
    match bank.audit().verify() {
        Err(AuditFault::Broken(broken)) => broken,
        other => panic!("{other:?}"),
    }
}

#[test]
fn records_are_numbered_chained_and_found_in_order() {
    let bank = bank();
    let empty = bank.audit().verify().unwrap();
    assert_eq!(empty, Verified { records: 0, head: Hash::BEGINNING });
    let (first, second) = (write(&bank, "uk-ais 4.0"), write(&bank, "uk-ais 4.1"));
    assert_eq!((first.sequence, first.previous), (1, Hash::BEGINNING));
    assert_eq!((second.sequence, second.previous), (2, first.hash));
    assert_eq!(bank.audit().page(0, 10).unwrap(), [first.clone(), second.clone()]);
    assert_eq!(bank.audit().page(1, 10).unwrap(), std::slice::from_ref(&second));
    assert_eq!(bank.audit().page(2, 10).unwrap(), []);
    assert_eq!(bank.audit().last().unwrap(), Some(second.clone()));
    let about = bank.database().read(|connection| bank.audit().about(connection, "uk-ais 4.0", 5)).unwrap();
    assert_eq!(about, [first]);
    assert_eq!(bank.audit().verify().unwrap(), Verified { records: 2, head: second.hash });
}

#[test]
fn a_log_longer_than_one_page_is_walked_to_its_end() {
    let bank = written(1203);
    assert_eq!(bank.audit().verify().unwrap().records, 1203);
    tamper_by(&bank, "UPDATE audit_records SET actor = 'nobody' WHERE sequence = 1100");
    assert_eq!(broken(&bank), Broken { sequence: 1100, why: Why::Content });
}

#[test]
fn what_is_undone_is_not_written_down_and_what_cannot_be_written_down_is_undone() {
    let bank = written(1);
    let undone: Result<(), StateError> = bank.database().write(|transaction| {
        append(transaction, &bank, NewRecord::new("a", "b", "c"))?;
        Err(StateError::Unreadable("test"))
    });
    assert!(undone.is_err());
    assert_eq!(bank.audit().verify().unwrap().records, 1);
    for new in [
        NewRecord::new("", "b", "c"),
        NewRecord::new("a", "b", "x".repeat(601)),
        NewRecord::new("a", "b", "c").facts(json!("x".repeat(64 * 1024))),
    ] {
        let refused = bank.database().write(|transaction| append(transaction, &bank, new));
        assert!(matches!(refused, Err(StateError::TooLarge(_))));
    }
    assert_eq!(bank.audit().verify().unwrap().records, 1);
}

#[test]
fn the_table_takes_nothing_back() {
    let bank = written(3);
    for statement in [
        "UPDATE audit_records SET actor = 'nobody'",
        "DELETE FROM audit_records WHERE sequence = 3",
        "INSERT OR REPLACE INTO audit_records SELECT chain, sequence, at, 'nobody', action, subject, facts, previous, hash, seal
         FROM audit_records WHERE sequence = 3",
        "INSERT INTO audit_records SELECT chain, 7, at, actor, action, subject, facts, previous, hash, seal
         FROM audit_records WHERE sequence = 3",
    ] {
        let tried = bank.database().write(|t| -> Result<usize, StateError> { Ok(t.execute(statement, [])?) });
        assert!(tried.is_err(), "{statement}");
    }
    assert_eq!(bank.audit().verify().unwrap().records, 3);
}

#[test]
fn a_change_of_any_column_is_found_at_its_record() {
    for (change, why) in [
        ("at = at + 1", Why::Content),
        ("actor = 'operator:jun'", Why::Content),
        ("action = 'api.block'", Why::Content),
        ("subject = 'uk-ais 9.9'", Why::Content),
        ("facts = '{}'", Why::Content),
        ("facts = 'not JSON'", Why::Unreadable),
        ("at = 9223372036854775807", Why::Unreadable),
        ("previous = zeroblob(32)", Why::Content),
        ("hash = zeroblob(32)", Why::Content),
        ("seal = zeroblob(32)", Why::Seal),
        ("sequence = 40", Why::Gap),
    ] {
        let bank = written(5);
        let sql = format!("UPDATE audit_records SET {change} WHERE sequence = 3");
        tamper_by(&bank, &sql);
        assert_eq!(broken(&bank), Broken { sequence: 3, why }, "{change}");
    }
}

#[test]
fn removed_and_exchanged_records_are_found() {
    let bank = written(5);
    tamper_by(&bank, "DELETE FROM audit_records WHERE sequence = 2");
    assert_eq!(broken(&bank), Broken { sequence: 2, why: Why::Gap });
    let bank = written(5);
    tamper(&bank, |c| {
        for (from, to) in [(2, 99), (3, 2), (99, 3)] {
            c.execute("UPDATE audit_records SET sequence = ?2 WHERE sequence = ?1", (from, to)).unwrap();
        }
    });
    assert_eq!(broken(&bank), Broken { sequence: 2, why: Why::Content });
    let bank = written(5);
    tamper_by(&bank, "DELETE FROM audit_records WHERE sequence > 3");
    assert_eq!(broken(&bank), Broken { sequence: 4, why: Why::End });
    let bank = written(5);
    tamper_by(&bank, "DELETE FROM audit_records");
    assert_eq!(broken(&bank), Broken { sequence: 1, why: Why::End });
}

/// Writes records from `from` on again, with right hashes and right links, as somebody would who knows all but the key.
fn rewrite(bank: &Bank, from: u64, seal: impl Fn(&Record) -> [u8; 32]) {
    let mut records = bank.audit().page(0, 100).unwrap();
    tamper(bank, |c| {
        let mut previous = Hash::BEGINNING;
        for record in &mut records {
            if record.sequence >= from {
                record.actor = "operator:nobody".to_owned();
                record.previous = previous;
                record.hash = record.derive_hash("bank:thames");
                c.execute(
                    "UPDATE audit_records SET actor = ?2, previous = ?3, hash = ?4, seal = ?5 WHERE sequence = ?1",
                    params![
                        record.sequence as i64,
                        record.actor,
                        previous.as_bytes(),
                        record.hash.as_bytes(),
                        seal(record)
                    ],
                )
                .unwrap();
            }
            previous = record.hash;
        }
    });
}

#[test]
fn a_log_that_was_rewritten_with_right_hashes_is_found_by_its_seals() {
    let bank = written(5);
    rewrite(&bank, 3, |_| [7; 32]);
    assert_eq!(broken(&bank), Broken { sequence: 3, why: Why::Seal });
    let bank = written(5);
    rewrite(&bank, 1, |_| [7; 32]);
    assert_eq!(broken(&bank), Broken { sequence: 1, why: Why::Seal });
}

#[test]
fn even_with_the_key_the_noted_head_is_not_reached() {
    let bank = written(5);
    rewrite(&bank, 4, |record| bank.database().outside().seal(&record.hash).unwrap());
    assert_eq!(broken(&bank), Broken { sequence: 5, why: Why::End });
}

#[test]
fn a_record_of_one_log_is_none_of_another() {
    let database = Database::in_memory().unwrap();
    let thames = open(database.clone(), "thames").unwrap();
    let other = open(database.clone(), "rheinbank").unwrap();
    write(&thames, "one");
    write(&other, "two");
    let world = Audit::of_world(&database, &**thames.clock());
    database.write(|t| world.append(t, NewRecord::new("admin", "account.add", "jun"))).unwrap();
    for audit in [thames.audit(), other.audit(), world] {
        assert_eq!(audit.verify().unwrap().records, 1);
    }
    tamper(&thames, |c| {
        c.execute("DELETE FROM audit_records WHERE chain = 'bank:rheinbank'", []).unwrap();
        c.execute("UPDATE audit_records SET chain = 'bank:rheinbank' WHERE chain = 'bank:thames'", []).unwrap();
    });
    assert_eq!(broken(&other), Broken { sequence: 1, why: Why::Content });
    assert_eq!(broken(&thames), Broken { sequence: 1, why: Why::End });
}

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
    assert_eq!((bank.audit().standing(), bank.audit().resume().unwrap()), (cut, cut));
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
    assert_eq!(bank.audit().resume().unwrap(), HeadStanding::NotNoted, "whoever looks again is told the same");
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

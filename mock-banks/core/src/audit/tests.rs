//! What somebody who knows how the log is made could do to it, and how it is found.

use std::sync::Arc;

use moa_kernel::{FrozenClock, SeededEntropy};
use rusqlite::{Connection, params};
use serde_json::json;

use super::*;
use crate::spec::BankSpec;

mod heads;

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

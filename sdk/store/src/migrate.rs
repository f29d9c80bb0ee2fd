//! The schema, step by step, forward only.
//!
//! Every step runs once, in its own transaction, and is written down in `migration`. A file that knows more steps than we
//! do comes from a newer version: opening it could destroy what that version relies on, so it is refused.

use moa_sdk::store::StoreError;
use rusqlite::{Connection, TransactionBehavior};

use crate::error::InOurWords as _;

const STEPS: [(&str, &str); 1] = [("first", include_str!("../migrations/0001_first.sql"))];

/// Brings a database up to date.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    run(connection, &STEPS)
}

fn run(connection: &mut Connection, steps: &[(&str, &str)]) -> Result<(), StoreError> {
    connection
        .execute_batch("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;")
        .ours()?;
    let known = steps.len() as i64;
    for (number, (name, sql)) in (1_i64..).zip(steps) {
        // Immediate: two processes that open a new file at once must not both take the first step.
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate).ours()?;
        let found: i64 =
            step.query_row("SELECT coalesce(max(number), 0) FROM migration", [], |row| row.get(0)).ours()?;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if found < number {
            step.execute_batch(sql).ours()?;
            step.execute("INSERT INTO migration (number, name) VALUES (?1, ?2)", (number, name)).ours()?;
        }
        step.commit().ours()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_once_and_in_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &[("one", "CREATE TABLE a (x);")]).unwrap();
        let both = [("one", "CREATE TABLE a (x);"), ("two", "ALTER TABLE a ADD COLUMN y;")];
        run(&mut connection, &both).unwrap();
        run(&mut connection, &both).unwrap();
        connection.execute("INSERT INTO a (x, y) VALUES (1, 2)", []).unwrap();
    }

    #[test]
    fn a_newer_file_is_refused_and_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &[("one", ""), ("two", "")]).unwrap();
        let refused = run(&mut connection, &[("one", "")]);
        assert!(matches!(refused, Err(StoreError::Newer { found: 2, known: 1 })));
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_behind() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert!(run(&mut connection, &[("one", "CREATE TABLE a (x); CREATE TABLE a (x);")]).is_err());
        run(&mut connection, &[("one", "CREATE TABLE a (x);")]).unwrap();
    }
}

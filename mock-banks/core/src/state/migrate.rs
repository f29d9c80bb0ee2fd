//! Forward-only migrations, counted per room. A file that is ahead of the program is refused, never walked back.

use rusqlite::{OptionalExtension as _, Transaction};

use super::StateError;

const ROOMS: &str = "CREATE TABLE IF NOT EXISTS moa_rooms (room TEXT PRIMARY KEY, steps INTEGER NOT NULL) STRICT";

pub(super) fn forward(transaction: &Transaction<'_>, room: &str, steps: &[&str]) -> Result<(), StateError> {
    transaction.execute(ROOMS, [])?;
    let found: Option<i64> =
        transaction.query_row("SELECT steps FROM moa_rooms WHERE room = ?1", [room], |row| row.get(0)).optional()?;
    let found = usize::try_from(found.unwrap_or(0)).map_err(|_| StateError::Unreadable("step count"))?;
    if found > steps.len() {
        return Err(StateError::FromTheFuture { room: room.to_owned(), known: steps.len(), found });
    }
    for step in steps.iter().skip(found) {
        transaction.execute_batch(step)?;
    }
    transaction
        .execute("INSERT OR REPLACE INTO moa_rooms (room, steps) VALUES (?1, ?2)", (room, steps.len() as i64))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::state::{Database, StateError};

    const ONE: &str = "CREATE TABLE one (a TEXT) STRICT";
    const TWO: &str = "CREATE TABLE two (a TEXT) STRICT";

    #[test]
    fn steps_run_once_and_only_forward() {
        let database = Database::in_memory().unwrap();
        database.migrate("room", &[ONE]).unwrap();
        database.migrate("room", &[ONE, TWO]).unwrap();
        database.migrate("room", &[ONE, TWO]).unwrap();
        let older = database.migrate("room", &[ONE]);
        assert!(matches!(older, Err(StateError::FromTheFuture { known: 1, found: 2, .. })));
    }

    #[test]
    fn a_step_that_fails_takes_its_companions_with_it() {
        let database = Database::in_memory().unwrap();
        assert!(database.migrate("room", &[ONE, "CREATE NONSENSE"]).is_err());
        database.migrate("room", &[ONE, TWO]).unwrap();
    }

    #[test]
    fn rooms_count_for_themselves() {
        let database = Database::in_memory().unwrap();
        database.migrate("left", &[ONE]).unwrap();
        database.migrate("right", &[TWO]).unwrap();
        database.migrate("left", &[ONE]).unwrap();
    }
}

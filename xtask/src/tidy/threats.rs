//! The table of threats (`docs/threats.md`): all 22 have a row, and each test it names is there.

use anyhow::Result;

use super::files;
use crate::cargo;

const TABLE: &str = "docs/threats.md";
const THREATS: usize = 22;

/// Every threat without a row, and every test that is named and not there, as a sentence.
pub(super) fn unproved() -> Result<Vec<String>> {
    let table = std::fs::read_to_string(cargo::root().join(TABLE))?;
    let mut code = String::new();
    for file in files::with_endings(&[".rs"])? {
        code.push_str(&std::fs::read_to_string(cargo::root().join(&file))?);
    }
    Ok(judge(&table, &code))
}

fn judge(table: &str, code: &str) -> Vec<String> {
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| 8.1.")).collect();
    let is_there = |number: &usize| rows.iter().any(|row| row.starts_with(&format!("| 8.1.{number} |")));
    let missing = (1..=THREATS).filter(|number| !is_there(number));
    let missing = missing.map(|number| format!("{TABLE} has no row for threat 8.1.{number}"));
    let named = rows.iter().flat_map(|row| proofs(row));
    let unproved = named.filter(|name| !code.contains(&format!("fn {name}(")));
    missing.chain(unproved.map(|name| format!("{TABLE} names the test {name}, which is not there"))).collect()
}

/// The names in backticks in a row's last cell.
fn proofs(row: &str) -> impl Iterator<Item = &str> {
    let last = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap_or_default();
    last.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_missing_and_a_test_that_is_not_there_are_found() {
        let rows: String =
            (1..=22).map(|n| format!("| 8.1.{n} | threat | `not_a_test` | `proof_{n}`, `both` |\n")).collect();
        let code: String = (1..=22).map(|n| format!("fn proof_{n}() {{}}\n")).collect();
        assert_eq!(judge(&rows, &format!("{code}async fn both() {{}}")), Vec::<String>::new());
        assert_eq!(judge(&rows, &code).len(), 22);
        assert_eq!(judge(&rows.replace("| 8.1.7 |", "| 8.1.70 |"), &format!("{code}fn both()")).len(), 1);
    }
}

//! The table of threats (`docs/threats.md`): all 22 have a row, each row names a test or says that it needs none, and each
//! test that is named is one.

use anyhow::Result;

use super::files;
use crate::cargo;

const TABLE: &str = "docs/threats.md";
const THREATS: usize = 22;
/// How an answer begins whose threat has nothing here to be aimed at.
const EXEMPT: &str = "does not apply:";

/// Every threat without a row or without a test, and every test that is named and not there, as a sentence.
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
    let silent = rows.iter().filter(|row| proofs(row).next().is_none() && !is_exempt(row));
    let silent = silent.map(|row| {
        format!(
            "{TABLE} names no test for {}; say `{EXEMPT} …` and `none` where there is nothing to prove",
            cell(row, 0)
        )
    });
    let named = rows.iter().flat_map(|row| proofs(row));
    let unproved = named.filter(|name| !is_test(code, name));
    let unproved = unproved.map(|name| format!("{TABLE} names the test {name}, which is not there"));
    missing.chain(silent).chain(unproved).collect()
}

/// A row's cell, counted from its first.
fn cell(row: &str, number: usize) -> &str {
    row.trim_matches(['|', ' ']).split('|').nth(number).unwrap_or_default().trim()
}

/// The names in backticks in a row's last cell.
fn proofs(row: &str) -> impl Iterator<Item = &str> {
    cell(row, 3).split('`').skip(1).step_by(2)
}

/// Whether a row says in so many words that there is nothing to prove.
fn is_exempt(row: &str) -> bool {
    cell(row, 2).starts_with(EXEMPT) && cell(row, 3) == "none"
}

/// Whether a function of this name is there, with a test's attribute over it and nothing that keeps it from running.
fn is_test(code: &str, name: &str) -> bool {
    let begins = format!("fn {name}(");
    code.match_indices(&begins).any(|(at, _)| {
        let above =
            code.get(..at).and_then(|before| before.rsplit_once('\n')).map_or("", |(above, _)| above).lines().rev();
        let over = above.map(str::trim).take_while(|line| line.starts_with("#[") || line.starts_with("///"));
        let attributes: Vec<&str> = over.collect();
        let has = |begins: &str| attributes.iter().any(|line| line.starts_with(begins));
        (has("#[test") || has("#[tokio::test")) && !has("#[ignore")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_missing_and_a_test_that_is_not_there_are_found() {
        let (rows, code) = (table("`proof`, `both`"), code());
        assert_eq!(judge(&rows, &format!("{code}    #[tokio::test(flavor)]\n    async fn both() {{}}")), NOTHING);
        assert_eq!(judge(&rows, &code).len(), 22);
        assert_eq!(judge(&rows.replace("| 8.1.7 |", "| 8.1.70 |"), &format!("{code}#[test]\nfn both()")).len(), 1);
    }

    #[test]
    fn a_function_that_is_no_test_proves_nothing() {
        let rows = table("`proof`");
        assert_eq!(judge(&rows, "#[test]\n#[cfg(unix)]\n/// Why.\npub fn proof() {}"), NOTHING);
        let ignored = "#[test]\n#[ignore = \"slow\"]\nfn proof() {}";
        for code in [
            ignored,
            "#[ignore]\n#[test]\nfn proof() {}",
            "fn proof() {}",
            "#[test]\nfn other() {}\n\nfn proof() {}",
            "#[inline]\nfn proof()",
        ] {
            assert_eq!(judge(&rows, code).len(), 22, "{code}");
        }
    }

    #[test]
    fn a_row_without_a_test_says_so_in_these_words() {
        let others = table("`proof`");
        let row = |answer: &str, proof: &str| {
            let seventh = format!("| 8.1.7 | threat | {answer} | {proof} |");
            judge(&others.replace("| 8.1.7 | threat | answer `x` | `proof` |", &seventh), &code())
        };
        assert_eq!(row("does not apply: nothing is sold", "none"), NOTHING);
        assert_eq!(row("does not apply: nothing is sold", "`proof`"), NOTHING);
        for (answer, proof) in [("we are careful", "none"), ("does not apply: so", ""), ("does not apply", "none")] {
            let said = row(answer, proof);
            assert!(said.len() == 1 && said[0].contains("8.1.7;"), "{said:?}");
        }
    }

    const NOTHING: Vec<String> = Vec::new();

    fn table(proofs: &str) -> String {
        (1..=22).map(|n| format!("| 8.1.{n} | threat | answer `x` | {proofs} |\n")).collect()
    }

    fn code() -> String {
        "#[test]\nfn proof() {}\n".to_owned()
    }
}

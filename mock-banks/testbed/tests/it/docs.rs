//! The tables of `docs/testbed.md` are written from the list of checks and rules, and may not fall behind it.
//!
//! `MOA_REGENERATE=1 cargo test -p moa-bank-testbed docs` writes them again.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use moa_bank_testbed::diff::Rule;
use moa_bank_testbed::{Plan, Testbed};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/testbed.md");

/// What stands between `<!-- {name} -->` and `<!-- end of {name} -->`, replaced.
fn with(page: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}\n{table}\n{end}{after}")
}

fn checks() -> String {
    let mut table = String::new();
    for plan in Plan::ALL {
        writeln!(table, "**{}**\n\n| check | clause |\n|---|---|", plan.as_str()).unwrap();
        for check in Testbed::checks().filter(|check| check.plan == *plan) {
            let name = check.id.split_once('.').unwrap().1;
            writeln!(table, "| {} <br> `{name}` | {} |", check.sentence, check.clause).unwrap();
        }
        table.push('\n');
    }
    table.trim_end().to_owned() + "\n"
}

fn rules() -> String {
    let mut table = "| rule | what it is about | may be overridden |\n|---|---|---|\n".to_owned();
    for rule in Rule::ALL {
        let overridden = if rule.may_be_overridden() { "yes" } else { "no" };
        writeln!(table, "| `{}` | {} | {overridden} |", rule.id(), rule.sentence()).unwrap();
    }
    table
}

#[test]
fn the_page_lists_every_check_and_every_rule() {
    let page = fs::read_to_string(PAGE).unwrap();
    let fresh = with(&with(&page, "checks", &checks()), "rules", &rules());
    if std::env::var_os("MOA_REGENERATE").is_some() {
        fs::write(Path::new(PAGE), &fresh).unwrap();
    }
    assert!(
        page == fresh || std::env::var_os("MOA_REGENERATE").is_some(),
        "docs/testbed.md is stale: see the head of this test"
    );
}

#[test]
fn every_check_is_one_file_named_by_its_sentence() {
    let mut ids = std::collections::BTreeSet::new();
    for check in Testbed::checks() {
        assert!(ids.insert(check.id), "{} is listed twice", check.id);
        let (plan, name) = check.id.split_once('.').unwrap();
        assert_eq!(plan, check.plan.as_str());
        let file = format!("src/checks/{}/{}.rs", plan.replace('-', "_"), name.replace('-', "_"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
        assert!(path.is_file(), "{file} is not there");
    }
    for folder in Plan::ALL.iter().map(|plan| plan.as_str().replace('-', "_")) {
        let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks").join(&folder)).unwrap();
        for file in files {
            let name = file.unwrap().file_name().into_string().unwrap();
            let id = format!("{}.{}", folder.replace('_', "-"), name.trim_end_matches(".rs").replace('_', "-"));
            assert!(name == "mod.rs" || ids.contains(id.as_str()), "{folder}/{name} is not in the list of checks");
        }
    }
}

//! The console samples: two mock banks, the scripted person, and an overview at the end.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use super::generate::{self, Build};
use super::{kotlin, swift};
use crate::step::Done;
use crate::{cargo, setup, step};

/// Which package, or which one's sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// `bindings/kotlin/sample/dev/moa/sample/Console.kt`
    Kotlin,
    /// `bindings/swift/Sources/MoaSamples/Console.swift`
    Swift,
}

/// Builds everything a sample needs, and runs it.
pub(super) fn run(language: Language) -> Result<()> {
    setup::for_bindings()?;
    let library = generate::library(Build::Debug)?;
    generate::sources(&library)?;
    programs()?;
    match language {
        Language::Kotlin => kotlin(&library).map(drop),
        Language::Swift => swift(&library).map(drop),
    }
}

/// Runs the Kotlin sample.
pub(super) fn kotlin(library: &std::path::Path) -> Result<Done> {
    step::where_it_can("Kotlin: the sample", || shows_totals(kotlin::sample(library, &Scene::set()?)?.as_deref()))
}

/// Runs the Swift sample.
pub(super) fn swift(library: &std::path::Path) -> Result<Done> {
    step::where_it_can("Swift: the sample", || shows_totals(swift::sample(library, &Scene::set()?)?.as_deref()))
}

/// Builds what plays the banks and the person.
pub(super) fn programs() -> Result<()> {
    step::program("The mock banks", cargo::cargo(&["build", "--package", "mock-banks"]))?;
    let browser = ["build", "--package", "moa-tests", "--bin", "scripted-browser"];
    step::program("The scripted browser", cargo::cargo(&browser))?;
    Ok(())
}

/// The two arguments of both samples, and the banks behind the first.
pub(super) struct Scene {
    pub(super) directory: String,
    pub(super) browser: PathBuf,
    _banks: Banks,
}

struct Banks(Child);

impl Drop for Banks {
    fn drop(&mut self) {
        let _gone_already = self.0.kill();
        let _end = self.0.wait();
    }
}

impl Scene {
    fn set() -> Result<Self> {
        let mut banks = Command::new(cargo::program("mock-banks"));
        banks.args(["serve", "--port-base", "0", "--memory", "--bank", "thames", "--bank", "rheinbank"]);
        let banks = banks.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("could not start the banks")?;
        let mut banks = Banks(banks);
        let output = banks.0.stdout.take().context("the banks say where they are")?;
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        let directory = lines.take_while(|line| !line.contains("Ctrl-C")).find_map(|line| directory_in(&line));
        let directory = directory.context("the mock banks did not start; their own words stand above")?;
        Ok(Self { directory, browser: cargo::program("scripted-browser"), _banks: banks })
    }
}

/// The address in the line that tells of the directory.
fn directory_in(line: &str) -> Option<String> {
    let address =
        line.trim_start().strip_prefix("directory")?.split_whitespace().find(|word| word.starts_with("http"))?;
    Some(address.to_owned())
}

/// Whether there was a sample, which then has shown both banks; without one it could not be run here, and has said so. A
/// sample that prints no total has shown nothing.
fn shows_totals(printed: Option<&str>) -> Result<bool> {
    let Some(printed) = printed else { return Ok(false) };
    eprint!("{printed}");
    let totals = printed.lines().filter(|line| line.starts_with("Total")).count();
    if totals == 0 || !printed.contains("Thames & Co") || !printed.contains("Rheinbank") {
        bail!("the sample printed no overview of two banks");
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_is_found_in_what_the_banks_print() {
        let line = "  directory   http://127.0.0.1:7300/participants";
        assert_eq!(directory_in(line).as_deref(), Some("http://127.0.0.1:7300/participants"));
        assert_eq!(directory_in("  Thames & Co http://127.0.0.1:7301"), None);
    }

    #[test]
    fn a_sample_without_an_overview_is_no_proof() {
        assert!(shows_totals(Some("Thames & Co\nRheinbank\nTotal   1.00 EUR\n")).unwrap());
        assert!(shows_totals(Some("Thames & Co\nRheinbank\n")).is_err());
        assert!(shows_totals(Some("Thames & Co\nTotal 1.00 EUR\n")).is_err());
        assert!(!shows_totals(None).unwrap(), "it was skipped aloud");
    }
}

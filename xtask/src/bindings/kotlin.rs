//! The Kotlin package, with Maven.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{generate, snapshot};
use crate::{cargo, step};

/// Builds the JAR, with the native library of this machine inside, and puts it into the local Maven repository.
pub(super) fn package(library: &Path) -> Result<()> {
    run(maven(library).args(["install", "-DskipTests"]))?;
    snapshot::same("bindings/kotlin/surface.txt", &surface()?)
}

/// Runs the tests against mock banks in a process of their own.
pub(super) fn test(library: &Path) -> Result<()> {
    // What a phone's browser and a bank would be: the tests start these two.
    step::program("The mock banks", cargo::cargo(&["build", "--package", "mock-banks"]))?;
    step::program(
        "The scripted browser",
        cargo::cargo(&["build", "--package", "moa-tests", "--bin", "scripted-browser"]),
    )?;
    // Not as far as the JAR: the library of the tests has faults in it.
    run(maven(library).arg("test"))?;
    snapshot::same("bindings/kotlin/surface.txt", &surface()?)
}

fn maven(library: &Path) -> Command {
    let mut maven = Command::new(if cfg!(windows) { "mvn.cmd" } else { "mvn" });
    let natives = library.ancestors().nth(2).unwrap_or(library);
    maven
        .current_dir(folder())
        .args(["--batch-mode", "--no-transfer-progress"])
        .arg(format!("-Dmoa.generated={}", generate::folder().join("kotlin").display()))
        .arg(format!("-Dmoa.natives={}", natives.display()))
        .arg(format!("-Dmoa.programs={}", cargo::target().join("debug").display()));
    maven
}

fn folder() -> PathBuf {
    cargo::root().join("bindings/kotlin")
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().context("could not start Maven: please install a JDK 17 and Maven")?;
    if !status.success() {
        bail!("Maven ended with {status}; its own words stand above");
    }
    Ok(())
}

/// Everything public that is not generated, as the JDK's own tool sees it.
fn surface() -> Result<String> {
    let classes = folder().join("target/classes/dev/moa");
    let mut files: Vec<PathBuf> = fs::read_dir(&classes)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "class") && is_written_by_hand(file))
        .collect();
    files.sort();
    let answer = Command::new("javap").arg("-public").args(&files).output().context("a JDK brings javap")?;
    let text = String::from_utf8(answer.stdout).context("javap speaks UTF-8")?;
    let lines = text.lines().filter(|line| !line.starts_with("Compiled from") && !line.starts_with("Warning"));
    Ok(lines.collect::<Vec<_>>().join("\n") + "\n")
}

/// The compiler's own classes (lambdas, coroutines) have parts in small letters or digits.
fn is_written_by_hand(class: &Path) -> bool {
    let name = class.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    name.split('$').all(|part| part.starts_with(|first: char| first.is_ascii_uppercase()) && part != "WhenMappings")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_compiler_made_is_no_part_of_the_surface() {
        for (class, by_hand) in
            [("Moa", true), ("LinkState$Active", true), ("MoaKt$link$1", false), ("Moa$DefaultImpls", true)]
        {
            assert_eq!(is_written_by_hand(Path::new(&format!("x/{class}.class"))), by_hand, "{class}");
        }
    }
}

//! The Swift package: with this machine's own Swift, or with Debian's in a root of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::sample::Scene;
use super::{generate, snapshot, swift_root, swift_surface};
use crate::cargo;

/// Builds the package, and compares what it shows to apps.
pub(super) fn build(library: &Path) -> Result<()> {
    let Some(mut build) = swift(&["build"], &[], library)? else { return Ok(()) };
    run(&mut build)?;
    surface(library)
}

/// Runs its tests against the mock banks that the Kotlin tests used, and compares what it shows to apps; says whether there is
/// a Swift to do it with.
pub(super) fn test(library: &Path) -> Result<bool> {
    let Some(mut test) = swift(&["test"], &[], library)? else { return Ok(false) };
    run(&mut test)?;
    surface(library)?;
    Ok(true)
}

/// Runs the sample and gives what it printed, where there is a Swift.
pub(super) fn sample(library: &Path, scene: &Scene) -> Result<Option<String>> {
    let browser = scene.browser.display().to_string();
    let Some(mut sample) = swift(&["run", "--quiet"], &["moa-console", &scene.directory, &browser], library)? else {
        return Ok(None);
    };
    let answer = sample.stderr(Stdio::inherit()).output().context(NO_SWIFT)?;
    if !answer.status.success() {
        bail!("Swift ended with {}; its own words stand above", answer.status);
    }
    Ok(Some(String::from_utf8_lossy(&answer.stdout).into_owned()))
}

/// Holds what the package shows to apps against its snapshot, and sees that each of it says what it is.
fn surface(library: &Path) -> Result<()> {
    let what = ["package", "dump-symbol-graph", "--minimum-access-level", "public", "--skip-synthesized-members"];
    let Some(mut dump) = swift(&what, &[], library)? else { return Ok(()) };
    let answer = dump.stderr(Stdio::inherit()).output().context(NO_SWIFT)?;
    if !answer.status.success() {
        bail!("Swift ended with {} while it described the package", answer.status);
    }
    let graph = fs::read_to_string(swift_surface::graph(&scratch())?)?;
    let silent = swift_surface::undocumented(&graph)?;
    if !silent.is_empty() {
        bail!("public declarations without a `///` comment:\n  {}", silent.join("\n  "));
    }
    let seen = swift_surface::of(&graph)?;
    if has_own_swift() {
        // Other versions of Swift write the same declaration a little differently, but all give it the same name.
        return snapshot::same_in(SURFACE, &seen, swift_surface::names)
            .context("it is Debian's Swift that writes the snapshot, on a machine that has no other");
    }
    snapshot::same(SURFACE, &seen)
}

const SURFACE: &str = "bindings/swift/surface.txt";

const NO_SWIFT: &str = "could not start Swift";

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().context(NO_SWIFT)?;
    if !status.success() {
        bail!("Swift ended with {status}; its own words stand above");
    }
    Ok(())
}

/// A command of Swift's on the package, with what stands behind its own options; none where there is no Swift, which is said.
fn swift(what: &[&str], more: &[&str], library: &Path) -> Result<Option<Command>> {
    // `swift package` takes the package's options before its own command.
    let (first, rest) = what.split_at(1);
    let mut words: Vec<String> = ["swift"].iter().chain(first).map(|word| (*word).to_owned()).collect();
    words.extend(["--package-path".to_owned(), package().display().to_string()]);
    words.extend(["--scratch-path".to_owned(), scratch().display().to_string()]);
    words.extend(rest.iter().chain(more).map(|word| (*word).to_owned()));
    let mut command = if has_own_swift() {
        let mut own = Command::new("swift");
        own.args(words.iter().skip(1));
        own
    } else {
        match swift_root::ready()? {
            Ok(root) => root.command(&words),
            Err(why) if why.may_be_passed_over(std::env::var_os("CI").is_some()) => {
                eprintln!(
                    "  Skipped: there is no `swift` here, and {why}. The Swift package was neither built nor tested."
                );
                return Ok(None);
            }
            Err(why) => bail!("there is no `swift` here, and {why}; CI does not pass over what its machine could do"),
        }
    };
    let natives = library.parent().unwrap_or(library);
    command.env("MOA_NATIVE_DIR", natives).env("MOA_PROGRAMS", cargo::target().join("debug")).stdin(Stdio::null());
    Ok(Some(command))
}

fn scratch() -> PathBuf {
    generate::folder().join("swift-build")
}

fn package() -> PathBuf {
    cargo::root().join("bindings/swift")
}

fn has_own_swift() -> bool {
    Command::new("swift").arg("--version").output().is_ok_and(|answer| answer.status.success())
}

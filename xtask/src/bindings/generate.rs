//! The library, and the sources that UniFFI writes from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{kdoc, snapshot, surface};
use crate::{cargo, step};

/// The profile of what is shipped, and so the folder below a target's where cargo puts it.
pub(super) const SHIPPED: &str = "mobile";

/// How the library is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Build {
    /// Quickly.
    Debug,
    /// As it is shipped.
    Shipped,
    /// Quickly, with faults that the tests can set off.
    Planted,
}

impl Build {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Shipped => "as it is shipped, small and stripped",
            Self::Planted => "debug, with planted faults",
        }
    }

    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Debug => &["build", "--package", "moa-ffi"],
            Self::Shipped => &["build", "--package", "moa-ffi", "--profile", SHIPPED],
            Self::Planted => &["build", "--package", "moa-ffi", "--features", "planted"],
        }
    }

    const fn folder(self) -> &'static str {
        if matches!(self, Self::Shipped) { SHIPPED } else { "debug" }
    }
}

/// Where everything of this command goes.
pub(super) fn folder() -> PathBuf {
    cargo::target().join("bindings")
}

/// Builds the library and gives its copy, which no other build overwrites.
pub(super) fn library(build: Build) -> Result<PathBuf> {
    step::program(&format!("The library ({})", build.name()), cargo::cargo(build.arguments()))?;
    let name = format!("{}moa_ffi{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let built = cargo::target().join(build.folder()).join(&name);
    // The folder has the name under which JNA looks for it in a JAR. Faults lie apart from what is shipped.
    let place = folder().join(if build == Build::Planted { "planted" } else { "natives" }).join(jna_folder());
    fs::create_dir_all(&place)?;
    let copy = place.join(name);
    fs::copy(&built, &copy).with_context(|| format!("the build left no {}", built.display()))?;
    Ok(copy)
}

/// JNA's word for this system.
fn jna_folder() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let machine = if std::env::consts::ARCH == "x86_64" { "x86-64" } else { std::env::consts::ARCH };
    format!("{system}-{machine}")
}

/// Where the generator puts Kotlin.
const KOTLIN: &str = "dev/moa/internal/ffi/moa.kt";

/// Writes the generated sources of both languages where their packages look for them.
///
/// The generator is built apart from the library: in one call cargo would unify their features and put it inside.
pub(super) fn sources(library: &Path) -> Result<()> {
    step::program("The generator", cargo::cargo(&["build", "--package", "uniffi-bindgen-cli"]))?;
    let kotlin = folder().join("kotlin");
    generate("kotlin", library, &kotlin, &[])?;
    let silent = kdoc::undocumented(&fs::read_to_string(kotlin.join(KOTLIN))?);
    if !silent.is_empty() {
        bail!("exports whose words do not reach Kotlin:\n  {}", silent.join("\n  "));
    }
    let swift = folder().join("swift");
    generate("swift", library, &swift, &[])?;
    place_swift(&swift)?;
    let seen = surface::of(&fs::read_to_string(swift.join("MoaFFI.swift"))?);
    let broken = surface::broken_rules(&seen);
    if !broken.is_empty() {
        bail!("exports that would hurt the other side:\n  {}", broken.join("\n  "));
    }
    snapshot::same("bindings/ffi/surface.txt", &seen)
}

pub(super) fn generate(language: &str, library: &Path, out: &Path, more: &[&str]) -> Result<()> {
    let status = Command::new(cargo::program("uniffi-bindgen"))
        .current_dir(cargo::root())
        .args(["generate", "--no-format", "--language", language, "--out-dir"])
        .arg(out)
        .args(more)
        .arg(library)
        .status()
        .context("could not start the generator")?;
    if !status.success() {
        bail!("the generator ended with {status}");
    }
    Ok(())
}

/// The system library's map says what to link, which the generated one leaves to Xcode.
const MODULE_MAP: &str = "module CMoaFFI {\n    header \"CMoaFFI.h\"\n    link \"moa_ffi\"\n    export *\n}\n";

fn place_swift(generated: &Path) -> Result<()> {
    let sources = cargo::root().join("bindings/swift/Sources");
    let (code, c) = (sources.join("MoaFFI"), sources.join("CMoaFFI"));
    fs::create_dir_all(&code)?;
    fs::create_dir_all(&c)?;
    write_if_other(&code.join("MoaFFI.swift"), &fs::read_to_string(generated.join("MoaFFI.swift"))?)?;
    write_if_other(&c.join("CMoaFFI.h"), &fs::read_to_string(generated.join("CMoaFFI.h"))?)?;
    write_if_other(&c.join("module.modulemap"), MODULE_MAP)
}

/// Leaves a file alone that says the same already: it takes Swift a minute to compile.
fn write_if_other(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|present| present == text) {
        return Ok(());
    }
    fs::write(file, text).with_context(|| file.display().to_string())
}

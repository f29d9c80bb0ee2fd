//! The Kotlin package, with Maven.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::android::RULES;
use super::sample::Scene;
use super::{generate, snapshot};
use crate::cargo;

/// Builds the JAR, with the native library of this machine inside, and puts it into the local Maven repository.
pub(super) fn package(library: &Path) -> Result<()> {
    let build = folder().join("target");
    run(maven(library, &build).args(["install", "-DskipTests"]))?;
    check(&build, Some(library))?;
    snapshot::same("bindings/kotlin/surface.txt", &surface(&build)?)
}

/// Runs the tests against mock banks in a process of their own.
pub(super) fn test(library: &Path) -> Result<()> {
    // Not as far as the JAR, and in a folder of its own: the library of the tests has faults in it.
    let build = generate::folder().join("maven-tests");
    run(maven(library, &build).arg("test"))?;
    snapshot::same("bindings/kotlin/surface.txt", &surface(&build)?)
}

/// Packs the JAR and runs the sample beside it; gives what it printed.
pub(super) fn sample(library: &Path, scene: &Scene) -> Result<Option<String>> {
    let mut sample = maven(library, &packed());
    sample.args(["--quiet", "package", "-DskipTests", "exec:java"]);
    sample.arg(format!("-Dexec.args=\"{}\" \"{}\"", scene.directory, scene.browser.display()));
    let answer = sample.stderr(Stdio::inherit()).output().context(NO_MAVEN)?;
    // Maven resets the colours at its end, also where there are none.
    let printed = String::from_utf8_lossy(&answer.stdout).replace("\u{1b}[0m", "");
    if !answer.status.success() {
        bail!("Maven ended with {}:\n{printed}", answer.status);
    }
    Ok(Some(printed))
}

/// Runs the sample against the JAR that [`sample`] packed: JNA has to find the library inside and to extract it.
pub(super) fn test_packed(library: &Path) -> Result<()> {
    let build = packed();
    check(&build, Some(library))?;
    let mut test = maven(library, &build);
    test.args(["surefire:test", "-Dmoa.tests=**/PackedJar.class"]);
    run(test.arg(format!("-Dmoa.tested={}", build.join(JAR).display())))
}

fn packed() -> PathBuf {
    generate::folder().join("maven-packed")
}

/// Packs the classes alone into `build`, as an Android archive takes them, with what only Android has when it is there.
pub(super) fn classes(build: &Path, android: Option<&Path>) -> Result<PathBuf> {
    // A library in a folder that is not there: none.
    let none = build.join("none/none/none");
    let mut package = maven(&none, build);
    if let Some(android) = android {
        package.arg("-Pandroid").arg(format!("-Dmoa.android.jar={}", android.display()));
    }
    run(package.args(["--quiet", "package", "-Dmaven.test.skip=true"]))?;
    check(build, None)?;
    Ok(build.join(JAR))
}

/// The JAR of the sources that was packed together with these classes.
pub(super) fn sources_beside(classes: &Path) -> PathBuf {
    classes.with_file_name(SOURCES)
}

const JAR: &str = "moa-0.1.0.jar";
const SOURCES: &str = "moa-0.1.0-sources.jar";

/// What only Android can compile.
const FOR_ANDROID: &str = "dev/moa/android/KeystoreVault.kt";

/// Whether the JAR holds the rules for shrinking, this library and no other, one without planted faults; and the sources hold
/// none, but what is for Android.
fn check(build: &Path, library: Option<&Path>) -> Result<()> {
    let place = |library: &Path| {
        let parts = library.iter().rev().take(2).filter_map(|part| part.to_str()).collect::<Vec<_>>();
        parts.into_iter().rev().collect::<Vec<_>>().join("/")
    };
    let jar = held(&build.join(JAR))?;
    if libraries(&jar) != library.map(place).into_iter().collect::<Vec<_>>() {
        bail!("{JAR} holds {:?} and not the library it was packed for", libraries(&jar));
    }
    let sources = held(&build.join(SOURCES))?;
    if !libraries(&sources).is_empty() {
        bail!("{SOURCES} holds {:?}", libraries(&sources));
    }
    for (archive, names, wanted) in [(JAR, &jar, RULES), (SOURCES, &sources, FOR_ANDROID)] {
        if !names.iter().any(|name| name == wanted) {
            bail!("{archive} does not hold {wanted}");
        }
    }
    let Some(library) = library else { return Ok(()) };
    if fs::read(build.join("classes").join(place(library)))? != fs::read(library)? {
        bail!("{JAR} holds another build of the library");
    }
    Ok(())
}

/// The names of what an archive holds.
fn held(archive: &Path) -> Result<Vec<String>> {
    let answer = Command::new("jar").arg("tf").arg(archive).output().context("a JDK brings jar")?;
    if !answer.status.success() {
        bail!("{} cannot be read", archive.display());
    }
    let names = String::from_utf8(answer.stdout).context("the archive's names are no UTF-8")?;
    Ok(names.lines().map(str::to_owned).collect())
}

/// The native libraries among them.
fn libraries(names: &[String]) -> Vec<String> {
    names.iter().filter(|name| is_library(name)).cloned().collect()
}

fn is_library(name: &str) -> bool {
    [".so", ".dylib", ".dll", ".jnilib"].iter().any(|ending| name.ends_with(ending))
}

/// Maven, building in `build`, with the folder of this library's folder as what goes beside the classes.
fn maven(library: &Path, build: &Path) -> Command {
    let mut maven = Command::new(if cfg!(windows) { "mvn.cmd" } else { "mvn" });
    let natives = library.ancestors().nth(2).unwrap_or(library);
    // `cargo run` names its own build folder there, and JNA would take the library from it and not out of the JAR.
    maven.env_remove("LD_LIBRARY_PATH").env_remove("DYLD_FALLBACK_LIBRARY_PATH");
    maven
        .arg(format!("-Dmoa.build={}", build.display()))
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

const NO_MAVEN: &str = "could not start Maven: please install a JDK 17 and Maven";

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().context(NO_MAVEN)?;
    if !status.success() {
        bail!("Maven ended with {status}; its own words stand above");
    }
    Ok(())
}

/// Everything public that is not generated, as the JDK's own tool sees it.
fn surface(build: &Path) -> Result<String> {
    let classes = build.join("classes/dev/moa");
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
    fn a_library_is_known_by_its_ending() {
        for (name, library) in [
            ("linux-x86-64/libmoa_ffi.so", true),
            ("darwin-aarch64/libmoa_ffi.dylib", true),
            ("win32-x86-64/moa_ffi.dll", true),
            ("dev/moa/Moa.class", false),
        ] {
            assert_eq!(is_library(name), library, "{name}");
        }
    }

    #[test]
    fn every_plugin_of_the_build_is_at_a_version_of_ours() {
        let pom = fs::read_to_string(folder().join("pom.xml")).unwrap();
        let plugins: Vec<&str> =
            pom.split("<plugin>").skip(1).filter_map(|rest| rest.split("</plugin>").next()).collect();
        for plugin in &plugins {
            assert!(plugin.contains("<version>"), "{plugin}");
        }
        for brought in ["resources", "compiler", "surefire", "jar", "install", "clean", "deploy", "site"] {
            let name = format!("<artifactId>maven-{brought}-plugin</artifactId>");
            assert!(
                plugins.iter().any(|plugin| plugin.contains(&name)),
                "Maven would bring {brought} at its own version"
            );
        }
    }

    #[test]
    fn what_the_compiler_made_is_no_part_of_the_surface() {
        for (class, by_hand) in
            [("Moa", true), ("LinkState$Active", true), ("MoaKt$link$1", false), ("Moa$DefaultImpls", true)]
        {
            assert_eq!(is_written_by_hand(Path::new(&format!("x/{class}.class"))), by_hand, "{class}");
        }
    }
}

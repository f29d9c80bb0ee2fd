//! `cargo xtask bindings`: the Kotlin and the Swift package, from one library.
//!
//! [`generate`] builds the library and writes both languages' generated sources, and holds them against the snapshot of the
//! surface, so that a changed export shows in review. [`kotlin`] and [`swift`] build and test what stands in front of them.
//! [`android`] and [`xcframework`] lay out what phones take, on machines that can build it.

mod android;
mod elf;
mod generate;
mod kdoc;
mod kotlin;
mod sample;
mod snapshot;
mod surface;
mod swift;
mod swift_root;
mod swift_surface;
mod without_swift;
mod xcframework;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::setup;
use crate::step::{self, Done};

use self::generate::Build;
pub(crate) use self::sample::Language;

/// What to build.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: Option<What>,
    /// A debug build of the library: quick to make, large, slow
    #[arg(long)]
    debug: bool,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum What {
    /// Test both packages against mock banks, as `cargo xtask test` does at its end
    Test {
        /// Only the package of this language, for a quick look while writing
        language: Option<Language>,
    },
    /// Link two mock banks with the scripted person and print the overview
    Sample {
        /// In which language
        language: Language,
    },
    /// Lay out the Android archive (AAR): needs an Android NDK
    Android,
    /// Make the XCFramework and the Swift package around it: needs a Mac with Xcode
    Xcframework,
}

/// Builds what was asked for: both packages of this machine, or those of a phone.
///
/// # Errors
/// When a step fails; the message says what is missing.
pub(crate) fn bindings(options: &Options) -> Result<()> {
    match options.what {
        Some(What::Test { language }) => {
            let mut done = Vec::new();
            test(&mut done, language)?;
            step::summarise(&done);
            Ok(())
        }
        Some(What::Sample { language }) => sample::run(language),
        Some(What::Android) => android::build(),
        Some(What::Xcframework) => xcframework::build(),
        None => packages(if options.debug { Build::Debug } else { Build::Shipped }),
    }
}

fn packages(build: Build) -> Result<()> {
    setup::for_bindings()?;
    let library = generate::library(build)?;
    generate::sources(&library)?;
    step::step("Kotlin: the package", || kotlin::package(&library))?;
    step::step("Swift: the package", || swift::build(&library))?;
    let bytes = library.metadata()?.len();
    eprintln!("\nThe library of this machine has {} KB ({}).", bytes / 1024, build.name());
    Ok(())
}

/// Builds the library with its planted faults, and tests both packages against it, or only the one of a language.
///
/// # Errors
/// When a build or a test fails. A language that this machine cannot test is named, and is not an error.
pub(crate) fn test(done: &mut Vec<Done>, only: Option<Language>) -> Result<()> {
    let wanted = |language| only.is_none_or(|only| only == language);
    done.push(step::step("Kotlin and Swift: what they need", setup::for_bindings)?);
    let library = generate::library(Build::Planted)?;
    done.push(step::step("Kotlin and Swift: generated sources", || generate::sources(&library))?);
    sample::programs()?;
    if wanted(Language::Kotlin) {
        done.push(step::step("Kotlin: tests", || kotlin::test(&library))?);
        done.push(step::step("Kotlin: the classes for Android", || android::classes().map(drop))?);
    }
    if wanted(Language::Swift) {
        done.push(step::where_it_can("Swift: tests", || swift::test(&library))?);
        done.push(sample::swift(&library)?);
    }
    if wanted(Language::Kotlin) {
        // Last: it builds the library once more, without the faults.
        let shipped = generate::library(Build::Debug)?;
        done.push(sample::kotlin(&shipped)?);
        done.push(step::step("Kotlin: the packed JAR", || kotlin::test_packed(&shipped))?);
    }
    Ok(())
}

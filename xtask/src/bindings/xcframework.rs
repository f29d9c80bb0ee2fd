//! What Xcode takes: a static library for each of Apple's systems in one XCFramework, and a Swift package around it.
//!
//! One static library per app: two of Rust's do not get on in one program. So the headers lie in a folder of their own name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::generate::{self, Build, SHIPPED};
use crate::{cargo, step};

/// A system, and the processors that its library is for.
const SYSTEMS: &[(&str, &[&str])] = &[
    ("ios", &["aarch64-apple-ios"]),
    ("ios-simulator", &["aarch64-apple-ios-sim", "x86_64-apple-ios"]),
    ("macos", &["aarch64-apple-darwin", "x86_64-apple-darwin"]),
];

const PACKAGE: &str = r#"// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Moa",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [.library(name: "MoaSDK", targets: ["MoaSDK"])],
    targets: [
        .binaryTarget(name: "CMoaFFI", path: "MoaFFI.xcframework"),
        .target(name: "MoaFFI", dependencies: ["CMoaFFI"], swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(name: "MoaSDK", dependencies: ["MoaFFI"]),
    ],
    swiftLanguageModes: [.v6]
)
"#;

/// Builds `target/bindings/apple`.
pub(super) fn build() -> Result<()> {
    if !cfg!(target_os = "macos") {
        bail!("an XCFramework can only be made on a Mac with Xcode (`xcodebuild -create-xcframework`)");
    }
    let library = generate::library(Build::Debug)?;
    generate::sources(&library)?;
    let place = generate::folder().join("apple");
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    let headers = headers(&place)?;
    let mut create = Command::new("xcodebuild");
    create.arg("-create-xcframework");
    for (system, targets) in SYSTEMS {
        create.arg("-library").arg(fat(&place, system, targets)?).arg("-headers").arg(&headers);
    }
    create.arg("-output").arg(place.join("MoaFFI.xcframework"));
    step::program("The XCFramework", create)?;
    let sources = cargo::root().join("bindings/swift/Sources");
    for target in ["MoaFFI", "MoaSDK"] {
        copy(&sources.join(target), &place.join("Sources").join(target))?;
    }
    fs::write(place.join("Package.swift"), PACKAGE)?;
    eprintln!("\n{} is a package that Xcode takes", place.display());
    Ok(())
}

fn headers(place: &Path) -> Result<PathBuf> {
    let headers = place.join("headers");
    // In a folder of its own: every framework's map is called module.modulemap, and Xcode would mix them up.
    let own = headers.join("CMoaFFI");
    fs::create_dir_all(&own)?;
    let generated = generate::folder().join("swift");
    fs::copy(generated.join("CMoaFFI.h"), own.join("CMoaFFI.h"))?;
    fs::copy(generated.join("CMoaFFI.modulemap"), own.join("module.modulemap"))?;
    Ok(headers)
}

fn fat(place: &Path, system: &str, targets: &[&str]) -> Result<PathBuf> {
    let mut lipo = Command::new("lipo");
    lipo.arg("-create");
    for target in targets {
        let build = [
            "rustc",
            "--package",
            "moa-ffi",
            "--lib",
            "--profile",
            SHIPPED,
            "--target",
            target,
            "--crate-type",
            "staticlib",
        ];
        step::program(&format!("The library for {target}"), cargo::cargo(&build))?;
        lipo.arg(cargo::target().join(target).join(SHIPPED).join("libmoa_ffi.a"));
    }
    let folder = place.join("libraries").join(system);
    fs::create_dir_all(&folder)?;
    let library = folder.join("libmoa_ffi.a");
    step::program(&format!("The library for {system}"), lipo_to(lipo, &library))?;
    Ok(library)
}

fn lipo_to(mut lipo: Command, library: &Path) -> Command {
    lipo.arg("-output").arg(library);
    lipo
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

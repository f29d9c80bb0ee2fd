//! The Android archive (AAR): the library for each kind of phone, the classes, and the rules for shrinking.
//!
//! It needs an NDK (r28 or newer, which aligns to 16 KB by itself; older ones are told to). The classes are packed by
//! `cargo xtask bindings test` as well, which needs none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::generate::{self, Build};
use super::{elf, kotlin};
use crate::{cargo, setup, step};

/// Android's name for a kind of phone, and Rust's.
const PHONES: &[(&str, &str)] = &[
    ("arm64-v8a", "aarch64-linux-android"),
    ("armeabi-v7a", "armv7-linux-androideabi"),
    ("x86_64", "x86_64-linux-android"),
];
/// Android 8: the first with `java.time`.
const API: u32 = 26;

const MANIFEST: &str = "<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\" package=\"dev.moa\">\n    \
     <uses-sdk android:minSdkVersion=\"26\" />\n    <uses-permission android:name=\"android.permission.INTERNET\" />\n</manifest>\n";

/// Builds `target/bindings/android/moa.aar`.
pub(super) fn build() -> Result<()> {
    let ndk = toolchain()?;
    setup::for_bindings()?;
    let archive = generate::folder().join("android").join("aar");
    if archive.exists() {
        fs::remove_dir_all(&archive)?;
    }
    for (abi, target) in PHONES {
        step::program(&format!("The library for {abi}"), cross(&ndk, target))?;
        let library = cargo::target().join(target).join("release").join("libmoa_ffi.so");
        let place = archive.join("jni").join(abi);
        fs::create_dir_all(&place)?;
        fs::copy(&library, place.join("libmoa_ffi.so"))?;
        check(abi, &library)?;
    }
    let library = generate::library(Build::Debug)?;
    generate::sources(&library)?;
    fs::copy(classes()?, archive.join("classes.jar"))?;
    fs::write(archive.join("AndroidManifest.xml"), MANIFEST)?;
    fs::copy(
        cargo::root().join("bindings/kotlin/src/main/resources/META-INF/proguard/moa.pro"),
        archive.join("proguard.txt"),
    )?;
    pack(&archive)
}

/// The folder of the NDK's compilers.
fn toolchain() -> Result<PathBuf> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "NDK_HOME"].iter().find_map(std::env::var_os);
    let Some(ndk) = named.map(PathBuf::from) else {
        bail!(
            "there is no Android NDK here. Please install r28 or newer (Android Studio, or `sdkmanager ndk;28.2.13676358`), \
             set ANDROID_NDK_HOME to its folder, and run `rustup target add {}`",
            PHONES.iter().map(|(_, target)| *target).collect::<Vec<_>>().join(" ")
        );
    };
    let hosts = ndk.join("toolchains/llvm/prebuilt");
    let host = fs::read_dir(&hosts).ok().and_then(|mut hosts| hosts.next()).and_then(Result::ok);
    Ok(host.with_context(|| format!("{} holds no compilers", hosts.display()))?.path().join("bin"))
}

fn cross(ndk: &Path, target: &str) -> Command {
    let clang_target = target.replace("armv7-", "armv7a-");
    let clang = ndk.join(format!("{clang_target}{API}-clang"));
    let (lower, upper) = (target.replace('-', "_"), target.replace('-', "_").to_uppercase());
    let mut command = cargo::cargo(&["build", "--package", "moa-ffi", "--release", "--target", target]);
    command
        .env(format!("CC_{lower}"), &clang)
        .env(format!("AR_{lower}"), ndk.join("llvm-ar"))
        .env(format!("CARGO_TARGET_{upper}_LINKER"), &clang)
        .env(format!("CARGO_TARGET_{upper}_RUSTFLAGS"), format!("-Clink-arg=-Wl,-z,max-page-size={}", elf::PAGE));
    command
}

/// Only phones with 64 bits have large pages.
fn check(abi: &str, library: &Path) -> Result<()> {
    let file = fs::read(library)?;
    eprintln!("  {abi}: {} KB", file.len() / 1024);
    if abi.contains("64") && elf::alignment(&file)? < elf::PAGE {
        bail!("the library for {abi} is not aligned to 16 KB pages, so newer phones would not load it");
    }
    Ok(())
}

/// Packs the classes that an archive takes, without the library of any desktop.
///
/// They are the JVM's: the generated code looks at run time whether Android has the JVM's cleaner (API 33) and takes JNA's
/// where not. `android = true` would only fix that choice, by classes of Android's that would have to be there to compile.
pub(super) fn classes() -> Result<PathBuf> {
    kotlin::classes(&generate::folder().join("maven-android"))
}

fn pack(archive: &Path) -> Result<()> {
    let aar = archive.with_file_name("moa.aar");
    let mut jar = Command::new("jar");
    jar.args(["--create", "--no-manifest", "--file"]).arg(&aar).arg("-C").arg(archive).arg(".");
    step::program("The archive", jar)?;
    eprintln!("\n{}", aar.display());
    Ok(())
}

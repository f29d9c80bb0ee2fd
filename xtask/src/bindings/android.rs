//! The Android archive (AAR): the library for each kind of phone, the classes, and the rules for shrinking.
//!
//! It needs an NDK (r28 or newer, which aligns to 16 KB by itself; older ones are told to). The classes are packed by
//! `cargo xtask bindings test` as well, which needs none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::generate::{self, Build, SHIPPED};
use super::{elf, kotlin};
use crate::{cargo, setup, step};

/// Android's name for a kind of phone, and Rust's.
const PHONES: &[(&str, &str)] = &[
    ("arm64-v8a", "aarch64-linux-android"),
    ("armeabi-v7a", "armv7-linux-androideabi"),
    ("x86_64", "x86_64-linux-android"),
];
/// Where a JAR has the rules for shrinking.
pub(super) const RULES: &str = "META-INF/proguard/moa.pro";
/// Android 8: the first with `java.time`.
const API: u32 = 26;

/// Builds `target/bindings/android/moa.aar`, and the JAR of the sources beside it.
pub(super) fn build() -> Result<()> {
    let ndk = toolchain(named(&["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "NDK_HOME"]))?;
    setup::for_bindings()?;
    let archive = generate::folder().join("android").join("aar");
    if archive.exists() {
        fs::remove_dir_all(&archive)?;
    }
    for (abi, target) in PHONES {
        step::program(&format!("The library for {abi}"), cross(&ndk, target))?;
        take(&archive, abi, &cargo::target().join(target).join(SHIPPED).join("libmoa_ffi.so"))?;
    }
    let library = generate::library(Build::Debug)?;
    generate::sources(&library)?;
    let classes = classes()?;
    lay_out(&archive, &classes)?;
    fs::copy(kotlin::sources_beside(&classes), archive.with_file_name("moa-sources.jar"))?;
    pack(&archive)
}

/// The first of these variables that is set, as a folder.
fn named(variables: &[&str]) -> Option<PathBuf> {
    variables.iter().find_map(std::env::var_os).map(PathBuf::from)
}

/// The folder of the NDK's compilers.
fn toolchain(ndk: Option<PathBuf>) -> Result<PathBuf> {
    let Some(ndk) = ndk else {
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

/// Android's own classes, of the newest platform of an SDK.
fn platform(sdk: Option<PathBuf>) -> Result<PathBuf> {
    let platforms = sdk.context("ANDROID_HOME names no Android SDK")?.join("platforms");
    let level = |folder: &Path| -> Option<u32> {
        folder.file_name()?.to_str()?.strip_prefix("android-")?.split('.').next()?.parse().ok()
    };
    let folders = fs::read_dir(&platforms).into_iter().flatten().flatten().map(|entry| entry.path());
    let jars = folders.filter_map(|folder| Some((level(&folder)?, folder.join("android.jar"))));
    let newest = jars.filter(|(_, jar)| jar.is_file()).max_by_key(|(level, _)| *level);
    Ok(newest.with_context(|| format!("{} holds no android.jar", platforms.display()))?.1)
}

fn cross(ndk: &Path, target: &str) -> Command {
    let clang_target = target.replace("armv7-", "armv7a-");
    let clang = ndk.join(format!("{clang_target}{API}-clang"));
    let (lower, upper) = (target.replace('-', "_"), target.replace('-', "_").to_uppercase());
    let mut command = cargo::cargo(&["build", "--package", "moa-ffi", "--profile", SHIPPED, "--target", target]);
    command
        .env(format!("CC_{lower}"), &clang)
        .env(format!("AR_{lower}"), ndk.join("llvm-ar"))
        .env(format!("CARGO_TARGET_{upper}_LINKER"), &clang)
        .env(format!("CARGO_TARGET_{upper}_RUSTFLAGS"), format!("-Clink-arg=-Wl,-z,max-page-size={}", elf::PAGE));
    command
}

/// Puts one phone's library into the archive.
fn take(archive: &Path, abi: &str, library: &Path) -> Result<()> {
    check(abi, library)?;
    let place = archive.join("jni").join(abi);
    fs::create_dir_all(&place)?;
    fs::copy(library, place.join("libmoa_ffi.so"))?;
    Ok(())
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

fn manifest() -> String {
    format!(
        "<manifest xmlns:android=\"http://schemas.android.com/apk/res/android\" package=\"dev.moa\">\n    \
         <uses-sdk android:minSdkVersion=\"{API}\" />\n    <uses-permission android:name=\"android.permission.INTERNET\" />\n\
         </manifest>\n"
    )
}

/// What an archive holds beside the libraries.
fn lay_out(archive: &Path, classes: &Path) -> Result<()> {
    fs::create_dir_all(archive)?;
    fs::copy(classes, archive.join("classes.jar"))?;
    fs::write(archive.join("AndroidManifest.xml"), manifest())?;
    // There are no resources.
    fs::write(archive.join("R.txt"), "")?;
    fs::copy(cargo::root().join("bindings/kotlin/src/main/resources").join(RULES), archive.join("proguard.txt"))?;
    Ok(())
}

/// Packs the classes that an archive takes, without the library of any desktop; where an Android SDK is, with the vault in the
/// Android Keystore, which goes along as source everywhere.
///
/// They are the JVM's: the generated code looks at run time whether Android has the JVM's cleaner (API 33) and takes JNA's
/// where not. `android = true` would only fix that choice, by classes of Android's that would have to be there to compile.
pub(super) fn classes() -> Result<PathBuf> {
    let android = platform(named(&["ANDROID_HOME", "ANDROID_SDK_ROOT"]));
    if let Err(why) = &android {
        eprintln!("  Not compiled, since {why}: bindings/kotlin/android/src. It is in the packages as source.");
    }
    kotlin::classes(&generate::folder().join("maven-android"), android.ok().as_deref())
}

fn pack(archive: &Path) -> Result<()> {
    let aar = archive.with_file_name("moa.aar");
    let mut jar = Command::new("jar");
    jar.args(["--create", "--no-manifest", "--file"]).arg(&aar).arg("-C").arg(archive).arg(".");
    step::program("The archive", jar)?;
    eprintln!("\n{}", aar.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that goes away with the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("moa-android-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _gone_already = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn who_has_no_ndk_is_told_what_to_install_and_to_set() {
        let said = toolchain(None).unwrap_err().to_string();
        for word in ["r28", "sdkmanager", "ANDROID_NDK_HOME", "rustup target add aarch64-linux-android armv7-"] {
            assert!(said.contains(word), "{said}");
        }
        let folder = Folder::new("ndk");
        assert!(toolchain(Some(folder.0.clone())).unwrap_err().to_string().contains("holds no compilers"));
        fs::create_dir_all(folder.0.join("toolchains/llvm/prebuilt/linux-x86_64")).unwrap();
        assert!(toolchain(Some(folder.0.clone())).unwrap().ends_with("prebuilt/linux-x86_64/bin"));
    }

    #[test]
    fn the_newest_platform_of_an_sdk_is_compiled_against() {
        let folder = Folder::new("sdk");
        assert!(platform(None).unwrap_err().to_string().contains("ANDROID_HOME"));
        assert!(platform(Some(folder.0.clone())).unwrap_err().to_string().contains("no android.jar"));
        for name in ["android-9", "android-36.1", "android-35", "android-99-without-classes", "extras"] {
            let platform = folder.0.join("platforms").join(name);
            fs::create_dir_all(&platform).unwrap();
            fs::write(platform.join(if name.ends_with("classes") { "x" } else { "android.jar" }), "").unwrap();
        }
        assert!(platform(Some(folder.0.clone())).unwrap().ends_with("android-36.1/android.jar"));
    }

    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    #[test]
    fn an_archive_is_laid_out_as_android_takes_it_and_refuses_a_library_for_small_pages() {
        let folder = Folder::new("aar");
        let library = |page: u64| {
            let file = folder.0.join(format!("{page}.so"));
            let mut cc = Command::new("cc");
            cc.args(["-shared", "-nostdlib", "-x", "c", "/dev/null", "-o"]).arg(&file);
            assert!(cc.arg(format!("-Wl,-z,max-page-size={page}")).status().unwrap().success());
            file
        };
        let archive = folder.0.join("aar");
        let refused = take(&archive, "arm64-v8a", &library(4096)).unwrap_err().to_string();
        assert!(refused.contains("arm64-v8a is not aligned to 16 KB"), "{refused}");
        assert!(!archive.exists(), "what is refused is not taken in");
        take(&archive, "arm64-v8a", &library(elf::PAGE)).unwrap();
        fs::write(folder.0.join("moa.jar"), "classes").unwrap();
        lay_out(&archive, &folder.0.join("moa.jar")).unwrap();
        let mut held: Vec<_> = fs::read_dir(&archive).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        held.sort();
        assert_eq!(held, ["AndroidManifest.xml", "R.txt", "classes.jar", "jni", "proguard.txt"]);
        assert!(archive.join("jni/arm64-v8a/libmoa_ffi.so").is_file());
        assert_eq!(fs::read_to_string(archive.join("classes.jar")).unwrap(), "classes");
        assert!(fs::read_to_string(archive.join("proguard.txt")).unwrap().contains("-keep class com.sun.jna.**"));
    }
}

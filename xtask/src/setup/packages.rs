//! System packages, by goal. Only Debian and its relatives are installed on; other systems are told what to type.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::Goal;

/// A Debian package, and what it is for.
struct Package {
    name: &'static str,
    goal: Goal,
    why: &'static str,
}

const PACKAGES: &[Package] = &[
    Package { name: "build-essential", goal: Goal::Terminal, why: "the database and the cryptography are C" },
    Package { name: "perl", goal: Goal::Terminal, why: "OpenSSL, inside the encrypted database, is configured by it" },
    Package { name: "pkg-config", goal: Goal::Window, why: "finds webkit" },
    Package { name: "libwebkit2gtk-4.1-dev", goal: Goal::Window, why: "the window" },
    Package { name: "webkit2gtk-driver", goal: Goal::Test, why: "drives the window in tests" },
    Package { name: "python3", goal: Goal::Test, why: "runs schemathesis against the admin API" },
    Package { name: "python3-venv", goal: Goal::Test, why: "keeps it inside target/" },
    Package { name: "xvfb", goal: Goal::Test, why: "a display without a screen" },
    Package { name: "xauth", goal: Goal::Test, why: "belongs to the display" },
    Package { name: "dbus", goal: Goal::Test, why: "the keyring's bus" },
    Package { name: "dbus-x11", goal: Goal::Test, why: "a private bus for one test" },
    Package { name: "gnome-keyring", goal: Goal::Test, why: "a real keyring" },
    Package { name: "fonts-noto-cjk", goal: Goal::Test, why: "Korean outside the app's own font" },
];

/// Installs the packages that `goal` needs and that are missing.
pub(super) fn install(goal: Goal) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return elsewhere(goal);
    }
    if !Path::new("/usr/bin/dpkg-query").exists() {
        if goal > Goal::Terminal {
            eprintln!("This is not Debian or Ubuntu. Moa needs, by your system's own names: {}", names(&wanted(goal)));
        }
        return Ok(());
    }
    let missing: Vec<&Package> = wanted(goal).into_iter().filter(|package| !is_installed(package.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Missing on this machine:");
    for package in &missing {
        eprintln!("  {:<24} {}", package.name, package.why);
    }
    apt_get(&missing)
}

/// Installs one package that only some machines need.
pub(crate) fn install_one(name: &'static str) -> Result<()> {
    if is_installed(name) {
        return Ok(());
    }
    apt_get(&[&Package { name, goal: Goal::Window, why: "" }])
}

/// Brings a JDK and Maven for the Kotlin package. Where they are already, whatever their origin, nothing is touched; what
/// Swift needs is brought by itself where it can be (`bindings/swift_root.rs`).
pub(crate) fn for_bindings() -> Result<()> {
    let works = |program: &str, ask: &str| {
        Command::new(program)
            .arg(ask)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|end| end.success())
    };
    if works("javac", "-version") && works("mvn", "--version") {
        return Ok(());
    }
    if !Path::new("/usr/bin/dpkg-query").exists() {
        bail!(
            "the Kotlin package needs a JDK (17 or newer) and Maven. {JDK_BY_HAND}, or leave it out: --without-bindings"
        );
    }
    apt_get(&[
        &Package { name: "default-jdk-headless", goal: Goal::Test, why: "" },
        &Package { name: "maven", goal: Goal::Test, why: "" },
    ])
}

const JDK_BY_HAND: &str = if cfg!(target_os = "macos") {
    "Please run `brew install openjdk maven`"
} else if cfg!(windows) {
    "Please run `winget install Microsoft.OpenJDK.17` and install Maven"
} else {
    "Please install both by your system's own names"
};

fn wanted(goal: Goal) -> Vec<&'static Package> {
    PACKAGES.iter().filter(|package| package.goal <= goal).collect()
}

fn names(packages: &[&Package]) -> String {
    packages.iter().map(|package| package.name).collect::<Vec<_>>().join(" ")
}

fn is_installed(name: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", name])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|answer| answer.stdout == b"installed")
}

fn apt_get(missing: &[&Package]) -> Result<()> {
    let by_hand = format!("sudo apt-get install --no-install-recommends {}", names(missing));
    let Some(prefix) = privilege()? else {
        bail!("installing needs root, and there is no sudo here. Please run as root: {by_hand}");
    };
    run(&prefix, &["apt-get", "update"]).with_context(|| format!("please run: {by_hand}"))?;
    let mut install = vec!["apt-get", "install", "--yes", "--no-install-recommends"];
    install.extend(missing.iter().map(|package| package.name));
    run(&prefix, &install).with_context(|| format!("please run: {by_hand}"))
}

/// What to put before a command so that it runs as root: nothing, `sudo`, or `None` when neither works.
fn privilege() -> Result<Option<Vec<&'static str>>> {
    let who = Command::new("id").arg("-u").output().context("could not ask who we are")?;
    if who.stdout.trim_ascii() == b"0" {
        return Ok(Some(Vec::new()));
    }
    let sudo = Command::new("sudo").arg("--version").stdout(Stdio::null()).status();
    Ok(sudo.is_ok_and(|status| status.success()).then(|| vec!["sudo"]))
}

fn run(prefix: &[&str], command: &[&str]) -> Result<()> {
    let words: Vec<&str> = prefix.iter().chain(command).copied().collect();
    let [program, arguments @ ..] = words.as_slice() else { return Ok(()) };
    eprintln!("▶ {}", words.join(" "));
    let status = Command::new(program).args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status()?;
    if !status.success() {
        bail!("{} ended with {status}", words.join(" "));
    }
    Ok(())
}

/// macOS and Windows bring their own web view; only the compilers may be missing, and those have installers of their own.
fn elsewhere(goal: Goal) -> Result<()> {
    if goal == Goal::Test {
        eprintln!("The window test needs Linux; on this system it will say that it was skipped.");
    }
    if cfg!(target_os = "macos") {
        require("cc", "xcode-select --install")
    } else {
        eprintln!(
            "Moa needs Microsoft's C++ build tools and the WebView2 runtime. If they are missing: \
             winget install Microsoft.VisualStudio.2022.BuildTools Microsoft.EdgeWebView2Runtime"
        );
        require("perl", "winget install StrawberryPerl.StrawberryPerl")?;
        require("nasm", "winget install NASM.NASM")
    }
}

fn require(program: &str, remedy: &str) -> Result<()> {
    match Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status() {
        Ok(_) => Ok(()),
        Err(_) => bail!("`{program}` is missing. Please run: {remedy}"),
    }
}

//! Schemathesis, which asks the admin API everything its own document allows and forbids: a Python program in a virtual
//! environment under `target/`, every version pinned.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::cargo;

/// What is installed, version by version.
const REQUIREMENTS: &str = "tests/schemathesis/requirements.txt";
/// What an environment was made from, so that it is made anew when that changes.
const STAMP: &str = "installed.txt";

/// Installs it, unless it is there already. Without Python nothing is installed, and the test says that it was skipped; where
/// `CI` is set nothing may be skipped, and that is an error.
pub(crate) fn install() -> Result<()> {
    let wanted = std::fs::read_to_string(cargo::root().join(REQUIREMENTS)).context(REQUIREMENTS)?;
    let folder = cargo::target().join("schemathesis");
    // Its programs name the folder they lie in: one that was moved or copied is made anew.
    let wanted = format!("{wanted}# in {}\n", folder.display());
    let stamp = folder.join(STAMP);
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let Some(python) = python() else {
        if std::env::var_os("CI").is_some() {
            bail!("there is no Python 3.10 or newer with `venv` here, and in CI no test may be skipped");
        }
        eprintln!(
            "There is no Python 3.10 or newer with `venv` here: schemathesis will not run against the admin API."
        );
        eprintln!("To have it: install Python (on Debian and Ubuntu: sudo apt-get install python3 python3-venv).");
        return Ok(());
    };
    eprintln!("▶ Installing schemathesis into {}", folder.display());
    let venv = folder.join("venv");
    run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&venv))?;
    let pip = program(&venv, "python");
    let mut install = Command::new(pip);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    run(install.arg(cargo::root().join(REQUIREMENTS)))?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}

/// A Python that is new enough and can make virtual environments.
fn python() -> Option<&'static str> {
    const CHECK: &str = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))";
    ["python3", "python"].into_iter().find(|name| {
        let tried = Command::new(name).args(["-c", CHECK]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    })
}

fn program(venv: &Path, name: &str) -> PathBuf {
    if cfg!(windows) { venv.join("Scripts").join(format!("{name}.exe")) } else { venv.join("bin").join(name) }
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

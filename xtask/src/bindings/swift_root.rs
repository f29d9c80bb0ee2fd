//! Debian's own Swift, for machines that have none: Debian 13 has it as a package, Debian 12 does not.
//!
//! A small Debian 13 is laid out once in the user's cache folder (2.7 GB, about a minute and a download) and Swift runs inside
//! it. What has to be mounted there is mounted in a namespace of its own (`unshare`), together with a process namespace: when
//! the command ends, however it ends, the kernel takes both down, so no mount and no process is ever left behind.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::without_swift::Obstacle;
use crate::{cargo, setup};

/// The Debian that has Swift.
const SUITE: &str = "trixie";
/// What Swift needs to build and to link.
const PACKAGES: &[&str] = &["swiftlang", "libc6-dev", "libstdc++-14-dev", "ca-certificates"];
/// Is written last: a root without it was never finished.
const FINISHED: &str = ".moa-ready";

/// What is done inside the namespaces: mount, then change the root. `$1` is the root, up to `--` stand the folders that
/// are needed inside under their own names, behind it the command.
const ENTER: &str = r#"
root=$1; shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
while [ "$1" != -- ]; do mkdir -p "$root$1"; mount --bind "$1" "$root$1"; shift; done
shift
exec chroot "$root" "$@"
"#;

/// A root with Swift in it.
pub(super) struct SwiftRoot(PathBuf);

/// The root, laid out if it is not there yet; or why there can be none on this machine.
pub(super) fn ready() -> Result<Result<SwiftRoot, Obstacle>> {
    if !cfg!(target_os = "linux") || !Path::new("/etc/debian_version").exists() {
        return Ok(Err(Obstacle::NotDebian));
    }
    if !is_root()? {
        return Ok(Err(Obstacle::NotRoot));
    }
    if let Some(obstacle) = unshare_is_refused() {
        return Ok(Err(obstacle));
    }
    let root = cache()?.join(format!("swift-{SUITE}"));
    ours_alone(&root)?;
    if !root.join(FINISHED).exists() {
        let Some(mirror) = mirror() else {
            // Ubuntu and others of the family have no mirror of Debian's, and nobody has to give them one.
            let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
            return Ok(Err(if is_debian_itself(&release) { Obstacle::NoMirror } else { Obstacle::NotDebian }));
        };
        lay_out(&root, &mirror)?;
    }
    Ok(Ok(SwiftRoot(root)))
}

impl SwiftRoot {
    /// A command inside the root, with the repository and the build folder where they are outside.
    pub(super) fn command(&self, words: &[String]) -> Command {
        let (home, target) = (cargo::root(), cargo::target());
        let mut folders = vec![home.clone()];
        if !target.starts_with(&home) {
            folders.push(target);
        }
        enter(&self.0, &folders, words)
    }
}

fn enter(root: &Path, folders: &[PathBuf], words: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]);
    command.args(["sh", "-euc", ENTER, "sh"]).arg(root).args(folders).arg("--").args(words);
    // What is set outside is no business of what runs inside; the package's own two variables are added by the caller.
    command.env_clear();
    command.env("HOME", "/root").env("LANG", "C.UTF-8").env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    command
}

fn lay_out(root: &Path, mirror: &str) -> Result<()> {
    eprintln!("▶ Laying out Debian {SUITE} with Swift in {} (once)", root.display());
    setup::install_one("debootstrap")?;
    if root.exists() {
        fs::remove_dir_all(root).with_context(|| format!("an unfinished {} is in the way", root.display()))?;
    }
    fs::create_dir_all(root)?;
    // Once more: somebody could have been faster.
    ours_alone(root)?;
    let mut debootstrap = Command::new("debootstrap");
    run(debootstrap.args(["--force-check-gpg", "--variant=minbase", SUITE]).arg(root).arg(mirror))?;
    let install = ["apt-get", "install", "--yes", "--no-install-recommends"].iter().chain(PACKAGES).collect::<Vec<_>>();
    let mut install = enter(root, &[], &install);
    // The way out of this network is the one thing that has to be known inside.
    install.envs(std::env::vars_os().filter(|(name, _)| name.to_string_lossy().to_lowercase().ends_with("_proxy")));
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))?;
    Ok(fs::write(root.join(FINISHED), "")?)
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

fn unshare_is_refused() -> Option<Obstacle> {
    let mut probe = Command::new("unshare");
    probe.args(["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "true"]);
    match probe.output() {
        Ok(answer) => (!answer.status.success()).then_some(Obstacle::NoNamespaces),
        Err(_) => Some(Obstacle::NoUnshare),
    }
}

/// Refuses a folder that somebody else could have put there or could change: what lies in it is run as root.
#[cfg(unix)]
fn ours_alone(folder: &Path) -> Result<()> {
    use std::os::unix::fs::MetadataExt as _;

    const OTHERS_MAY_WRITE: u32 = 0o022;
    // In a folder like /tmp nobody can replace what belongs to somebody else.
    const STICKY: u32 = 0o1000;
    for part in folder.ancestors().filter(|part| !part.as_os_str().is_empty()) {
        let Ok(seen) = fs::symlink_metadata(part) else { continue };
        let open = seen.mode() & OTHERS_MAY_WRITE != 0 && (part == folder || seen.mode() & STICKY == 0);
        if !seen.is_dir() || seen.uid() != 0 || open {
            bail!(
                "{} is not a folder that root alone may write to, so Swift is not laid out in it (set XDG_CACHE_HOME)",
                part.display()
            );
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn ours_alone(_folder: &Path) -> Result<()> {
    Ok(())
}

fn is_root() -> Result<bool> {
    let who = Command::new("id").arg("-u").output().context("could not ask who we are")?;
    Ok(who.stdout.trim_ascii() == b"0")
}

fn cache() -> Result<PathBuf> {
    let own = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    Ok(own.or_else(home).context("this user has no home folder")?.join("moa"))
}

/// Where this machine's own packages come from.
fn mirror() -> Option<String> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    files.extend(fs::read_dir("/etc/apt/sources.list.d").into_iter().flatten().flatten().map(|entry| entry.path()));
    files.sort();
    let texts =
        files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "list" || ending == "sources"));
    texts.filter_map(|file| fs::read_to_string(file).ok()).find_map(|text| mirror_in(&text))
}

fn is_debian_itself(release: &str) -> bool {
    release.lines().any(|line| line.trim() == "ID=debian")
}

fn mirror_in(sources: &str) -> Option<String> {
    let address = |line: &str| {
        let line = line.trim();
        let rest = line.strip_prefix("URIs:").or_else(|| line.strip_prefix("deb "))?;
        rest.split_whitespace().find(|word| word.contains("://")).map(|word| word.trim_end_matches('/').to_owned())
    };
    sources.lines().filter_map(address).find(|address| address.ends_with("/debian"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_folder_that_others_can_write_to_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;

        assert!(ours_alone(Path::new("/usr/moa-is-not-there")).is_ok());
        let open = std::env::temp_dir().join(format!("moa-open-{}", std::process::id()));
        fs::create_dir(&open).unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
        for folder in [open.clone(), open.join("swift")] {
            assert!(ours_alone(&folder).unwrap_err().to_string().contains("root alone"), "{folder:?}");
        }
        let pointing = open.join("link");
        std::os::unix::fs::symlink("/usr", &pointing).unwrap();
        assert!(ours_alone(&pointing).is_err());
        fs::remove_dir_all(&open).unwrap();
    }

    #[test]
    fn a_sister_of_debian_is_not_debian() {
        assert!(is_debian_itself("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(!is_debian_itself("ID=ubuntu\nID_LIKE=debian\n"));
    }

    #[test]
    fn the_mirror_is_the_one_that_apt_uses() {
        let new = "Types: deb\nURIs: http://mirror.example/debian-security\n\nTypes: deb\nURIs: http://mirror.example/debian/\n";
        assert_eq!(mirror_in(new).as_deref(), Some("http://mirror.example/debian"));
        let old = "# deb http://no.example/debian x\ndeb [signed-by=/k] https://mirror.example/debian bookworm main\n";
        assert_eq!(mirror_in(old).as_deref(), Some("https://mirror.example/debian"));
        assert_eq!(mirror_in("URIs: http://archive.example/ubuntu/\n"), None);
    }
}

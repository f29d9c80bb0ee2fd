//! Which crate may lean on which: the table of `docs/architecture.md`, as data, against the manifests.
//!
//! `use` lines need no check of their own: a crate cannot import what its manifest does not name. Dev-dependencies are
//! free: a test may stand wherever it sees best, because nothing it leans on ends up in anybody's program.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::cargo;

/// A crate's folder, the crates of ours it may use, and the outside crates it must stay clear of.
struct Room {
    folder: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

/// Everything; only whole-system tests may.
const EVERYTHING: &[&str] = &["*"];

const ROOMS: &[Room] = &[
    Room { folder: "sdk/kernel", may_use: &[], never: &["reqwest", "axum", "rusqlite", "tokio"] },
    Room { folder: "sdk/wire", may_use: &["moa-kernel"], never: &["reqwest", "axum", "http", "tokio"] },
    Room { folder: "sdk/security", may_use: &["moa-kernel", "moa-wire"], never: &["reqwest", "axum", "rusqlite"] },
    Room {
        folder: "sdk/client",
        may_use: &["moa-kernel", "moa-wire", "moa-security"],
        never: &["axum", "rusqlite", "tauri"],
    },
    Room { folder: "sdk/store", may_use: &["moa-kernel", "moa-sdk"], never: &["reqwest", "axum"] },
    Room {
        folder: "bindings/ffi",
        may_use: &["moa-kernel", "moa-sdk", "moa-store"],
        never: &["axum", "reqwest", "rusqlite", "tauri"],
    },
    Room { folder: "bindings/uniffi-bindgen", may_use: &[], never: &[] },
    Room { folder: "desktop-app/core", may_use: &["moa-kernel", "moa-sdk", "moa-store"], never: &["tauri"] },
    Room { folder: "desktop-app/src-tauri", may_use: &["moa-desktop-core"], never: &["reqwest", "rusqlite"] },
    Room { folder: "mock-banks/core", may_use: &["moa-kernel"], never: &["axum", "reqwest"] },
    Room { folder: "mock-banks/internal", may_use: &["moa-kernel", "moa-bank-core"], never: &["reqwest", "rusqlite"] },
    Room {
        folder: "mock-banks/processing",
        may_use: &["moa-kernel", "moa-wire", "moa-bank-core", "moa-bank-internal"],
        never: &["axum", "reqwest"],
    },
    Room {
        folder: "mock-banks/registry",
        may_use: &["moa-kernel", "moa-bank-core", "moa-bank-processing"],
        never: &["axum", "reqwest"],
    },
    Room {
        folder: "mock-banks/authz",
        may_use: &["moa-kernel", "moa-wire", "moa-security", "moa-bank-core"],
        never: &["reqwest"],
    },
    Room {
        folder: "mock-banks/gateway",
        may_use: &[
            "moa-kernel",
            "moa-wire",
            "moa-security",
            "moa-bank-core",
            "moa-bank-processing",
            "moa-bank-registry",
        ],
        never: &["reqwest", "rusqlite"],
    },
    Room {
        folder: "mock-banks/testbed",
        may_use: &[
            "moa-kernel",
            "moa-wire",
            "moa-security",
            "moa-bank-core",
            "moa-bank-processing",
            "moa-bank-registry",
            "moa-bank-gateway",
        ],
        never: &["reqwest", "rusqlite"],
    },
    Room {
        folder: "mock-banks/console",
        may_use: &["moa-kernel", "moa-bank-core", "moa-bank-registry", "moa-bank-testbed"],
        never: &["reqwest"],
    },
    Room {
        folder: "mock-banks/server",
        may_use: &[
            "moa-kernel",
            "moa-wire",
            "moa-security",
            "moa-bank-core",
            "moa-bank-internal",
            "moa-bank-processing",
            "moa-bank-registry",
            "moa-bank-authz",
            "moa-bank-gateway",
            "moa-bank-testbed",
            "moa-bank-console",
        ],
        never: &["reqwest"],
    },
    Room { folder: "tests", may_use: EVERYTHING, never: &[] },
    Room { folder: "xtask", may_use: &[], never: &[] },
];

#[derive(Deserialize)]
struct Manifest {
    package: Package,
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

#[derive(Deserialize)]
struct Root {
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
    members: Vec<String>,
}

/// Every dependency that the table does not allow, as a sentence.
pub(super) fn wrong_arrows() -> Result<Vec<String>> {
    let root: Root = read("Cargo.toml")?;
    let manifests = root
        .workspace
        .members
        .iter()
        .map(|folder| Ok((folder.clone(), read::<Manifest>(&format!("{folder}/Cargo.toml"))?)))
        .collect::<Result<BTreeMap<_, _>>>()?;
    let ours: Vec<&str> = manifests.values().map(|manifest| manifest.package.name.as_str()).collect();
    Ok(manifests.iter().flat_map(|(folder, manifest)| judge(folder, manifest, &ours)).collect())
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> Result<T> {
    let text = fs::read_to_string(cargo::root().join(path)).with_context(|| path.to_owned())?;
    toml::from_str(&text).with_context(|| path.to_owned())
}

fn judge(folder: &str, manifest: &Manifest, ours: &[&str]) -> Vec<String> {
    let Some(room) = ROOMS.iter().find(|room| room.folder == folder) else {
        return vec![format!("{folder} has no row in the table of rooms (xtask/src/tidy/arrows.rs)")];
    };
    let leans_on = manifest.dependencies.keys().map(String::as_str);
    leans_on
        .filter(|name| {
            let wrong_room = ours.contains(name) && room.may_use != EVERYTHING && !room.may_use.contains(name);
            wrong_room || room.never.contains(name)
        })
        .map(|name| format!("{folder} → {name}: this arrow points the wrong way (docs/architecture.md)"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(dependencies: &[&str]) -> Manifest {
        Manifest {
            package: Package { name: "any".into() },
            dependencies: dependencies.iter().map(|name| ((*name).to_owned(), toml::Value::from("1"))).collect(),
        }
    }

    #[test]
    fn a_store_may_use_the_sdk_but_not_the_network() {
        let ours = ["moa-sdk", "moa-kernel", "moa-wire"];
        assert!(judge("sdk/store", &manifest(&["moa-sdk", "rusqlite"]), &ours).is_empty());
        assert_eq!(judge("sdk/store", &manifest(&["reqwest"]), &ours).len(), 1);
        assert_eq!(judge("sdk/store", &manifest(&["moa-wire"]), &ours).len(), 1);
    }

    #[test]
    fn a_new_room_must_say_on_whom_it_leans() {
        assert_eq!(judge("mock-banks/casino", &manifest(&[]), &[]).len(), 1);
    }
}

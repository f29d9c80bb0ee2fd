//! The contract is written down in four more places, and each of them is read here as text: a forgotten name is noticed
//! without building the window.

use std::path::{Path, PathBuf};

use super::*;

fn desktop_app(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)
}

fn text(file: &str) -> String {
    std::fs::read_to_string(desktop_app(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What stands between two marks, of which the first must be there.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("nothing begins with {before}"));
    rest.split_once(after).map_or(rest, |(inside, _)| inside)
}

fn names(list: &str) -> Vec<&str> {
    list.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_committed_typescript_is_what_the_dtos_say() {
    let path = desktop_app("ui/src/platform/generated/contract.ts");
    let fresh = typescript();
    if std::env::var_os("MOA_REGENERATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == fresh, "contract.ts is stale: MOA_REGENERATE=1 cargo test -p moa-desktop-core contract");
}

#[test]
fn the_build_announces_every_command_and_no_other() {
    let build = text("src-tauri/build.rs");
    assert_eq!(names(between(&build, ".commands(&[", "]")), COMMANDS);
}

#[test]
fn every_command_is_registered_and_asks_the_function_of_its_name() {
    let door = text("src-tauri/src/commands.rs");
    assert_eq!(names(between(&door, "generate_handler![", "]")), COMMANDS);
    let bodies: Vec<&str> = door.split("#[tauri::command]").skip(1).collect();
    assert_eq!(bodies.iter().map(|body| between(body, "async fn ", "(")).collect::<Vec<_>>(), COMMANDS);
    for (name, body) in COMMANDS.iter().zip(bodies) {
        assert!(body.contains(&format!("commands::{name}(")), "{name} asks another function");
    }
}

#[test]
fn the_window_may_call_every_command_and_do_nothing_else_but_listen() {
    let capability: serde_json::Value = serde_json::from_str(&text("src-tauri/capabilities/main.json")).unwrap();
    let allowed: Vec<&str> =
        capability["permissions"].as_array().unwrap().iter().filter_map(|it| it.as_str()).collect();
    let listening = ["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned);
    let calling = COMMANDS.iter().map(|name| format!("allow-{}", name.replace('_', "-")));
    assert_eq!(allowed, listening.into_iter().chain(calling).collect::<Vec<_>>());
}

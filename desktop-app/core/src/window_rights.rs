//! Pins what the window is allowed: the policy of its pages and the capability it has. Who widens either has to say so here.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

fn read(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri").join(file);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_pages_load_nothing_from_elsewhere_and_talk_to_nobody_but_the_app() {
    let security = &read("tauri.conf.json")["app"]["security"];
    let policy = security["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    for (rule, sources) in policy {
        for source in sources.as_str().unwrap().split(' ') {
            let inside = match (rule.as_str(), source) {
                (_, "'none'" | "'self'") => true,
                ("img-src", "data:") => true,
                // How the app itself is called: a scheme of its own, or that name on Windows.
                ("connect-src", "ipc:" | "http://ipc.localhost") => true,
                _ => false,
            };
            assert!(inside, "{rule} allows {source}");
        }
    }
    for rule in ["script-src", "style-src", "font-src", "img-src", "connect-src", "base-uri", "form-action"] {
        assert!(policy.contains_key(rule), "{rule} is not said");
    }
    for loosening in ["dangerousDisableAssetCspModification", "dangerousRemoteDomainIpcAccess", "assetProtocol"] {
        assert!(security.get(loosening).is_none_or(Value::is_null), "{loosening}");
    }
    assert_eq!(security["freezePrototype"], true);
    assert!(read("tauri.conf.json")["app"].get("withGlobalTauri").is_none_or(|global| global == false));
}

#[test]
fn the_window_may_call_our_commands_and_hear_our_events_and_nothing_else() {
    assert_eq!(texts(&read("tauri.conf.json")["app"]["security"]["capabilities"]), ["main".to_owned()].into());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/capabilities");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["main.json"]);

    let capability = read("capabilities/main.json");
    assert!(capability.get("remote").is_none(), "no page from elsewhere has any of it");
    assert!(capability.get("webviews").is_none());
    assert_eq!(texts(&capability["windows"]), ["main".to_owned()].into());
    let build = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/build.rs")).unwrap();
    for permission in texts(&capability["permissions"]) {
        let ours = permission.strip_prefix("allow-").map(|command| format!("\"{}\"", command.replace('-', "_")));
        let known = match ours {
            Some(command) => build.contains(&command),
            None => ["core:event:allow-listen", "core:event:allow-unlisten"].contains(&permission.as_str()),
        };
        assert!(known, "{permission} opens more than Moa's own commands");
    }
}

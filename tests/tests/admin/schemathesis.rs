//! An outside referee for the admin API: schemathesis reads the document that the platform publishes, asks everything it
//! allows and much that it forbids, and holds every answer against it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::process::Command;

use crate::desk::{Desk, PASSWORD};

/// These may end the session that everything else is asked with, so they are asked for themselves.
const END_SESSIONS: [&str; 4] = ["closeSession", "changePassword", "resetPassword", "removeAccount"];
/// Longer than it takes on a busy machine.
const TIME_MAX: Duration = Duration::from_secs(400);

fn target() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// Asks the operations that are chosen, and says how many questions that were.
async fn ask(program: &Path, desk: &Desk, token: &str, choice: &str) -> u32 {
    let mut command = Command::new(program);
    command.arg("--config-file").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemathesis/schemathesis.toml"));
    command.arg("run").arg(format!("{}/admin/v1/openapi.json", desk.world.admin_origin()));
    command.args(["--phases", "examples,coverage,fuzzing", "--no-color", "--warnings", "off"]);
    for operation in END_SESSIONS {
        command.args([choice, operation]);
    }
    // Its own folder: it leaves a database of examples where it runs.
    command.current_dir(desk.folder.path()).env("MOA_ADMIN_TOKEN", token).kill_on_drop(true);
    let output = tokio::time::timeout(TIME_MAX, command.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let asked = said.lines().find(|line| line.contains(" generated,")).unwrap_or_else(|| panic!("{said}"));
    asked.split_whitespace().next().and_then(|count| count.parse().ok()).unwrap()
}

/// Says that nothing was asked, straight to the stream: the test runner would keep the words of a test that passes to itself.
fn skipped(program: &Path) {
    let _said = writeln!(
        std::io::stderr(),
        "SKIPPED: the admin API was not held against its document, because {} is not there. `cargo xtask setup` installs it \
         where there is a Python of 3.10 or newer with `venv`.",
        program.display()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_admin_api_is_what_its_own_document_says() {
    let venv = target().join("schemathesis/venv");
    let program = if cfg!(windows) { venv.join("Scripts/schemathesis.exe") } else { venv.join("bin/schemathesis") };
    if !program.exists() {
        assert!(std::env::var_os("CI").is_none(), "schemathesis is missing: `cargo xtask setup` installs it");
        skipped(&program);
        return;
    }
    let desk = Desk::new(&["thames"]).await;
    let token = desk.log_in("admin", PASSWORD).await;
    let asked = ask(&program, &desk, &token, "--exclude-operation-id").await;
    assert!(asked > 1000, "too little was asked: {asked}");
    // The session has to have lasted: refused at the door, nothing behind it would have been asked.
    assert_eq!(desk.ask(&token, "GET", "/admin/v1/session", None).await.status(), 200);
    let verdict = desk.json(&token, "POST", "/admin/v1/banks/thames/audit/verify", None).await;
    assert_eq!(verdict["intact"], true, "{verdict}");
    let asked = ask(&program, &desk, &token, "--include-operation-id").await;
    assert!(asked > 20, "too little was asked: {asked}");
    desk.world.stop().await;
}

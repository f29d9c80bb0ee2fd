//! A start on a machine with no keyring, while the mock banks are not running: both are said in words, with a way out.

use anyhow::Result;

use crate::app::Start;
use crate::bus::Bus;
use crate::stage::Stage;

/// No keyring: a passphrase is asked for, never plain text. No directory: the page says how to start the banks.
pub(crate) async fn without_banks_or_keyring(stage: &Stage) -> Result<()> {
    let bus = Bus::without_keyring().await?;
    let start = Start { data: "trouble", directory: silent_directory()?, locale: "C.UTF-8", bus: Some(&bus) };
    let app = stage.open(&start).await?;
    app.sees("input[type=password]").await?;
    app.picture("lock-new").await?;
    app.types("#passphrase", "seven small circles").await?;
    app.types("#again", "seven small circles").await?;
    app.ask("document.querySelector('form').requestSubmit()").await?;
    app.reads("Your accounts, gathered").await?;
    app.go("#/add").await?;
    app.reads("cargo xtask run").await?;
    app.picture("directory-unreachable").await?;
    app.close().await?;

    // The same folder again: the sealed file is there, and a wrong passphrase does not open it.
    let again = stage.open(&start).await?;
    again.types("#passphrase", "seven large circles").await?;
    again.ask("document.querySelector('form').requestSubmit()").await?;
    again.sees("[aria-invalid=true]").await?;
    again.picture("lock-wrong").await?;
    // Who no longer knows it begins anew: what nobody can open is set aside, and the next passphrase is a first one.
    again.press("I forgot the passphrase").await?;
    again.reads("Begin anew?").await?;
    again.picture("begin-anew").await?;
    again.press_in_dialog("Begin anew").await?;
    again.reads("Choose a passphrase").await?;
    again.close().await
}

/// An address nobody answers at: its port was free a moment ago.
fn silent_directory() -> Result<String> {
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    Ok(format!("http://{}/participants", socket.local_addr()?))
}

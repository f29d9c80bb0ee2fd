//! The app's window, as somebody sees and uses it: by the words on its buttons, by role, by keyboard.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::bus::Bus;
use crate::process::Running;
use crate::stage::{Stage, binary, eventually, target};

/// The name an open window holds on the bus, so that a second start finds it.
const ONE_WINDOW: &str = "org.moa.desktop.SingleInstance";

/// How to start the app.
pub(crate) struct Start<'a> {
    /// The folder of its data, inside the stage's home.
    pub(crate) data: &'a str,
    /// Where it finds the directory of banks.
    pub(crate) directory: String,
    /// The language the system claims to speak.
    pub(crate) locale: &'a str,
    /// The bus it finds, if not the stage's own.
    pub(crate) bus: Option<&'a Bus>,
}

/// An open window.
pub(crate) struct App {
    client: Client,
    log: PathBuf,
    _driver: Running,
}

impl App {
    /// Starts the driver, which starts the app, and waits until the window has drawn something.
    pub(crate) async fn open(stage: &Stage, start: &Start<'_>) -> Result<Self> {
        let bus = start.bus.unwrap_or(&stage.bus);
        eventually("an earlier window is gone", || async { Ok(!bus.has(ONE_WINDOW).await?) }).await?;
        let port = free_port()?;
        let driver = Running::start(driver(stage, start, port))?;
        let address = format!("http://127.0.0.1:{port}");
        eventually("the driver listens", || async {
            Ok(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok())
        })
        .await?;
        let options = json!({ "webkitgtk:browserOptions": { "binary": binary(), "args": [] } });
        let wanted = options.as_object().cloned().context("capabilities are an object")?;
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(wanted)
            .connect(&address)
            .await
            .context("the window does not open")?;
        let log = stage.home.path().join(start.data).join("moa.log");
        let app = Self { client, log, _driver: driver };
        app.sees("h1").await?;
        Ok(app)
    }

    /// Closes the window.
    pub(crate) async fn close(self) -> Result<()> {
        self.client.close().await?;
        Ok(())
    }

    /// Presses the button or link with these words.
    pub(crate) async fn press(&self, words: &str) -> Result<()> {
        self.press_at("", words).await
    }

    /// Presses a button of the dialog that is open.
    pub(crate) async fn press_in_dialog(&self, words: &str) -> Result<()> {
        self.press_at("//*[@role='dialog']", words).await
    }

    async fn press_at(&self, within: &str, words: &str) -> Result<()> {
        let literal = xpath_text(words);
        let named = format!("@aria-label={literal} or normalize-space()={literal}");
        let path = format!("{within}//*[(self::button or self::a) and not(@disabled) and ({named})]");
        self.wait_for(&format!("a button “{words}”"), Locator::XPath(&path)).await?;
        self.client.find(Locator::XPath(&path)).await?.click().await?;
        Ok(())
    }

    /// Presses the first thing that matches.
    pub(crate) async fn press_first(&self, css: &str) -> Result<()> {
        self.sees(css).await?;
        self.client.find(Locator::Css(css)).await?.click().await?;
        Ok(())
    }

    /// Waits until something that matches is there.
    pub(crate) async fn sees(&self, css: &str) -> Result<()> {
        self.wait_for(css, Locator::Css(css)).await
    }

    /// Waits until the page holds these words.
    pub(crate) async fn reads(&self, words: &str) -> Result<()> {
        let told =
            eventually(&format!("the page says “{words}”"), || async { Ok(self.text().await?.contains(words)) }).await;
        self.explain(told).await
    }

    /// All the words on the page.
    pub(crate) async fn text(&self) -> Result<String> {
        let text = self.ask("return document.body.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until a script's answer is `true`.
    pub(crate) async fn finds(&self, what: &str, script: &str) -> Result<()> {
        let told = eventually(what, || async { Ok(self.ask(script).await? == Value::Bool(true)) }).await;
        self.explain(told).await
    }

    /// What a script in the page answers.
    pub(crate) async fn ask(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// What a promise in the page comes to: `"kept"`, or why it was refused.
    pub(crate) async fn try_promise(&self, expression: &str) -> Result<String> {
        let script = format!(
            "const done = arguments[arguments.length - 1];\
             Promise.resolve().then(() => {expression}).then(() => done('kept'), (why) => done('refused: ' + why))"
        );
        let answer = self.client.execute_async(&script, Vec::new()).await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// Types into the field that matches.
    pub(crate) async fn types(&self, css: &str, text: &str) -> Result<()> {
        self.sees(css).await?;
        self.client.find(Locator::Css(css)).await?.send_keys(text).await?;
        Ok(())
    }

    /// Goes to a place in the app.
    pub(crate) async fn go(&self, route: &str) -> Result<()> {
        self.ask(&format!("location.hash = {}", Value::from(route))).await?;
        Ok(())
    }

    /// Where the window is.
    pub(crate) async fn address(&self) -> Result<String> {
        Ok(self.client.current_url().await?.to_string())
    }

    /// Takes a picture, once fonts are there and nothing moves.
    pub(crate) async fn picture(&self, name: &str) -> Result<()> {
        self.try_promise("document.fonts.ready.then(() => new Promise(requestAnimationFrame))").await?;
        self.finds("nothing moves", "return document.getAnimations().every((one) => one.playState !== 'running')")
            .await?;
        let folder = target().join("window-shots");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await?)?;
        Ok(())
    }

    async fn wait_for(&self, what: &str, locator: Locator<'_>) -> Result<()> {
        let told = eventually(what, || async { Ok(!self.client.find_all(locator).await?.is_empty()) }).await;
        self.explain(told).await
    }

    /// Adds to a failure what the person would have seen, and what the app wrote down.
    async fn explain(&self, told: Result<()>) -> Result<()> {
        let Err(error) = told else { return Ok(()) };
        let seen = self.text().await.unwrap_or_else(|error| format!("nothing: {error}"));
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        Err(error.context(format!("the window shows:\n{seen}\n\nthe log says:\n{log}")))
    }
}

fn driver(stage: &Stage, start: &Start<'_>, port: u16) -> Command {
    let home = stage.home.path();
    let mut driver = Command::new("WebKitWebDriver");
    driver.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
    driver.env("DISPLAY", &stage.display).env("GDK_SCALE", "2").env("GDK_BACKEND", "x11");
    driver.env("DBUS_SESSION_BUS_ADDRESS", &start.bus.unwrap_or(&stage.bus).address);
    driver.env("HOME", home).env("XDG_DATA_HOME", home.join("data")).env("XDG_CONFIG_HOME", home.join("config"));
    driver.env("XDG_CACHE_HOME", home.join("cache")).env_remove("XDG_RUNTIME_DIR").env_remove("LC_ALL");
    driver.env("LANG", start.locale).env_remove("MOA_LOCALE");
    // What tauri-driver would set: the window lets itself be driven.
    driver.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
    driver.env("MOA_DATA_DIR", home.join(start.data)).env("MOA_DIRECTORY", &start.directory);
    driver.env("MOA_BROWSER", env!("CARGO_BIN_EXE_scripted-browser"));
    driver.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    driver
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A text inside an XPath: the language has no escapes, so the other kind of quote is used.
fn xpath_text(words: &str) -> String {
    if words.contains('\'') { format!("\"{words}\"") } else { format!("'{words}'") }
}

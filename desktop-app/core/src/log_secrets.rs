//! Plants secrets wherever the app could meet them, and looks for them in everything it logs, down to the last detail.

use std::io::{Read as _, Write as _};
use std::sync::Mutex;

use tracing::subscriber::DefaultGuard;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter as _;

use crate::commands;
use crate::dto::{BankAsk, CommandError, UnlockAsk, WindowErrorReport};
use crate::testing::TestApp;

const PLANTED: &str = "pl4nted-s3cret-pl4nted-s3cret";

/// Everything that is logged while it lives.
struct Log {
    text: &'static Mutex<Vec<u8>>,
    _listening: DefaultGuard,
}

impl Log {
    fn begin() -> Self {
        // A subscriber outlives whatever it borrows, and a test's few lines cost nobody anything.
        let text: &'static Mutex<Vec<u8>> = Box::leak(Box::default());
        let all = EnvFilter::new("trace");
        let subscriber = tracing_subscriber::fmt().with_env_filter(all).with_writer(|| text.make_writer()).finish();
        Self { text, _listening: tracing::subscriber::set_default(subscriber) }
    }

    fn text(&self) -> String {
        String::from_utf8(self.text.lock().unwrap().clone()).unwrap()
    }
}

/// A bank that says the secret in every answer: in a header, in an error's description, in the text around it.
fn chatty_bank(socket: std::net::TcpListener) {
    std::thread::spawn(move || {
        for mut stream in socket.incoming().map_while(Result::ok) {
            let _ = stream.read(&mut [0; 4096]);
            let body =
                format!("{{\"error\":\"invalid_request\",\"error_description\":\"{PLANTED}\",\"x\":\"{PLANTED}\"}}");
            let head = format!("HTTP/1.1 400 Bad\r\ncontent-type: application/json\r\nset-cookie: s={PLANTED}\r\n");
            let _ = write!(stream, "{head}connection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        }
    });
}

#[tokio::test]
async fn what_a_bank_says_in_its_errors_is_not_logged() {
    let app = TestApp::new();
    chatty_bank(std::net::TcpListener::bind(app.origin.trim_start_matches("http://")).unwrap());
    let log = Log::begin();
    commands::startup(&app.desktop).await;
    let ask = BankAsk { bank: "thames".to_owned(), renew: None };
    assert!(commands::begin_link(&app.desktop, ask).await.is_err());
    assert!(log.text().contains("a command did not do what was asked"), "{}", log.text());
    assert!(!log.text().contains(PLANTED), "{}", log.text());
}

#[tokio::test]
async fn a_passphrase_is_not_logged_whatever_becomes_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::at(folder, "none.json".to_owned(), crate::desktop::Vaults::SealedFile, None);
    std::fs::create_dir_all(app.desktop.places.data()).unwrap();
    std::fs::write(app.desktop.places.sealed_vault(), "not a vault").unwrap();
    let log = Log::begin();
    let ask = UnlockAsk { passphrase: PLANTED.into() };
    assert!(commands::unlock_vault(&app.desktop, ask).await.is_err());
    assert!(!log.text().is_empty() && !log.text().contains(PLANTED), "{}", log.text());
}

#[test]
fn what_the_window_reports_is_logged_without_what_could_be_a_secret() {
    let log = Log::begin();
    commands::report_window_error(&WindowErrorReport {
        message: format!(
            "TypeError: row is undefined, token={PLANTED}, IBAN GB29NWBK60161331926819 eyJhbGciOiJFUzI1NiJ9.x"
        ),
        place: Some(format!("tauri://localhost/assets/index-BkQ2fT7d.js:12:40?code={PLANTED}")),
    });
    let text = log.text();
    assert!(text.contains("TypeError: row is undefined") && text.contains("index-BkQ2fT7d.js:12:40"), "{text}");
    for secret in [PLANTED, "60161331926819", "eyJhbGci"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn the_chain_of_an_error_is_logged_without_what_could_be_a_secret() {
    let log = Log::begin();
    let cause = std::io::Error::other(format!("could not write {PLANTED}"));
    let error = moa_sdk::Error::new(moa_sdk::ErrorKind::StoreFailed).caused_by(cause);
    let _ = CommandError::from(error);
    let _ = CommandError::internal(&std::io::Error::other(format!("lost {PLANTED}")));
    assert!(log.text().contains("could not write") && log.text().contains("lost"), "{}", log.text());
    assert!(!log.text().contains(PLANTED), "{}", log.text());
}

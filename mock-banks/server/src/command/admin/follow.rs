//! Watches a verification: which check runs now, and how it ended.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use serde_json::Value;

use super::arguments::{Report, ReportFormat, Which};
use super::call::{Ask, Caller};
use super::requests;
use super::tell::Refused;

/// How often to look.
const EVERY: Duration = Duration::from_millis(250);

/// Watches until it is over. The last look is what comes back.
pub(crate) async fn follow(caller: &Caller, bank: &str, which: &Which) -> anyhow::Result<Value> {
    let mut shown = String::new();
    loop {
        let answer = caller.send(Ask::get(requests::at_api(bank, which, "verification"))).await?;
        let seen = Refused::or(answer)?.json()?;
        let of = |name: &str| seen.get(name).and_then(Value::as_str).unwrap_or_default();
        let line = match of("status") {
            "waiting" => "waiting for another verification to end".to_owned(),
            "running" => format!("[{:>2}/{}] {}", number(&seen, "done"), number(&seen, "total"), of("current")),
            _ => {
                clear();
                return Ok(seen);
            }
        };
        if line != shown {
            progress(&line);
            shown = line;
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// How it ended, for whoever just waited for it: the report, where there is one.
pub(crate) async fn end(caller: &Caller, bank: &str, which: &Which, end: &Value) -> anyhow::Result<String> {
    let of = |name: &str| end.get(name).and_then(Value::as_str);
    if let Some(id) = of("report") {
        return report(caller, bank, id).await;
    }
    let Which { family, version } = which;
    let why = match of("status") {
        Some("cancelled") => "Somebody stopped the verification.",
        _ => "The testbed itself failed; the log of `mock-banks serve` says at what.",
    };
    let again = format!("`mock-banks admin api verify {family} {version}`");
    Ok(format!("{why} {family} {version} is submitted, as before.\n  → to begin again: {again}\n"))
}

/// What whoever does not wait is told.
pub(crate) fn begun(which: &Which) -> String {
    let Which { family, version } = which;
    let command = |verb: &str| format!("`mock-banks admin api {verb} {family} {version}`");
    format!(
        "The testbed is at it.\n  → how far it is, and the report: {}\n  → to stop it: {}\n",
        command("watch"),
        command("cancel")
    )
}

async fn report(caller: &Caller, bank: &str, id: &str) -> anyhow::Result<String> {
    let path = requests::at(bank, &format!("reports/{}?format=text", requests::part(id)));
    let answer = Refused::or(caller.send(Ask::get(path)).await?)?;
    Ok(String::from_utf8_lossy(&answer.body).into_owned())
}

/// The report that was asked for, or the newest.
pub(crate) async fn find_report(caller: &Caller, bank: &str, wanted: &Report) -> anyhow::Result<Vec<u8>> {
    let which = Which { family: wanted.family.clone(), version: wanted.version.clone() };
    let id = match &wanted.id {
        Some(id) => id.clone(),
        None => {
            let answer = caller.send(Ask::get(requests::at_api(bank, &which, "reports"))).await?;
            let list = Refused::or(answer)?.json()?;
            let newest = list.pointer("/reports/0/report").and_then(Value::as_str);
            let none = "there is no report about it: `mock-banks admin api verify` makes one";
            newest.ok_or_else(|| anyhow::anyhow!(none))?.to_owned()
        }
    };
    let format = match wanted.format {
        ReportFormat::Text => "text",
        ReportFormat::Json => "json",
        ReportFormat::Junit => "junit",
    };
    let path = requests::at(bank, &format!("reports/{}?format={format}", requests::part(&id)));
    Ok(Refused::or(caller.send(Ask::get(path)).await?)?.body.to_vec())
}

fn number(seen: &Value, name: &str) -> u64 {
    seen.get(name).and_then(Value::as_u64).unwrap_or_default()
}

/// On a terminal the line takes the place of the one before; in a log each stands for itself.
fn progress(line: &str) {
    if std::io::stderr().is_terminal() {
        eprint!("\r\u{1b}[2K{line}");
        let _shown_later = std::io::stderr().flush();
    } else {
        eprintln!("{line}");
    }
}

fn clear() {
    if std::io::stderr().is_terminal() {
        eprint!("\r\u{1b}[2K");
        let _shown_later = std::io::stderr().flush();
    }
}

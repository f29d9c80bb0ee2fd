//! Which columns each list of the admin API has for a person, and the few answers that are sentences.

use serde_json::Value;

use super::show::{Column, table};

fn list(answer: &Value, name: &str, columns: &[Column], none: &str) -> String {
    let text = table(answer.get(name).unwrap_or(&Value::Null), columns, none);
    match answer.get("next") {
        Some(next) => format!("{text}\nThere are more, from {next} on.\n"),
        None => text,
    }
}

pub(crate) fn accounts(answer: &Value) -> String {
    let columns = [("NAME", "name"), ("ROLE", "role"), ("SINCE", "created_at"), ("LAST LOGIN", "last_login_at")];
    list(answer, "accounts", &columns, "There is no account.")
}

pub(crate) fn banks(answer: &Value) -> String {
    let columns = [
        ("BANK", "bank"),
        ("NAME", "name"),
        ("LIVE APIS", "live_apis"),
        ("DAMAGED", "damaged_apis"),
        ("WAITING", "waiting_approvals"),
        ("AUDIT LOG", "audit"),
    ];
    let text = list(answer, "banks", &columns, "There is no bank.");
    let warnings = answer.get("warnings").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    warnings.fold(text, |text, warning| format!("{text}\n! {warning}\n"))
}

pub(crate) fn apis(answer: &Value) -> String {
    let columns = [
        ("FAMILY", "family"),
        ("VERSION", "version"),
        ("STATE", "state"),
        ("SINCE", "since"),
        ("SUNSET", "sunset"),
        ("PATH", "base_path"),
        ("REPORT", "report"),
    ];
    let text = list(answer, "apis", &columns, "There is no API.");
    let damages = answer.get("damages").filter(|list| list.as_array().is_some_and(|list| !list.is_empty()));
    let columns = [
        ("FAMILY", "family"),
        ("VERSION", "version"),
        ("MENDED", "mended"),
        ("STANDS IN", "stands_in"),
        ("PROBLEM", "problem"),
    ];
    damages.map_or(text.clone(), |damages| {
        format!("{text}\nDamaged when the platform started:\n{}", table(damages, &columns, ""))
    })
}

pub(crate) fn reports(answer: &Value) -> String {
    let columns = [("REPORT", "report"), ("PASSED", "passed"), ("OF THE PRESENT DEFINITION", "current"), ("AT", "at")];
    list(answer, "reports", &columns, "There is no report about it: `mock-banks admin api verify` makes one.")
}

pub(crate) fn apps(answer: &Value) -> String {
    let columns =
        [("APP", "id"), ("NAME", "name"), ("PLAN", "plan"), ("SUSPENDED", "suspended"), ("SINCE", "created_at")];
    list(answer, "apps", &columns, "No app has registered.")
}

pub(crate) fn plans(answer: &Value) -> String {
    let columns = [
        ("PLAN", "name"),
        ("QUOTA", "quota_requests"),
        ("IN SECONDS", "quota_window_seconds"),
        ("BURST", "burst"),
        ("A SECOND", "per_second"),
        ("AT ONCE", "at_once"),
    ];
    list(answer, "plans", &columns, "There is no plan.")
}

pub(crate) fn approvals(answer: &Value) -> String {
    let columns = [
        ("NO", "id"),
        ("WISH", "wish"),
        ("BECAUSE", "because"),
        ("ASKED BY", "asked_by"),
        ("DECISION", "decision"),
        ("BY", "decided_by"),
    ];
    list(answer, "approvals", &columns, "Nothing waits.")
}

pub(crate) fn consents(answer: &Value) -> String {
    let columns = [
        ("CONSENT", "id"),
        ("STATE", "state"),
        ("APP", "app"),
        ("CUSTOMER", "customer"),
        ("SINCE", "since"),
        ("ACCOUNTS", "accounts"),
    ];
    list(answer, "consents", &columns, "There is no such consent.")
}

pub(crate) fn traffic(answer: &Value) -> String {
    let columns = [
        ("APP", "app"),
        ("API", "api"),
        ("VERSION", "version"),
        ("STATE", "state"),
        ("SUNSET", "sunset"),
        ("REQUESTS", "requests"),
        ("REFUSED", "refused"),
        ("LAST", "last_at"),
    ];
    list(answer, "traffic", &columns, "No such traffic since the platform started.")
}

pub(crate) fn alerts(answer: &Value) -> String {
    let columns = [
        ("NO", "sequence"),
        ("AT", "at"),
        ("THREAT", "threat"),
        ("CLAUSE", "clause"),
        ("WHO", "culprit"),
        ("TIMES", "count"),
    ];
    list(answer, "alerts", &columns, "Nothing looked like an attack.")
}

pub(crate) fn records(answer: &Value) -> String {
    let columns = [("NO", "sequence"), ("AT", "at"), ("WHO", "actor"), ("DID", "action"), ("TO", "subject")];
    list(answer, "records", &columns, "There is no such record.")
}

pub(crate) fn audit_verdict(verdict: &Value) -> String {
    let of = |value: &Value, name: &str| {
        value.get(name).map_or_else(String::new, |it| it.as_str().map_or(it.to_string(), str::to_owned))
    };
    let records = of(verdict, "records");
    if verdict.get("intact") == Some(&Value::Bool(true)) {
        return format!("Intact: {records} records.\nHead: {}\n", of(verdict, "head"));
    }
    let mut text = "NOT INTACT\n".to_owned();
    if let Some(broken) = verdict.get("broken") {
        text.push_str(&format!(
            "  record {}: {}\n  {records} records before it are in order\n",
            of(broken, "sequence"),
            of(broken, "why")
        ));
    }
    for it in verdict.get("disagreements").and_then(Value::as_array).into_iter().flatten() {
        text.push_str(&format!("  {}: {}\n", of(it, "subject"), of(it, "why")));
    }
    text
}

pub(crate) fn new_password(answer: &Value) -> String {
    let of = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("The password of {} is  {}  (it is shown this once)\n", of("name"), of("password"))
}

pub(crate) fn pretty(answer: &Value) -> String {
    let text = serde_json::to_string_pretty(answer).unwrap_or_default();
    text + "\n"
}

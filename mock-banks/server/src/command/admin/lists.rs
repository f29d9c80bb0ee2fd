//! Which columns each list of the admin API has for a person, and the few answers that are sentences.

use serde_json::Value;

use super::show::{Column, card, cell, table};

fn list(answer: &Value, name: &str, columns: &[Column], none: &str) -> String {
    table(answer.get(name).unwrap_or(&Value::Null), columns, none)
}

/// A page of a list, with the option that leads on from it.
fn page(answer: &Value, name: &str, columns: &[Column], none: &str, option: &str) -> String {
    let text = list(answer, name, columns, none);
    match answer.get("next") {
        Some(next) if !next.is_null() => format!("{text}\nThere are more: {option} {}\n", cell(Some(next))),
        _ => text,
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
    page(answer, "apps", &columns, "No app has registered.", "--after")
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
        ("REASON", "reason"),
    ];
    let mut answer = answer.clone();
    for approval in answer.get_mut("approvals").and_then(Value::as_array_mut).into_iter().flatten() {
        say_wish(approval);
    }
    list(&answer, "approvals", &columns, "Nothing waits.")
}

/// One approval.
pub(crate) fn approval(answer: &Value) -> String {
    let mut answer = answer.clone();
    say_wish(&mut answer);
    card(&answer)
}

/// A wish in words, in the place of its members.
fn say_wish(approval: &mut Value) {
    let Some(wish) = approval.get_mut("wish") else { return };
    let of = |name: &str| wish.get(name).and_then(Value::as_str).unwrap_or("?").to_owned();
    let said = match of("kind").as_str() {
        "plan" => format!("put {} on the plan {}", of("app"), of("plan")),
        // The whole hash: whoever decides compares it with what `api show` and `api definition` gave them.
        "publish" => format!("publish {} {} as {}", of("family"), of("version"), of("definition")),
        _ => return,
    };
    *wish = Value::String(said);
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
    page(answer, "consents", &columns, "There is no consent that fits.", "--before")
}

pub(crate) fn traffic(answer: &Value, deprecated: bool) -> String {
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
    let none = if deprecated {
        "Nobody used a deprecated version since the platform started."
    } else {
        "There was no traffic since the platform started."
    };
    list(answer, "traffic", &columns, none)
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
    page(answer, "records", &columns, "There is no record after that.", "--after")
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

/// One app. Of its keys, what they are called and what they are: the numbers are for programs.
pub(crate) fn app(answer: &Value) -> String {
    let mut answer = answer.clone();
    for key in answer.get_mut("keys").and_then(Value::as_array_mut).into_iter().flatten() {
        let of = |name: &str| key.get(name).and_then(Value::as_str);
        let kind = [of("kty"), of("crv"), of("alg")].into_iter().flatten().collect::<Vec<_>>().join(" ");
        *key = Value::String(format!("{} ({kind})", of("kid").unwrap_or("without a name")));
    }
    card(&answer)
}

/// One version of an API, and the command that leads on from how it stands.
pub(crate) fn api(answer: &Value) -> String {
    let of = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default();
    let verb = match of("state") {
        "draft" if answer.get("report").is_none() => "submit",
        "submitted" => "verify",
        "verifying" => "watch",
        "verified" => "publish",
        _ => return card(answer),
    };
    // What was looked at is what is meant.
    let meant = if verb == "publish" { format!(" --definition {}", of("definition")) } else { String::new() };
    format!("{}\n  → `mock-banks admin api {verb} {} {}{meant}`\n", card(answer), of("family"), of("version"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_api_on_its_way_is_shown_with_its_next_step_and_one_that_arrived_without() {
        let api =
            |state: &str| api(&json!({ "family": "spending", "version": "1.0", "state": state, "definition": "0a" }));
        for (state, step) in [
            ("draft", "submit spending 1.0"),
            ("submitted", "verify spending 1.0"),
            ("verifying", "watch spending 1.0"),
            ("verified", "publish spending 1.0 --definition 0a"),
        ] {
            assert!(api(state).ends_with(&format!("\n\n  → `mock-banks admin api {step}`\n")), "{}", api(state));
        }
        for state in ["published", "deprecated", "blocked", "retired"] {
            assert!(!api(state).contains('→'), "{}", api(state));
        }
    }

    #[test]
    fn of_a_key_its_name_is_shown_and_not_its_numbers() {
        let keys = json!([{ "kid": "one", "kty": "EC", "crv": "P-256", "x": "f83O", "y": "x_FE" }, { "kty": "RSA" }]);
        assert_eq!(app(&json!({ "id": "a", "keys": keys })), "id    a\nkeys  one (EC P-256), without a name (RSA)\n");
    }

    #[test]
    fn a_page_names_the_option_that_leads_on() {
        let records = |next| records(&json!({ "records": [{ "sequence": 5 }], "next": next }));
        assert!(records(json!(5)).ends_with("\n\nThere are more: --after 5\n"), "{}", records(json!(5)));
        assert!(!records(json!(null)).contains("more"));
        let apps = apps(&json!({ "apps": [], "next": "app-1" }));
        assert!(apps.ends_with("There are more: --after app-1\n"), "{apps}");
    }

    #[test]
    fn what_waits_is_told_in_words() {
        let plan = json!({ "id": 1, "wish": { "kind": "plan", "app": "app-1", "plan": "small" }, "because": "it grows",
            "asked_by": "operator:jun", "asked_at": "2026-11-24T09:00:00Z" });
        let publish = json!({ "id": 2, "wish": { "kind": "publish", "family": "spending", "version": "1.0", "definition": "h" },
            "because": "ready", "asked_by": "operator:jun", "decision": "deny", "decided_by": "admin:ada", "reason": "late" });
        let expected = "\
NO  WISH                            BECAUSE   ASKED BY      DECISION  BY         REASON
1   put app-1 on the plan small     it grows  operator:jun  -         -          -
2   publish spending 1.0 as h       ready     operator:jun  deny      admin:ada  late
";
        let squeezed = |text: &str| {
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
        };
        let shown = approvals(&json!({ "approvals": [plan.clone(), publish.clone()] }));
        assert_eq!(squeezed(&shown), squeezed(expected));
        assert!(approval(&plan).contains("wish      put app-1 on the plan small\n"), "{}", approval(&plan));
        assert!(!shown.contains('{') && !approval(&publish).contains('{'));
    }
}

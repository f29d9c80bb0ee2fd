//! Why the requests of one id were answered as they were, as a page: of each what it was, what refused it and what would
//! have passed, each rule that was asked, and what was said to the core.

use serde_json::Value;

use super::show::{cell, table};

/// The page. Where there is more than one answer, each has a heading.
pub(crate) fn page(list: &Value) -> String {
    let answers = list.get("answers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let of = answers.len();
    let block = |(at, answer): (usize, &Value)| match of {
        1 => answered(answer),
        _ => format!("{} of {of}\n\n{}", at + 1, answered(answer)),
    };
    answers.iter().enumerate().map(block).collect::<Vec<_>>().join("\n")
}

fn answered(it: &Value) -> String {
    let text = |name: &str| cell(it.get(name));
    let mut page = format!("{} {}  answered with {}\n", text("method"), text("path"), text("status"));
    let api = format!("{} {}, {}", text("api"), text("version"), text("operation"));
    let took = format!(
        "{} ms, {} ms of it for token, proof and consent",
        millis(it, "took_micros"),
        millis(it, "facts_micros")
    );
    for (name, value) in
        [("api", api), ("app", text("app")), ("at", text("at")), ("interaction", text("interaction")), ("took", took)]
    {
        page.push_str(&format!("{name:<11}  {value}\n"));
    }
    match it.get("refused").filter(|refused| refused.is_object()) {
        Some(refused) => page.push_str(&refusal(refused)),
        None => page.push_str("\nNo rule refused it.\n"),
    }
    let none = &Value::Null;
    let rules = table(it.get("rules").unwrap_or(none), &[("RULE", "rule"), ("SAID", "outcome")], "No rule was asked.");
    let columns = [
        ("TO THE CORE", "name"),
        ("IN", "protocol"),
        ("NO", "sequence"),
        ("OUTCOME", "outcome"),
        ("MICROSECONDS", "took_micros"),
    ];
    let commands = table(it.get("commands").unwrap_or(none), &columns, "Nothing was said to the core.");
    page + &format!("\n{rules}\n{commands}")
}

fn refusal(refused: &Value) -> String {
    let text = |name: &str| cell(refused.get(name));
    let mut said =
        format!("\nRefused by the rule `{}`: {}\n  written in {}\n", text("rule"), text("why"), text("clause"));
    if refused.get("change").is_some_and(Value::is_string) {
        said.push_str(&format!("  → {}\n", text("change")));
    }
    said
}

/// Microseconds, as milliseconds to a thousandth.
fn millis(it: &Value, name: &str) -> String {
    let micros = it.get(name).and_then(Value::as_u64).unwrap_or_default();
    format!("{}.{:03}", micros / 1000, micros % 1000)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_is_a_page_that_says_what_would_have_passed() {
        let explained = json!({
            "interaction": "93bac548", "at": "2026-11-24T09:00:00.123456Z", "app": "app-1", "method": "GET",
            "api": "spending", "version": "1.0", "operation": "GetSpending", "path": "/spending", "generation": 3,
            "rules": [{ "rule": "token", "outcome": "passed" }, { "rule": "consent", "outcome": "refused" }],
            "refused": { "rule": "consent", "why": "it ran out", "clause": "a standard, §1", "change": "ask again" },
            "commands": [], "status": 403, "facts_micros": 40, "took_micros": 1234,
        });
        let expected = "\
GET /spending  answered with 403
api          spending 1.0, GetSpending
app          app-1
at           2026-11-24 09:00:00 UTC
interaction  93bac548
took         1.234 ms, 0.040 ms of it for token, proof and consent

Refused by the rule `consent`: it ran out
  written in a standard, §1
  → ask again

RULE     SAID
token    passed
consent  refused

Nothing was said to the core.
";
        assert_eq!(page(&json!({ "answers": [explained] })), expected);
        let twice = page(&json!({ "answers": [explained, { "method": "GET", "path": "/spending", "status": 200 }] }));
        let (first, second) = twice.strip_prefix("1 of 2\n\n").unwrap().split_once("\n2 of 2\n\n").unwrap();
        assert_eq!(first, expected);
        assert!(second.starts_with("GET /spending  answered with 200\n") && !second.contains("Refused"), "{second}");
    }

    #[test]
    fn what_passed_shows_what_was_said_to_the_core() {
        let command =
            json!({ "protocol": "telegram", "name": "0200", "sequence": 7, "outcome": "answered", "took_micros": 9 });
        let page = answered(&json!({ "refused": null, "commands": [command], "rules": [], "status": 200 }));
        assert!(page.contains("\nNo rule refused it.\n\nNo rule was asked.\n"), "{page}");
        assert!(
            page.ends_with(
                "TO THE CORE  IN        NO  OUTCOME   MICROSECONDS\n0200         telegram  7   answered  9\n"
            ),
            "{page}"
        );
    }
}

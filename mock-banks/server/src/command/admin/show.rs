//! What came back, for a person: lists as tables, single things as cards.

use std::fmt::Write as _;

use serde_json::Value;

/// A column: its head, and the member it shows.
pub(crate) type Column = (&'static str, &'static str);

/// Rows as a table. Says so when there are none.
pub(crate) fn table(rows: &Value, columns: &[Column], none: &str) -> String {
    let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
    if rows.is_empty() {
        return format!("{none}\n");
    }
    let mut lines = vec![columns.iter().map(|(head, _)| (*head).to_owned()).collect::<Vec<_>>()];
    lines.extend(rows.iter().map(|row| columns.iter().map(|(_, name)| cell(row.get(*name))).collect()));
    let width_of =
        |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|text| text.chars().count()).max();
    let widths: Vec<usize> = (0..columns.len()).map(|column| width_of(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    text
}

/// What is looked for first on a card; the rest follows by name.
const FIRST: &[&str] = &[
    "bank",
    "id",
    "family",
    "version",
    "name",
    "title",
    "app",
    "role",
    "token",
    "state",
    "status",
    "passed",
    "since",
    "sunset",
    "successor",
    "reason",
    "wish",
    "because",
    "decision",
    "plan",
];

/// One thing, a member a line.
pub(crate) fn card(thing: &Value) -> String {
    let Some(members) = thing.as_object() else { return format!("{}\n", cell(Some(thing))) };
    let mut shown: Vec<_> = members.iter().filter(|(_, value)| !value.is_null()).collect();
    shown.sort_by_key(|(name, _)| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
    let width = shown.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (name, value) in shown {
        let name = name.replace('_', " ");
        match value {
            Value::Array(values) if values.iter().any(Value::is_object) => {
                let _ = writeln!(text, "{name}");
                for value in values {
                    let _ = writeln!(text, "  {value}");
                }
            }
            other => {
                let _ = writeln!(text, "{name:width$}  {}", cell(Some(other)));
            }
        }
    }
    text
}

/// A value on one line, with nothing in it that could move a terminal's cursor.
pub(crate) fn cell(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => moment(text).unwrap_or_else(|| text.clone()),
        Some(Value::Bool(true)) => "yes".to_owned(),
        Some(Value::Bool(false)) => "no".to_owned(),
        Some(Value::Array(values)) => values.iter().map(|value| cell(Some(value))).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    };
    plain(&text)
}

/// A text with nothing in it that could move a terminal's cursor.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A moment to the second.
pub(crate) fn moment(text: &str) -> Option<String> {
    let at: jiff::Timestamp = text.parse().ok()?;
    Some(at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_is_aligned_and_ends_no_line_in_space() {
        let rows = json!([{ "a": "x", "b": true }, { "a": "longer", "b": null }]);
        assert_eq!(table(&rows, &[("A", "a"), ("B", "b")], "none"), "A       B\nx       yes\nlonger  -\n");
        assert_eq!(table(&json!([]), &[("A", "a")], "there is none"), "there is none\n");
    }

    #[test]
    fn a_terminal_is_not_moved_by_what_an_app_calls_itself() {
        let rows = json!([{ "a": "\u{1b}[2Jgone\r\n" }]);
        assert_eq!(table(&rows, &[("A", "a")], ""), "A\n\u{fffd}[2Jgone\u{fffd}\u{fffd}\n");
    }

    #[test]
    fn a_card_shows_moments_to_the_second() {
        let card = card(&json!({ "created_at": "2026-11-24T09:00:00.123456Z", "name": "x", "none": null }));
        assert_eq!(card, "name        x\ncreated at  2026-11-24 09:00:00 UTC\n");
    }
}

//! From a reader's words to a person's.

/// What serde says about a value, for somebody who does not know serde.
pub(super) fn plain(said: &str) -> String {
    if let Some((found, wanted)) = said.strip_prefix("invalid type: ").and_then(|it| it.split_once(", expected ")) {
        return format!("{} is wanted, and this is {}", self::wanted(wanted), self::found(found));
    }
    if let Some(name) = said.strip_prefix("missing field ") {
        return format!("{name} is missing");
    }
    if let Some((name, known)) = said.strip_prefix("unknown field ").and_then(|it| it.split_once(", expected ")) {
        return format!("there is no {name} here, only {}", list(known));
    }
    if let Some((name, known)) = said.strip_prefix("unknown variant ").and_then(|it| it.split_once(", expected ")) {
        return format!("{name} is none of {}", list(known));
    }
    said.to_owned()
}

/// What a type is to somebody who writes JSON or an address.
pub(super) fn wanted(kind: &str) -> &str {
    match kind {
        "u8" | "u16" | "u32" | "u64" | "i64" => "a whole number",
        "a JSON number" => "a number",
        "a string" => "a text",
        "a sequence" => "a list",
        "a boolean" | "bool" => "`true` or `false`",
        other if other.starts_with("struct ") || other.contains("enum ") || other == "a map" => "an object",
        other => other,
    }
}

fn found(value: &str) -> String {
    let (kind, rest) = value.split_once(' ').unwrap_or((value, ""));
    match (kind, rest) {
        ("string", text) => format!("the text {text}"),
        ("integer" | "floating", _) => "a number".to_owned(),
        ("boolean", _) => "`true` or `false`".to_owned(),
        ("sequence", _) => "a list".to_owned(),
        ("map", _) => "an object".to_owned(),
        ("null" | "unit", _) => "null".to_owned(),
        _ => value.to_owned(),
    }
}

fn list(known: &str) -> &str {
    known.strip_prefix("one of ").unwrap_or(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_says_is_said_in_plain_words() {
        for (said, expected) in [
            ("invalid type: integer `5`, expected struct PlanBody", "an object is wanted, and this is a number"),
            (r#"invalid type: string "x", expected a JSON number"#, r#"a number is wanted, and this is the text "x""#),
            ("invalid type: null, expected a string", "a text is wanted, and this is null"),
            ("missing field `reason`", "`reason` is missing"),
            ("unknown field `no`, expected `reason`", "there is no `no` here, only `reason`"),
            ("unknown field `no`, expected one of `a`, `b`", "there is no `no` here, only `a`, `b`"),
            ("unknown variant `gold`, expected `plan` or `publish`", "`gold` is none of `plan` or `publish`"),
            ("a whole number from 1 to 5 is wanted", "a whole number from 1 to 5 is wanted"),
        ] {
            assert_eq!(plain(said), expected);
        }
    }
}

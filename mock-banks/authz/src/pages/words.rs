//! The words of the pages, by key and language, and how names are put into them.

use std::collections::BTreeMap;

use minijinja::value::Kwargs;
use minijinja::{HtmlEscape, Value};

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Words(BTreeMap<String, String>);

impl Words {
    /// Reads the words of a language.
    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).map(Self)
    }

    /// The words behind a key. A missing key shows itself, which the tests turn into a failure.
    pub(crate) fn say(&self, key: &str) -> String {
        self.0.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// The words behind a key, with values put in. The result is plain text: a template still escapes it.
    pub(crate) fn say_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.say(key), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// All of them, for a template.
    pub(crate) fn all(&self) -> Value {
        Value::from_pairs(&self.0)
    }
}

/// The template filter that puts values into words: `{{ t.greeting|fill(name=customer) }}`. Words are ours and may hold
/// markup; values are from outside, are escaped, and are kept from turning the text around them (`<bdi>`).
#[allow(clippy::needless_pass_by_value, reason = "the template engine hands filters their arguments by value")]
pub(super) fn fill(text: String, values: Kwargs) -> Result<Value, minijinja::Error> {
    let mut filled = text;
    let names: Vec<String> = values.args().map(str::to_owned).collect();
    for name in &names {
        let value: String = values.get(name)?;
        // Braces in a value must not look like a place for the next one.
        let value = HtmlEscape(&value).to_string().replace('{', "&#123;");
        filled = filled.replace(&format!("{{{name}}}"), &format!("<bdi>{value}</bdi>"));
    }
    values.assert_all_used()?;
    Ok(Value::from_safe_string(filled))
}

#[cfg(test)]
mod tests {
    use minijinja::{Environment, context};

    use super::*;

    #[test]
    fn both_languages_say_the_same_things_and_name_the_same_values() {
        let en = Words::parse(include_str!("en.json")).unwrap();
        let ko = Words::parse(include_str!("ko.json")).unwrap();
        assert_eq!(en.0.keys().collect::<Vec<_>>(), ko.0.keys().collect::<Vec<_>>());
        for (key, text) in &en.0 {
            assert_eq!(places(text), places(&ko.say(key)), "{key}");
        }
    }

    fn places(text: &str) -> std::collections::BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn a_value_cannot_bring_markup_or_another_value() {
        let mut templates = Environment::new();
        templates.add_filter("fill", fill);
        let page = templates
            .render_named_str(
                "page.html",
                "{{ text|fill(app=app, name=name) }}",
                context! { text => "<b>{app}</b> asks {name}", app => "<script>{name}", name => "a & b" },
            )
            .unwrap();
        assert_eq!(page, "<b><bdi>&lt;script&gt;&#123;name}</bdi></b> asks <bdi>a &amp; b</bdi>");
    }
}

//! Reads the tags of a template before the engine does.
//!
//! It keeps what the engine has to parse small: its parser and compiler call themselves for some nestings without an end of
//! their own (`not not not …`), and a thread's stack is no place to find out. And it names, with their lines, a tag, filter
//! or test that is not there, which the engine would only stumble over when it comes to it.
//!
//! For that, both must agree on where a tag ends. So whatever would let them differ is refused: comments, braces inside a
//! tag, and an end sign inside quotes.

use super::{RecipeFault, filters};

/// The tags a recipe's template may have.
const TAGS: &[&str] = &["for", "endfor", "if", "elif", "else", "endif", "set", "endset", "with", "endwith"];
const TESTS: &[&str] = &["none", "not"];
const TAGS_MAX: usize = 400;
const SIGNS_MAX: usize = 80;

/// What stands between the signs of a tag.
struct Tag<'a> {
    inside: &'a str,
    line: usize,
    statement: bool,
}

/// A word in a tag.
struct Word<'a> {
    text: &'a str,
    line: usize,
    /// The sign before it, or the word when there is no sign between.
    after: Option<char>,
    previous: Option<&'a str>,
    first_of_statement: bool,
}

/// Whether the engine can be given the template, and all its tags, filters and tests are ones that exist.
pub(super) fn check(template: &str) -> Result<(), RecipeFault> {
    for tag in tags(template)? {
        for word in words(&tag)? {
            check_word(&word)?;
        }
    }
    Ok(())
}

/// The line in which a word stands first, as a name of its own.
pub(super) fn line_of(template: &str, name: &str) -> Option<usize> {
    let all = tags(template).ok()?.iter().map(words).collect::<Result<Vec<_>, _>>().ok()?;
    all.into_iter().flatten().find(|word| word.text == name && word.after != Some('.')).map(|word| word.line)
}

fn check_word(word: &Word<'_>) -> Result<(), RecipeFault> {
    let (text, line) = (word.text, Some(word.line));
    if word.first_of_statement && !TAGS.contains(&text) {
        let problem = format!("there is no `{text}` in a recipe, there is: for, if, set, with");
        return Err(RecipeFault::template(line, problem));
    }
    if word.after == Some('|') && !filters::NAMES.contains(&text) {
        let problem = format!("there is no filter `{text}`, there is: {}", filters::NAMES.join(", "));
        return Err(RecipeFault::template(line, problem));
    }
    if word.previous == Some("is") && !TESTS.contains(&text) {
        return Err(RecipeFault::template(line, format!("there is no test `{text}`, there is: none")));
    }
    Ok(())
}

fn tags(template: &str) -> Result<Vec<Tag<'_>>, RecipeFault> {
    let (mut found, mut line, mut rest) = (Vec::new(), 1, template);
    while let Some(at) = ["{{", "{%", "{#"].iter().filter_map(|open| rest.find(open)).min() {
        let (before, from) = rest.split_at(at);
        line += before.matches('\n').count();
        if from.starts_with("{#") {
            return Err(RecipeFault::template(Some(line), "a recipe's template has no comments"));
        }
        let statement = from.starts_with("{%");
        let (_, from) = from.split_at(2);
        let Some((inside, after)) = from.split_once(if statement { "%}" } else { "}}" }) else {
            return Err(RecipeFault::template(Some(line), "a tag is not closed"));
        };
        found.push(Tag { inside, line, statement });
        if found.len() > TAGS_MAX {
            return Err(RecipeFault::template(Some(line), format!("it has more than {TAGS_MAX} tags")));
        }
        line += inside.matches('\n').count();
        rest = after;
    }
    Ok(found)
}

fn words<'a>(tag: &Tag<'a>) -> Result<Vec<Word<'a>>, RecipeFault> {
    let mut found = Vec::new();
    let (mut line, mut signs, mut first) = (tag.line, 0, tag.statement);
    let (mut after, mut previous) = (None, None);
    let mut rest = tag.inside.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let at_line = line;
        let fault = |problem: &str| Err(RecipeFault::template(Some(at_line), problem));
        signs += usize::from(!character.is_whitespace());
        match character {
            '\n' => line += 1,
            '"' | '\'' => {
                if !skip_text(&mut rest, character) {
                    return fault("a text is not closed within its tag, or spans lines, or has a `\\` in it");
                }
                (after, previous, first) = (Some(character), None, false);
            }
            '{' | '}' => return fault("a tag has no braces inside"),
            _ if character.is_ascii_alphabetic() || character == '_' => {
                let mut end = at + 1;
                while rest.next_if(|(_, next)| next.is_ascii_alphanumeric() || *next == '_').is_some() {
                    end += 1;
                }
                let text = tag.inside.get(at..end).unwrap_or_default();
                found.push(Word { text, line, after, previous, first_of_statement: first });
                (after, previous, first) = (None, Some(text), false);
            }
            _ if character.is_whitespace() => {}
            // The signs that trim spaces stand before a statement's first word.
            '-' | '+' if first => {}
            _ => (after, previous, first) = (Some(character), None, false),
        }
        if signs > SIGNS_MAX {
            return fault("a tag has too much in it: `set` a part of it before");
        }
    }
    Ok(found)
}

/// Goes to the end of a text in quotes. False when it has none.
fn skip_text(rest: &mut impl Iterator<Item = (usize, char)>, quote: char) -> bool {
    rest.map(|(_, character)| character).find(|character| *character == quote || matches!(character, '\\' | '\n'))
        == Some(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(template: &str) -> String {
        check(template).unwrap_err().to_string()
    }

    #[test]
    fn what_a_template_may_not_do_is_named_with_its_line() {
        assert!(fault("{}\n{%- include 'a' %}").starts_with("template, line 2: there is no `include`"));
        assert!(fault("{{ rows\n | tojson }}").starts_with("template, line 2: there is no filter `tojson`"));
        assert!(fault("{% if x is defined %}").contains("no test `defined`"));
        assert!(fault("{% macro a() %}").contains("`macro`"));
        assert!(fault("\n\n{{ a").starts_with("template, line 3: a tag is not closed"));
    }

    #[test]
    fn nor_what_would_hide_where_a_tag_ends() {
        assert!(fault("{# {{ \" #}").contains("no comments"));
        assert!(fault("{% raw %}{{ x }}{% endraw %}").contains("`raw`"));
        assert!(fault("{{ '}}' }}").contains("not closed within its tag"));
        assert!(fault(r"{{ '\'' ~ x }}").contains("not closed within its tag"));
        assert!(fault("{{ {'a': {'b': 1}} }}").contains("no braces"));
        assert!(fault(&format!("{{{{ {}x }}}}", "not ".repeat(100))).contains("too much"));
        assert!(fault(&"{{ x }}".repeat(401)).contains("more than 400 tags"));
    }

    #[test]
    fn and_what_it_may_is_let_be() {
        for template in [
            r#"{"a": {{ x | where("kind", "a|b { c") | sum }} }"#,
            "{% for a in b %}{% if a.x is not none %}{{ a.include }}{% endif %}{%- endfor -%}",
            "",
            "{",
            "}}",
        ] {
            assert_eq!(check(template), Ok(()), "{template}");
        }
    }

    #[test]
    fn a_name_is_found_where_it_is_a_name() {
        assert_eq!(line_of("month\n{{ row.month }}\n{{ 'month' }}\n{% if month %}", "month"), Some(4));
    }
}

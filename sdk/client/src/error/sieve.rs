//! The sieve for texts that only go to a log.

/// Words of this length with a digit in them are not logged.
const LONG_WORD: usize = 20;

/// The first characters of a text that only goes to the log, on one line, and without anything that could be a secret:
/// tokens, keys, account numbers and ids are long words with digits in them, and no sentence needs one.
#[must_use]
pub fn for_log(text: &str, most_chars: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words = line.split_inclusive(|c: char| !is_of_a_word(c));
    words.map(without_secret).collect::<String>().chars().take(most_chars).collect()
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// A word, with the mark that ended it.
fn without_secret(word: &str) -> String {
    let (plain, end) = word.split_at(word.trim_end_matches(|c| !is_of_a_word(c)).len());
    let telling = plain.chars().count() >= LONG_WORD && plain.chars().any(char::is_numeric);
    if telling { format!("…{end}") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_the_log_stays_one_line() {
        assert_eq!(for_log("a\nb\u{1b}[31m", 4), "a b ");
        assert_eq!(for_log("token=0123456789abcdef0123, done", 99), "token=…, done");
        assert_eq!(
            for_log("ResizeObserverLoopCompletedWithUndelivered 12", 99),
            "ResizeObserverLoopCompletedWithUndelivered 12"
        );
    }
}

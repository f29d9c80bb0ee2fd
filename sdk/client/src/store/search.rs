//! What a search finds, the same in every store.
//!
//! A text becomes small words: letters and digits, lower case, without the accents of European languages. A search finds
//! a transaction when every one of its words begins a word of it. Korean, Chinese and Japanese are written without the
//! spaces that would make that useful, so a run of their characters can be found from any of its characters on: 강남
//! finds 스타벅스강남점. An amount is one word with its point, so that `46.18` finds it and `46` finds it too.

use crate::model::Transaction;

/// A run of letters longer than this is indexed from its first so many characters only.
const MAX_RUN: usize = 24;
/// More words than this are not searched for.
const MAX_TERMS: usize = 12;

/// Everything in a transaction that a person might look for, as one text.
#[must_use]
pub fn searchable(transaction: &Transaction) -> String {
    let merchant = transaction.merchant.as_ref().and_then(|merchant| merchant.name.as_deref());
    let other = transaction.counterparty.as_ref().and_then(|other| other.name.as_deref());
    let texts = [transaction.description.as_deref(), merchant, other, transaction.reference.as_deref()];
    let mut words: Vec<String> = texts.into_iter().flatten().flat_map(index_words).collect();
    words.push(transaction.amount.amount.abs().to_string());
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// The words of a search, each to be found at the beginning of a word. None of them holds anything but letters, digits
/// and points.
#[must_use]
pub fn terms(search: &str) -> Vec<String> {
    search
        .split_whitespace()
        .flat_map(|word| if let Some(amount) = as_amount(word) { vec![amount] } else { words(word) })
        .take(MAX_TERMS)
        .collect()
}

/// Whether a searchable text has every term.
#[must_use]
pub fn matches(searchable: &str, terms: &[String]) -> bool {
    terms.iter().all(|term| searchable.split(' ').any(|word| word.starts_with(term.as_str())))
}

/// `1,204.00` and `-46.18` are looked for as they are stored: `1204.00`, `46.18`.
fn as_amount(word: &str) -> Option<String> {
    let bare: String = word.trim_start_matches(['-', '+', '−', '£', '€', '$', '₩']).replace(',', "");
    let is_amount = bare.contains('.')
        && bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && bare.bytes().any(|byte| byte.is_ascii_digit());
    is_amount.then_some(bare)
}

fn words(text: &str) -> Vec<String> {
    let folded: String = text.chars().flat_map(fold).collect();
    compose_hangul(&folded)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn index_words(text: &str) -> Vec<String> {
    words(text)
        .into_iter()
        .flat_map(|word| if word.chars().any(is_unspaced) { tails(&word) } else { vec![word] })
        .collect()
}

/// The word from each of its characters on.
fn tails(word: &str) -> Vec<String> {
    word.char_indices().take(MAX_RUN).filter_map(|(at, _)| word.get(at..)).map(str::to_owned).collect()
}

/// Scripts whose words run together: Hangul, kana, Han.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{3400}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

/// Lower case, without accents.
fn fold(c: char) -> impl Iterator<Item = char> {
    let plain = match c {
        '\u{300}'..='\u{36F}' => None,
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => Some('a'),
        'ç' | 'Ç' | 'ć' | 'č' => Some('c'),
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => Some('e'),
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' => Some('i'),
        'ñ' | 'Ñ' | 'ń' | 'ň' => Some('n'),
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => Some('o'),
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => Some('u'),
        'ý' | 'ÿ' | 'Ý' => Some('y'),
        'ś' | 'š' | 'Š' => Some('s'),
        'ź' | 'ż' | 'ž' | 'Ž' => Some('z'),
        'ł' | 'Ł' => Some('l'),
        other => Some(other),
    };
    plain.into_iter().flat_map(char::to_lowercase)
}

/// Puts Hangul that came as separate letters (as some systems type it) together into syllables, by the arithmetic of
/// Unicode §3.12.
fn compose_hangul(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let joined = out.chars().next_back().and_then(|last| join(last, c));
        if let Some(syllable) = joined {
            out.pop();
            out.push(syllable);
        } else {
            out.push(c);
        }
    }
    out
}

fn join(last: char, next: char) -> Option<char> {
    const SYLLABLES: u32 = 0xAC00;
    let (last, next) = (u32::from(last), u32::from(next));
    match (last, next) {
        (0x1100..=0x1112, 0x1161..=0x1175) => char::from_u32(SYLLABLES + ((last - 0x1100) * 21 + (next - 0x1161)) * 28),
        (0xAC00..=0xD7A3, 0x11A8..=0x11C2) if (last - SYLLABLES).is_multiple_of(28) => {
            char::from_u32(last + (next - 0x11A7))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, search: &str) -> bool {
        matches(&index_words(text).join(" "), &terms(search))
    }

    #[test]
    fn words_are_found_by_their_beginning_in_any_order() {
        assert!(found("CORNER CAFE LEEDS", "cafe"));
        assert!(found("CORNER CAFE LEEDS", "lee corn"));
        assert!(found("Bäckerei Müller", "muller"));
        assert!(found("Backerei Muller", "Bäckerei"));
        assert!(found("O'Brien & Sons", "o'brien"));
        assert!(!found("CORNER CAFE LEEDS", "afe"));
        assert!(!found("CORNER CAFE LEEDS", "cafe london"));
    }

    #[test]
    fn korean_is_found_from_any_syllable_on() {
        assert!(found("스타벅스강남점", "강남"));
        assert!(found("스타벅스강남점", "스타벅스"));
        assert!(found("(주)한국전력 11월", "전력"));
        assert!(!found("스타벅스강남점", "강북"));
        assert!(found("급여", "\u{1100}\u{1173}\u{11b8}\u{110b}\u{1167}"), "typed as separate letters");
    }

    #[test]
    fn a_search_is_only_words() {
        assert_eq!(terms("  \"' OR 1=1 -- *"), ["or", "1", "1"]);
        assert_eq!(terms("-46.18"), ["46.18"]);
        assert_eq!(terms("£1,204.00"), ["1204.00"]);
        assert!(terms("!!! ???").is_empty());
        assert_eq!(terms(&"word ".repeat(100)).len(), MAX_TERMS);
    }
}

//! What to call the person, from what a bank has of them.
//!
//! Banks write names for envelopes: with titles, in capitals, family name first. Where it is not plain which part is the
//! given name, the person goes without: a greeting by the wrong name is worse than one without.

use moa_sdk::model::{Party, PartyKind};
use moa_sdk::store::Detail;

const TITLES: [&str; 14] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lord", "lady", "herr", "frau", "rev"];
/// Endings of firms: nobody is greeted as their limited company.
const FIRMS: [&str; 9] = ["ltd", "limited", "plc", "llp", "llc", "inc", "gmbh", "ag", "ug"];
/// Korean family names of two syllables.
const LONG_FAMILY_NAMES: [&str; 7] = ["남궁", "황보", "제갈", "사공", "선우", "독고", "서문"];
const LONGEST: usize = 24;

/// The given name of the first party that is the person themselves, and not who they share an account with.
pub(crate) fn given_name<'a>(parties: impl Iterator<Item = &'a Detail>) -> Option<String> {
    let person = |detail: &'a Detail| match detail {
        Detail::Party(party) if !matches!(party.kind, Some(PartyKind::Delegate | PartyKind::Joint)) => Some(party),
        _ => None,
    };
    parties.filter_map(person).find_map(name_of)
}

fn name_of(party: &Party) -> Option<String> {
    [&party.name, &party.full_legal_name].into_iter().flatten().find_map(|name| given(name))
}

fn given(name: &str) -> Option<String> {
    // “PARK, MINA” is written family name first.
    let name = name.split_once(',').map_or(name, |(_, given)| given);
    let words: Vec<&str> = name.split_whitespace().filter(|word| !TITLES.contains(&plain(word).as_str())).collect();
    if words.last().is_some_and(|last| FIRMS.contains(&plain(last).as_str())) {
        return None;
    }
    let first = *words.first()?;
    let letters = first.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'');
    if !letters || !(2..=LONGEST).contains(&first.chars().count()) {
        return None;
    }
    if is_hangul(first) { korean(first, words.len()) } else { Some(in_mixed_case(first)) }
}

fn plain(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

fn is_hangul(word: &str) -> bool {
    word.chars().all(|c| ('가'..='힣').contains(&c))
}

/// A Korean name is written in one word, family name first. In two, nobody can tell which comes first.
fn korean(name: &str, words: usize) -> Option<String> {
    let syllables = name.chars().count();
    if words != 1 || !(2..=4).contains(&syllables) {
        return None;
    }
    let long = syllables > 2 && LONG_FAMILY_NAMES.iter().any(|family| name.starts_with(family));
    Some(name.chars().skip(if long { 2 } else { 1 }).collect())
}

fn in_mixed_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut begins = true;
    let letter = |c: char| {
        let cased: String = if begins { c.to_string() } else { c.to_lowercase().collect() };
        begins = !c.is_alphabetic();
        cased
    };
    name.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_name_is_found_in_what_banks_write() {
        for (written, called) in [
            ("Mina Park", Some("Mina")),
            ("Ms Mina Park", Some("Mina")),
            ("MS. MINA PARK", Some("Mina")),
            ("PARK, MINA", Some("Mina")),
            ("ANNE-MARIE O'NEIL", Some("Anne-Marie")),
            ("서민지", Some("민지")),
            ("남궁민수", Some("민수")),
            ("김솔", Some("솔")),
            ("Brightwater Ltd", None),
            ("Mr", None),
            ("M Park", None),
            ("7th Avenue", None),
            ("", None),
        ] {
            assert_eq!(given(written).as_deref(), called, "{written}");
        }
    }

    #[test]
    fn whom_an_account_is_shared_with_is_not_greeted() {
        let party = |kind, name: &str| {
            Detail::Party(Party {
                id: None,
                kind,
                name: Some(name.to_owned()),
                full_legal_name: None,
                email: None,
                phone: None,
                mobile: None,
                addresses: Vec::new(),
            })
        };
        let both = [party(Some(PartyKind::Joint), "Jun Seo"), party(Some(PartyKind::Sole), "Mina Park")];
        assert_eq!(given_name(both.iter()).as_deref(), Some("Mina"));
        assert_eq!(given_name(both.iter().take(1)), None);
        assert_eq!(given_name(std::iter::empty()), None);
    }
}

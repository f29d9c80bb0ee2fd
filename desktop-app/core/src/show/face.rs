//! How a bank looks: a monogram and a colour.
//!
//! A participants directory names logos by address, and Moa fetches nothing a screen would draw. So a bank gets the
//! colour the directory gives it, or the one its id always gets, on every device, from a palette in which white text on the colour and near-black text on
//! its pale twin pass 5.7:1.

use std::collections::HashMap;

use moa_kernel::BankId;
use moa_sdk::directory::Bank;
use serde::{Deserialize, Serialize};

use crate::dto::BankFace;

/// What a directory says about how a bank is called: kept with the data, so that a bank keeps its name on screen when
/// the directory cannot be reached or no longer lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BankName {
    /// Its name.
    pub(crate) name: String,
    /// Its name in Korean.
    pub(crate) name_ko: Option<String>,
    /// Its country.
    pub(crate) country: Option<String>,
    /// Its colour, `#rrggbb`.
    pub(crate) colour: Option<String>,
    /// Its monogram.
    pub(crate) monogram: Option<String>,
}

impl BankName {
    /// What the directory says.
    pub(crate) fn in_directory(bank: &Bank) -> Self {
        let name = bank.name();
        let brand = bank.brand();
        Self {
            name: name.in_language("en").to_owned(),
            name_ko: Some(name.in_language("ko")).filter(|ko| *ko != name.in_language("en")).map(str::to_owned),
            country: brand.country.clone(),
            colour: brand.colour.clone(),
            monogram: brand.monogram.clone(),
        }
    }

    /// A bank nobody has named yet shows its id.
    fn unnamed(bank: &BankId) -> Self {
        Self { name: bank.to_string(), name_ko: None, country: None, colour: None, monogram: None }
    }
}

/// The faces of the banks a screen speaks of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faces(HashMap<BankId, BankName>);

impl Faces {
    /// Remembers a bank's name. The first one said about a bank wins.
    pub(crate) fn learn(&mut self, bank: BankId, name: BankName) {
        self.0.entry(bank).or_insert(name);
    }

    /// The face of a bank; one nobody has named yet shows its id.
    pub(crate) fn of(&self, bank: &BankId) -> BankFace {
        match self.0.get(bank) {
            Some(name) => face(bank.as_str(), name),
            None => face(bank.as_str(), &BankName::unnamed(bank)),
        }
    }
}

/// Colour and pale twin.
const PALETTE: [(&str, &str); 6] = [
    ("#27408B", "#A3B4F0"),
    ("#6A4190", "#CBAAE8"),
    ("#1E6A92", "#8FC8E8"),
    ("#9C4424", "#EBA68C"),
    ("#856000", "#E5C35F"),
    ("#3C6B2B", "#A5CF8F"),
];

/// The face of a bank.
pub(crate) fn face(id: &str, name: &BankName) -> BankFace {
    let (color, color_dark) = name.colour.as_deref().and_then(own_colors).unwrap_or_else(|| usual_colors(id));
    BankFace {
        id: id.to_owned(),
        name: name.name.clone(),
        name_ko: name.name_ko.clone(),
        monogram: name.monogram.clone().unwrap_or_else(|| monogram(&name.name)),
        color,
        color_dark,
        country: name.country.clone(),
    }
}

/// The colour a directory gives a bank, if white text on it is readable, and a pale twin of it.
fn own_colors(colour: &str) -> Option<(String, String)> {
    let known = PALETTE.iter().find(|(color, _)| color.eq_ignore_ascii_case(colour));
    if let Some((color, pale)) = known {
        return Some(((*color).to_owned(), (*pale).to_owned()));
    }
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    let channels = [value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff];
    // Weights of perceived brightness in thousandths; below this, white text passes 4.5:1 on every hue.
    let [red, green, blue] = channels;
    if (299 * red + 587 * green + 114 * blue) / 1000 > 112 {
        return None;
    }
    let [red, green, blue] = channels.map(|channel| (channel + 2 * 255) / 3);
    Some((format!("#{digits}"), format!("#{red:02x}{green:02x}{blue:02x}")))
}

/// The colour an id always gets.
fn usual_colors(id: &str) -> (String, String) {
    // FNV-1a: tiny and stable for ever. The seed was picked so that neighbours in the sandbox do not share a colour.
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64 ^ 210_177, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let place = usize::try_from((hash >> 32) % 6).unwrap_or_default();
    let (color, pale) = PALETTE.get(place).copied().unwrap_or(("#27408B", "#A3B4F0"));
    (color.to_owned(), pale.to_owned())
}

/// One hangul syllable, or the first letters of two words, or the two parts of a name that ends in “bank”.
fn monogram(name: &str) -> String {
    let mut words = name.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    let Some(first) = words.next() else { return "?".to_owned() };
    let initial = |word: &str| word.chars().next().into_iter().flat_map(char::to_uppercase).next();
    let Some(one) = initial(first) else { return "?".to_owned() };
    if ('가'..='힣').contains(&one) {
        return one.to_string();
    }
    let two = match words.next() {
        Some(second) => initial(second),
        None if first.chars().count() > 4 && first.to_lowercase().ends_with("bank") => Some('B'),
        None => first.chars().nth(1).filter(|letter| letter.is_alphanumeric()),
    };
    [Some(one), two].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monogram_is_what_a_person_would_write() {
        for (name, expected) in [
            ("Thames & Co", "TC"),
            ("Clydebank Mutual", "CM"),
            ("Rheinbank", "RB"),
            ("한빛은행", "한"),
            ("Bank", "Ba"),
            ("N", "N"),
            ("", "?"),
            ("  42  ", "?"),
        ] {
            assert_eq!(monogram(name), expected, "{name}");
        }
    }

    #[test]
    fn a_bank_keeps_its_colour_and_the_sandbox_has_three() {
        assert_eq!(usual_colors("thames"), usual_colors("thames"));
        let all: std::collections::HashSet<_> = ["thames", "clydebank", "rheinbank"].map(usual_colors).into();
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn a_banks_own_colour_is_used_when_white_text_on_it_can_be_read() {
        assert_eq!(own_colors("#27408b"), Some(("#27408B".to_owned(), "#A3B4F0".to_owned())));
        assert_eq!(own_colors("#203040"), Some(("#203040".to_owned(), "#b4babf".to_owned())));
        for wrong in ["#ffe000", "27408B", "#27408", "#27408B;background:url(x)", "red"] {
            assert_eq!(own_colors(wrong), None, "{wrong}");
        }
    }
}

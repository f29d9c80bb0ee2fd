//! What money was spent on, in a word: from the merchant's category code (ISO 18245) where the consent and the bank tell it,
//! else from the kind of movement (ISO 20022). What neither tells is `other`; nothing is guessed from texts.

/// The word for a movement.
pub(super) fn category(merchant: Option<&str>, bank_code: Option<(&str, &str)>) -> &'static str {
    merchant.and_then(of_merchant).or_else(|| bank_code.and_then(of_kind)).unwrap_or("other")
}

fn of_merchant(code: &str) -> Option<&'static str> {
    Some(match code.parse::<u16>().ok()? {
        3000..=3999 | 4411 | 4511 | 4582 | 4722 | 7011..=7033 => "travel",
        4111..=4131 | 4784 | 4789 | 5541 | 5542 | 7512 | 7523 => "transport",
        4812..=4816 | 4899 | 4900 => "bills",
        5411..=5499 => "groceries",
        5811..=5814 => "eating-out",
        5912 | 8011..=8099 | 7297 | 7298 => "health",
        7800..=7999 => "leisure",
        5200..=5399 | 5511..=5533 | 5551..=5735 | 5931..=5999 => "shopping",
        6010 | 6011 => "cash",
        _ => return None,
    })
}

fn of_kind((family, sub_family): (&str, &str)) -> Option<&'static str> {
    Some(match (family, sub_family) {
        ("CCRD", "CWDL") => "cash",
        ("CCRD", _) => "shopping",
        ("RDDT", _) => "bills",
        ("ICDT", "STDO") => "standing-orders",
        (_, "SALA") => "salary",
        ("ICDT" | "RCDT", _) => "transfers",
        (_, "INTR") => "interest",
        (_, "CHRG") => "fees",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_merchant_says_it_best_then_the_kind_then_nobody() {
        assert_eq!(category(Some("5411"), Some(("CCRD", "POSD"))), "groceries");
        assert_eq!(category(Some("5814"), None), "eating-out");
        assert_eq!(category(Some("9999"), Some(("RDDT", "PMDD"))), "bills");
        assert_eq!(category(None, Some(("CCRD", "CWDL"))), "cash");
        for unknown in [(None, None), (Some("ABCD"), None), (Some("-1"), Some(("SPOT", "OTHR")))] {
            assert_eq!(category(unknown.0, unknown.1), "other", "{unknown:?}");
        }
    }
}

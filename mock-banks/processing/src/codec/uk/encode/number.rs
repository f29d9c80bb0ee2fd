//! Account and card numbers, and the masking of cards.

use moa_wire::Code;
use moa_wire::uk::v4::{CounterAccount, Identification};

use crate::port::{AccountNumber, CounterpartyRecord, NumberScheme};

/// The standard's name of a scheme.
pub(super) fn scheme(scheme: NumberScheme) -> Code {
    Code::from(match scheme {
        NumberScheme::SortCodeAccountNumber => "UK.OBIE.SortCodeAccountNumber",
        NumberScheme::Iban => "UK.OBIE.IBAN",
        NumberScheme::CardNumber => "UK.OBIE.PAN",
    })
}

/// The number. A card's is whole only where that is allowed.
pub(super) fn identification(number: &AccountNumber, whole: bool) -> Identification {
    let masked = number.scheme == NumberScheme::CardNumber && !whole;
    if masked { Identification::new(mask(&number.number)) } else { Identification::new(number.number.clone()) }
}

/// The other side's name and number, when there is something to tell.
pub(super) fn counter_account(party: &CounterpartyRecord, whole: bool) -> Option<CounterAccount> {
    if party.name.is_none() && party.number.is_none() {
        return None;
    }
    Some(CounterAccount {
        scheme_name: party.number.as_ref().map(|number| scheme(number.scheme)),
        identification: party.number.as_ref().map(|number| identification(number, whole)),
        name: party.name.clone(),
        ..CounterAccount::default()
    })
}

/// All but the last four characters become asterisks.
fn mask(number: &str) -> String {
    let hidden = number.chars().count().saturating_sub(4);
    number.chars().enumerate().map(|(at, letter)| if at < hidden { '*' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_masked_unless_the_customer_allowed_it() {
        let card = AccountNumber { scheme: NumberScheme::CardNumber, number: "4929000000001234".to_owned() };
        assert_eq!(identification(&card, false).as_str(), "************1234");
        assert_eq!(identification(&card, true).as_str(), "4929000000001234");
    }

    #[test]
    fn other_numbers_are_not_cards() {
        let iban = AccountNumber { scheme: NumberScheme::Iban, number: "DE02120300000000202051".to_owned() };
        assert_eq!(identification(&iban, false).as_str(), "DE02120300000000202051");
    }
}

//! Statement lines, as messy as banks print them. British banks shout in one manner, German ones in another.

use moa_kernel::Date;

use crate::ledger::{Kind, Minor};

/// How a bank words its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    British,
    German,
}

impl Wording {
    /// The manner of a country.
    pub(super) fn of(country: &str) -> Self {
        match country {
            "DE" | "AT" => Self::German,
            _ => Self::British,
        }
    }

    /// A card at a till: where, how much there, when.
    pub(super) fn card(self, kind: Kind, shop: &str, town: &str, paid: Minor, day: Date) -> String {
        let shop = shop.to_uppercase();
        let (amount, currency) = (paid.money().amount.abs(), paid.currency);
        let (d, m, y) = (day.day(), day.month(), day.year());
        match (self, kind) {
            (Self::British, Kind::CardRefund) => {
                format!("CARD REFUND FROM {shop} {town} {currency} {amount} ON {d:02}-{m:02}-{:02}", y % 100)
            }
            (Self::British, _) => {
                format!("CARD PAYMENT TO {shop} {town} {currency} {amount} ON {d:02}-{m:02}-{:02}", y % 100)
            }
            (Self::German, Kind::CardRefund) => format!("GUTSCHRIFT KARTE {shop}//{town} {d:02}.{m:02}.{y}"),
            (Self::German, Kind::CardPaymentAbroad) => {
                format!("KARTENZAHLUNG AUSLAND {shop}//{town} {currency} {amount} {d:02}.{m:02}.{y}")
            }
            (Self::German, _) => format!("KARTENZAHLUNG {shop}//{town} {d:02}.{m:02}.{y} DEBIT"),
        }
    }

    /// Cash from a machine.
    pub(super) fn cash(self, town: &str, day: Date) -> String {
        let (d, m, y) = (day.day(), day.month(), day.year());
        match self {
            Self::British => format!("CASH {town} MACHINE {:04} {d:02}-{m:02}-{:02}", 1200 + i32::from(d), y % 100),
            Self::German => format!("GELDAUTOMAT {town} {d:02}.{m:02}.{y}"),
        }
    }

    /// Everything that has a name on the other side and perhaps a reference.
    pub(super) fn named(self, kind: Kind, name: &str, reference: Option<&str>) -> String {
        let how = match self {
            Self::British => british(kind),
            Self::German => german(kind),
        };
        let name = name.to_uppercase();
        match (self, reference) {
            (_, None) => format!("{how} {name}"),
            (Self::British, Some(reference)) => format!("{how} {name} REF {reference}"),
            (Self::German, Some(reference)) => format!("{how} {name} SVWZ+{reference}"),
        }
    }

    /// What the bank itself does.
    pub(super) fn own(self, kind: Kind) -> String {
        match self {
            Self::British => british(kind).to_owned(),
            Self::German => german(kind).to_owned(),
        }
    }

    /// The first line of a history.
    pub(super) fn brought_forward(self) -> String {
        match self {
            Self::British => "BALANCE BROUGHT FORWARD".to_owned(),
            Self::German => "SALDOVORTRAG".to_owned(),
        }
    }
}

const fn british(kind: Kind) -> &'static str {
    match kind {
        Kind::CardPayment | Kind::CardPaymentAbroad => "CARD PAYMENT TO",
        Kind::CardRefund => "CARD REFUND FROM",
        Kind::CashWithdrawal => "CASH",
        Kind::DirectDebit => "DIRECT DEBIT PAYMENT TO",
        Kind::StandingOrder => "STANDING ORDER TO",
        Kind::Salary => "BANK GIRO CREDIT",
        Kind::TransferIn => "FASTER PAYMENT RECEIPT FROM",
        Kind::TransferOut => "BILL PAYMENT VIA FASTER PAYMENT TO",
        Kind::OwnTransferIn => "TRANSFER FROM",
        Kind::OwnTransferOut => "TRANSFER TO",
        Kind::CurrencyExchange => "CURRENCY EXCHANGE",
        Kind::InterestPaid => "INTEREST PAID AFTER TAX 0.00 DEDUCTED",
        Kind::InterestCharged => "INTEREST CHARGED",
        Kind::Fee => "NON-STERLING TRANSACTION FEE",
    }
}

const fn german(kind: Kind) -> &'static str {
    match kind {
        Kind::CardPayment | Kind::CardPaymentAbroad => "KARTENZAHLUNG",
        Kind::CardRefund => "GUTSCHRIFT KARTE",
        Kind::CashWithdrawal => "GELDAUTOMAT",
        Kind::DirectDebit => "SEPA-BASISLASTSCHRIFT",
        Kind::StandingOrder => "DAUERAUFTRAG",
        Kind::Salary => "LOHN, GEHALT, RENTE",
        Kind::TransferIn => "GUTSCHRIFT",
        Kind::TransferOut => "SEPA-UEBERWEISUNG",
        Kind::OwnTransferIn => "UMBUCHUNG VON",
        Kind::OwnTransferOut => "UMBUCHUNG AN",
        Kind::CurrencyExchange => "WAEHRUNGSTAUSCH",
        Kind::InterestPaid => "HABENZINSEN",
        Kind::InterestCharged => "SOLLZINSEN",
        Kind::Fee => "AUSLANDSEINSATZENTGELT",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use moa_kernel::Currency;

    use super::*;

    #[test]
    fn a_british_card_payment_shouts_everything_it_knows() {
        let paid = Minor::new(-4618, Currency::GBP);
        let text = Wording::British.card(Kind::CardPayment, "Harrow Grocers", "LONDON", paid, date(2026, 7, 13));
        assert_eq!(text, "CARD PAYMENT TO HARROW GROCERS LONDON GBP 46.18 ON 13-07-26");
    }
}

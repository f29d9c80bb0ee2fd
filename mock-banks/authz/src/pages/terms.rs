//! A consent in sentences: what the app will be able to do, what it will not, and for how long.
//!
//! Each permission code of the standard becomes a line, and codes that only make sense together share one. A code we do
//! not know is shown as it is: whatever is allowed stands on the page.

use std::collections::BTreeSet;

use moa_bank_core::consents::Consent;
use moa_kernel::Timestamp;
use moa_security::digest::sha256_base64url;

use super::{Locale, Words, day};

/// Permissions that a line of their own stands for, in the order of the page. The second of a pair includes the first.
const LINES: &[(&[&str], &str)] = &[
    (&["ReadAccountsDetail"], "can_accounts_detail"),
    (&["ReadAccountsBasic"], "can_accounts_basic"),
    (&["ReadPAN"], "can_pan"),
    (&["ReadBalances"], "can_balances"),
    (&["ReadTransactionsBasic", "ReadTransactionsDetail"], "can_transactions"),
    (&["ReadBeneficiariesBasic", "ReadBeneficiariesDetail"], "can_beneficiaries"),
    (&["ReadDirectDebits"], "can_direct_debits"),
    (&["ReadStandingOrdersBasic", "ReadStandingOrdersDetail"], "can_standing_orders"),
    (&["ReadScheduledPaymentsBasic", "ReadScheduledPaymentsDetail"], "can_scheduled"),
    (&["ReadStatementsBasic", "ReadStatementsDetail"], "can_statements"),
    (&["ReadProducts", "ReadOffers"], "can_products"),
    (&["ReadParty", "ReadPartyPSU"], "can_party"),
];

/// Only narrow what `can_transactions` says.
const DIRECTIONS: [&str; 2] = ["ReadTransactionsCredits", "ReadTransactionsDebits"];

/// What stands on the consent page.
#[derive(Debug)]
pub(crate) struct Terms {
    /// What the app will be able to do.
    pub(crate) can: Vec<String>,
    /// What it will not be able to do.
    pub(crate) cannot: Vec<String>,
    /// Until when.
    pub(crate) until: String,
    /// How long that is.
    pub(crate) until_note: String,
}

impl Terms {
    /// The terms of a consent.
    pub(crate) fn of(consent: &Consent, now: Timestamp, locale: Locale, words: &Words) -> Self {
        let (until, until_note) = duration(consent, now, locale, words);
        Self { can: can(consent, locale, words), cannot: cannot(consent, words), until, until_note }
    }
}

fn can(consent: &Consent, locale: Locale, words: &Words) -> Vec<String> {
    let asked = &consent.permissions;
    let has = |codes: &[&str]| codes.iter().any(|code| asked.contains(*code));
    let detail = asked.contains("ReadAccountsDetail");
    let mut lines: Vec<String> = LINES
        .iter()
        .filter(|(codes, key)| has(codes) && !(detail && *key == "can_accounts_basic"))
        .map(|(_, key)| if *key == "can_transactions" { transactions(consent, locale, words) } else { words.say(key) })
        .collect();
    let known: BTreeSet<&str> = LINES.iter().flat_map(|(codes, _)| codes.iter()).copied().chain(DIRECTIONS).collect();
    let strange = asked.iter().filter(|code| !known.contains(code.as_str()));
    lines.extend(strange.map(|code| words.say_with("can_other", &[("permission", code)])));
    lines
}

fn transactions(consent: &Consent, locale: Locale, words: &Words) -> String {
    let [money_in, money_out] = DIRECTIONS.map(|code| consent.permissions.contains(code));
    let direction = match (money_in, money_out) {
        (true, false) => words.say("direction_in"),
        (false, true) => words.say("direction_out"),
        _ => String::new(),
    };
    let (from, to) = (consent.history.from.map(|at| day(at, locale)), consent.history.to.map(|at| day(at, locale)));
    let window = match (&from, &to) {
        (Some(from), Some(to)) => words.say_with("window_between", &[("from", from), ("to", to)]),
        (Some(from), None) => words.say_with("window_from", &[("from", from)]),
        (None, Some(to)) => words.say_with("window_to", &[("to", to)]),
        (None, None) => String::new(),
    };
    words.say_with("can_transactions", &[("direction", &direction), ("window", &window)])
}

fn cannot(consent: &Consent, words: &Words) -> Vec<String> {
    let has = |code: &str| consent.permissions.contains(code);
    let sees_transactions = has("ReadTransactionsBasic") || has("ReadTransactionsDetail");
    [
        (true, "cannot_pay"),
        (!has("ReadBalances"), "cannot_balances"),
        (!sees_transactions, "cannot_transactions"),
        (true, "cannot_others"),
        (true, "cannot_password"),
    ]
    .into_iter()
    .filter(|(holds, _)| *holds)
    .map(|(_, key)| words.say(key))
    .collect()
}

fn duration(consent: &Consent, now: Timestamp, locale: Locale, words: &Words) -> (String, String) {
    let Some(end) = consent.expires_at else { return (words.say("open_end"), words.say("open_end_note")) };
    // A consent is made minutes before it is read: 179 days and 23 hours are 180 days to its reader.
    let days = (end.duration_since(now).as_hours() + 12) / 24;
    let note = match days {
        0 => words.say("until_hours"),
        days => words.say_with("until_days", &[("days", &days.to_string())]),
    };
    (words.say_with("until", &[("date", &day(end, locale))]), note)
}

/// A digest of everything the terms are made of. The form carries it, so what is allowed is what was shown.
pub(crate) fn derive_terms(consent: &Consent) -> String {
    let permissions: Vec<&str> = consent.permissions.iter().map(String::as_str).collect();
    let facts = (&consent.id, permissions, consent.expires_at, consent.history.from, consent.history.to);
    sha256_base64url(format!("{facts:?}"))
}

#[cfg(test)]
mod tests {
    use moa_bank_core::consents::ConsentState;
    use moa_bank_core::ledger::Window;
    use moa_kernel::{ClientId, ConsentId};

    use super::*;

    fn now() -> Timestamp {
        "2026-07-14T07:42:00Z".parse().unwrap()
    }

    fn consent(permissions: &[&str]) -> Consent {
        Consent {
            id: ConsentId::new("aac-1").unwrap(),
            client: ClientId::new("app-1").unwrap(),
            permissions: permissions.iter().map(|code| (*code).to_owned()).collect(),
            created_at: now(),
            expires_at: None,
            history: Window::default(),
            state: ConsentState::Awaiting,
        }
    }

    fn english(consent: &Consent) -> Terms {
        Terms::of(consent, now(), Locale::En, &Words::parse(include_str!("en.json")).unwrap())
    }

    #[test]
    fn the_page_says_what_was_asked_and_nothing_else() {
        let mut asked = consent(&[
            "ReadAccountsBasic",
            "ReadAccountsDetail",
            "ReadBalances",
            "ReadTransactionsDetail",
            "ReadTransactionsCredits",
            "ReadTransactionsDebits",
        ]);
        asked.history.from = Some("2024-07-14T00:00:00Z".parse().unwrap());
        asked.expires_at = Some("2027-01-10T07:42:00Z".parse().unwrap());
        let terms = english(&asked);
        assert_eq!(
            terms.can,
            [
                "See names and numbers of the accounts you tick",
                "See their balances",
                "See their transactions, since 14 July 2024"
            ]
        );
        assert_eq!(
            terms.cannot,
            ["Pay, transfer or change anything", "See accounts you do not tick", "See your password"]
        );
        assert_eq!((terms.until.as_str(), terms.until_note.as_str()), ("Until 10 January 2027", "180 days from today"));
    }

    #[test]
    fn less_is_asked_and_less_is_said() {
        let terms = english(&consent(&["ReadAccountsBasic"]));
        assert_eq!(terms.can, ["See the names and kinds of the accounts you tick"]);
        assert!(terms.cannot.contains(&"See balances".to_owned()));
        assert!(terms.cannot.contains(&"See transactions".to_owned()));
        assert_eq!(terms.until, "Until you take it back");
        let one_way = english(&consent(&["ReadTransactionsBasic", "ReadTransactionsCredits"]));
        assert_eq!(one_way.can, ["See their transactions, only money coming in"]);
    }

    #[test]
    fn a_permission_nobody_knows_is_shown_and_not_swallowed() {
        assert_eq!(english(&consent(&["ReadTeaLeaves"])).can, ["Use “ReadTeaLeaves”"]);
    }

    #[test]
    fn other_terms_have_another_digest() {
        let one = derive_terms(&consent(&["ReadBalances"]));
        assert_eq!(one, derive_terms(&consent(&["ReadBalances"])));
        assert_ne!(one, derive_terms(&consent(&["ReadBalances", "ReadPAN"])));
        let ending = Consent { expires_at: Some(now()), ..consent(&["ReadBalances"]) };
        assert_ne!(one, derive_terms(&ending));
    }
}

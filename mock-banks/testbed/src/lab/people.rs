//! Who lives in the twin: one customer whose consents open something, and another whose every word is a canary. Wherever
//! one of those words comes out, data went to somebody it does not belong to.

use moa_bank_core::spec::{BankSpec, CustomerSpec};
use serde_json::{Value, json};

/// The one who gave the lab's app consents.
pub(super) const SUBJECT: &str = "lab-subject";
/// The one who gave none.
pub(super) const CANARY: &str = "lab-canary";

/// Words that are in the canary's data and nowhere else.
pub(crate) const CANARY_WORDS: &[&str] = &[
    "Kanarie Zilverveer",
    "kanarie@elsewhere.example",
    "Zilverveer Lane",
    "Zilverveer Nickname",
    "Zilverveer Savings",
    "Zilverveer Works Ltd",
    "Zilverveer Lettings",
    "+44-2079460999",
];

/// The bank as it is, with other people in it.
pub(super) fn with_lab_people(spec: &BankSpec) -> Result<BankSpec, String> {
    let mut twin = spec.clone();
    let people = [subject(), canary()].map(serde_json::from_value::<CustomerSpec>);
    twin.customers = people.into_iter().collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    Ok(twin)
}

/// Amounts are whole, because some currencies have nothing smaller.
fn subject() -> Value {
    json!({
        "login": SUBJECT, "password": "only-in-the-lab-1", "name": "Lena Probe",
        "address": ["1 Test Row", "Labtown"], "email": "lena@lab.example", "phone": "+44-2079460001",
        "accounts": [
            { "key": "everyday", "kind": "current", "description": "Current Account", "nickname": "Everyday", "opening": "1840", "credit_line": "500" },
            { "key": "later", "kind": "savings", "description": "Savings Account", "opening": "4200" },
            { "key": "card", "kind": "card", "description": "Credit Card", "credit_line": "3500" }
        ],
        "life": { "employer": "Probe Works", "salary": "3284", "payday": 25, "landlord": "Probe Lettings", "rent": "1185", "saving": "275" }
    })
}

fn canary() -> Value {
    json!({
        "login": CANARY, "password": "only-in-the-lab-2", "name": "Kanarie Zilverveer",
        "address": ["9 Zilverveer Lane", "Elsewhere"], "email": "kanarie@elsewhere.example", "phone": "+44-2079460999",
        "accounts": [
            { "key": "everyday", "kind": "current", "description": "Current Account", "nickname": "Zilverveer Nickname", "opening": "920", "credit_line": "250" },
            { "key": "later", "kind": "savings", "description": "Zilverveer Savings", "opening": "11050" }
        ],
        "life": { "employer": "Zilverveer Works Ltd", "salary": "2716", "payday": 28, "landlord": "Zilverveer Lettings", "rent": "890", "saving": "300" }
    })
}

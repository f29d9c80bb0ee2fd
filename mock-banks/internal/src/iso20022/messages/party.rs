//! People, banks and their accounts, as every message names them.

use moa_kernel::Currency;

use super::element::{CodeOrWord, OneOf, choice, element};

element! {
    /// `PartyIdentification135`: somebody.
    Party {
        "Nm" name: Option<String>,
        "PstlAdr" address: Option<PostalAddress>,
        "Id" id: Option<OneOf<PartyId>>,
        "CtctDtls" contact: Option<Contact>,
    }

    /// `PostalAddress24`: where somebody lives.
    PostalAddress {
        "Ctry" country: Option<String>,
        "AdrLine" lines: Vec<String>,
    }

    /// `Contact4`: how somebody is reached.
    Contact {
        "PhneNb" phone: Option<String>,
        "EmailAdr" email: Option<String>,
    }

    /// `PersonIdentification13`: a person, by a number.
    Person {
        "Othr" numbers: Vec<Numbered>,
    }

    /// A number that somebody gave.
    Numbered {
        "Id" id: String,
    }

    /// `CashAccount38` and `39`: an account. The owner and the servicer are told by the bank only.
    CashAccount {
        "Id" id: OneOf<AccountId>,
        "Tp" kind: Option<OneOf<CodeOrWord>>,
        "Ccy" currency: Option<Currency>,
        "Nm" name: Option<String>,
        "Ownr" owner: Option<Party>,
        "Svcr" servicer: Option<Agent>,
    }

    /// `GenericAccountIdentification1`: an account, by a number of another scheme.
    OtherAccount {
        "Id" id: String,
        "SchmeNm" scheme: Option<OneOf<CodeOrWord>>,
    }

    /// `BranchAndFinancialInstitutionIdentification6`: a bank.
    Agent {
        "FinInstnId" institution: Institution,
    }

    /// `FinancialInstitutionIdentification18`: a bank, by its BIC, its name, or a number.
    Institution {
        "BICFI" bic: Option<String>,
        "Nm" name: Option<String>,
        "Othr" other: Option<Numbered>,
    }
}

choice! {
    /// `AccountIdentification4Choice`: the number of an account.
    AccountId {
        "IBAN" Iban(String),
        "Othr" Other(OtherAccount),
    }

    /// `Party38Choice`: who somebody is, for the bank. Organisations are not customers here.
    PartyId {
        "PrvtId" Person(Person),
    }

    /// `Party40Choice`: somebody. Banks as parties are not among ours.
    PartyOrAgent {
        "Pty" Party(Party),
    }
}

/// Scheme of an account's number: the bank's own id of it, which never changes.
pub const SCHEME_BANK_ID: &str = "BankAccountId";
/// Scheme of an account's number: six digits of sort code and eight of account number.
pub const SCHEME_SORT_CODE: &str = "SortCodeAccountNumber";
/// Scheme of an account's number: the number on a card.
pub const SCHEME_CARD: &str = "CardNumber";
/// Scheme of an account's number: not an account but the whole relation between a bank and a customer.
pub const SCHEME_CUSTOMER: &str = "CustomerRelation";

impl Party {
    /// Somebody of whom only the name is known.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: Some(name.to_owned()), address: None, id: None, contact: None }
    }

    /// Somebody of whom only the bank's number is known.
    #[must_use]
    pub fn numbered(id: &str) -> Self {
        let person = Person { numbers: vec![Numbered { id: id.to_owned() }] };
        Self { name: None, address: None, id: Some(PartyId::Person(person).into()), contact: None }
    }

    /// The bank's number of the person.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self.id.as_ref().map(|id| &id.is) {
            Some(PartyId::Person(Person { numbers })) => match numbers.as_slice() {
                [only] => Some(&only.id),
                _ => None,
            },
            None => None,
        }
    }
}

impl CashAccount {
    /// An account of which only the number is known.
    #[must_use]
    pub fn numbered(id: AccountId) -> Self {
        Self { id: id.into(), kind: None, currency: None, name: None, owner: None, servicer: None }
    }

    /// The bank's own id of the account.
    #[must_use]
    pub fn bank_id(&self) -> Option<&str> {
        self.id.is.in_scheme(SCHEME_BANK_ID)
    }
}

impl AccountId {
    /// A number of a scheme without a code.
    #[must_use]
    pub fn of_scheme(scheme: &str, id: &str) -> Self {
        Self::Other(OtherAccount { id: id.to_owned(), scheme: Some(OneOf::word(scheme)) })
    }

    /// The number, if it is one of this scheme.
    #[must_use]
    pub fn in_scheme(&self, wanted: &str) -> Option<&str> {
        match self {
            Self::Other(OtherAccount { id, scheme: Some(scheme) }) if scheme.text() == wanted => Some(id),
            Self::Other(_) | Self::Iban(_) => None,
        }
    }
}

impl Agent {
    /// The bank both sides belong to: the address of the message says which. The standard wants an agent all the same, and
    /// this is what its users write.
    #[must_use]
    pub fn not_provided() -> Self {
        let other = Some(Numbered { id: "NOTPROVIDED".to_owned() });
        Self { institution: Institution { bic: None, name: None, other } }
    }
}

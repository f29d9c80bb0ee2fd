//! Where an error happened, in words a bank's support desk can use.

use std::fmt;

use moa_kernel::{BankId, InteractionId};
use moa_wire::oauth::code;

/// The facts of the call that failed. None of them is secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallContext {
    /// The bank that was asked.
    pub bank: Option<BankId>,
    /// The id the call carried (`x-fapi-interaction-id`): what a bank's support desk asks for first.
    pub interaction_id: Option<InteractionId>,
    /// The HTTP status of the bank's answer.
    pub status: Option<u16>,
    /// The bank's own error code, when it looks like one: see [`CallContext::clean_code`] and [`CallContext::oauth_code`].
    pub bank_code: Option<String>,
}

impl CallContext {
    /// A context that knows the bank.
    #[must_use]
    pub fn of_bank(bank: &BankId) -> Self {
        Self { bank: Some(bank.clone()), ..Self::default() }
    }

    pub(super) fn fill_from(&mut self, other: Self) {
        self.bank = self.bank.take().or(other.bank);
        self.interaction_id = self.interaction_id.take().or(other.interaction_id);
        self.status = self.status.or(other.status);
        self.bank_code = self.bank_code.take().or(other.bank_code);
    }

    /// Makes the code of a bank's API fit for texts and logs: a hostile bank must write neither lines nor escapes into them,
    /// and neither tokens nor account numbers. What is left has letters, digits and `._-:`, 80 at most; what has more digits
    /// than a code, any in a long text, or a word longer than a word, is no code and is left out.
    #[must_use]
    pub fn clean_code(code: &str) -> Option<String> {
        let clean: String =
            code.chars().filter(|c| c.is_ascii_alphanumeric() || "._-:".contains(*c)).take(80).collect();
        (!clean.is_empty() && is_shaped_like_a_code(&clean)).then_some(clean)
    }

    /// The word an authorisation server said no with, when it is one of the registered ones. Any other is left out: it
    /// would tell a developer nothing, and might be a token that is sent back.
    #[must_use]
    pub fn oauth_code(error: &str) -> Option<String> {
        code::REGISTERED.contains(&error).then(|| error.to_owned())
    }
}

/// `U001`, `UK.OBIE.Field.Missing`. A sort code has six digits, an account number eight, an IBAN and a token more.
const DIGITS_MAX: usize = 4;
/// Codes with a number are short: a token may have few digits, but it is long.
const WITH_DIGITS_MAX: usize = 20;
const WORD_MAX: usize = 40;

fn is_shaped_like_a_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let words = || text.split(['.', '_', '-', ':']);
    digits <= DIGITS_MAX && (digits == 0 || text.len() <= WITH_DIGITS_MAX) && words().all(|word| word.len() <= WORD_MAX)
}

impl fmt::Display for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts: Vec<String> = [
            self.bank.as_ref().map(|bank| format!("bank {bank}")),
            self.status.map(|status| format!("status {status}")),
            self.bank_code.as_ref().map(|code| format!("code {code}")),
            self.interaction_id.as_ref().map(|id| format!("reference {id}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        if facts.is_empty() { Ok(()) } else { write!(f, " ({})", facts.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banks_code_cannot_write_into_our_log() {
        assert_eq!(CallContext::clean_code("U001"), Some("U001".to_owned()));
        assert_eq!(CallContext::clean_code("a\nb\u{1b}[31m"), Some("ab31m".to_owned()));
        assert_eq!(CallContext::clean_code("\u{202e}"), None);
        assert_eq!(CallContext::clean_code(&"Field.".repeat(9_000)).unwrap().len(), 80);
    }

    #[test]
    fn a_banks_code_is_no_account_number_and_no_token() {
        for code in ["U001", "UK.OBIE.Rules.AfterCutOffDateTime", "400", "AC-0023", "account_is_closed"] {
            assert_eq!(CallContext::clean_code(code).as_deref(), Some(code));
        }
        for planted in [
            "12345678",
            "20-20-15",
            "GB33BUKB20201555555555",
            "4000 0012 3456 7899",
            "planted-acc3ss-planted-acc3ss",
            "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJtaW5hIn0",
            &"x".repeat(41),
        ] {
            assert_eq!(CallContext::clean_code(planted), None, "{planted}");
        }
    }

    #[test]
    fn an_authorisation_servers_code_is_a_registered_word_or_nothing() {
        assert_eq!(CallContext::oauth_code("invalid_grant").as_deref(), Some("invalid_grant"));
        for planted in ["", "12345678", "planted", "invalid_grant\n", "Invalid_Grant", "invalid_grant planted"] {
            assert_eq!(CallContext::oauth_code(planted), None, "{planted}");
        }
    }
}

//! Where an error happened, in words a bank's support desk can use.

use std::fmt;

use moa_kernel::{BankId, InteractionId};

/// The facts of the call that failed. None of them is secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallContext {
    /// The bank that was asked.
    pub bank: Option<BankId>,
    /// The id the call carried (`x-fapi-interaction-id`): what a bank's support desk asks for first.
    pub interaction_id: Option<InteractionId>,
    /// The HTTP status of the bank's answer.
    pub status: Option<u16>,
    /// The bank's own error code, cut to 80 characters of letters, digits and `._-:`.
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

    /// Makes a bank's code fit for logs: a hostile bank must not write lines or escapes into them.
    #[must_use]
    pub fn clean_code(code: &str) -> Option<String> {
        let clean: String =
            code.chars().filter(|c| c.is_ascii_alphanumeric() || "._-:".contains(*c)).take(80).collect();
        (!clean.is_empty()).then_some(clean)
    }
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
        assert_eq!(CallContext::clean_code(&"x".repeat(9_000)).unwrap().len(), 80);
    }
}

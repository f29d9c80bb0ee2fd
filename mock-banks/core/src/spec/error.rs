//! Why a bank's file cannot be used. Every message names the file, and the line where there is one.

use moa_kernel::BankId;

/// Why a bank's file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// The file cannot be read.
    #[error("{file}: cannot be read")]
    File {
        /// Which file.
        file: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The file is larger than a description of a bank can be.
    #[error("{file}: larger than {bytes_max} bytes")]
    TooLarge {
        /// Which file.
        file: String,
        /// The most that is read.
        bytes_max: u64,
    },
    /// A line is not TOML, or not what a bank is made of, or does not fit the rest of the file.
    #[error("{file}:{line}: {message}")]
    Line {
        /// Which file.
        file: String,
        /// Which line, counted from one.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// Two files describe one bank.
    #[error("{file}: another file already describes the bank `{id}`")]
    SameBank {
        /// The second file.
        file: String,
        /// The id both claim.
        id: BankId,
    },
}

impl SpecError {
    /// What the TOML reader said. Only its message is kept: its usual display prints the line, which may hold a password.
    pub(super) fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map_or(0, |span| span.start);
        Self::at(file, text, start, error.message())
    }

    /// Something wrong at a place of the file, given in bytes from its start.
    pub(super) fn at(file: &str, text: &str, place: usize, message: impl Into<String>) -> Self {
        let before = text.as_bytes().iter().take(place);
        let line = before.filter(|byte| **byte == b'\n').count().saturating_add(1);
        Self::Line { file: file.to_owned(), line, message: message.into() }
    }
}

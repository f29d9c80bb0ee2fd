//! Standards without a network: a question becomes an HTTP request, a reply becomes a page of records.
//!
//! A [`Standard`] never sends and never waits. Somebody else (the sync, or a stream) carries the [`HttpAsk`] to the bank,
//! brings the [`HttpReply`] back, and follows the [`Cursor`] until there is none. So every dialect is tested with a text
//! file for a bank, and every limit lives in one place outside. Each standard is a folder with the same files: `ask`
//! (question to request), `read` (reply to rows), `map` (wire to meaning), `consent`, and its tests.

mod exchange;
mod page;
mod question;
mod refusal;
pub mod uk;

pub use exchange::{AskPath, HttpAsk, HttpReply};
pub use page::{Cursor, Meaning, Page, Record, Skipped};
pub use question::{Capabilities, ConsentAsk, Credential, DataKind, Question, Window};
pub use refusal::{Refusal, RefusalCode};

/// One published standard, in one version.
pub trait Standard: Send + Sync {
    /// What it can express.
    fn capabilities(&self) -> Capabilities;

    /// Turns a question into a request. `after` is the cursor of the page before.
    ///
    /// # Errors
    /// When the standard cannot ask this.
    fn ask(&self, question: &Question, after: Option<&Cursor>) -> Result<HttpAsk, Unsupported>;

    /// Turns a reply into a page. A row that cannot be read is listed in [`Page::skipped`] and does not fail the page.
    ///
    /// # Errors
    /// When the bank refused, or when the reply as a whole is not what the standard says.
    fn read(&self, question: &Question, reply: &HttpReply) -> Result<Page<Record>, Unreadable>;
}

/// The standard has no words for the question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the standard {standard} cannot ask for {what}")]
pub struct Unsupported {
    /// The standard.
    pub standard: &'static str,
    /// What was asked for.
    pub what: &'static str,
}

/// Why a reply as a whole cannot be used. None of these holds anything of the body but codes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// The bank answered with an error.
    #[error("the bank refused with status {}", .0.status)]
    Refused(Refusal),
    /// The body is not JSON, or not in UTF-8: a maintenance page, for one.
    #[error("the bank's answer is not JSON")]
    NotJson,
    /// The body is JSON of another shape.
    #[error("the bank's answer has no readable {0}")]
    WrongShape(&'static str),
}

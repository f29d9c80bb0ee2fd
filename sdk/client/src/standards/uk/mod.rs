//! Open Banking UK, Read/Write API v4.0: account information.
//!
//! Amounts arrive unsigned with an indicator and leave here signed. Dates in a query carry no offset, as the standard
//! wants it. Paging follows `Links.Next` as it was sent. An unknown account is a 400 and not a 404; nothing found is a 200
//! with an empty list. What a row says beyond the model stays in its original text.

mod ask;
mod consent;
mod map;
mod read;
#[cfg(test)]
mod tests;

use super::{
    Capabilities, Cursor, DataKind, HttpAsk, HttpReply, Page, Question, Record, Standard, Unreadable, Unsupported,
};

/// The standard, in version 4.0.
#[derive(Debug, Clone, Copy, Default)]
pub struct UkV4;

impl Standard for UkV4 {
    fn capabilities(&self) -> Capabilities {
        Capabilities { standard: "uk/v4.0", data: &DataKind::ALL, date_windows: true, parallel_windows: true }
    }

    fn ask(&self, question: &Question, after: Option<&Cursor>) -> Result<HttpAsk, Unsupported> {
        Ok(match after {
            Some(cursor) => ask::next_page(cursor),
            None => ask::first_page(question),
        })
    }

    fn read(&self, question: &Question, reply: &HttpReply) -> Result<Page<Record>, Unreadable> {
        read::page(question, reply)
    }
}

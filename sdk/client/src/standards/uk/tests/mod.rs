//! Fixtures in, meaning out.

mod asking;
mod reading;
mod records;

use http::{HeaderMap, StatusCode};

use super::UkV4;
use crate::standards::{HttpReply, Meaning, Page, Question, Record, Standard as _, Unreadable};

fn reply(status: u16, body: &str) -> HttpReply {
    let body = body.to_owned().into_bytes().into();
    HttpReply { status: StatusCode::from_u16(status).unwrap(), headers: HeaderMap::new(), body, interaction_id: None }
}

fn read(question: &Question, body: &str) -> Result<Page<Record>, Unreadable> {
    UkV4.read(question, &reply(200, body))
}

/// The one row of a list whose one row is `row`.
fn read_row(question: &Question, list: &str, row: &str) -> Result<Meaning, String> {
    let body = format!(r#"{{"Data":{{"{list}":[{row}]}},"Links":{{"Self":"https://bank.example/x"}},"Meta":{{}}}}"#);
    let mut page = read(question, &body).unwrap();
    match (page.rows.pop(), page.skipped.pop()) {
        (Some(record), None) => {
            assert_eq!(record.original.as_str(), row, "the original is kept byte for byte");
            Ok(record.meaning)
        }
        (None, Some(skipped)) => Err(skipped.reason),
        other => panic!("{other:?}"),
    }
}

//! Bytes and messages. [`read`] looks at the whole of a text before anything is made of it ([`guard`]), [`write`] makes a text
//! that [`read`] takes.

mod guard;
#[cfg(test)]
mod tests;

pub use guard::{Limits, XmlFault};

use super::messages::{Document, Message};

/// Reads a message.
///
/// # Errors
/// [`XmlFault`], which says what is wrong and where, and repeats nothing of the text but names of elements.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Message, XmlFault> {
    let (name, text) = guard::check(bytes, limits)?;
    let document: Document = quick_xml::de::from_str(text).map_err(|error| XmlFault::Content(told(&error)))?;
    if document.message.name() == name { Ok(document.message) } else { Err(XmlFault::WrongRoot) }
}

/// Writes a message.
///
/// # Errors
/// [`XmlFault::Unwritable`] when a text holds characters that XML has no place for.
pub fn write(message: Message) -> Result<Vec<u8>, XmlFault> {
    let mut text = r#"<?xml version="1.0" encoding="UTF-8"?>"#.to_owned();
    let written = quick_xml::se::to_writer_with_root(&mut text, "Document", &Document::from(message));
    written.map_err(|_| XmlFault::Unwritable)?;
    if text.chars().all(guard::is_xml_character) { Ok(text.into_bytes()) } else { Err(XmlFault::Unwritable) }
}

/// The parser's words, without those of the text: a message holds customers' data and an error goes to a log. Names of
/// elements stay, values go.
fn told(error: &quick_xml::DeError) -> String {
    match error {
        quick_xml::DeError::Custom(words) => without_values(words),
        quick_xml::DeError::MixedContent(_) => "an element stands where a text should".to_owned(),
        quick_xml::DeError::UnexpectedEof => "the text ends too early".to_owned(),
        _ => "the text is not well formed".to_owned(),
    }
}

fn without_values(words: &str) -> String {
    let told = match (words.strip_prefix("unknown variant"), words.split_once("`, expected ")) {
        (Some(_), Some((_, codes))) => format!("a code or element is none of {codes}"),
        (Some(_), None) => "a code or element is none of those there are".to_owned(),
        // Whatever a parser quotes is a value, and a value may hold quotes: nothing after the first is told.
        (None, _) => words.split('"').next().unwrap_or_default().to_owned(),
    };
    told.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

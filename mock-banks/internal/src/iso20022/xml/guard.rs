//! Looks at a text before it is read: how large, how deep, how many elements, in which namespaces, and whether it holds
//! anything but elements, a few attributes and characters. What could make a parser work for nothing (document types and
//! with them entities, processing instructions) is refused unseen. One pass, no memory beyond the depth.

use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use crate::iso20022::messages::MessageName;
use crate::iso20022::messages::supplementary::NAMESPACE as OURS;

/// How much of a message is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// All of its bytes.
    pub bytes_max: usize,
    /// All of its elements.
    pub elements_max: usize,
}

/// Elements in one another. The deepest message of ours has fourteen.
const DEPTH_MAX: usize = 24;
/// Attributes of one element: a namespace, a schema, a currency.
const ATTRIBUTES_MAX: usize = 4;
/// Bytes of one text. The longest of ours is an address for mail.
const TEXT_BYTES_MAX: usize = 8 * 1024;

impl Limits {
    /// For what others send to a core.
    pub const REQUEST: Self = Self { bytes_max: 64 * 1024, elements_max: 2_000 };
    /// For what a core answers: a thousand entries with everything told of them.
    pub const ANSWER: Self = Self { bytes_max: 8 * 1024 * 1024, elements_max: 200_000 };
}

/// What is wrong with a message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlFault {
    /// It is longer than anything the other side has to say.
    #[error("the message has more than {0} bytes")]
    TooLarge(usize),
    /// It has more elements.
    #[error("the message has more than {0} elements")]
    TooMany(usize),
    /// Elements stand in elements without end.
    #[error("elements stand more than {DEPTH_MAX} deep in one another")]
    TooDeep,
    /// One text is too long.
    #[error("a text has more than {TEXT_BYTES_MAX} bytes")]
    TextTooLong,
    /// An element has more attributes than any has, or one it does not have.
    #[error("the element {0} has attributes that it does not have")]
    Attributes(String),
    /// The bytes are not UTF-8, or say that they are not.
    #[error("the message is not in UTF-8")]
    Encoding,
    /// It is not XML.
    #[error("the message is not well-formed XML")]
    Malformed,
    /// A document type, and with it entities, or a processing instruction.
    #[error("the message has {0}, which no message of ISO 20022 has")]
    Forbidden(&'static str),
    /// An entity that XML does not define.
    #[error("the message refers to an entity")]
    Entity,
    /// A character that XML does not have.
    #[error("the message has a character that XML does not have")]
    Character,
    /// The namespace is none of those spoken here.
    #[error("the namespace is none of those spoken here")]
    UnknownNamespace,
    /// An element of another namespace than its message.
    #[error("the element {0} is of another namespace than its message")]
    ForeignElement(String),
    /// The root is no document, or holds another message than its namespace says.
    #[error("the document does not hold the message that its namespace names")]
    WrongRoot,
    /// An element is missing, unknown, there twice, or has a value that it cannot have.
    #[error("the content is wrong: {0}")]
    Content(String),
    /// A message that is to be written has characters that XML has no place for.
    #[error("a text has characters that XML has no place for")]
    Unwritable,
}

/// Looks at a text, and says which message it claims to be.
pub(super) fn check<'a>(bytes: &'a [u8], limits: &Limits) -> Result<(MessageName, &'a str), XmlFault> {
    if bytes.len() > limits.bytes_max {
        return Err(XmlFault::TooLarge(limits.bytes_max));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| XmlFault::Encoding)?;
    if !text.chars().all(is_xml_character) {
        return Err(XmlFault::Character);
    }
    let mut reader = NsReader::from_str(text);
    let mut walk = Walk { limits, message: None, path: Vec::new(), elements: 0, is_over: false };
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|_| XmlFault::Malformed)?;
        match event {
            Event::Start(start) => walk.enter(&namespace, &start)?,
            Event::Empty(start) => {
                walk.enter(&namespace, &start)?;
                walk.leave();
            }
            Event::End(_) => walk.leave(),
            Event::Text(text) => walk.text(&text)?,
            Event::CData(text) => walk.text(&text)?,
            Event::GeneralRef(reference) => entity(&reference)?,
            Event::Decl(declaration) => encoding(&declaration)?,
            Event::Comment(_) => {}
            Event::DocType(_) => return Err(XmlFault::Forbidden("a document type")),
            Event::PI(_) => return Err(XmlFault::Forbidden("a processing instruction")),
            Event::Eof => break,
        }
    }
    match walk.message {
        Some(name) if walk.is_over => Ok((name, text)),
        _ => Err(XmlFault::Malformed),
    }
}

/// Where the look has come to.
struct Walk<'a> {
    limits: &'a Limits,
    message: Option<MessageName>,
    /// The elements around, and whether each is of our own namespace.
    path: Vec<Place>,
    elements: usize,
    /// The root was closed.
    is_over: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Standard,
    /// `Envlp`: what stands in it is of our namespace.
    Envelope,
    Ours,
}

impl Walk<'_> {
    fn enter(&mut self, namespace: &ResolveResult<'_>, start: &BytesStart<'_>) -> Result<(), XmlFault> {
        self.elements += 1;
        if self.elements > self.limits.elements_max {
            return Err(XmlFault::TooMany(self.limits.elements_max));
        }
        if self.path.len() >= DEPTH_MAX {
            return Err(XmlFault::TooDeep);
        }
        let ResolveResult::Bound(Namespace(namespace)) = namespace else {
            return Err(if self.path.is_empty() { XmlFault::UnknownNamespace } else { foreign(start) });
        };
        attributes(start)?;
        let place = self.place(namespace, start)?;
        self.path.push(place);
        Ok(())
    }

    fn place(&mut self, namespace: &str, start: &BytesStart<'_>) -> Result<Place, XmlFault> {
        let local = start.local_name();
        let Some(around) = self.path.last() else {
            if self.is_over || local.as_ref() != "Document" {
                return Err(XmlFault::WrongRoot);
            }
            self.message = Some(MessageName::of_namespace(namespace).ok_or(XmlFault::UnknownNamespace)?);
            return Ok(Place::Standard);
        };
        let message = self.message.ok_or(XmlFault::Malformed)?;
        match around {
            Place::Envelope | Place::Ours if namespace == OURS => Ok(Place::Ours),
            Place::Standard if message.namespace() != namespace => Err(foreign(start)),
            Place::Standard if self.path.len() == 1 && local.as_ref() != message.element() => Err(XmlFault::WrongRoot),
            Place::Standard if local.as_ref() == "Envlp" => Ok(Place::Envelope),
            Place::Standard => Ok(Place::Standard),
            Place::Envelope | Place::Ours => Err(foreign(start)),
        }
    }

    fn leave(&mut self) {
        self.path.pop();
        self.is_over = self.path.is_empty();
    }

    fn text(&self, text: &str) -> Result<(), XmlFault> {
        if self.path.is_empty() && !text.trim().is_empty() {
            return Err(XmlFault::Malformed);
        }
        if text.len() > TEXT_BYTES_MAX { Err(XmlFault::TextTooLong) } else { Ok(()) }
    }
}

fn attributes(start: &BytesStart<'_>) -> Result<(), XmlFault> {
    let mut count = 0_usize;
    for attribute in start.attributes() {
        attribute.map_err(|_| XmlFault::Malformed)?;
        count += 1;
        if count > ATTRIBUTES_MAX {
            return Err(XmlFault::Attributes(shown(start)));
        }
    }
    Ok(())
}

fn entity(reference: &BytesRef<'_>) -> Result<(), XmlFault> {
    if reference.is_char_ref() {
        let character = reference.resolve_char_ref().map_err(|_| XmlFault::Malformed)?;
        return if character.is_some_and(is_xml_character) { Ok(()) } else { Err(XmlFault::Character) };
    }
    let is_predefined = ["lt", "gt", "amp", "apos", "quot"].contains(&&**reference);
    if is_predefined { Ok(()) } else { Err(XmlFault::Entity) }
}

fn encoding(declaration: &BytesDecl<'_>) -> Result<(), XmlFault> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("utf-8") => Ok(()),
        Some(_) => Err(XmlFault::Encoding),
    }
}

fn foreign(start: &BytesStart<'_>) -> XmlFault {
    XmlFault::ForeignElement(shown(start))
}

/// The name of an element, short enough and plain enough for a log.
fn shown(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().chars().filter(|letter| !letter.is_control()).take(40).collect()
}

/// XML 1.0 §2.2 `Char`.
pub(super) fn is_xml_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

//! The official OpenAPI document as referee: everything that travels between an app and a mock bank is held against it.
//!
//! Client and banks share their wire types, so a mistake made once would be used twice; the document is the outside that
//! catches it. A [`tape::Tape`] is put around every bank and hears every request and every answer; [`openapi::Document`]
//! says of each whether the standard allows it. Where the document is not at hand the tests say so and prove nothing.

#[cfg(test)]
mod banks;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod referee;
#[cfg(test)]
mod sdk;
#[cfg(test)]
mod tape;
#[cfg(test)]
mod verdict;

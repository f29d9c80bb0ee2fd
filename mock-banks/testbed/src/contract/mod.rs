//! An API's contract as its OpenAPI document states it: places in the document, operations, schemas, and what a schema says
//! about a value. Nothing here sends anything or decides anything; checks and the comparison of versions read it.
//!
//! A document comes from outside. References that lead nowhere or round in circles, schemas nested without end and
//! documents of a million operations are faults with a name here, never a hang.

mod document;
mod operation;
mod reference;
mod schemas;
mod shape;
mod weight;

pub(crate) use document::{Document, Place};
pub(crate) use operation::{Documented, Input, header_is, same_path};
pub(crate) use reference::references;
pub(crate) use schemas::{Dialect, Schema};
pub(crate) use shape::{Bounded, Shape};

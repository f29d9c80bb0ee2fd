//! The operations of a document, and what goes into each and comes out.

use http::Method;
use serde_json::Value;

use super::{Document, Place};

/// The methods OpenAPI knows, as it writes them.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation, as the document describes it.
#[derive(Debug, Clone)]
pub(crate) struct Documented<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a str,
    pub(crate) place: Place<'a>,
    path_place: Place<'a>,
    document: Document<'a>,
}

/// One thing a caller may say besides the body.
#[derive(Debug, Clone)]
pub(crate) struct Input<'a> {
    pub(crate) name: &'a str,
    /// `path`, `query`, `header` or `cookie`.
    pub(crate) within: &'a str,
    pub(crate) required: bool,
    pub(crate) place: Place<'a>,
}

impl<'a> Document<'a> {
    /// All operations, in the document's order.
    pub(crate) fn operations(&self) -> Vec<Documented<'a>> {
        let Some(paths) = self.root().get("paths") else { return Vec::new() };
        let mut operations = Vec::new();
        for (path, path_place) in paths.members() {
            let Some(path_place) = self.resolved(path_place) else { continue };
            for (method, place) in path_place.members().filter(|(key, _)| METHODS.contains(key)) {
                let Ok(method) = Method::from_bytes(method.to_ascii_uppercase().as_bytes()) else { continue };
                operations.push(Documented { method, path, place, path_place: path_place.clone(), document: *self });
            }
        }
        operations
    }

    /// The operation of this method and path.
    pub(crate) fn operation(&self, method: &Method, path: &str) -> Option<Documented<'a>> {
        let mut operations = self.operations().into_iter();
        operations.find(|operation| operation.method == *method && same_path(operation.path, path))
    }
}

/// Whether two path templates mean the same: the names of their parameters may differ.
pub(crate) fn same_path(one: &str, other: &str) -> bool {
    let blank = |part: &str| part.starts_with('{') && part.ends_with('}');
    let (mut ones, mut others) = (one.split('/'), other.split('/'));
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || (blank(a) && blank(b)) => {}
            _ => return false,
        }
    }
}

impl<'a> Documented<'a> {
    /// Whether a request to one is a request to the other.
    pub(crate) fn means_the_same_as(&self, other: &Documented<'_>) -> bool {
        self.method == other.method && same_path(self.path, other.path)
    }

    /// How people call it: `GET /accounts`.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub(crate) fn id(&self) -> Option<&'a str> {
        self.place.text("operationId")
    }

    /// Path, query, header and cookie inputs. An operation's own take the place of its path's.
    pub(crate) fn inputs(&self) -> Vec<Input<'a>> {
        let mut inputs: Vec<Input<'a>> = Vec::new();
        for holder in [&self.path_place, &self.place] {
            let Some(list) = holder.get("parameters") else { continue };
            for input in list.elements().filter_map(|place| self.input(place)) {
                match inputs.iter_mut().find(|known| known.is_same(&input)) {
                    Some(known) => *known = input,
                    None => inputs.push(input),
                }
            }
        }
        inputs
    }

    fn input(&self, place: Place<'a>) -> Option<Input<'a>> {
        let place = self.document.resolved(place)?;
        let (name, within) = (place.text("name")?, place.text("in")?);
        Some(Input { name, within, required: place.says("required") || within == "path", place })
    }

    /// The body, when one is taken.
    pub(crate) fn body(&self) -> Option<Place<'a>> {
        self.place.get("requestBody").and_then(|place| self.document.resolved(place))
    }

    /// The answers, by status as written: `200`, `4XX`, `default`.
    pub(crate) fn answers(&self) -> Vec<(&'a str, Place<'a>)> {
        let Some(answers) = self.place.get("responses") else { return Vec::new() };
        let answers: Vec<_> = answers.members().collect();
        answers
            .into_iter()
            .filter(|(status, _)| !status.starts_with("x-"))
            .filter_map(|(status, place)| Some((status, self.document.resolved(place)?)))
            .collect()
    }

    /// What the document says of a status: by number, by class, or by default.
    pub(crate) fn answer(&self, status: u16) -> Option<Place<'a>> {
        let answers = self.answers();
        let wanted = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
        let find = |name: &String| answers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        wanted.iter().find_map(find).map(|(_, place)| place.clone())
    }

    /// The security this operation asks for: its own, else the document's.
    pub(crate) fn security(&self) -> Option<Place<'a>> {
        self.place.get("security").or_else(|| self.document.root().get("security"))
    }

    /// The headers an answer has, with references followed.
    pub(crate) fn headers(&self, answer: &Place<'a>) -> Vec<(&'a str, Place<'a>)> {
        let Some(headers) = answer.get("headers") else { return Vec::new() };
        let headers: Vec<_> = headers.members().collect();
        headers.into_iter().filter_map(|(name, place)| Some((name, self.document.resolved(place)?))).collect()
    }
}

impl Input<'_> {
    fn is_same(&self, other: &Input<'_>) -> bool {
        self.within == other.within
            && (self.name == other.name || (self.within == "header" && header_is(self.name, other.name)))
    }

    /// Where it goes and what it is called: `query fromBookingDateTime`.
    pub(crate) fn label(&self) -> String {
        format!("{} {}", self.within, self.name)
    }
}

impl<'a> Input<'a> {
    /// What its values are, whether said plainly or by media type.
    pub(crate) fn schema(&self) -> Option<Place<'a>> {
        self.place.get("schema").or_else(|| self.place.get("content")?.members().next()?.1.get("schema"))
    }

    /// An example the document gives.
    pub(crate) fn example(&self) -> Option<&'a Value> {
        self.place.value.get("example")
    }
}

/// Whether two header names are the same one.
pub(crate) fn header_is(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_operations_own_inputs_take_the_place_of_its_paths() {
        let root = json!({ "paths": { "/a/{Id}": {
            "parameters": [{ "$ref": "#/p" }, { "in": "header", "name": "X-One", "schema": {} }],
            "get": { "parameters": [{ "in": "header", "name": "x-one", "required": true, "schema": {} }] }
        } }, "p": { "in": "path", "name": "Id", "required": true, "schema": {} } });
        let document = Document::new(&root);
        let operation = document.operation(&Method::GET, "/a/{Other}").unwrap();
        let inputs: Vec<_> = operation.inputs().iter().map(|input| (input.label(), input.required)).collect();
        assert_eq!(inputs, [("path Id".to_owned(), true), ("header x-one".to_owned(), true)]);
        assert!(document.operation(&Method::POST, "/a/{Id}").is_none());
    }

    #[test]
    fn a_status_is_found_by_number_then_class_then_default() {
        let root = json!({ "paths": { "/a": { "get": { "responses": {
            "default": { "description": "d" }, "4XX": { "description": "c" }, "404": { "description": "n" }
        } } } } });
        let operation = &Document::new(&root).operations()[0];
        let said = |status| operation.answer(status).unwrap().text("description").unwrap();
        assert_eq!([said(404), said(400), said(200)], ["n", "c", "d"]);
    }
}

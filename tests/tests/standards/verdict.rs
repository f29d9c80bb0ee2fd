//! Holds one exchange against the document.

use http::HeaderMap;
use serde_json::Value;

use crate::openapi::{Document, Operation};
use crate::tape::Exchange;

/// The cursor of our links. Links are opaque to apps, so the document need not know it.
const OUR_OWN_PARAMETERS: &[&str] = &["page"];

/// What is wrong with an exchange. Empty when nothing is. An exchange about nothing the standard has is not judged.
pub(crate) fn faults(document: &Document, exchange: &Exchange) -> Vec<String> {
    let Some(operation) = document.find(&exchange.method, &exchange.path) else { return Vec::new() };
    let mut faults = query_faults(document, &operation, exchange);
    // A request that was refused for being wrong need not be right.
    if exchange.status < 400 {
        faults.extend(header_faults(document, &operation, exchange));
        faults.extend(request_body_faults(document, &operation, exchange));
    } else {
        faults.clear();
    }
    faults.extend(answer_faults(document, &operation, exchange));
    let where_it_was = format!("{} {} → {}", exchange.method, exchange.path, exchange.status);
    faults.into_iter().map(|fault| format!("{where_it_was}: {fault}")).collect()
}

fn query_faults(document: &Document, operation: &Operation<'_>, exchange: &Exchange) -> Vec<String> {
    let parameters = document.parameters(operation);
    let mut faults = Vec::new();
    for (name, value) in &exchange.query {
        if OUR_OWN_PARAMETERS.contains(&name.as_str()) {
            continue;
        }
        let known = parameters.iter().find(|parameter| parameter["in"] == "query" && parameter["name"] == *name);
        let Some(known) = known else {
            faults.push(format!("the query parameter {name} is not the standard's"));
            continue;
        };
        // The document says `date-time`, which wants an offset; the standard's text forbids one in queries. The text wins.
        let value = if known["schema"]["format"] == "date-time" { format!("{value}Z") } else { value.clone() };
        faults.extend(document.faults(&known["schema"], &Value::from(value)));
    }
    faults
}

fn header_faults(document: &Document, operation: &Operation<'_>, exchange: &Exchange) -> Vec<String> {
    let mut faults = Vec::new();
    for parameter in document.parameters(operation).into_iter().filter(|parameter| parameter["in"] == "header") {
        let name = parameter["name"].as_str().unwrap_or_default();
        match header(&exchange.request_headers, name) {
            Some(value) => faults.extend(document.faults(&parameter["schema"], &Value::from(value))),
            None if parameter["required"] == true => faults.push(format!("the request header {name} is missing")),
            None => {}
        }
    }
    faults
}

fn request_body_faults(document: &Document, operation: &Operation<'_>, exchange: &Exchange) -> Vec<String> {
    let body = document.resolve(&operation.entry["requestBody"]);
    if body.is_null() {
        return if exchange.request_body.is_empty() {
            Vec::new()
        } else {
            vec!["a body that nobody asked for".to_owned()]
        };
    }
    content_faults(document, body, &exchange.request_headers, &exchange.request_body)
}

fn answer_faults(document: &Document, operation: &Operation<'_>, exchange: &Exchange) -> Vec<String> {
    let answers = &operation.entry["responses"];
    let answer = answers.get(exchange.status.to_string()).or_else(|| answers.get("default"));
    let Some(answer) = answer.map(|answer| document.resolve(answer)) else {
        return vec!["the standard has no such status here".to_owned()];
    };
    let mut faults = Vec::new();
    for (name, wanted) in answer["headers"].as_object().into_iter().flatten() {
        match header(&exchange.response_headers, name) {
            Some(value) if wanted["schema"]["type"] == "string" => {
                faults.extend(document.faults(&wanted["schema"], &Value::from(value)));
            }
            Some(_) => {}
            None if wanted["required"] == true => faults.push(format!("the header {name} is missing")),
            None => {}
        }
    }
    if answer["content"].is_null() {
        if !exchange.response_body.is_empty() {
            faults.push("a body where the standard has none".to_owned());
        }
        return faults;
    }
    faults.extend(content_faults(document, answer, &exchange.response_headers, &exchange.response_body));
    faults
}

fn content_faults(document: &Document, described: &Value, headers: &HeaderMap, body: &[u8]) -> Vec<String> {
    let content_type = header(headers, "content-type").unwrap_or_default();
    let Some(schema) = described["content"].get(&content_type).map(|kind| &kind["schema"]) else {
        return vec![format!("the content type {content_type:?} is not the standard's")];
    };
    match serde_json::from_slice(body) {
        Ok(value) => document.faults(schema, &value),
        Err(_) => vec!["the body is not JSON".to_owned()],
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

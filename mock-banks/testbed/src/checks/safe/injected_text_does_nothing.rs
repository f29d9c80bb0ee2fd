//! Text that means something to a database, a shell, a template, a browser or a file system is put wherever a caller can put
//! text. It may be refused or ignored. It may not break anything, and it may not be carried out.

use moa_bank_registry::Operation;
use serde_json::Value;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::{Documented, header_is};
use crate::lab::{Answer, App, Ask, Lab, LabEnd, documented, parameter};

pub(crate) const CHECK: Check = Check {
    id: "safe.injected-text-does-nothing",
    sentence: "text that means something to a database, shell, template or browser does nothing",
    clause: "OWASP API8:2023, CWE-74; X.1149 §8.1.21",
    plan: Plan::Safe,
};

/// What a template or a shell would make of some of the texts, and nobody else would.
const CARRIED_OUT: &[&str] = &["982007569", "uid=0(root)", "root:x:0:0"];

const TEXTS: &[&str] = &[
    "' OR '1'='1",
    "\"; DROP TABLE accounts; --",
    "1) UNION SELECT * FROM tokens --",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "{{ 31337 * 31337 }}",
    "${31337*31337}",
    "$(id)",
    "`id`",
    "${jndi:ldap://127.0.0.1/a}",
    "\u{0}",
    "a\u{0}b",
    "\r\nX-Injected: yes",
    "\u{202e}\u{feff}\u{1f4a3}",
    "{\"$gt\":\"\"}",
    "-1",
    "99999999999999999999999999",
    "1e309",
];

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        for text in TEXTS {
            for ask in asks(lab, operation, text).await? {
                let Some(answer) = lab.send_if_possible(ask).await? else { continue };
                findings.extend(answer.must_not_break(&CHECK));
                findings.extend(carried_out(&answer));
            }
        }
    }
    Ok(Verdict::of(findings))
}

fn carried_out(answer: &Answer) -> Option<Finding> {
    let remedy = "treat what a caller sends as data: bind it, escape it, never build code from it";
    let body = String::from_utf8_lossy(&answer.body);
    if let Some(word) = CARRIED_OUT.iter().find(|word| body.contains(**word)) {
        return Some(Finding::of(
            &CHECK,
            &answer.asked,
            format!("it was carried out: the answer has {word:?}"),
            remedy,
        ));
    }
    let injected = answer.headers.contains_key("x-injected");
    injected.then(|| Finding::of(&CHECK, &answer.asked, "it became a header of the answer", remedy))
}

/// The good request with the text in the path, in each parameter, in each header, and in each text of the body.
async fn asks(lab: &Lab, operation: &Operation, text: &str) -> Result<Vec<Ask>, LabEnd> {
    let token = lab.rightful_token(operation, App::Own).await?;
    let id = lab.id_in_path(operation, App::Own).await?;
    let good = || lab.ask(operation, token.clone(), &id);
    let mut asks = vec![good().but(&format!("with an unknown parameter {text:?}")).with_query("injected", text)];
    if parameter(operation).is_some() {
        asks.push(lab.ask(operation, token.clone(), text).but(&format!("with {text:?} in its path")));
    }
    let document = lab.subject.document();
    for input in documented(document, operation).iter().flat_map(Documented::inputs) {
        let ask = good().but(&format!("with {} {text:?}", input.label()));
        let own = ["authorization", "dpop"].iter().any(|own| header_is(own, input.name));
        match input.within {
            "query" => asks.push(ask.with_query(input.name, text)),
            "header" if !own => asks.push(ask.with_header(input.name, text)),
            _ => {}
        }
    }
    if let Some(body) = good().body.as_deref().and_then(|body| serde_json::from_slice(body).ok()) {
        for (at, body) in with_text_everywhere(&body, text) {
            let ask = good().but(&format!("with {text:?} at {at} of its body"));
            asks.push(ask.with_body(body.to_string().into_bytes()));
        }
        asks.push(good().but(&format!("with {text:?} as its body")).with_body(text.as_bytes().to_vec()));
    }
    Ok(asks)
}

/// The body with the text in the place of each text in it, one at a time.
fn with_text_everywhere(body: &Value, text: &str) -> Vec<(String, Value)> {
    let mut pointers = Vec::new();
    find_texts(body, String::new(), &mut pointers);
    let put = |pointer: String| {
        let mut body = body.clone();
        *body.pointer_mut(&pointer)? = Value::from(text);
        Some((pointer, body))
    };
    pointers.into_iter().take(20).filter_map(put).collect()
}

fn find_texts(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::String(_) => pointers.push(pointer),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| find_texts(item, format!("{pointer}/{at}"), pointers));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, member)| find_texts(member, format!("{pointer}/{key}"), pointers));
        }
        _ => {}
    }
}
